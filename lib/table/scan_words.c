/* SPDX-License-Identifier: ISC */
/* Bytes to masks, as each processor does it best. */
#include "table/scan_priv.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__x86_64__) || defined(__aarch64__)
/* Bit i: the exclusive or of bits 0 to i. */
static uint64_t
prefix(uint64_t m)
{
	m ^= m << 1;
	m ^= m << 2;
	m ^= m << 4;
	m ^= m << 8;
	m ^= m << 16;
	return m ^ m << 32;
}
#endif

#ifdef __x86_64__
static inline uint64_t
mask_sse2(const __m128i v[4], char c)
{
	__m128i want = _mm_set1_epi8(c);
	uint64_t m = 0;
	int k;

	for (k = 0; k < 4; k++)
		m |= (uint64_t)(uint32_t)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v[k], want)) << (16 * k);
	return m;
}

static void
words_sse2(const char *p, size_t n, char separator, struct scan_word *w)
{
	__m128i v[4];
	int k;

	for (; n > 0; n--, p += 64, w++) {
		for (k = 0; k < 4; k++)
			v[k] = _mm_loadu_si128((const void *)(p + 16 * k));
		w->quote = mask_sse2(v, '"');
		w->inside = w->quote != 0 ? prefix(w->quote) : 0;
		w->separator = mask_sse2(v, separator);
		w->lf = mask_sse2(v, '\n');
		w->cr = mask_sse2(v, '\r');
	}
}

#define AVX2 __attribute__((__target__("avx2,pclmul")))

AVX2 static inline uint64_t
mask_avx2(__m256i a, __m256i b, char c)
{
	__m256i want = _mm256_set1_epi8(c);

	return (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(a, want)) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(b, want)) << 32;
}

/* A carry-less product with all ones is the prefix sum. */
AVX2 static void
words_avx2(const char *p, size_t n, char separator, struct scan_word *w)
{
	const __m128i ones = _mm_set1_epi8(-1);

	for (; n > 0; n--, p += 64, w++) {
		__m256i a = _mm256_loadu_si256((const void *)p);
		__m256i b = _mm256_loadu_si256((const void *)(p + 32));

		w->quote = mask_avx2(a, b, '"');
		w->inside = (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
		    _mm_set_epi64x(0, (long long)w->quote), ones, 0));
		w->separator = mask_avx2(a, b, separator);
		w->lf = mask_avx2(a, b, '\n');
		w->cr = mask_avx2(a, b, '\r');
	}
}

scan_words_fn *
scan_words(bool base)
{
	return !base && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("pclmul") ? words_avx2 : words_sse2;
}

#elif defined(__aarch64__)

static uint64_t
mask_neon(const uint8x16_t v[4], char c)
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

static void
words_neon(const char *p, size_t n, char separator, struct scan_word *w)
{
	uint8x16_t v[4];
	int k;

	for (; n > 0; n--, p += 64, w++) {
		for (k = 0; k < 4; k++)
			v[k] = vld1q_u8((const uint8_t *)p + 16 * k);
		w->quote = mask_neon(v, '"');
		w->inside = w->quote != 0 ? prefix(w->quote) : 0;
		w->separator = mask_neon(v, separator);
		w->lf = mask_neon(v, '\n');
		w->cr = mask_neon(v, '\r');
	}
}

scan_words_fn *
scan_words(bool base)
{
	(void)base;
	return words_neon;
}

#else

scan_words_fn *
scan_words(bool base)
{
	(void)base;
	return NULL;
}

#endif
