/* SPDX-License-Identifier: ISC */
/* The syllables that Vietnamese spelling allows: an onset, a rhyme, a tone. */
#include <string.h>

#include "text/utf8.h"
#include "text/vi.h"

#define MAX_SYLLABLE 32		/* bytes; "nghiêng" has 9 */
#define MAX_LETTERS 8		/* more than the longest, "nghiêng" */

/* What can stand behind the vowels; a set of them is a sum. */
enum { BARE = 1, C = 2, CH = 4, M = 8, N = 16, NG = 32, NH = 64, P = 128,
    T = 256 };
#define STOPS (C | CH | P | T)	/* take sắc or nặng alone */

/* Vowels as numbers, so that three of them are an index. */
enum vowel { NONE, a, aw, aa, e, ee, i, o, oo, ow, u, uw, y, VOWELS };

#define V1(v1) [v1]
#define V2(v1, v2) [(v1) * VOWELS + (v2)]
#define V3(v1, v2, v3) [((v1) * VOWELS + (v2)) * VOWELS + (v3)]

/* The rhymes: which endings each group of vowels can have. */
static const uint16_t rhymes[VOWELS * VOWELS * VOWELS] = {
	V1(a) = BARE | C | CH | M | N | NG | NH | P | T,
	V1(aw) = C | M | N | NG | P | T,
	V1(aa) = C | M | N | NG | P | T,
	V1(e) = BARE | C | M | N | NG | P | T,
	V1(ee) = BARE | CH | M | N | NG | NH | P | T,
	V1(i) = BARE | CH | M | N | NH | P | T,
	V1(o) = BARE | C | M | N | NG | P | T,
	V1(oo) = BARE | C | M | N | NG | P | T,
	V1(ow) = BARE | M | N | P | T,
	V1(u) = BARE | C | M | N | NG | P | T,
	V1(uw) = BARE | C | M | N | NG | T,
	V1(y) = BARE | CH | NH | T,
	V2(a, i) = BARE, V2(a, o) = BARE, V2(a, u) = BARE, V2(a, y) = BARE,
	V2(aa, u) = BARE, V2(aa, y) = BARE,
	V2(e, o) = BARE, V2(ee, u) = BARE,
	V2(i, a) = BARE, V2(i, u) = BARE,
	V2(i, ee) = C | M | N | NG | P | T,
	V2(o, a) = BARE | C | CH | M | N | NG | NH | P | T,
	V2(o, aw) = C | M | N | NG | T,
	V2(o, e) = BARE | M | N | T,
	V2(o, i) = BARE, V2(o, o) = C | NG,
	V2(oo, i) = BARE, V2(ow, i) = BARE,
	V2(u, a) = BARE,
	V2(u, aa) = N | NG | T,
	V2(u, ee) = BARE | CH | N | NH | T,
	V2(u, i) = BARE, V2(u, ow) = BARE,
	V2(u, oo) = C | M | N | NG | T,
	V2(u, y) = BARE | CH | N | NH | P | T,
	V2(uw, a) = BARE, V2(uw, i) = BARE, V2(uw, u) = BARE,
	V2(uw, ow) = C | M | N | NG | P | T,
	V2(y, ee) = M | N | NG | T,
	V3(i, ee, u) = BARE,
	V3(o, a, i) = BARE, V3(o, a, o) = BARE, V3(o, a, y) = BARE,
	V3(o, e, o) = BARE,
	V3(u, aa, y) = BARE, V3(u, oo, i) = BARE,
	V3(u, y, a) = BARE, V3(u, y, u) = BARE,
	V3(u, y, ee) = N | T,
	V3(uw, ow, i) = BARE, V3(uw, ow, u) = BARE,
	V3(y, ee, u) = BARE,
};

/* A letter without tone: its vowel, or a consonant in ASCII (0: đ). */
struct letter {
	uint8_t vowel;
	char consonant;
};

static uint8_t
vowel_of(char base, uint8_t mark)
{
	switch (base) {
	case 'a':
		return mark == VI_BREVE ? aw : mark == VI_CIRCUMFLEX ? aa : a;
	case 'e':
		return mark == VI_CIRCUMFLEX ? ee : e;
	case 'i':
		return i;
	case 'o':
		return mark == VI_HORN ? ow : mark == VI_CIRCUMFLEX ? oo : o;
	case 'u':
		return mark == VI_HORN ? uw : u;
	case 'y':
		return y;
	}
	return NONE;
}

/* Letters without tone; 0 when a sign is no letter, there are two tones, or
 * too many letters. */
static size_t
take_apart(struct slice word, struct letter *l, uint8_t *tone)
{
	const struct vi_letter *v;
	size_t n = 0;
	uint32_t cp;

	*tone = VI_NGANG;
	while (utf8_next(&word, &cp)) {
		if (n == MAX_LETTERS)
			return 0;
		v = cp < 0x80 ? NULL : vi_letter(cp);
		if (v != NULL && v->tone != VI_NGANG) {
			if (*tone != VI_NGANG)
				return 0;
			*tone = v->tone;
		}
		if (v == NULL) {
			cp |= 0x20;
			if (cp < 'a' || cp > 'z')
				return 0;
		}
		l[n].vowel = v != NULL ? vowel_of(v->base, v->mark) :
		    vowel_of((char)cp, VI_PLAIN);
		l[n].consonant = v != NULL ? 0 : (char)cp;
		n++;
	}
	return n;
}

#define PAIR(p, q) ((unsigned)(p) << 8 | (unsigned)(q))

/* The consonants that can begin a syllable. */
static bool
is_onset(const struct letter *l, size_t n)
{
	if (n <= 1)
		return n == 0 || l->consonant == 0 ||
		    strchr("bcdghklmnprstvx", l->consonant) != NULL;
	switch (PAIR(l[0].consonant, l[1].consonant)) {
	case PAIR('n', 'g'):
		return n == 2 || (n == 3 && l[2].consonant == 'h');
	case PAIR('c', 'h'):
	case PAIR('g', 'h'):
	case PAIR('k', 'h'):
	case PAIR('n', 'h'):
	case PAIR('p', 'h'):
	case PAIR('t', 'h'):
	case PAIR('t', 'r'):
		return n == 2;
	}
	return false;
}

/* The consonants behind the vowels as one of the set; 0: there is no such. */
static unsigned
ending(const struct letter *l, size_t n)
{
	if (n == 0)
		return BARE;
	if (n > 2)
		return 0;
	switch (PAIR(l[0].consonant, n == 2 ? l[1].consonant : ' ')) {
	case PAIR('c', ' '):
		return C;
	case PAIR('c', 'h'):
		return CH;
	case PAIR('m', ' '):
		return M;
	case PAIR('n', ' '):
		return N;
	case PAIR('n', 'g'):
		return NG;
	case PAIR('n', 'h'):
		return NH;
	case PAIR('p', ' '):
		return P;
	case PAIR('t', ' '):
		return T;
	}
	return 0;
}

static bool
is_rhyme(const struct letter *l, size_t n, uint8_t tone)
{
	unsigned index = 0, end;
	size_t k;

	for (k = 0; k < n && l[k].vowel != NONE; k++) {
		if (k == 3)
			return false;
		index = index * VOWELS + l[k].vowel;
	}
	end = rhymes[index] & ending(l + k, n - k);
	if ((end & STOPS) != 0)
		return tone == VI_SAC || tone == VI_NANG;
	return end != 0;
}

bool
vi_is_syllable(struct slice word)
{
	struct letter l[MAX_LETTERS];
	uint8_t tone;
	size_t n, k = 0;

	if (word.n > MAX_SYLLABLE || !utf8_is_valid(word))
		return false;
	n = take_apart(word, l, &tone);
	while (k < n && l[k].vowel == NONE)
		k++;
	if (is_onset(l, k) && is_rhyme(l + k, n - k, tone))
		return true;
	/* gi and qu: the vowel is part of the onset */
	return k == 1 && n > 2 && ((l[0].consonant == 'g' && l[1].vowel == i) ||
	    (l[0].consonant == 'q' && l[1].vowel == u)) &&
	    is_rhyme(l + 2, n - 2, tone);
}
