/* SPDX-License-Identifier: ISC */
/* Thirty-two digits at a time by table look-ups, as W. Muła and D. Lemire
 * describe in "Faster Base64 Encoding and Decoding Using AVX2 Instructions"
 * (2018). Each half of a character names the errors that it allows; what both
 * allow is one. A chip's files are 24 kB of digits a record. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/base64_fast.h"
#include "base/cpu.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

/* Characters read at a time; as many bytes are written, but fewer count. */
#define BLOCK 32
#define COUNTED 24
/* what must be left, so that no byte beyond the room is written */
#define NEEDED (BLOCK / 3 * 4 + 4)

#define AVX2 __attribute__((__target__("avx2")))
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

/* The errors by half: 01 in the row of + and /, 02 in that of 0 to 9, 04 in
 * those of A and a, 08 in those of P and p, 10 in all other rows. */
AVX2 static inline __m256i
errors(__m256i v, __m256i high)
{
	const __m256i by_low = TWICE(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
	    0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
	const __m256i by_high = TWICE(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04,
	    0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
	__m256i low = _mm256_and_si256(v, _mm256_set1_epi8(0x0f));

	return _mm256_and_si256(_mm256_shuffle_epi8(by_low, low),
	    _mm256_shuffle_epi8(by_high, high));
}

/* What is added to a character to get its six bits: by row, and row 1 stands
 * for the slash. */
AVX2 static inline __m256i
six_bits(__m256i v, __m256i high)
{
	const __m256i by_row = TWICE(0, '?' - '/', 62 - '+', 52 - '0', -'A',
	    -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0);
	__m256i slash = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('/'));

	return _mm256_add_epi8(v, _mm256_shuffle_epi8(by_row,
	    _mm256_add_epi8(high, slash)));
}

/* Four times six bits to three bytes, in each half, then both together. */
AVX2 static inline __m256i
join(__m256i six)
{
	__m256i twelve = _mm256_maddubs_epi16(six,
	    _mm256_set1_epi32(0x01400140));
	__m256i all = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));

	all = _mm256_shuffle_epi8(all, TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14,
	    13, 12, -1, -1, -1, -1));
	return _mm256_permutevar8x32_epi32(all, _mm256_setr_epi32(0, 1, 2, 4,
	    5, 6, 3, 7));
}

/* One block; false: a character is none. */
AVX2 static inline bool
read_block(const char *in, char *out)
{
	__m256i v = _mm256_loadu_si256((const void *)in);
	__m256i high = _mm256_and_si256(_mm256_srli_epi32(v, 4),
	    _mm256_set1_epi8(0x0f));
	__m256i bad = errors(v, high);

	if (!_mm256_testz_si256(bad, bad))
		return false;
	_mm256_storeu_si256((void *)out, join(six_bits(v, high)));
	return true;
}

/* What is too short for a block, by a copy of it that is long enough. */
AVX2 static size_t
read_rest(const char *in, size_t n, char *out)
{
	char text[2 * BLOCK], octets[COUNTED + BLOCK];

	memset(text, 'A', sizeof text);
	memcpy(text, in, n);
	if (!read_block(text, octets) ||
	    !read_block(text + BLOCK, octets + COUNTED))
		return 0;
	memcpy(out, octets, n / 4 * 3);
	return n;
}

AVX2 static size_t
read_avx2(const char *in, size_t n, char *out)
{
	size_t i;

	for (i = 0; n - i >= NEEDED; i += BLOCK, out += COUNTED)
		if (!read_block(in + i, out))
			return i;
	return i + read_rest(in + i, n - i, out);
}

/* Sixty-four digits at a time: with AVX-512 one look-up has room for all 128
 * characters of ASCII. */
#define VBMI __attribute__((__target__("avx512f,avx512bw,avx512vbmi")))
#define BLOCK_VBMI 64
#define OCTETS_VBMI 48
#define NEEDED_VBMI (BLOCK_VBMI / 3 * 4 + 4)

static const uint8_t six_of[128] = {
#define NONE8 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80
	NONE8, NONE8, NONE8, NONE8, NONE8, 0x80, 0x80, 0x80, 62, 0x80, 0x80,
	0x80, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 0x80, 0x80, 0x80,
	0x80, 0x80, 0x80, 0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
	14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x80, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 0x80, 0x80, 0x80, 0x80,
	0x80
};

VBMI static size_t
read_vbmi(const char *in, size_t n, char *out)
{
	static const uint8_t order[64] = { 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13,
	    12, 18, 17, 16, 22, 21, 20, 26, 25, 24, 30, 29, 28, 34, 33, 32, 38,
	    37, 36, 42, 41, 40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58, 57, 56,
	    62, 61, 60 };
	const __m512i low = _mm512_loadu_si512(six_of);
	const __m512i high = _mm512_loadu_si512(six_of + 64);
	const __m512i places = _mm512_loadu_si512(order);
	__m512i v, six;
	size_t i;

	for (i = 0; n - i >= NEEDED_VBMI; i += BLOCK_VBMI, out += OCTETS_VBMI) {
		v = _mm512_loadu_si512(in + i);
		six = _mm512_permutex2var_epi8(low, v, high);
		if (_mm512_movepi8_mask(_mm512_or_si512(v, six)) != 0)
			break;
		six = _mm512_maddubs_epi16(six,
		    _mm512_set1_epi32(0x01400140));
		six = _mm512_madd_epi16(six, _mm512_set1_epi32(0x00011000));
		/* whole: some processors are slow at storing a part */
		_mm512_storeu_si512(out, _mm512_permutexvar_epi8(places, six));
	}
	return i;
}

size_t
base64_fast_read(const char *in, size_t n, char *out)
{
	size_t i = 0;

	if (!cpu_has_avx2())
		return 0;
	if (n >= NEEDED_VBMI && cpu_has_avx512bw() &&
	    cpu_has_avx512vbmi())
		i = read_vbmi(in, n, out);
	return i + read_avx2(in + i, n - i, out + i / 4 * 3);
}

#else

size_t
base64_fast_read(const char *in, size_t n, char *out)
{
	(void)in;
	(void)n;
	(void)out;
	return 0;
}

#endif
