/* SPDX-License-Identifier: ISC */
/* The alphabet's table, and capitals. */
#include "text/utf8.h"
#include "text/vi.h"

#define LATIN_FIRST 0xc0
#define LATIN_LAST 0x1b0
#define EXTRA_FIRST 0x1ea0
#define EXTRA_LAST 0x1ef9

#define PLAIN VI_PLAIN
#define ROOF VI_CIRCUMFLEX
#define BREVE VI_BREVE
#define HORN VI_HORN
#define STROKE VI_STROKE
#define NGANG VI_NGANG
#define HUYEN VI_HUYEN
#define SAC VI_SAC
#define HOI VI_HOI
#define NGA VI_NGA
#define NANG VI_NANG

/* Latin-1 up to Latin Extended-B, by code point. */
#define L(cp, base, mark, tone, upper)					\
	[cp - LATIN_FIRST] = { cp, base, mark, tone, upper }
static const struct vi_letter latin[LATIN_LAST - LATIN_FIRST + 1] = {
	L(0xc0, 'a', PLAIN, HUYEN, 1), L(0xc1, 'a', PLAIN, SAC, 1),
	L(0xc2, 'a', ROOF, NGANG, 1), L(0xc3, 'a', PLAIN, NGA, 1),
	L(0xc8, 'e', PLAIN, HUYEN, 1), L(0xc9, 'e', PLAIN, SAC, 1),
	L(0xca, 'e', ROOF, NGANG, 1), L(0xcc, 'i', PLAIN, HUYEN, 1),
	L(0xcd, 'i', PLAIN, SAC, 1), L(0xd2, 'o', PLAIN, HUYEN, 1),
	L(0xd3, 'o', PLAIN, SAC, 1), L(0xd4, 'o', ROOF, NGANG, 1),
	L(0xd5, 'o', PLAIN, NGA, 1), L(0xd9, 'u', PLAIN, HUYEN, 1),
	L(0xda, 'u', PLAIN, SAC, 1), L(0xdd, 'y', PLAIN, SAC, 1),
	L(0xe0, 'a', PLAIN, HUYEN, 0), L(0xe1, 'a', PLAIN, SAC, 0),
	L(0xe2, 'a', ROOF, NGANG, 0), L(0xe3, 'a', PLAIN, NGA, 0),
	L(0xe8, 'e', PLAIN, HUYEN, 0), L(0xe9, 'e', PLAIN, SAC, 0),
	L(0xea, 'e', ROOF, NGANG, 0), L(0xec, 'i', PLAIN, HUYEN, 0),
	L(0xed, 'i', PLAIN, SAC, 0), L(0xf2, 'o', PLAIN, HUYEN, 0),
	L(0xf3, 'o', PLAIN, SAC, 0), L(0xf4, 'o', ROOF, NGANG, 0),
	L(0xf5, 'o', PLAIN, NGA, 0), L(0xf9, 'u', PLAIN, HUYEN, 0),
	L(0xfa, 'u', PLAIN, SAC, 0), L(0xfd, 'y', PLAIN, SAC, 0),
	L(0x102, 'a', BREVE, NGANG, 1), L(0x103, 'a', BREVE, NGANG, 0),
	L(0x110, 'd', STROKE, NGANG, 1), L(0x111, 'd', STROKE, NGANG, 0),
	L(0x128, 'i', PLAIN, NGA, 1), L(0x129, 'i', PLAIN, NGA, 0),
	L(0x168, 'u', PLAIN, NGA, 1), L(0x169, 'u', PLAIN, NGA, 0),
	L(0x1a0, 'o', HORN, NGANG, 1), L(0x1a1, 'o', HORN, NGANG, 0),
	L(0x1af, 'u', HORN, NGANG, 1), L(0x1b0, 'u', HORN, NGANG, 0),
};
#undef L

/* Latin Extended Additional: every row from U+1EA0 to U+1EF9 is ours. */
#define L(cp, base, mark, tone, upper)					\
	[cp - EXTRA_FIRST] = { cp, base, mark, tone, upper }
static const struct vi_letter extra[EXTRA_LAST - EXTRA_FIRST + 1] = {
	L(0x1ea0, 'a', PLAIN, NANG, 1), L(0x1ea1, 'a', PLAIN, NANG, 0),
	L(0x1ea2, 'a', PLAIN, HOI, 1), L(0x1ea3, 'a', PLAIN, HOI, 0),
	L(0x1ea4, 'a', ROOF, SAC, 1), L(0x1ea5, 'a', ROOF, SAC, 0),
	L(0x1ea6, 'a', ROOF, HUYEN, 1), L(0x1ea7, 'a', ROOF, HUYEN, 0),
	L(0x1ea8, 'a', ROOF, HOI, 1), L(0x1ea9, 'a', ROOF, HOI, 0),
	L(0x1eaa, 'a', ROOF, NGA, 1), L(0x1eab, 'a', ROOF, NGA, 0),
	L(0x1eac, 'a', ROOF, NANG, 1), L(0x1ead, 'a', ROOF, NANG, 0),
	L(0x1eae, 'a', BREVE, SAC, 1), L(0x1eaf, 'a', BREVE, SAC, 0),
	L(0x1eb0, 'a', BREVE, HUYEN, 1), L(0x1eb1, 'a', BREVE, HUYEN, 0),
	L(0x1eb2, 'a', BREVE, HOI, 1), L(0x1eb3, 'a', BREVE, HOI, 0),
	L(0x1eb4, 'a', BREVE, NGA, 1), L(0x1eb5, 'a', BREVE, NGA, 0),
	L(0x1eb6, 'a', BREVE, NANG, 1), L(0x1eb7, 'a', BREVE, NANG, 0),
	L(0x1eb8, 'e', PLAIN, NANG, 1), L(0x1eb9, 'e', PLAIN, NANG, 0),
	L(0x1eba, 'e', PLAIN, HOI, 1), L(0x1ebb, 'e', PLAIN, HOI, 0),
	L(0x1ebc, 'e', PLAIN, NGA, 1), L(0x1ebd, 'e', PLAIN, NGA, 0),
	L(0x1ebe, 'e', ROOF, SAC, 1), L(0x1ebf, 'e', ROOF, SAC, 0),
	L(0x1ec0, 'e', ROOF, HUYEN, 1), L(0x1ec1, 'e', ROOF, HUYEN, 0),
	L(0x1ec2, 'e', ROOF, HOI, 1), L(0x1ec3, 'e', ROOF, HOI, 0),
	L(0x1ec4, 'e', ROOF, NGA, 1), L(0x1ec5, 'e', ROOF, NGA, 0),
	L(0x1ec6, 'e', ROOF, NANG, 1), L(0x1ec7, 'e', ROOF, NANG, 0),
	L(0x1ec8, 'i', PLAIN, HOI, 1), L(0x1ec9, 'i', PLAIN, HOI, 0),
	L(0x1eca, 'i', PLAIN, NANG, 1), L(0x1ecb, 'i', PLAIN, NANG, 0),
	L(0x1ecc, 'o', PLAIN, NANG, 1), L(0x1ecd, 'o', PLAIN, NANG, 0),
	L(0x1ece, 'o', PLAIN, HOI, 1), L(0x1ecf, 'o', PLAIN, HOI, 0),
	L(0x1ed0, 'o', ROOF, SAC, 1), L(0x1ed1, 'o', ROOF, SAC, 0),
	L(0x1ed2, 'o', ROOF, HUYEN, 1), L(0x1ed3, 'o', ROOF, HUYEN, 0),
	L(0x1ed4, 'o', ROOF, HOI, 1), L(0x1ed5, 'o', ROOF, HOI, 0),
	L(0x1ed6, 'o', ROOF, NGA, 1), L(0x1ed7, 'o', ROOF, NGA, 0),
	L(0x1ed8, 'o', ROOF, NANG, 1), L(0x1ed9, 'o', ROOF, NANG, 0),
	L(0x1eda, 'o', HORN, SAC, 1), L(0x1edb, 'o', HORN, SAC, 0),
	L(0x1edc, 'o', HORN, HUYEN, 1), L(0x1edd, 'o', HORN, HUYEN, 0),
	L(0x1ede, 'o', HORN, HOI, 1), L(0x1edf, 'o', HORN, HOI, 0),
	L(0x1ee0, 'o', HORN, NGA, 1), L(0x1ee1, 'o', HORN, NGA, 0),
	L(0x1ee2, 'o', HORN, NANG, 1), L(0x1ee3, 'o', HORN, NANG, 0),
	L(0x1ee4, 'u', PLAIN, NANG, 1), L(0x1ee5, 'u', PLAIN, NANG, 0),
	L(0x1ee6, 'u', PLAIN, HOI, 1), L(0x1ee7, 'u', PLAIN, HOI, 0),
	L(0x1ee8, 'u', HORN, SAC, 1), L(0x1ee9, 'u', HORN, SAC, 0),
	L(0x1eea, 'u', HORN, HUYEN, 1), L(0x1eeb, 'u', HORN, HUYEN, 0),
	L(0x1eec, 'u', HORN, HOI, 1), L(0x1eed, 'u', HORN, HOI, 0),
	L(0x1eee, 'u', HORN, NGA, 1), L(0x1eef, 'u', HORN, NGA, 0),
	L(0x1ef0, 'u', HORN, NANG, 1), L(0x1ef1, 'u', HORN, NANG, 0),
	L(0x1ef2, 'y', PLAIN, HUYEN, 1), L(0x1ef3, 'y', PLAIN, HUYEN, 0),
	L(0x1ef4, 'y', PLAIN, NANG, 1), L(0x1ef5, 'y', PLAIN, NANG, 0),
	L(0x1ef6, 'y', PLAIN, HOI, 1), L(0x1ef7, 'y', PLAIN, HOI, 0),
	L(0x1ef8, 'y', PLAIN, NGA, 1), L(0x1ef9, 'y', PLAIN, NGA, 0),
};
#undef L

const struct vi_letter *
vi_letter(uint32_t cp)
{
	const struct vi_letter *v;

	if (cp >= EXTRA_FIRST && cp <= EXTRA_LAST)
		return &extra[cp - EXTRA_FIRST];
	if (cp < LATIN_FIRST || cp > LATIN_LAST)
		return NULL;
	v = &latin[cp - LATIN_FIRST];
	return v->cp != 0 ? v : NULL;
}

/* Small vowels by base, mark and tone. */
static const uint16_t vowels[6][VI_STROKE][VI_NANG + 1] = {
	{ { 'a', 0xe0, 0xe1, 0x1ea3, 0xe3, 0x1ea1 },
	    { 0xe2, 0x1ea7, 0x1ea5, 0x1ea9, 0x1eab, 0x1ead },
	    { 0x103, 0x1eb1, 0x1eaf, 0x1eb3, 0x1eb5, 0x1eb7 } },
	{ { 'e', 0xe8, 0xe9, 0x1ebb, 0x1ebd, 0x1eb9 },
	    { 0xea, 0x1ec1, 0x1ebf, 0x1ec3, 0x1ec5, 0x1ec7 } },
	{ { 'i', 0xec, 0xed, 0x1ec9, 0x129, 0x1ecb } },
	{ { 'o', 0xf2, 0xf3, 0x1ecf, 0xf5, 0x1ecd },
	    { 0xf4, 0x1ed3, 0x1ed1, 0x1ed5, 0x1ed7, 0x1ed9 },
	    { 0 },
	    { 0x1a1, 0x1edd, 0x1edb, 0x1edf, 0x1ee1, 0x1ee3 } },
	{ { 'u', 0xf9, 0xfa, 0x1ee7, 0x169, 0x1ee5 },
	    { 0 }, { 0 },
	    { 0x1b0, 0x1eeb, 0x1ee9, 0x1eed, 0x1eef, 0x1ef1 } },
	{ { 'y', 0x1ef3, 0xfd, 0x1ef7, 0x1ef9, 0x1ef5 } },
};

static int
vowel_row(char base)
{
	static const uint8_t row[] = { ['a' - 'a'] = 1, ['e' - 'a'] = 2,
	    ['i' - 'a'] = 3, ['o' - 'a'] = 4, ['u' - 'a'] = 5,
	    ['y' - 'a'] = 6 };

	return base < 'a' || base > 'y' ? -1 : row[base - 'a'] - 1;
}

uint32_t
vi_compose(const struct vi_letter *want)
{
	int row = vowel_row(want->base);
	uint32_t cp = 0;

	if (want->mark == PLAIN && want->tone == NGANG)
		return (uint32_t)(want->base - (want->upper ? 32 : 0));
	if (want->base == 'd' && want->mark == STROKE && want->tone == NGANG)
		cp = 0x111;
	else if (row >= 0 && want->mark < STROKE && want->tone <= NANG)
		cp = vowels[row][want->mark][want->tone];
	return want->upper && cp != 0 ? vi_upper(cp) : cp;
}

/* Latin Extended-A has its pairs even-odd, but odd-even in one stretch. */
static bool
starts_pair(uint32_t cp)
{
	if ((cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17e))
		return cp % 2 == 1;
	return cp % 2 == 0 && ((cp >= 0x100 && cp < 0x178 && cp != 0x130 &&
	    cp != 0x138) || (cp >= EXTRA_FIRST && cp <= EXTRA_LAST) ||
	    cp == 0x1a0);
}

uint32_t
vi_lower(uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		return cp + 32;
	if (cp >= 0xc0 && cp <= 0xde && cp != 0xd7)
		return cp + 32;
	return starts_pair(cp) || cp == 0x1af ? cp + 1 : cp;
}

uint32_t
vi_upper(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return cp - 32;
	if (cp >= 0xe0 && cp <= 0xfe && cp != 0xf7)
		return cp - 32;
	return cp > 0xff && vi_lower(cp) == cp && vi_lower(cp - 1) == cp ?
	    cp - 1 : cp;
}

/* Letters of minority names on cards: ĕ ĭ ŏ ŭ č ñ. */
static char
minority_base(uint32_t cp)
{
	static const struct {
		uint16_t cp;
		char base;
	} t[] = { { 0x115, 'e' }, { 0x12d, 'i' }, { 0x14f, 'o' },
	    { 0x16d, 'u' }, { 0x10d, 'c' }, { 0xf1, 'n' } };
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++)
		if (t[i].cp == cp)
			return t[i].base;
	return 0;
}

char
vi_base(uint32_t cp)
{
	const struct vi_letter *v;

	cp = vi_lower(cp);
	if (cp >= 'a' && cp <= 'z')
		return (char)cp;
	v = vi_letter(cp);
	return v != NULL ? v->base : minority_base(cp);
}

enum vi_case
vi_case_of(struct slice word)
{
	unsigned letters = 0, upper = 0;
	bool first = false, up;
	uint32_t cp;

	while (utf8_next(&word, &cp)) {
		if (vi_base(cp) == 0)
			continue;
		up = vi_lower(cp) != cp;
		if (letters++ == 0)
			first = up;
		upper += up;
	}
	if (upper == 0)
		return VI_SMALL;
	if (upper == 1 && first)
		return VI_CAPITALIZED;
	return upper == letters ? VI_UPPER : VI_MIXED;
}
