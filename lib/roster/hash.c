/* SPDX-License-Identifier: ISC */
/* The hash that other machines have to agree on, and that of rows, which is
 * nobody else's: where the processor can, products without carries. */
#include "base/cpu.h"
#include "roster/hash.h"

uint64_t
hash_partition(struct slice key)
{
	return XXH64(key.p != NULL ? key.p : "", key.n, 0);
}

#ifdef __x86_64__
#include <immintrin.h>

#define CLMUL __attribute__((__target__("avx2,pclmul")))
#define WIDE __attribute__((__target__("avx512f,vpclmulqdq")))
#define INLINE static inline __attribute__((__always_inline__))

/* Of rows of one to three pieces: products of eight bytes by eight, each with
 * its key, of the beginning, the end and what may be between, which are the
 * same bytes in part. So nothing has to be guessed of how long a row is. */
#define PIECE 64
#define MAX (3 * PIECE)

static const uint64_t keys[24] __attribute__((__aligned__(64))) = {
	0xbe4ba423396cfeb8, 0x1cad21f72c81017c, 0xdb979083e96dd4de,
	0x1f67b3b7a4a44072, 0x78e5c0cc4ee679cb, 0x2172ffcc7dd05a82,
	0x8e2443f7744608b8, 0x4c263a81e69035e0, 0xcb00c391bb52283c,
	0xa32e531b8b65d088, 0x4ef90da297486471, 0xd8acdea946ef1938,
	0x3f349ce33f76faa8, 0x1d4f0bc7c7bbdcf9, 0x3159b4cd4be0518a,
	0x647378d9c97e9fc8, 0xc3ebd33483acc5ea, 0xeb6313faffa081c5,
	0x49daf0b751dd0d17, 0x9e68d429265516d3, 0xfca1477d58be162b,
	0xce31d07ad1b8f88f, 0x280416958f3acb45, 0x7e404bbbcafbd7af };

static inline uint64_t
end(uint64_t lo, uint64_t hi, size_t n)
{
	return XXH3_64bits_withSeed((const uint64_t[2]){ lo, hi }, 16, n);
}

CLMUL INLINE __m128i
piece(const char *p, const uint64_t *key)
{
	__m128i sum = _mm_setzero_si128(), x;
	int k;

	for (k = 0; k < 4; k++) {
		x = _mm_xor_si128(_mm_loadu_si128((const void *)(p + 16 * k)),
		    _mm_load_si128((const void *)(key + 2 * k)));
		sum = _mm_xor_si128(sum, _mm_clmulepi64_si128(x, x, 1));
	}
	return sum;
}

CLMUL static uint64_t
row_clmul(const char *p, size_t n)
{
	__m128i x;

	if (n < PIECE || n > MAX)
		return hash_bytes(p, n);
	x = _mm_xor_si128(piece(p, keys), piece(p + n - PIECE, keys + 8));
	if (n > 2 * PIECE)
		x = _mm_xor_si128(x, piece(p + (n - PIECE) / 2, keys + 16));
	return end((uint64_t)_mm_cvtsi128_si64(x),
	    (uint64_t)_mm_extract_epi64(x, 1), n);
}

WIDE INLINE __m512i
wide_piece(const char *p, const uint64_t *key)
{
	__m512i x = _mm512_xor_si512(_mm512_loadu_si512((const void *)p),
	    _mm512_load_si512((const void *)key));

	return _mm512_clmulepi64_epi128(x, x, 1);
}

/* The same. */
WIDE static uint64_t
row_wide(const char *p, size_t n)
{
	__m512i x;
	__m256i y;
	__m128i z;

	if (n < PIECE || n > MAX)
		return hash_bytes(p, n);
	x = _mm512_xor_si512(wide_piece(p, keys),
	    wide_piece(p + n - PIECE, keys + 8));
	if (n > 2 * PIECE)
		x = _mm512_xor_si512(x, wide_piece(p + (n - PIECE) / 2,
		    keys + 16));
	y = _mm256_xor_si256(_mm512_castsi512_si256(x),
	    _mm512_extracti64x4_epi64(x, 1));
	z = _mm_xor_si128(_mm256_castsi256_si128(y),
	    _mm256_extracti128_si256(y, 1));
	return end((uint64_t)_mm_cvtsi128_si64(z),
	    (uint64_t)_mm_extract_epi64(z, 1), n);
}
#endif

static uint64_t
row_any(const char *p, size_t n)
{
	return hash_bytes(p, n);
}

hash_row_fn *
hash_rows(unsigned less)
{
	(void)less;
#ifdef __x86_64__
	if (less < 1 && cpu_has_vpclmul())
		return row_wide;
	if (less < 2 && cpu_has_avx2() && cpu_has_pclmul())
		return row_clmul;
#endif
	return row_any;
}
