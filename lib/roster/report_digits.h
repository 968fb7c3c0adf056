/* SPDX-License-Identifier: ISC */
/* Numbers as digits without a branch for each, for rows of which there are
 * millions. */
#ifndef ROSTER_REPORT_DIGITS_H
#define ROSTER_REPORT_DIGITS_H

#include "base/buf.h"

/* Eight digits of a number below 10^8 as bytes 0 to 9, the first lowest: by
 * halves, with products in place of divisions. */
static inline uint64_t
digits_eight(uint64_t v)
{
	uint64_t x = v / 10000 | v % 10000 << 32;
	uint64_t q = x * 5243 >> 19 & 0x0000007f0000007full;
	uint64_t y = q | (x - q * 100) << 16;
	uint64_t t = y * 103 >> 10 & 0x000f000f000f000full;

	return t | (y - t * 10) << 8;
}

/* Writes eight bytes. */
static inline void
digits_put(char *p, uint64_t v)
{
	v |= 0x3030303030303030ull;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	memcpy(p, &v, sizeof v);
}

/* Without zeros in front; returns its end. Up to eight bytes behind that may
 * be overwritten. */
static inline char *
digits_number(char *p, unsigned long long v)
{
	unsigned zeros;
	uint64_t d;

	if (v >= 100000000) {
		p = digits_number(p, v / 100000000);
		digits_put(p, digits_eight(v % 100000000));
		return p + 8;
	}
	d = digits_eight(v);
	zeros = (unsigned)__builtin_ctzll(d | 1ull << 56) / 8;
	digits_put(p, d >> 8 * zeros);
	return p + 8 - zeros;
}

#endif
