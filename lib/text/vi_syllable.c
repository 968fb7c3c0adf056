/* SPDX-License-Identifier: ISC */
/* The syllables that Vietnamese spelling allows: an onset, a rhyme, a tone. */
#include <string.h>

#include "text/utf8.h"
#include "text/vi.h"

#define MAX_SYLLABLE 32		/* bytes; "nghiêng" has 9 */

/* Longer ones first: "ngh" before "ng" before "n". */
static const char *const onsets[] = {
	"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t",
	"v", "x", "",
};

/* Each between blanks. Those on a stop (c ch p t) take sắc or nặng alone. */
static const char rhymes[] =
    " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt"
    " âc âm ân âng âp ât âu ây e ec em en eng eo ep et"
    " ê êch êm ên êng ênh êp êt êu"
    " i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng"
    " oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot"
    " ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm"
    " uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu"
    " ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
    " y ych yêm yên yêng yêt yêu ynh yt ";

static bool
is_rhyme(const char *p, size_t n)
{
	char want[MAX_SYLLABLE + 3];

	if (n == 0)
		return false;
	want[0] = ' ';
	memcpy(want + 1, p, n);
	want[n + 1] = ' ';
	want[n + 2] = '\0';
	return strstr(rhymes, want) != NULL;
}

static bool
ends_in_stop(const char *p, size_t n)
{
	return strchr("cpt", p[n - 1]) != NULL ||
	    (n >= 2 && p[n - 1] == 'h' && p[n - 2] == 'c');
}

/* Lower case without tone into b; false when a sign is no letter or there are
 * two tones. */
static bool
take_apart(struct slice word, struct buf *b, uint8_t *tone)
{
	const struct vi_letter *v;
	struct vi_letter bare;
	uint32_t cp;

	*tone = VI_NGANG;
	while (utf8_next(&word, &cp)) {
		cp = vi_lower(cp);
		v = vi_letter(cp);
		if (v == NULL && (cp < 'a' || cp > 'z'))
			return false;
		if (v != NULL && v->tone != VI_NGANG) {
			if (*tone != VI_NGANG)
				return false;
			*tone = v->tone;
			bare = *v;
			bare.tone = VI_NGANG;
			cp = vi_compose(&bare);
		}
		utf8_add(b, cp);
	}
	return b->n > 0 && b->n <= MAX_SYLLABLE;
}

bool
vi_is_syllable(struct slice word)
{
	struct buf b = { 0 };
	uint8_t tone;
	size_t i, n;
	bool good = false;

	if (word.n <= MAX_SYLLABLE && utf8_is_valid(word) &&
	    take_apart(word, &b, &tone)) {
		bool stop = ends_in_stop(b.p, b.n);

		for (i = 0; i < sizeof onsets / sizeof *onsets && !good; i++) {
			n = strlen(onsets[i]);
			good = b.n >= n && memcmp(b.p, onsets[i], n) == 0 &&
			    is_rhyme(b.p + n, b.n - n) &&
			    (!stop || tone == VI_SAC || tone == VI_NANG);
		}
	}
	buf_release(&b);
	return good;
}
