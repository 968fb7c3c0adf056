/* SPDX-License-Identifier: ISC */
/* Rows that are the same, of which there are millions: nothing but numbers
 * between texts that never change. */
#include <string.h>

#include "roster/hash.h"
#include "roster/report.h"
#include "roster/report_digits.h"

#define TEXT 32				/* copied whole, whatever its length */
#define ROW (4 * TEXT + 64)

struct text {
	size_t n;
	char p[TEXT];
};
#define SAME_TEXT(s) { sizeof(s) - 1, s }

/* Before the key, between it and the two lines, and the end. */
static const struct text form[3][4] = {
	{ SAME_TEXT("{\"class\":\"same\",\"key\":\""),
	    SAME_TEXT("\",\"left\":{\"line\":"),
	    SAME_TEXT("},\"right\":{\"line\":"), SAME_TEXT("}}\n") },
	{ SAME_TEXT("same,\"=\"\""), SAME_TEXT("\"\"\","), SAME_TEXT(","),
	    SAME_TEXT(",,,,,,,\r\n") },
	{ SAME_TEXT("same,\"=\"\""), SAME_TEXT("\"\"\","), SAME_TEXT(","),
	    SAME_TEXT(",,,,,\r\n") },
};

static inline char *
put_text(char *p, const struct text *t)
{
	memcpy(p, t->p, TEXT);
	return p + t->n;
}

static inline char *
put_key(char *p, uint64_t number)
{
	if (number >= HASH_NINE) {
		number -= HASH_NINE;
		*p++ = (char)('0' + number / 100000000);
		digits_put(p, digits_eight(number % 100000000));
		return p + 8;
	}
	digits_put(p, digits_eight(number / 10000));
	digits_put(p + 8, digits_eight(number % 10000) >> 32);
	return p + 12;
}

void
report_same(struct report_form f, const struct diff_same *row, size_t n,
    struct buf *out)
{
	const struct text *t = form[!f.csv ? 0 : f.brief ? 2 : 1];
	size_t i;
	char *p;

	buf_grow(out, n * ROW);
	p = out->p + out->n;
	for (i = 0; i < n; i++) {
		p = put_text(p, &t[0]);
		p = put_key(p, row[i].number);
		p = put_text(p, &t[1]);
		p = digits_number(p, row[i].line[0]);
		p = put_text(p, &t[2]);
		p = digits_number(p, row[i].line[1]);
		p = put_text(p, &t[3]);
	}
	out->n = (size_t)(p - out->p);
}
