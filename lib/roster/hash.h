/* SPDX-License-Identifier: ISC */
/* Keys as whole numbers, mixed so that equal parts of their range hold equally
 * many, and hashes of rows. The one module that knows xxHash. */
#ifndef ROSTER_HASH_H
#define ROSTER_HASH_H

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/buf.h"

/* Twelve digits are the number they are, nine digits stand above them, and
 * above those are hashes of other texts, to be compared by their bytes. */
#define HASH_KEY_BITS 40
#define HASH_KEY_MASK ((1ull << HASH_KEY_BITS) - 1)
#define HASH_NINE 1000000000000ull
#define HASH_TEXT (HASH_NINE + 1000000000ull)

/* To and fro: odd factors of 2^40. */
static inline uint64_t
hash_mix(uint64_t key)
{
	return key * 0xb97f4a7c15ull & HASH_KEY_MASK;
}

static inline uint64_t
hash_unmix(uint64_t mixed)
{
	return mixed * 0xe19937733dull & HASH_KEY_MASK;
}

static inline uint64_t
hash_bytes(const char *p, size_t n)
{
	return XXH3_64bits(p, n);
}

static inline uint64_t
hash_more(const char *p, size_t n, uint64_t seed)
{
	return XXH3_64bits_withSeed(p, n, seed + n);
}

static inline uint64_t
hash_text_key(struct slice s)
{
	return HASH_TEXT + XXH3_64bits(s.p, s.n) %
	    (HASH_KEY_MASK - HASH_TEXT);
}

/* Twelve ASCII digits as a number; false: they are none. */
static inline bool
hash_twelve(const char *p, uint64_t *out)
{
	uint64_t x, v;
	uint32_t y, w;

	memcpy(&x, p, 8);
	memcpy(&y, p + 8, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
	y = __builtin_bswap32(y);
#endif
	v = x - 0x3030303030303030ull;
	w = y - 0x30303030u;
	/* a byte below '0' borrows, one above '9' carries: bit 7 either way */
	if ((((v + 0x7676767676767676ull) | v) & 0x8080808080808080ull) != 0 ||
	    (((w + 0x76767676u) | w) & 0x80808080u) != 0)
		return false;
	v = v * 10 + (v >> 8);
	v = ((v & 0x000000ff000000ffull) * 0x000f424000000064ull +
	    (v >> 16 & 0x000000ff000000ffull) * 0x0000271000000001ull) >> 32;
	w = w * 10 + (w >> 8);
	*out = (v & 0xffffffffu) * 10000 + (w & 0xff) * 100 + (w >> 16 & 0xff);
	return true;
}

/* The partition of a key on an engine (spec of the tagged form). */
uint64_t hash_partition(struct slice key);

#endif
