/* SPDX-License-Identifier: ISC */
/* Cuts a card's code at its bars; tells a card from other codes. */
#include <string.h>

#include "identity/card.h"

#define CARD_FULL 7	/* fewer fields than this and something is lost */
#define CARD_LEAST 5	/* up to and with the sex: still surely a card */

void
card_cut(struct slice text, struct card *c)
{
	struct slice rest = text, part;

	*c = (struct card){ 0 };
	while (slice_split(&rest, '|', &part)) {
		if (c->n < CARD_FIELDS)
			c->f[c->n] = part;
		if (c->n == CARD_CANCELLED)
			c->extra = (struct slice){ part.p,
			    (size_t)(text.p + text.n - part.p) };
		c->n++;
	}
}

/* Bytes by what they may start: nothing odd, a bar, a sequence of two bytes
 * below U+0300 (all of them NFC; U+0080-00BF not taken), one of three bytes
 * from U+1E80 to U+1EFF. */
enum { ODD, ASCII, BAR, TWO, THREE };

static const uint8_t starts[256] = {
	[' '] = ASCII, ['!'] = ASCII, ['#' ... '['] = ASCII,
	[']' ... '{'] = ASCII, ['|'] = BAR, ['}'] = ASCII, ['~'] = ASCII,
	[0xc3 ... 0xcb] = TWO, [0xe1] = THREE,
};

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static inline void
end_field(struct card *c, const char *from, const char *to, const char *end)
{
	if (c->n < CARD_FIELDS)
		c->f[c->n] = (struct slice){ from, (size_t)(to - from) };
	if (c->n == CARD_CANCELLED)
		c->extra = (struct slice){ from, (size_t)(end - from) };
	c->n++;
}

bool
card_cut_plain(struct slice text, struct card *c)
{
	const char *p = text.p, *end = p + text.n, *from = p;

	*c = (struct card){ 0 };
	while (p < end) {
		switch (starts[(unsigned char)*p]) {
		case ASCII:
			do
				p++;
			while (p < end &&
			    starts[(unsigned char)*p] == ASCII);
			break;
		case BAR:
			end_field(c, from, p, end);
			from = ++p;
			break;
		case TWO:
			if (end - p < 2 || !continues(p[1]))
				return false;
			p += 2;
			break;
		case THREE:
			if (end - p < 3 || ((unsigned char)p[1] & 0xfe) !=
			    0xba || !continues(p[2]))
				return false;
			p += 3;
			break;
		default:
			return false;
		}
	}
	end_field(c, from, end, end);
	return true;
}

const char *
card_text_name(enum card_field f)
{
	return f == CARD_NAME ? "name" : f == CARD_RESIDENCE ? "residence" :
	    f == CARD_FATHER ? "father" : "mother";
}

char
card_sex(struct slice s)
{
	if (s.n == 3 && memcmp(s.p, "Nam", 3) == 0)
		return 'M';
	if (slice_is(s, "N\341\273\257") ||		/* Nữ, composed */
	    slice_is(s, "Nu\314\233\314\203") ||	/* decomposed */
	    slice_is(s, "N\306\260\314\203"))		/* UniKey's composite */
		return 'F';
	return 0;
}

char
card_sex_loose(struct slice s)
{
	static const char *const female[] = { "nu", "NU", "Nu", "nU",
	    "n\341\273\257", "N\341\273\256", "n\341\273\256" };
	size_t i;
	char c = card_sex(s);

	if (c != 0)
		return c;
	if (s.n == 3 && (s.p[0] | 32) == 'n' && (s.p[1] | 32) == 'a' &&
	    (s.p[2] | 32) == 'm')
		return 'M';
	for (i = 0; i < sizeof female / sizeof female[0]; i++)
		if (slice_is(s, female[i]))
			return 'F';
	return 0;
}

static bool
is_digits(struct slice s, size_t n)
{
	s = slice_trim(s);
	return s.n == n && slice_digits(s);
}

bool
card_is_shape(const struct card *c)
{
	bool id, dob, sex, issued;

	if (c->n < CARD_LEAST)
		return false;
	id = is_digits(c->f[CARD_ID], 12);
	dob = is_digits(c->f[CARD_DOB], 8);
	sex = card_sex_loose(slice_trim(c->f[CARD_SEX])) != 0;
	if (c->n < CARD_FULL)
		return id && dob && sex;
	issued = is_digits(c->f[CARD_ISSUED], 8);
	return id ? dob || sex || issued : dob && sex && issued;
}
