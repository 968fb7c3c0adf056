/* SPDX-License-Identifier: ISC */
/* VIQR: Vietnamese in plain ASCII, and the votes for it. */
#include <string.h>

#include "text/charset_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_WORD 32	/* bytes; "nghie^ng" has 8 */

static unsigned
quality_sign(char base, char sign)
{
	if (sign == '^' && (base == 'a' || base == 'e' || base == 'o'))
		return VIQR_ROOF;
	if (sign == '(' && base == 'a')
		return VIQR_BREVE;
	if (sign == '+' && (base == 'o' || base == 'u'))
		return VIQR_HORN;
	return 0;
}

static unsigned
tone_sign(char sign, uint8_t *tone)
{
	static const char signs[] = "`'?~.";
	static const struct {
		uint16_t set;
		uint8_t tone;
	} is[] = { { VIQR_HUYEN, VI_HUYEN }, { VIQR_SAC, VI_SAC },
	    { VIQR_HOI, VI_HOI }, { VIQR_NGA, VI_NGA },
	    { VIQR_NANG, VI_NANG } };
	const char *p = sign != 0 ? strchr(signs, sign) : NULL;

	if (p == NULL)
		return 0;
	*tone = is[p - signs].tone;
	return is[p - signs].set;
}

static char
peek(struct slice s)
{
	return s.n > 0 ? s.p[0] : 0;
}

static void
skip(struct slice *s)
{
	s->p++;
	s->n--;
}

static uint8_t
mark_of(unsigned sign)
{
	return sign == VIQR_ROOF ? VI_CIRCUMFLEX : sign == VIQR_BREVE ?
	    VI_BREVE : sign == VIQR_HORN ? VI_HORN : VI_PLAIN;
}

/* A vowel and the signs behind it. */
static uint32_t
vowel(struct slice *s, struct vi_letter *l, unsigned *signs)
{
	unsigned sign = quality_sign(l->base, peek(*s));

	if (sign != 0) {
		l->mark = mark_of(sign);
		*signs |= sign;
		skip(s);
	}
	sign = tone_sign(peek(*s), &l->tone);
	if (sign != 0) {
		*signs |= sign;
		skip(s);
	}
	return vi_compose(l);
}

bool
viqr_next(struct slice *s, uint32_t *cp, unsigned *signs)
{
	struct vi_letter l = { 0 };
	char c;

	*signs = 0;
	if (s->n == 0)
		return false;
	c = s->p[0];
	*cp = (unsigned char)c;
	skip(s);
	l.upper = c >= 'A' && c <= 'Z';
	l.base = (char)(c | 0x20);
	if (c == '\\' && s->n > 0 && strchr("^(+`'?~.dD\\", peek(*s)) != NULL) {
		*cp = (unsigned char)peek(*s);
		skip(s);
	} else if (l.base == 'd' && (peek(*s) | 0x20) == 'd') {
		*cp = c == 'd' && peek(*s) == 'd' ? 0x111 : 0x110;
		*signs = VIQR_STROKE;
		skip(s);
	} else if (l.base != 0 && strchr("aeiouy", l.base) != NULL)
		*cp = vowel(s, &l, signs);
	return true;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Signs that stand inside or behind words of VIQR. */
static bool
is_word_sign(char c)
{
	return c != 0 && strchr("^(+`'?~.", c) != NULL;
}

/* Decodes a word; the set of its signs. *stray: a sign that joined nothing,
 * but for what ends a sentence. */
static unsigned
decode(struct slice word, struct buf *out, bool *stray)
{
	unsigned signs, all = 0;
	uint32_t cp;

	*stray = false;
	while (viqr_next(&word, &cp, &signs)) {
		if (signs == 0 && (cp >= 0x80 || !is_letter((char)cp))) {
			if (word.n > 0 || strchr("'?.", (char)cp) == NULL)
				*stray = true;
			continue;
		}
		all |= signs;
		utf8_add(out, cp);
	}
	return all;
}

/* One bit for a word, always the same: a set of 64 tells many from few. */
static uint64_t
word_bit(struct slice word)
{
	uint32_t h = 2166136261u;	/* FNV-1a */
	size_t i;

	for (i = 0; i < word.n; i++)
		h = (h ^ (unsigned char)word.p[i]) * 16777619u;
	return 1ull << (h >> 26);
}

static void
vote_word(struct charset_votes *v, struct slice word, struct buf *text)
{
	struct charset_tally *t = &v->of[CHARSET_VIQR];
	unsigned signs;
	bool stray;

	buf_reset(text);
	signs = decode(word, text, &stray);
	if (signs == 0 && !stray)
		return;			/* reads the same in either */
	if (!stray && vi_is_syllable(buf_slice(text))) {
		t->good++;
		v->viqr_signs |= signs;
		t->words |= word_bit(word);
	} else
		t->bad++;
}

void
viqr_vote(struct charset_votes *v, struct slice cell)
{
	struct buf text = { 0 };
	size_t i = 0, from;

	while (i < cell.n) {
		while (i < cell.n && !is_letter(cell.p[i]))
			i++;
		from = i;
		while (i < cell.n && (is_letter(cell.p[i]) ||
		    is_word_sign(cell.p[i])))
			i++;
		if (i == from)
			break;
		v->ascii_words++;
		if (i - from <= MAX_WORD)
			vote_word(v, (struct slice){ cell.p + from, i - from },
			    &text);
	}
	buf_release(&text);
}
