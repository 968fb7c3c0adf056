/* SPDX-License-Identifier: ISC */
/* One record: a line that holds one JSON object. What a tool does not know
 * goes out again byte for byte and in order. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/json.h"

/* Borrows `line`; texts that had escapes live in `text` until the next
 * record_parse. All zero is ready; memory is reused from line to line. */
struct record {
	struct slice line;
	struct json_index index;
	struct buf text;
};

/* Members are looked up one after the other: a bound keeps a line of a million
 * from taking minutes. */
#define RECORD_MAX_MEMBERS 4096

/* A member to set: `json` is a complete JSON value; NULL drops the member. */
struct record_edit {
	const char *name;
	struct slice json;
};

void record_release(struct record *r);		/* wipes texts */

/* ERR_JSON, ERR_UTF8, ERR_DEPTH, ERR_NOT_OBJECT, ERR_TOO_LONG (more than
 * RECORD_MAX_MEMBERS), ERR_DUPLICATE (a name twice in an object at any depth,
 * or in disguise by escapes: it would let one tool check what another does not
 * use); *at is the offset. */
MUST_CHECK enum err record_parse(struct record *r, struct slice line,
    size_t *at);

/* The member of that name, or NULL. */
const struct json_value *record_find(const struct record *r, const char *name);

/* The text of a string member, borrowed from the line or from r->text.
 * ERR_NOT_FOUND (also for null), ERR_FORMAT (not a string), ERR_UTF8. */
MUST_CHECK enum err record_text(struct record *r, const char *name,
    struct slice *out);
MUST_CHECK enum err record_value_text(struct record *r,
    const struct json_value *v, struct slice *out);

/* The member `inner` of the object in member `outer`; false without either. */
bool record_nested(const struct record *r, const char *outer,
    const char *inner, struct json_value *out);

/* Appends the record with its edits and a line feed: members stay where they
 * stand, new ones come last in the order of the edits. */
void record_write(const struct record *r, const struct record_edit *edits,
    size_t n, struct buf *out);

/* The same for one member whose value is long and is written in its place by
 * others: record_start is as much of the line before that member as stands
 * there as it is to be written, n 0 where nothing does; record_write_before
 * writes what comes then, up to the value; record_write_behind the rest.
 * *from: what the second needs of the first. */
struct slice record_start(const struct record *r, const char *name,
    size_t *from);
void record_write_before(const struct record *r, const char *name,
    size_t from, struct buf *out);
void record_write_behind(const struct record *r, const char *name,
    struct buf *out);

#endif
