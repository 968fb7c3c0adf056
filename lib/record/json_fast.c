/* SPDX-License-Identifier: ISC */
/* Sixty-four bytes at a time: the strings of a record with a chip's files are
 * thousands long. */
#include "record/json_fast.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

#define AVX2 __attribute__((__target__("avx2")))

/* Not zero where `p` has a byte that may not stand in the middle. */
AVX2 static inline __m256i
stops(const char *p)
{
	const __m256i limit = _mm256_set1_epi8(0x1f);
	__m256i v = _mm256_loadu_si256((const void *)p);
	__m256i found = _mm256_cmpeq_epi8(_mm256_min_epu8(v, limit), v);

	found = _mm256_or_si256(found,
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')));
	return _mm256_or_si256(found,
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\')));
}

AVX2 static const char *
skip_avx2(const char *p, const char *end)
{
	__m256i found;

	for (; end - p >= 64; p += 64) {
		found = _mm256_or_si256(stops(p), stops(p + 32));
		if (!_mm256_testz_si256(found, found))
			break;
	}
	return p;
}

const char *
json_fast_skip(const char *p, const char *end)
{
	return __builtin_cpu_supports("avx2") ? skip_avx2(p, end) : p;
}

#else

const char *
json_fast_skip(const char *p, const char *end)
{
	(void)end;
	return p;
}

#endif
