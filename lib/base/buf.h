/* SPDX-License-Identifier: ISC */
/* Bytes: a slice borrows them, a buf owns and grows them. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"

/* Borrowed bytes; never freed. An absent value has p == NULL. */
struct slice {
	const char *p;
	size_t n;
};

/* A slice over a string constant, and over a NUL-terminated string. */
#define SLICE(s) ((struct slice){ (s), sizeof(s) - 1 })
struct slice slice_str(const char *s);

static inline bool
slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || (a.p != NULL &&
	    a.p[0] == b.p[0] && memcmp(a.p, b.p, a.n) == 0));
}

/* The length of a string constant is known to the compiler, in place only. */
static inline __attribute__((__always_inline__)) bool
slice_is(struct slice a, const char *s)
{
	return s != NULL ? slice_eq(a, (struct slice){ s, strlen(s) }) :
	    a.n == 0;
}

bool slice_starts(struct slice a, const char *prefix);
struct slice slice_trim(struct slice a);	/* ASCII blanks off both ends */
bool slice_digits(struct slice a);		/* one or more, all 0-9 */
bool slice_ascii(struct slice a);		/* or nothing */

/* Splits off what stands before the first `sep` and moves `rest` behind it.
 * False when `rest` was NULL; after the last part `rest->p` becomes NULL, so
 * that a trailing separator yields one last empty part. */
bool slice_split(struct slice *rest, char sep, struct slice *part);

/* Owned bytes. All zero is a valid empty buf. p is NULL only while cap is 0;
 * there is no NUL behind the bytes unless buf_cstr was called. */
struct buf {
	char *p;
	size_t n, cap;
};

void buf_release(struct buf *b);	/* frees; b is empty again */
void buf_wipe(struct buf *b);		/* overwrites, then frees */
void buf_reset(struct buf *b);		/* n = 0, memory kept */
void buf_grow(struct buf *b, size_t more);	/* room for `more` bytes */
void buf_add(struct buf *b, const char *p, size_t n);
void buf_add_slice(struct buf *b, struct slice s);
void buf_add_str(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
void buf_add_number(struct buf *b, unsigned long long v);	/* in digits */
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
struct slice buf_slice(const struct buf *b);	/* valid until b changes */
const char *buf_cstr(struct buf *b);		/* adds a NUL beyond n */

/* Bounded reading: pointer and length move together, or the call refuses with
 * ERR_TRUNCATED and moves nothing. Big-endian and little-endian integers. */
MUST_CHECK enum err buf_read(struct slice *in, size_t n, struct slice *out);
MUST_CHECK enum err buf_read_be16(struct slice *in, uint16_t *out);
MUST_CHECK enum err buf_read_be32(struct slice *in, uint32_t *out);

#endif
