/* SPDX-License-Identifier: ISC */
/* Sixteen bytes at a time by three table look-ups, as J. Keiser and D. Lemire
 * describe in "Validating UTF-8 in less than one instruction per byte" (2021).
 * Each look-up names the errors that a byte's half allows; what all three
 * allow is an error. Vietnamese text has a letter beyond ASCII every third
 * byte or so, where a loop over sequences is slow. */
#include <string.h>

#include "base/cpu.h"
#include "text/utf8_fast.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

#define FAST_BYTES 16	/* from here on tables are worth their start */

#define SHORT 0x01	/* a lead byte without what must follow */
#define LONG 0x02	/* a continuation behind ASCII */
#define OVER3 0x04	/* over-long in three bytes */
#define LARGE 0x08	/* beyond U+10FFFF */
#define SURR 0x10	/* a surrogate */
#define OVER2 0x20	/* over-long in two bytes */
#define HUGE_OVER4 0x40	/* F5 and more, or over-long in four bytes */
#define CONTS 0x80	/* two continuations: wanted or not, see below */
#define CARRY (SHORT | LONG | CONTS)

#define SSSE3 __attribute__((__target__("ssse3")))

SSSE3 static inline __m128i
high_half(__m128i v)
{
	return _mm_and_si128(_mm_srli_epi16(v, 4), _mm_set1_epi8(0x0f));
}

/* Errors in `v`, whose predecessor in the text is `before`. */
SSSE3 static inline __m128i
errors(__m128i v, __m128i before)
{
	const __m128i lead_high = _mm_setr_epi8(LONG, LONG, LONG, LONG, LONG,
	    LONG, LONG, LONG, (char)CONTS, (char)CONTS, (char)CONTS,
	    (char)CONTS, SHORT | OVER2, SHORT, SHORT | OVER3 | SURR,
	    SHORT | LARGE | HUGE_OVER4);
	const char over = (char)(CARRY | LARGE | HUGE_OVER4);
	const __m128i lead_low = _mm_setr_epi8(
	    (char)(CARRY | OVER3 | OVER2 | HUGE_OVER4), (char)(CARRY | OVER2),
	    (char)CARRY, (char)CARRY, (char)(CARRY | LARGE), over, over, over,
	    over, over, over, over, over, (char)(over | SURR), over, over);
	const char cont = (char)(LONG | OVER2 | CONTS);
	const __m128i next_high = _mm_setr_epi8(SHORT, SHORT, SHORT, SHORT,
	    SHORT, SHORT, SHORT, SHORT, (char)(cont | OVER3 | HUGE_OVER4),
	    (char)(cont | OVER3 | LARGE), (char)(cont | SURR | LARGE),
	    (char)(cont | SURR | LARGE), SHORT, SHORT, SHORT, SHORT);
	__m128i one = _mm_alignr_epi8(v, before, 15);
	__m128i two = _mm_alignr_epi8(v, before, 14);
	__m128i three = _mm_alignr_epi8(v, before, 13);
	__m128i bad = _mm_and_si128(_mm_and_si128(
	    _mm_shuffle_epi8(lead_high, high_half(one)),
	    _mm_shuffle_epi8(lead_low,
	    _mm_and_si128(one, _mm_set1_epi8(0x0f)))),
	    _mm_shuffle_epi8(next_high, high_half(v)));
	/* The third and fourth byte of a sequence must be a continuation
	 * behind a continuation: there CONTS is right, elsewhere wrong. */
	__m128i must = _mm_or_si128(
	    _mm_subs_epu8(two, _mm_set1_epi8(0xe0 - 0x80)),
	    _mm_subs_epu8(three, _mm_set1_epi8((char)(0xf0 - 0x80))));

	return _mm_xor_si128(bad,
	    _mm_and_si128(must, _mm_set1_epi8((char)0x80)));
}

#define AVX2 __attribute__((__target__("avx2")))

/* How many of 64-byte blocks from `p` on hold ASCII alone. */
SSSE3 static inline size_t
ascii_blocks(const char *p, size_t n)
{
	const __m128i *v = (const void *)p;
	size_t i;

	for (i = 0; i < n / 64; i++, v += 4)
		if (_mm_movemask_epi8(_mm_or_si128(
		    _mm_or_si128(_mm_loadu_si128(v), _mm_loadu_si128(v + 1)),
		    _mm_or_si128(_mm_loadu_si128(v + 2),
		    _mm_loadu_si128(v + 3)))) != 0)
			break;
	return i;
}

AVX2 static size_t
ascii_blocks_avx2(const char *p, size_t n)
{
	const __m256i *v = (const void *)p;
	size_t i;

	for (i = 0; i < n / 64; i++, v += 2)
		if (_mm256_movemask_epi8(_mm256_or_si256(
		    _mm256_loadu_si256(v), _mm256_loadu_si256(v + 1))) != 0)
			break;
	return i;
}

SSSE3 static bool
valid_ssse3(struct slice s)
{
	__m128i before = _mm_setzero_si128(), bad = before, v;
	char tail[16] = { 0 };
	size_t i;

	for (i = 0; s.n - i >= 16; i += 16) {
		/* no sequence is open: files in Base64 go by in big steps */
		if (s.n - i >= 64 && _mm_movemask_epi8(before) == 0) {
			i += 64 * (cpu_has_avx2() ?
			    ascii_blocks_avx2(s.p + i, s.n - i) :
			    ascii_blocks(s.p + i, s.n - i));
			if (s.n - i < 16)
				break;
		}
		v = _mm_loadu_si128((const void *)(s.p + i));
		bad = _mm_or_si128(bad, errors(v, before));
		before = v;
	}
	/* At least one NUL behind the text shows a sequence that is cut. */
	if (s.n > i)
		memcpy(tail, s.p + i, s.n - i);
	v = _mm_loadu_si128((const void *)tail);
	bad = _mm_or_si128(bad, errors(v, before));
	return _mm_movemask_epi8(_mm_cmpeq_epi8(bad, _mm_setzero_si128())) ==
	    0xffff;
}

/* The other way is for what European and Vietnamese text has: continuations
 * stand where lead bytes want them and nowhere else, in masks of a block. False
 * also for leads with a rule of their own: E0, ED, F0 and more. `carry`: where
 * the block's first bytes must be continuations; then of the next one. */
struct block {
	uint64_t high, more, leads, three, rare;
};

static inline bool
is_usual(struct block b, size_t n, uint64_t *carry)
{
	uint64_t want = b.leads << 1 | b.three << 2 | *carry;

	if (n == 64) {
		*carry = b.leads >> 63 | b.three >> 62;
	} else {
		*carry = want >> n;
		want &= (1ull << n) - 1;
	}
	return b.more == want && (b.more | b.leads) == b.high && b.rare == 0;
}

/* A byte's highest bit in `v` says that it is beyond ASCII, and so in what is
 * and-ed with it. */
AVX2 static inline struct block
masks_avx2(__m256i v)
{
	__m256i leads = _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xbf));
	__m256i two = _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xc1));
	__m256i three = _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xdf));
	__m256i rare = _mm256_and_si256(v,
	    _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xef)));

	rare = _mm256_or_si256(rare, _mm256_or_si256(
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xe0)),
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xed))));
	return (struct block){
		.high = (uint32_t)_mm256_movemask_epi8(v),
		.more = (uint32_t)_mm256_movemask_epi8(
		    _mm256_andnot_si256(leads, v)),
		.leads = (uint32_t)_mm256_movemask_epi8(
		    _mm256_and_si256(two, v)),
		.three = (uint32_t)_mm256_movemask_epi8(
		    _mm256_and_si256(three, v)),
		.rare = (uint32_t)_mm256_movemask_epi8(rare),
	};
}

/* 32 bytes or more: the last block begins in the one before. */
AVX2 static bool
usual_avx2(struct slice s)
{
	uint64_t carry = 0;
	struct block b;
	unsigned skip;
	__m256i v;
	size_t i;

	for (i = 0; s.n - i >= 32; i += 32) {
		v = _mm256_loadu_si256((const void *)(s.p + i));
		if (carry == 0 && _mm256_movemask_epi8(v) == 0)
			continue;
		if (!is_usual(masks_avx2(v), 32, &carry))
			return false;
	}
	if (i == s.n)
		return carry == 0;
	skip = 32 - (unsigned)(s.n - i);
	v = _mm256_loadu_si256((const void *)(s.p + s.n - 32));
	b = masks_avx2(v);
	b.high >>= skip;
	b.more >>= skip;
	b.leads >>= skip;
	b.three >>= skip;
	b.rare >>= skip;
	return is_usual(b, 32 - skip, &carry) && carry == 0;
}

#define AVX512 __attribute__((__target__("avx512bw")))

AVX512 static bool
usual_avx512(struct slice s)
{
	uint64_t carry = 0;
	struct block b;
	__m512i v;
	size_t n;

	for (; s.n > 0; s.p += n, s.n -= n) {
		n = s.n < 64 ? s.n : 64;
		v = _mm512_maskz_loadu_epi8(~0ull >> (64 - n), s.p);
		b.high = _mm512_movepi8_mask(v);
		if ((b.high | carry) == 0)
			continue;
		b.more = _mm512_cmplt_epi8_mask(v,
		    _mm512_set1_epi8((char)0xc0));
		b.leads = _mm512_cmpge_epu8_mask(v,
		    _mm512_set1_epi8((char)0xc2));
		b.three = _mm512_cmpge_epu8_mask(v,
		    _mm512_set1_epi8((char)0xe0));
		b.rare = _mm512_cmpge_epu8_mask(v,
		    _mm512_set1_epi8((char)0xf0)) |
		    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xe0)) |
		    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xed));
		if (!is_usual(b, n, &carry))
			return false;
	}
	return carry == 0;
}

bool
utf8_fast_valid(struct slice s)
{
	if (cpu_has_avx512bw() ? usual_avx512(s) :
	    s.n >= 32 && cpu_has_avx2() && usual_avx2(s))
		return true;
	return s.n >= FAST_BYTES && cpu_has_ssse3() && valid_ssse3(s);
}

#else

bool
utf8_fast_valid(struct slice s)
{
	(void)s;
	return false;
}

#endif

size_t
utf8_fast_safe(struct slice s)
{
	size_t i = 0;

#ifdef __SSE2__
	const __m128i limit = _mm_set1_epi8(0x1f);
	__m128i v, may_be;

	for (; s.n - i >= 16; i += 16) {
		v = _mm_loadu_si128((const void *)(s.p + i));
		may_be = _mm_or_si128(
		    _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v),
		    _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)));
		may_be = _mm_or_si128(may_be, _mm_or_si128(
		    _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xc2)),
		    _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xd8))));
		may_be = _mm_or_si128(may_be, _mm_or_si128(
		    _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe2)),
		    _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef))));
		if (_mm_movemask_epi8(may_be) != 0)
			break;
	}
#else
	(void)s;
#endif
	return i;
}

#ifdef __SSE2__

#define IS(v, c) _mm_cmpeq_epi8((v), _mm_set1_epi8((char)(c)))

/* Leads of U+0080-02FF. */
static inline __m128i
leads_two(__m128i v)
{
	__m128i at = _mm_sub_epi8(v, _mm_set1_epi8((char)0xc2));

	return _mm_cmpeq_epi8(_mm_min_epu8(at, _mm_set1_epi8(9)), at);
}

/* What of the 16 bytes at `p`, behind two others, is not plain. */
static inline __m128i
not_plain(const char *p)
{
	__m128i v = _mm_loadu_si128((const void *)p);
	__m128i one = _mm_loadu_si128((const void *)(p - 1));
	__m128i two = _mm_loadu_si128((const void *)(p - 2));
	__m128i three = IS(one, 0xe1);	/* the lead of U+1E80-1EFF */
	__m128i cont = _mm_cmplt_epi8(v, _mm_set1_epi8((char)0xc0));
	__m128i want = _mm_or_si128(leads_two(one),
	    _mm_or_si128(three, IS(two, 0xe1)));
	__m128i lead = _mm_cmpeq_epi8(_mm_max_epu8(v,
	    _mm_set1_epi8((char)0xc0)), v);

	lead = _mm_andnot_si128(_mm_or_si128(leads_two(v), IS(v, 0xe1)),
	    lead);
	three = _mm_andnot_si128(IS(_mm_and_si128(v,
	    _mm_set1_epi8((char)0xfe)), 0xba), three);
	return _mm_or_si128(_mm_xor_si128(cont, want),
	    _mm_or_si128(lead, three));
}

#undef IS

bool
utf8_fast_plain(struct slice s)
{
	char first[18] = { 0 };
	__m128i bad;
	size_t i;

	/* a sequence that the end cuts */
	if (s.n < 32 || (unsigned char)s.p[s.n - 1] >= 0xc0 ||
	    (unsigned char)s.p[s.n - 2] >= 0xe0)
		return false;
	memcpy(first + 2, s.p, 16);
	bad = not_plain(first + 2);
	for (i = 16; s.n - i >= 16; i += 16)
		bad = _mm_or_si128(bad, not_plain(s.p + i));
	bad = _mm_or_si128(bad, not_plain(s.p + s.n - 16));
	return _mm_movemask_epi8(bad) == 0;
}

#else

bool
utf8_fast_plain(struct slice s)
{
	(void)s;
	return false;
}

#endif
