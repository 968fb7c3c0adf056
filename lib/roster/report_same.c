/* SPDX-License-Identifier: ISC */
/* Rows that are the same, of which there are millions: nothing but numbers
 * between texts that never change. */
#include <string.h>

#include "roster/hash.h"
#include "roster/report.h"

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

/* Eight digits of a number below 10^8 as bytes 0 to 9, the first lowest: by
 * halves, with products in place of divisions. */
static inline uint64_t
eight(uint64_t v)
{
	uint64_t x = v / 10000 | v % 10000 << 32;
	uint64_t q = x * 5243 >> 19 & 0x0000007f0000007full;
	uint64_t y = q | (x - q * 100) << 16;
	uint64_t t = y * 103 >> 10 & 0x000f000f000f000full;

	return t | (y - t * 10) << 8;
}

static inline void
put_bytes(char *p, uint64_t v)
{
	v |= 0x3030303030303030ull;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	memcpy(p, &v, sizeof v);
}

static inline char *
put_number(char *p, unsigned long long v)
{
	uint64_t d;
	unsigned zeros;

	if (v >= 100000000) {
		p = put_number(p, v / 100000000);
		put_bytes(p, eight(v % 100000000));
		return p + 8;
	}
	d = eight(v);
	zeros = (unsigned)__builtin_ctzll(d | 1ull << 56) / 8;
	put_bytes(p, d >> 8 * zeros);
	return p + 8 - zeros;
}

static inline char *
put_key(char *p, uint64_t number)
{
	if (number >= HASH_NINE) {
		number -= HASH_NINE;
		*p++ = (char)('0' + number / 100000000);
		put_bytes(p, eight(number % 100000000));
		return p + 8;
	}
	put_bytes(p, eight(number / 10000));
	put_bytes(p + 8, eight(number % 10000) >> 32);
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
		p = put_number(p, row[i].line[0]);
		p = put_text(p, &t[2]);
		p = put_number(p, row[i].line[1]);
		p = put_text(p, &t[3]);
	}
	out->n = (size_t)(p - out->p);
}
