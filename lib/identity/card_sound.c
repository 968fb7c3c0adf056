/* SPDX-License-Identifier: ISC */
/* Whether a card's fields hold what the fields of a card hold. */
#include "identity/card.h"
#include "text/utf8.h"
#include "text/vi.h"

/* What ASCII characters may stand for. */
enum {
	NAME = 1,		/* in a name, and so in a place */
	PLACE = 2,		/* in a place alone */
	DIGIT = 4, SMALL = 8, ESCAPE = 16
};

static const uint8_t classes[128] = {
	[' '] = NAME, ['!'] = PLACE, ['"'] = PLACE, ['#'] = PLACE,
	['$'] = PLACE, ['%'] = PLACE | ESCAPE, ['&'] = PLACE | ESCAPE,
	['\''] = NAME, ['('] = PLACE, [')'] = PLACE, ['*'] = PLACE,
	['+'] = PLACE, [','] = PLACE, ['-'] = NAME, ['.'] = NAME,
	['/'] = PLACE, ['0' ... '9'] = PLACE | DIGIT, [':'] = PLACE,
	[';'] = PLACE, ['='] = PLACE, ['@'] = PLACE, ['A' ... 'Z'] = NAME,
	['_'] = PLACE, ['a' ... 'z'] = NAME | SMALL,
};

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* True where s begins with a percent or an HTML escape. */
static bool
is_escape(struct slice s)
{
	size_t i;

	if (s.p[0] == '%')
		return s.n > 2 && is_hex(s.p[1]) && is_hex(s.p[2]);
	for (i = 1; i < s.n && i < 10 && s.p[i] != ' '; i++)
		if (s.p[i] == ';')
			return true;
	return false;
}

/* Letters of Vietnamese that are also what damage leaves of others: code page
 * 437 shows á í ó ú ñ Ñ for low bytes, and of Á Í Ý read as Windows-1252 the
 * second byte is often lost and Ã is left. */
static bool
is_weak(uint32_t cp)
{
	return cp == 0xe1 || cp == 0xed || cp == 0xf3 || cp == 0xfa ||
	    cp == 0xf1 || cp == 0xd1 || cp == 0xc3;
}

struct walk {
	struct slice rest;
	uint32_t before;	/* the character before this one */
	unsigned digits;	/* how many just went by */
	bool small_before;	/* ... behind a small ASCII letter */
	uint8_t may;
	bool marks;		/* a combining mark went by */
};

/* Three or more digits between small letters are letters in disguise. */
static inline bool
ascii_step(struct walk *w)
{
	uint8_t k = classes[(unsigned char)w->rest.p[0]];

	if ((k & w->may) == 0 || ((k & ESCAPE) != 0 && is_escape(w->rest)))
		return false;
	if ((k & DIGIT) != 0) {
		if (w->digits++ == 0)
			w->small_before = w->before >= 'a' && w->before <= 'z';
	} else {
		if ((k & SMALL) != 0 && w->small_before && w->digits >= 3)
			return false;
		w->digits = 0;
	}
	w->before = (unsigned char)w->rest.p[0];
	w->rest.p++;
	w->rest.n--;
	return true;
}

/* utf8_next for valid text, quick for what cards have. */
static inline uint32_t
next_wide(struct slice *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = p[0] < 0xe0 ? 2 : 3;
	uint32_t cp = 0;

	if (s->n < n || p[0] >= 0xf0) {
		(void)utf8_next(s, &cp);
		return cp;
	}
	cp = n == 2 ? (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu) :
	    (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	s->p += n;
	s->n -= n;
	return cp;
}

static inline bool
wide_step(struct walk *w, bool *proof)
{
	uint32_t cp = next_wide(&w->rest);

	w->digits = 0;
	if (vi_letter(cp) != NULL || (cp < 0x300 && vi_base(cp) != 0)) {
		*proof = *proof || !is_weak(cp);
	} else if (cp >= 0x300 && cp < 0x370) {
		w->marks = true;
	} else if (cp == 0x2019) {
		if (w->before == 0xc3)
			return false;
	} else if (cp != 0x2013 && cp != 0x2014)
		return false;
	w->before = cp;
	return true;
}

static bool text_is_sound(struct slice s, uint8_t may, bool *proof);

/* Marks apart from their letters: judged once they are composed. */
static bool
composed_is_sound(struct slice s, uint8_t may, bool *proof)
{
	struct buf b = { 0 };
	bool good = utf8_nfc(&b, s) == ERR_OK &&
	    !slice_eq(buf_slice(&b), s) &&
	    text_is_sound(buf_slice(&b), may, proof);

	buf_wipe(&b);
	return good;
}

static bool
text_is_sound(struct slice s, uint8_t may, bool *proof)
{
	struct walk w = { .rest = s, .may = may };
	bool seen = false;

	while (w.rest.n > 0)
		if (!((unsigned char)w.rest.p[0] < 0x80 ? ascii_step(&w) :
		    wide_step(&w, &seen)))
			return false;
	if (w.marks)
		return composed_is_sound(s, may, proof);
	*proof = *proof || seen;
	return true;
}

bool
card_name_is_sound(struct slice s, bool *proof)
{
	return text_is_sound(s, NAME, proof);
}

bool
card_place_is_sound(struct slice s, bool *proof)
{
	return text_is_sound(s, NAME | PLACE, proof);
}

static bool
is_number(struct slice s, size_t a, size_t b)
{
	return (s.n == a || s.n == b) && (s.n == 0 || slice_digits(s));
}

static bool
is_date(struct slice s)
{
	struct date d;

	return date_parse_dmy(s, &d) == ERR_OK;
}

static bool
field_is_sound(const struct card *c, enum card_field f, bool *proof)
{
	struct slice s = c->f[f];
	char sex;

	if (((CARD_TEXTS | 1u << CARD_UNKNOWN) & 1u << f) == 0)
		s = slice_trim(s);
	switch (f) {
	case CARD_ID:
		return is_number(s, 12, 12);
	case CARD_OLD_ID:
		return is_number(s, 0, 9);
	case CARD_DOB:
	case CARD_ISSUED:
		return is_date(s);
	case CARD_SEX:
		sex = card_sex(s);
		*proof = *proof || sex == 'F';
		return sex != 0;
	case CARD_CANCELLED:
		return s.n == 0 || is_number(s, 9, 12);
	case CARD_NAME:
		return s.n > 0 && card_name_is_sound(s, proof);
	case CARD_FATHER:
	case CARD_MOTHER:
		return card_name_is_sound(s, proof);
	default:
		return card_place_is_sound(s, proof);
	}
}

bool
card_is_sound(const struct card *c, unsigned skip, bool *proof)
{
	unsigned f;

	if (c->n < CARD_CANCELLED)
		return false;
	for (f = 0; f < CARD_FIELDS && f < c->n; f++)
		if ((skip & 1u << f) == 0 &&
		    !field_is_sound(c, (enum card_field)f, proof))
			return false;
	return true;
}
