/* SPDX-License-Identifier: ISC */
/* The end of a long string, sixty-four bytes at a time where the processor has
 * AVX2: a chip's files are strings of 24 kB. */
#include <stddef.h>
#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/cpu.h"
#include "record/json_long.h"

/* Quote, backslash and control characters end a run of plain bytes. */
static inline bool
is_stop(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20;
}

/* The first of them, or the end. */
static const char *
find_stop(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i limit = _mm_set1_epi8(0x1f);
	unsigned found;
	__m128i v;

	for (; end - p >= 16; p += 16) {
		v = _mm_loadu_si128((const void *)p);
		found = (unsigned)_mm_movemask_epi8(_mm_or_si128(
		    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
		    _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v)));
		if (found != 0)
			return p + __builtin_ctz(found);
	}
#endif
	while (p < end && !is_stop(*p))
		p++;
	return p;
}

#ifdef __SSE2__
#define AVX2 __attribute__((__target__("avx2")))

AVX2 static inline __m256i
stops(const char *p)
{
	const __m256i limit = _mm256_set1_epi8(0x1f);
	__m256i v = _mm256_loadu_si256((const void *)p);

	return _mm256_or_si256(_mm256_or_si256(
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\'))),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(v, limit), v));
}

AVX2 static const char *
find_stop_avx2(const char *p, const char *end)
{
	__m256i a, b, both;
	unsigned found;

	for (; end - p >= 64; p += 64) {
		a = stops(p);
		b = stops(p + 32);
		both = _mm256_or_si256(a, b);
		if (_mm256_testz_si256(both, both))
			continue;
		found = (unsigned)_mm256_movemask_epi8(a);
		if (found != 0)
			return p + __builtin_ctz(found);
		return p + 32 +
		    __builtin_ctz((unsigned)_mm256_movemask_epi8(b));
	}
	return find_stop(p, end);
}

static inline const char *
find(const char *p, const char *end)
{
	return cpu_has_avx2() ? find_stop_avx2(p, end) :
	    find_stop(p, end);
}

#else
#define find find_stop
#endif

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* p on a backslash; behind the escape, or NULL and *at. */
static const char *
skip_escape(const char *p, const char *end, const char **at)
{
	int i;

	*at = ++p;
	if (p == end || *p == '\0' || strchr("\"\\/bfnrtu", *p) == NULL)
		return NULL;
	if (*p++ != 'u')
		return p;
	for (i = 0; i < 4; i++, p++) {
		*at = p;
		if (p == end || !is_hex(*p))
			return NULL;
	}
	return p;
}

const char *
json_long_string(const char *p, const char *end, bool *escaped,
    const char **at)
{
	for (;;) {
		p = find(p, end);
		if (p < end && *p == '"')
			return p + 1;
		*at = p;
		if (p == end || *p != '\\')
			return NULL;
		*escaped = true;
		p = skip_escape(p, end, at);
		if (p == NULL)
			return NULL;
	}
}
