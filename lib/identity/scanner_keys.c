/* SPDX-License-Identifier: ISC */
/* The host has the Vietnamese (TCVN 6064) keyboard: its row of digits gives
 * ă â ê ô, five tones and đ. Number fields come back from the twelve symbols
 * of a closed set; in a place a digit and a letter look the same. */
#include "identity/scanner.h"
#include "record/json.h"
#include "text/utf8.h"
#include "text/vi.h"

#define NUMBERS (1u << CARD_ID | 1u << CARD_OLD_ID | 1u << CARD_DOB |	\
	1u << CARD_ISSUED | 1u << CARD_CANCELLED)

/* The digit of a combining tone, or 0. */
static char
tone_digit(uint32_t cp)
{
	return cp == 0x300 ? '5' : cp == 0x309 ? '6' : cp == 0x303 ? '7' :
	    cp == 0x301 ? '8' : cp == 0x323 ? '9' : 0;
}

/* The digit of the toneless letter of such a mark, or 0. */
static char
mark_digit(const struct vi_letter *v)
{
	if (v->upper)
		return 0;
	if (v->mark == VI_STROKE)
		return '0';
	if (v->mark == VI_BREVE)
		return '1';
	if (v->mark == VI_CIRCUMFLEX)
		return v->base == 'a' ? '2' : v->base == 'e' ? '3' : '4';
	return 0;
}

/* One character as digits: a symbol of the row, or two that have composed. */
static bool
put_digits(uint32_t cp, struct buf *out)
{
	static const char tones[] = { 0, '5', '8', '6', '7', '9' };
	const struct vi_letter *v = vi_letter(cp);
	char d = v != NULL ? mark_digit(v) : tone_digit(cp);

	if (d == 0)
		return false;
	buf_add_char(out, d);
	if (v != NULL && v->tone != VI_NGANG)
		buf_add_char(out, tones[v->tone]);
	return true;
}

/* Brackets of an AIM prefix sit on the keys of ư and ơ. */
static bool
put_number(struct slice s, bool first, struct buf *out)
{
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		if (put_digits(cp, out))
			continue;
		if (cp >= 0x80 && !(first && (cp == 0x1a1 || cp == 0x1b0)))
			return false;
		utf8_add(out, cp == 0x1a1 ? ']' : cp == 0x1b0 ? '[' : cp);
	}
	return true;
}

/* True when the text may have been composed on its way (it is as composing
 * leaves it). */
static bool
may_be_composed(struct slice in)
{
	struct buf b = { 0 };
	bool same = utf8_nfc(&b, in) == ERR_OK && slice_eq(buf_slice(&b), in);

	buf_wipe(&b);
	return same;
}

/* Composing puts a dot below before the tones above: true where both stand on
 * one letter, so that the order of their digits is lost. */
static bool
order_is_lost(struct slice s)
{
	const struct vi_letter *v;
	bool below = false, above = false;
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		v = vi_letter(cp);
		if (tone_digit(cp) == 0)
			below = above = false;
		below = below || cp == 0x323 ||
		    (v != NULL && v->tone == VI_NANG);
		above = above || (tone_digit(cp) != 0 && cp != 0x323) ||
		    (v != NULL && v->tone != VI_NGANG && v->tone != VI_NANG);
		if (below && above)
			return true;
	}
	return false;
}

/* True where a place has something that the row of digits may have typed: a
 * letter of it, a loose tone, and once composed any letter with a tone. */
static bool
has_symbols(struct slice s, bool composed)
{
	const struct vi_letter *v;
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		v = vi_letter(cp);
		if (tone_digit(cp) != 0 || cp == 0x1a1 || cp == 0x1b0)
			return true;
		if (v != NULL && (v->tone == VI_NGANG ? mark_digit(v) != 0 :
		    composed))
			return true;
	}
	return false;
}

/* The bytes up to a blank or a mark between words. */
static size_t
word_bytes(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != ',' && s.p[n] != '.' &&
	    s.p[n] != '/' && s.p[n] != '-')
		n++;
	return n;
}

/* Words that are symbols throughout become numbers, all others stay. */
static void
numbers_read(struct slice s, struct buf *out)
{
	struct slice word;
	size_t n, from;
	uint32_t cp;

	while (s.n > 0) {
		n = word_bytes(s);
		word = (struct slice){ s.p, n };
		from = out->n;
		while (utf8_next(&word, &cp))
			if (!put_digits(cp, out)) {
				out->n = from;
				buf_add(out, s.p, n);
				break;
			}
		if (n < s.n)
			buf_add_char(out, s.p[n++]);
		s.p += n;
		s.n -= n;
	}
}

static void
doubt_place(struct slice s, struct scanner_try *t)
{
	struct buf b = { 0 };

	numbers_read(s, &b);
	scanner_doubt(t, CARD_RESIDENCE);
	json_open(&t->candidates, '[');
	json_put(&t->candidates, buf_slice(&b));
	if (!slice_eq(buf_slice(&b), s))
		json_put(&t->candidates, s);
	json_close(&t->candidates, ']');
	buf_wipe(&b);
}

enum scanner_fit
scanner_keys(struct slice in, struct scanner_try *t)
{
	struct slice part;
	bool changed = false, composed;
	size_t from;
	unsigned i;

	if (!utf8_is_valid(in))
		return SCANNER_NONE;
	composed = may_be_composed(in);
	for (i = 0; slice_split(&in, '|', &part); i++) {
		if (i > 0)
			buf_add_char(&t->text, '|');
		from = t->text.n;
		if (i >= CARD_FIELDS || (NUMBERS & 1u << i) == 0) {
			buf_add_slice(&t->text, part);
			if (i == CARD_RESIDENCE && has_symbols(part, composed))
				doubt_place(part, t);
			continue;
		}
		if (!put_number(part, i == 0, &t->text) ||
		    (composed && order_is_lost(part)))
			return SCANNER_NONE;
		changed = changed || t->text.n - from != part.n;
	}
	return !changed ? SCANNER_NONE :
	    t->doubtful != 0 ? SCANNER_PARTLY : SCANNER_EXACT;
}
