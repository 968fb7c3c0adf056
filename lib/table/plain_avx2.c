/* SPDX-License-Identifier: ISC */
/* Thirty-two bytes at a time. Tables name for each half of a byte, and of the
 * byte before it, which errors it allows; what all of them allow is one (see
 * text/utf8_fast.c). No more is let through than ASCII, U+00C0-01BF but the
 * three letters that look like D with a stroke, and U+1E80-1EFF, so this knows
 * what is valid too. */
#include "base/cpu.h"
#include "table/plain_priv.h"

#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((__target__("avx2")))
#define AVX2_INLINE AVX2 static inline __attribute__((__always_inline__))
#define STEP 32

/* Of one byte. */
enum {
	CONTROL = 0x01,
	DEL = 0x02,
	BACKSLASH = 0x04,
	LEAD_C = 0x08,			/* C0 to C2, C7 to CF */
	LEAD_E = 0x10,			/* E0, E2 to EF */
	LEAD = 0x20			/* D0 to DF, F0 to FF */
};

/* Of one behind another. */
enum {
	SHORT = 0x01,			/* a lead, and nothing follows */
	LONG = 0x02,			/* a continuation behind ASCII */
	E1_LOW = 0x04,			/* E1 80 to E1 AF */
	E1_HIGH = 0x08,			/* E1 B0 to E1 BF but BA, BB */
	ETH = 0x10,			/* C3 90, C3 B0 */
	AFRICAN = 0x20,			/* C6 89 */
	CONTS = 0x80			/* two continuations: E1 xx xx */
};

/* Sixteen values, by the half of a byte: 0 to 15. */
#define HALVES(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)		\
	_mm256_setr_epi8((char)(a), (char)(b), (char)(c), (char)(d),	\
	    (char)(e), (char)(f), (char)(g), (char)(h), (char)(i),	\
	    (char)(j), (char)(k), (char)(l), (char)(m), (char)(n),	\
	    (char)(o), (char)(p), (char)(a), (char)(b), (char)(c),	\
	    (char)(d), (char)(e), (char)(f), (char)(g), (char)(h),	\
	    (char)(i), (char)(j), (char)(k), (char)(l), (char)(m),	\
	    (char)(n), (char)(o), (char)(p))

AVX2_INLINE __m256i
load(const char *p)
{
	return _mm256_loadu_si256((const void *)p);
}

AVX2_INLINE __m256i
low(__m256i v)
{
	return _mm256_and_si256(v, _mm256_set1_epi8(0x0f));
}

AVX2_INLINE __m256i
high(__m256i v)
{
	return low(_mm256_srli_epi16(v, 4));
}

AVX2_INLINE __m256i
is(__m256i v, char c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

/* Each byte alone. */
AVX2_INLINE __m256i
kinds(__m256i v_high, __m256i v_low)
{
	const __m256i of_high = HALVES(CONTROL, CONTROL, 0, 0, 0, BACKSLASH,
	    0, DEL, 0, 0, 0, 0, LEAD_C, LEAD, LEAD_E, LEAD);
	enum { ALL = CONTROL | LEAD, C = ALL | LEAD_C, E = ALL | LEAD_E,
		BOTH = C | E };
	const __m256i of_low = HALVES(BOTH, C, BOTH, E, E, E, E, BOTH, BOTH,
	    BOTH, BOTH, BOTH, BOTH | BACKSLASH, BOTH, BOTH, BOTH | DEL);

	return _mm256_and_si256(_mm256_shuffle_epi8(of_high, v_high),
	    _mm256_shuffle_epi8(of_low, v_low));
}

/* Each with the one before it. */
AVX2_INLINE __m256i
pairs(__m256i before, __m256i v_high, __m256i v_low)
{
	enum { HIGH = E1_LOW | E1_HIGH, D = SHORT, C = SHORT | ETH | AFRICAN,
		E = SHORT | HIGH, ANY = SHORT | LONG | HIGH | CONTS,
		CONT = LONG | CONTS };
	const __m256i before_high = HALVES(LONG, LONG, LONG, LONG, LONG, LONG,
	    LONG, LONG, CONTS, CONTS, CONTS, CONTS, C, D, E, D);
	const __m256i before_low = HALVES(ANY, ANY, ANY, ANY | ETH, ANY, ANY,
	    ANY | AFRICAN, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY);
	const __m256i here_high = HALVES(SHORT, SHORT, SHORT, SHORT, SHORT,
	    SHORT, SHORT, SHORT, CONT | E1_LOW | AFRICAN, CONT | E1_LOW | ETH,
	    CONT | E1_LOW, CONT | E1_HIGH | ETH, SHORT, SHORT, SHORT, SHORT);
	enum { LOW = SHORT | LONG | E1_LOW | CONTS, OTHER = LOW | E1_HIGH };
	const __m256i here_low = HALVES(OTHER | ETH, OTHER, OTHER, OTHER,
	    OTHER, OTHER, OTHER, OTHER, OTHER, OTHER | AFRICAN, LOW, LOW,
	    OTHER, OTHER, OTHER, OTHER);

	return _mm256_and_si256(_mm256_and_si256(
	    _mm256_shuffle_epi8(before_high, high(before)),
	    _mm256_shuffle_epi8(before_low, low(before))),
	    _mm256_and_si256(_mm256_shuffle_epi8(here_high, v_high),
	    _mm256_shuffle_epi8(here_low, v_low)));
}

AVX2_INLINE __m256i
edges(__m256i v, char separator)
{
	return _mm256_or_si256(is(v, separator),
	    _mm256_or_si256(is(v, '\n'), is(v, '\r')));
}

/* Not zero where bytes may need work, of STEP from `p` on; two before and one
 * behind them are looked at. */
AVX2_INLINE __m256i
odd(const char *p, char separator)
{
	__m256i v = load(p), before = load(p - 1), next = load(p + 1);
	__m256i v_high = high(v), v_low = low(v), bad, may, quote;

	/* the third byte of a sequence must be there, and no other */
	bad = _mm256_xor_si256(pairs(before, v_high, v_low),
	    _mm256_and_si256(is(load(p - 2), '\xe1'),
	    _mm256_set1_epi8((char)CONTS)));
	may = _mm256_or_si256(is(v, separator), _mm256_or_si256(is(v, '\n'),
	    _mm256_and_si256(is(v, '\r'), is(next, '\n'))));
	bad = _mm256_or_si256(bad, _mm256_andnot_si256(_mm256_and_si256(may,
	    _mm256_set1_epi8(CONTROL)), kinds(v_high, v_low)));
	bad = _mm256_or_si256(bad, _mm256_and_si256(
	    _mm256_cmpeq_epi8(v, next), is(v, ' ')));
	quote = is(v, '"');
	if (_mm256_testz_si256(quote, quote))
		return bad;
	/* an opening and a closing one, and no other */
	return _mm256_or_si256(bad, _mm256_andnot_si256(_mm256_xor_si256(
	    edges(before, separator), edges(next, separator)), quote));
}

/* The text's last `n` bytes, which end before `end`, with line ends behind
 * them; `before`: 2, or 0 where nothing stands before them. */
AVX2 static __m256i
odd_end(const char *end, size_t n, size_t before, char separator)
{
	char edge[3 * STEP];
	__m256i bad = _mm256_setzero_si256();
	size_t i;

	memset(edge, '\n', sizeof edge);
	memcpy(edge + 2 - before, end - n - before, n + before);
	for (i = 0; i <= n; i += STEP)
		bad = _mm256_or_si256(bad, odd(edge + 2 + i, separator));
	return bad;
}

AVX2 static bool
is_plain(struct slice s, char separator)
{
	char edge[STEP + 3] = "\n\n";
	__m256i bad;
	size_t i = 0;

	if (s.n <= STEP)
		bad = odd_end(s.p + s.n, s.n, 0, separator);
	else {
		memcpy(edge + 2, s.p, STEP + 1);
		bad = odd(edge + 2, separator);
		for (i = STEP; i + STEP < s.n; i += STEP)
			bad = _mm256_or_si256(bad, odd(s.p + i, separator));
		bad = _mm256_or_si256(bad, odd_end(s.p + s.n, s.n - i, 2,
		    separator));
	}
	return _mm256_testz_si256(bad, bad);
}

bool
plain_fast(void)
{
	return cpu_has_avx2();
}

bool
plain_rows_fast(struct slice s, char separator)
{
	return is_plain(s, separator);
}

#else

bool
plain_fast(void)
{
	return false;
}

bool
plain_rows_fast(struct slice s, char separator)
{
	return plain_rows_base(s, separator);
}

#endif
