/* SPDX-License-Identifier: ISC */
/* Letters typed as the decimal number of their code point. The numbers have
 * three digits up to 432 and four from 7840 on, so no run of them can be cut
 * in two ways; in a name every digit is one. In a place "B272" is a house and
 * "272" may be one or Đ: what can be both is left in doubt. */
#include <string.h>

#include "identity/scanner.h"
#include "record/json.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_TOKEN 64

/* The letter whose number begins at s.p and its digits; 0 for none. */
static uint32_t
letter_at(struct slice s, size_t *digits)
{
	uint32_t cp = 0;
	size_t i;

	*digits = s.n > 0 && s.p[0] == '7' ? 4 : 3;
	if (s.n < *digits)
		return 0;
	for (i = 0; i < *digits; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		cp = cp * 10 + (uint32_t)(s.p[i] - '0');
	}
	return s.p[0] != '0' && cp >= 0x80 && vi_base(cp) != 0 ? cp : 0;
}

static size_t
run_digits(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* All digits of `run` as letters; false when some are left over. */
static bool
put_letters(struct slice run, struct buf *out)
{
	uint32_t cp;
	size_t n;

	while (run.n > 0) {
		cp = letter_at(run, &n);
		if (cp == 0)
			return false;
		utf8_add(out, cp);
		run.p += n;
		run.n -= n;
	}
	return true;
}

/* Every run of digits as letters. */
static bool
put_word(struct slice s, struct buf *out)
{
	size_t n;

	while (s.n > 0) {
		n = run_digits(s);
		if (n == 0)
			buf_add(out, s.p, n = 1);
		else if (!put_letters((struct slice){ s.p, n }, out))
			return false;
		s.p += n;
		s.n -= n;
	}
	return true;
}

static bool
is_word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* A house, a plot, a road: up to two capitals, up to three digits, perhaps
 * one letter a-h. Four digits beside a letter are taken to spell one. */
static bool
is_house(struct slice s)
{
	size_t i = 0, n;

	while (i < s.n && i < 2 && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	n = run_digits((struct slice){ s.p + i, s.n - i });
	i += n;
	if (n == 0 || n > 3)
		return false;
	return i == s.n || (i + 1 == s.n && (s.p[i] | 32) >= 'a' &&
	    (s.p[i] | 32) <= 'h');
}

/* Abbreviations in capitals with Đ that stand in addresses. */
static bool
is_short_form(struct slice word)
{
	static const char *const known[] = { "ĐT", "ĐH", "ĐX", "ĐS", "ĐL",
	    "ĐĐ", "QĐ", "CĐ", "TĐ", "TĐC", "KĐT" };
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (slice_is(word, known[i]))
			return true;
	return false;
}

/* What a token of a place is. */
enum token { AS_IT_IS, LETTERS, EITHER };

/* Digits alone. A number in the address's head; beside it what has a letter
 * at one end may have been that letter with a number, or a word. */
static enum token
judge_digits(struct slice s, bool unit, struct buf *word)
{
	size_t n, at;

	if (s.n < 3)
		return AS_IT_IS;
	if (put_word(s, word))
		return unit || (s.n >= 6 &&
		    vi_is_syllable(buf_slice(word))) ? LETTERS : EITHER;
	buf_reset(word);
	for (at = 0; at + 3 <= s.n; at++)
		if (letter_at((struct slice){ s.p + at, s.n - at }, &n) != 0 &&
		    (at == 0 || at + n == s.n))
			return EITHER;
	return AS_IT_IS;
}

/* `unit` tells that the token stands in the name of a commune, district or
 * province, where letters and digits never share a word. */
static enum token
judge(struct slice s, bool unit, struct buf *word)
{
	enum vi_case c;
	bool spelled;

	if (run_digits(s) == s.n)
		return judge_digits(s, unit, word);
	if (!put_word(s, word)) {
		buf_reset(word);
		return AS_IT_IS;
	}
	if (slice_eq(buf_slice(word), s))
		return AS_IT_IS;
	if (unit || !is_house(s))
		return LETTERS;
	c = vi_case_of(buf_slice(word));
	spelled = (vi_is_syllable(buf_slice(word)) &&
	    (c == VI_CAPITALIZED || c == VI_SMALL)) ||
	    is_short_form(buf_slice(word));
	return spelled ? EITHER : AS_IT_IS;
}

/* Where the names of units begin: the last two parts of three or more, the
 * last of two. */
static const char *
units_from(struct slice s)
{
	const char *last = NULL, *before = NULL;
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == ',') {
			before = last;
			last = s.p + i;
		}
	return before != NULL ? before : last != NULL ? last : s.p + s.n;
}

/* Both readings of a place: doubtful tokens as they are, and as letters. */
struct place {
	struct buf plain, letters;
	bool doubt;
};

static void
put_token(struct slice s, bool unit, struct place *p)
{
	struct buf word = { 0 };
	enum token k = judge(s, unit, &word);

	buf_add_slice(&p->plain, k == LETTERS ? buf_slice(&word) : s);
	buf_add_slice(&p->letters, k == AS_IT_IS || word.n == 0 ? s :
	    buf_slice(&word));
	p->doubt = p->doubt || k == EITHER;
	buf_wipe(&word);
}

static void
read_place(struct slice s, struct place *p)
{
	const char *units = units_from(s);
	size_t n;

	while (s.n > 0) {
		for (n = 0; n < s.n && is_word_char(s.p[n]); n++)
			continue;
		if (n > 0)
			put_token((struct slice){ s.p, n }, s.p > units, p);
		else {
			buf_add(&p->plain, s.p, n = 1);
			buf_add(&p->letters, s.p, 1);
		}
		s.p += n;
		s.n -= n;
	}
}

static void
put_place(struct slice s, struct scanner_try *t)
{
	struct place p = { { 0 }, { 0 }, false };

	read_place(s, &p);
	buf_add_slice(&t->text, buf_slice(&p.plain));
	if (p.doubt) {
		scanner_doubt(t, CARD_RESIDENCE);
		json_open(&t->candidates, '[');
		json_put(&t->candidates, buf_slice(&p.plain));
		if (!slice_eq(buf_slice(&p.plain), buf_slice(&p.letters)))
			json_put(&t->candidates, buf_slice(&p.letters));
		json_close(&t->candidates, ']');
	}
	buf_wipe(&p.plain);
	buf_wipe(&p.letters);
}

enum scanner_fit
scanner_code_points(struct slice in, struct scanner_try *t)
{
	const unsigned words = 1u << CARD_NAME | 1u << CARD_SEX |
	    1u << CARD_FATHER | 1u << CARD_MOTHER;
	struct slice rest = in, part;
	unsigned i;

	if (!utf8_is_valid(in))
		return SCANNER_NONE;
	for (i = 0; slice_split(&rest, '|', &part); i++) {
		if (i > 0)
			buf_add_char(&t->text, '|');
		if (i < CARD_FIELDS && (words & 1u << i) != 0) {
			if (!put_word(part, &t->text))
				return SCANNER_NONE;
		} else if (i == CARD_RESIDENCE)
			put_place(part, t);
		else
			buf_add_slice(&t->text, part);
	}
	if (slice_eq(buf_slice(&t->text), in))
		return SCANNER_NONE;
	return t->doubtful != 0 ? SCANNER_PARTLY : SCANNER_EXACT;
}
