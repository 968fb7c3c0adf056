/* SPDX-License-Identifier: ISC */
/* JSON by RFC 8259: a strict scanner over one text that borrows, and a writer
 * into a buf. Strings are UTF-8; a byte order mark is refused. */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include "base/buf.h"

#define JSON_MAX_DEPTH 64	/* objects and arrays inside each other */

enum json_type {
	JSON_T_NULL, JSON_T_FALSE, JSON_T_TRUE, JSON_T_NUMBER, JSON_T_STRING,
	JSON_T_ARRAY, JSON_T_OBJECT
};

/* A value inside a scanned text. `raw` is its bytes there, with the quotes of
 * a string; `escaped` tells that a string holds a backslash. in, inside: for
 * json_inside. */
struct json_value {
	struct slice raw;
	enum json_type type;
	bool escaped;
	uint32_t in, inside;
};

struct json_member {
	struct slice key;		/* between the quotes */
	struct json_value value;
	bool key_escaped;
};

/* The members of the outermost object in `m`, and those of all objects inside
 * it in `in`, in the order of the text: behind each one those that are inside
 * its value. All zero is empty, memory is reused. With `unique` set a name may
 * stand once only in an object at any depth, and none may hide behind escapes
 * (json_name_hides). */
struct json_index {
	struct json_member *m, *in;
	size_t n, cap, in_n, in_cap;
	bool unique;
	struct json_name *names;	/* the scanner's own, as the rest */
	size_t names_n, names_cap, names_from;
	uint64_t marks;
};

void json_index_release(struct json_index *x);

/* Checks that `text` is one JSON text. *v is the outermost value; when it is
 * an object and `x` is not NULL, `x` gets its members in order. On failure
 * *at is the offset of the byte that broke the rule. ERR_JSON, ERR_UTF8,
 * ERR_DEPTH, ERR_DUPLICATE (with x->unique, in what is right else). */
MUST_CHECK enum err json_scan(struct slice text, struct json_value *v,
    struct json_index *x, size_t *at);

/* Names are compared as written: a second spelling of a name that we know must
 * not pass as an unknown one. True for a name with an escape that would be
 * plain ASCII. */
bool json_name_hides(struct slice name);

/* Steps through the elements of a scanned array or the members of a scanned
 * object: `rest` starts as the value's raw bytes. False after the last. */
bool json_next_element(struct slice *rest, struct json_value *v);
bool json_next_member(struct slice *rest, struct json_member *m);

/* The same for an object that an index has, without reading it again: *at
 * starts as 0. NULL after the last. */
static inline const struct json_member *
json_inside(const struct json_index *x, const struct json_value *object,
    size_t *at)
{
	const struct json_member *m;

	if (*at >= object->inside)
		return NULL;
	m = &x->in[object->in + *at];
	*at += 1 + m->value.inside;
	return m;
}

/* Appends the text of a scanned string without quotes and escapes. ERR_FORMAT
 * for another type, ERR_UTF8 for a lone surrogate. */
MUST_CHECK enum err json_text(const struct json_value *v, struct buf *out);

/* The writer. Commas are set by what stands before, so calls only follow the
 * structure: json_open(b, '{'); json_key(b, "id"); json_put(b, SLICE(".."));
 * json_close(b, '}'). Keys are our own names and are not escaped. */
void json_open(struct buf *b, char bracket);
void json_close(struct buf *b, char bracket);
void json_key(struct buf *b, const char *key);
/* Valid UTF-8 only; unsafe code points (see utf8.h) are written as \uXXXX. */
void json_put(struct buf *b, struct slice text);
void json_put_int(struct buf *b, long long v);
void json_put_bool(struct buf *b, bool v);
void json_put_raw(struct buf *b, struct slice json);
/* A key and its text, nothing at all where text.p is NULL. */
void json_pair(struct buf *b, const char *key, struct slice text);
void json_pair_str(struct buf *b, const char *key, const char *text);

#endif
