/* SPDX-License-Identifier: ISC */
/* Sixty-four bytes to masks, as each processor does it best. */
#ifndef TABLE_SCAN_FILL_H
#define TABLE_SCAN_FILL_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "base/cpu.h"

#define SCAN_INLINE static inline __attribute__((__always_inline__))

/* A bit a byte, the first byte lowest. `inside`: an odd number of quotes up to
 * and with this byte. */
struct scan_word {
	uint64_t quote, inside, separator, lf, cr;
};

/* Bit i: the exclusive or of bits 0 to i. */
SCAN_INLINE uint64_t
scan_prefix(uint64_t m)
{
	m ^= m << 1;
	m ^= m << 2;
	m ^= m << 4;
	m ^= m << 8;
	m ^= m << 16;
	return m ^ m << 32;
}

#if defined(__x86_64__)

SCAN_INLINE uint64_t
scan_mask_sse2(const __m128i v[4], char c)
{
	__m128i want = _mm_set1_epi8(c);
	uint64_t m = 0;
	int k;

	for (k = 0; k < 4; k++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v[k], want)) << (16 * k);
	return m;
}

SCAN_INLINE void
scan_fill_base(const char *p, char separator, struct scan_word *w)
{
	__m128i v[4];
	int k;

	for (k = 0; k < 4; k++)
		v[k] = _mm_loadu_si128((const void *)(p + 16 * k));
	w->quote = scan_mask_sse2(v, '"');
	w->inside = w->quote != 0 ? scan_prefix(w->quote) : 0;
	w->separator = scan_mask_sse2(v, separator);
	w->lf = scan_mask_sse2(v, '\n');
	w->cr = scan_mask_sse2(v, '\r');
}

#define SCAN_AVX2 __attribute__((__target__("avx2,bmi,pclmul,popcnt")))
#define SCAN_AVX512 __attribute__((__target__( \
    "avx512f,avx512bw,avx2,bmi,pclmul,popcnt")))

SCAN_AVX2 SCAN_INLINE uint64_t
scan_mask_avx2(__m256i a, __m256i b, char c)
{
	__m256i want = _mm256_set1_epi8(c);

	return (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(a, want)) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(b, want)) << 32;
}

/* A carry-less product with all ones is the prefix sum. */
SCAN_AVX2 SCAN_INLINE uint64_t
scan_prefix_clmul(uint64_t m)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
	    _mm_set_epi64x(0, (long long)m), _mm_set1_epi8(-1), 0));
}

SCAN_AVX2 SCAN_INLINE void
scan_fill_avx2(const char *p, char separator, struct scan_word *w)
{
	__m256i a = _mm256_loadu_si256((const void *)p);
	__m256i b = _mm256_loadu_si256((const void *)(p + 32));

	w->quote = scan_mask_avx2(a, b, '"');
	w->inside = w->quote != 0 ? scan_prefix_clmul(w->quote) : 0;
	w->separator = scan_mask_avx2(a, b, separator);
	w->lf = scan_mask_avx2(a, b, '\n');
	w->cr = scan_mask_avx2(a, b, '\r');
}

SCAN_AVX512 SCAN_INLINE void
scan_fill_avx512(const char *p, char separator, struct scan_word *w)
{
	__m512i v = _mm512_loadu_si512((const void *)p);

	w->quote = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
	w->inside = w->quote != 0 ? scan_prefix_clmul(w->quote) : 0;
	w->separator = _mm512_cmpeq_epi8_mask(v,
	    _mm512_set1_epi8(separator));
	w->lf = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
	w->cr = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'));
}

static inline bool
scan_has_avx2(void)
{
	return cpu_has_avx2() && cpu_has_bits();
}

static inline bool
scan_has_avx512(void)
{
	return cpu_has_avx512bw() && scan_has_avx2();
}

#elif defined(__aarch64__)

SCAN_INLINE uint64_t
scan_mask_neon(const uint8x16_t v[4], char c)
{
	const uint8x16_t bit = { 1, 2, 4, 8, 16, 32, 64, 128,
	    1, 2, 4, 8, 16, 32, 64, 128 };
	uint8x16_t want = vdupq_n_u8((uint8_t)c), m[4];
	int k;

	for (k = 0; k < 4; k++)
		m[k] = vandq_u8(vceqq_u8(v[k], want), bit);
	m[0] = vpaddq_u8(vpaddq_u8(m[0], m[1]), vpaddq_u8(m[2], m[3]));
	m[0] = vpaddq_u8(m[0], m[0]);
	return vgetq_lane_u64(vreinterpretq_u64_u8(m[0]), 0);
}

SCAN_INLINE void
scan_fill_base(const char *p, char separator, struct scan_word *w)
{
	uint8x16_t v[4];
	int k;

	for (k = 0; k < 4; k++)
		v[k] = vld1q_u8((const uint8_t *)p + 16 * k);
	w->quote = scan_mask_neon(v, '"');
	w->inside = w->quote != 0 ? scan_prefix(w->quote) : 0;
	w->separator = scan_mask_neon(v, separator);
	w->lf = scan_mask_neon(v, '\n');
	w->cr = scan_mask_neon(v, '\r');
}

#else

SCAN_INLINE void
scan_fill_base(const char *p, char separator, struct scan_word *w)
{
	uint64_t bit = 1;

	*w = (struct scan_word){ .quote = 0 };
	for (; bit != 0; bit <<= 1, p++) {
		w->quote |= *p == '"' ? bit : 0;
		w->separator |= *p == separator ? bit : 0;
		w->lf |= *p == '\n' ? bit : 0;
		w->cr |= *p == '\r' ? bit : 0;
	}
	w->inside = scan_prefix(w->quote);
}

#endif
#endif
