/* SPDX-License-Identifier: ISC */
/* Rows that are the same, of which there are millions: nothing but numbers
 * between texts that never change. */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "roster/hash.h"
#include "roster/report.h"
#include "roster/report_digits.h"

#define ROW 192				/* at most */
#define SMALL 100000000			/* two times four digits */

struct text {
	size_t n;
	char p[32];			/* copied whole, whatever its length */
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

/* `size` is a constant that all of the forms fit in. */
static inline char *
put_text(char *p, const struct text *t, size_t size)
{
	memcpy(p, t->p, size);
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

/* Any number, any line. */
static __attribute__((__noinline__)) char *
put_row(char *p, const struct text *t, const struct diff_same *row)
{
	p = put_text(p, &t[0], sizeof t->p);
	p = put_key(p, row->number);
	p = put_text(p, &t[1], sizeof t->p);
	p = digits_number(p, row->line[0]);
	p = put_text(p, &t[2], sizeof t->p);
	p = digits_number(p, row->line[1]);
	return put_text(p, &t[3], sizeof t->p);
}

#ifdef __SSE2__
/* Eight numbers below 10,000 as four digits each, the first four in `out[0]`:
 * by halves, all at once. */
static inline void
put_digits(__m128i v, __m128i out[2])
{
	const __m128i hundred = _mm_set1_epi16(100), ten = _mm_set1_epi16(10);
	__m128i q = _mm_srli_epi16(_mm_mulhi_epu16(v, _mm_set1_epi16(5243)),
	    3);
	__m128i r = _mm_sub_epi16(v, _mm_mullo_epi16(q, hundred));
	int i;

	out[0] = _mm_unpacklo_epi16(q, r);
	out[1] = _mm_unpackhi_epi16(q, r);
	for (i = 0; i < 2; i++) {
		q = _mm_mulhi_epu16(out[i], _mm_set1_epi16(6554));
		r = _mm_sub_epi16(out[i], _mm_mullo_epi16(q, ten));
		out[i] = _mm_or_si128(_mm_or_si128(q, _mm_slli_epi16(r, 8)),
		    _mm_set1_epi8('0'));
	}
}

/* Eight digits without the zeros in front. */
static inline char *
put_line(char *p, uint64_t digits)
{
	unsigned zeros = (unsigned)__builtin_ctzll((digits &
	    0x0f0f0f0f0f0f0f0full) | 1ull << 56) / 8;

	digits >>= 8 * zeros;
	memcpy(p, &digits, sizeof digits);
	return p + 8 - zeros;
}

/* Twelve digits and lines of up to eight, which nearly all are. */
static inline __attribute__((__always_inline__)) char *
put_small(char *p, const struct text *t, const struct diff_same *row, bool csv)
{
	uint64_t key = row->number, high = key / 10000, left = row->line[0];
	uint64_t right = row->line[1];
	__m128i d[2];

	put_digits(_mm_set_epi64x((long long)(left / 10000 |
	    left % 10000 << 16 | right / 10000 << 32 | right % 10000 << 48),
	    (long long)(high / 10000 | high % 10000 << 16 |
	    key % 10000 << 32)), d);
	p = put_text(p, &t[0], csv ? 16 : 32);
	_mm_storeu_si128((void *)p, d[0]);
	p = put_text(p + 12, &t[1], csv ? 8 : 32);
	p = put_line(p, (uint64_t)_mm_cvtsi128_si64(d[1]));
	p = put_text(p, &t[2], csv ? 8 : 32);
	p = put_line(p, (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(d[1],
	    d[1])));
	return put_text(p, &t[3], csv ? 16 : 8);
}

/* A loop of its own for each `csv`. */
static inline __attribute__((__always_inline__)) char *
put_rows(char *p, const struct text *t, const struct diff_same *row, size_t n,
    bool csv)
{
	size_t i;

	for (i = 0; i < n; i++)
		p = row[i].number < HASH_NINE && row[i].line[0] < SMALL &&
		    row[i].line[1] < SMALL ? put_small(p, t, &row[i], csv) :
		    put_row(p, t, &row[i]);
	return p;
}
#else
static char *
put_rows(char *p, const struct text *t, const struct diff_same *row, size_t n,
    bool csv)
{
	size_t i;

	(void)csv;
	for (i = 0; i < n; i++)
		p = put_row(p, t, &row[i]);
	return p;
}
#endif

void
report_same(struct report_form f, const struct diff_same *row, size_t n,
    struct buf *out)
{
	const struct text *t = form[!f.csv ? 0 : f.brief ? 2 : 1];
	char *p;

	buf_grow(out, n * ROW);
	p = out->p + out->n;
	p = f.csv ? put_rows(p, t, row, n, true) :
	    put_rows(p, t, row, n, false);
	out->n = (size_t)(p - out->p);
}
