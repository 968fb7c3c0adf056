/* SPDX-License-Identifier: ISC */
/* Caps lock: every letter in the other case, or only the ASCII ones where the
 * host types the others whole. */
#include "identity/scanner.h"
#include "text/utf8.h"
#include "text/vi.h"

static uint32_t
flip(uint32_t cp)
{
	uint32_t low = vi_lower(cp);

	return low != cp ? low : vi_upper(cp);
}

/* Takes the next run of letters off s; false at the end. */
static bool
next_word(struct slice *s, struct slice *word)
{
	struct slice at = *s;
	uint32_t cp;

	*word = (struct slice){ s->p, 0 };
	while (utf8_next(&at, &cp)) {
		if (vi_base(cp) != 0)
			word->n = (size_t)(at.p - word->p);
		else if (word->n > 0)
			break;
		else
			word->p = at.p;
		*s = at;
	}
	return word->n > 0;
}

/* True when every word is Capitalized or UPPER, in a place also small. */
static bool
is_cased(struct slice s, bool name)
{
	struct slice word;
	enum vi_case c;

	while (next_word(&s, &word)) {
		c = vi_case_of(word);
		if (c == VI_MIXED || (name && c == VI_SMALL))
			return false;
	}
	return true;
}

static enum scanner_fit
flip_all(struct slice in, uint32_t limit, struct buf *out)
{
	struct card c;
	uint32_t cp;

	if (!utf8_is_valid(in))
		return SCANNER_NONE;
	while (utf8_next(&in, &cp))
		utf8_add(out, cp < limit ? flip(cp) : cp);
	card_cut(buf_slice(out), &c);
	return c.n >= CARD_CANCELLED && card_sex(c.f[CARD_SEX]) != 0 &&
	    is_cased(c.f[CARD_NAME], true) &&
	    is_cased(c.f[CARD_RESIDENCE], false) &&
	    is_cased(c.f[CARD_FATHER], true) &&
	    is_cased(c.f[CARD_MOTHER], true) ? SCANNER_EXACT : SCANNER_NONE;
}

enum scanner_fit
scanner_caps(struct slice in, struct scanner_try *t)
{
	return flip_all(in, 0x110000, &t->text);
}

enum scanner_fit
scanner_caps_ascii(struct slice in, struct scanner_try *t)
{
	return flip_all(in, 0x80, &t->text);
}
