/* SPDX-License-Identifier: ISC */
/* Letters typed as the decimal number of their code point. The numbers have
 * three digits up to 432 and four from 7840 on, so no run of them can be cut
 * in two ways; in a name every digit is one. In a place "B272" is a house and
 * "272" may be one or Đ, in a street as in a commune: only a word that must be
 * one is read, what can be both is left in doubt. */
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

/* The runs that are letters as such, the others as they are. */
static void
put_runs(struct slice s, struct buf *out)
{
	size_t n, from;

	while (s.n > 0) {
		n = run_digits(s);
		from = out->n;
		if (n == 0)
			buf_add(out, s.p, n = 1);
		else if (!put_letters((struct slice){ s.p, n }, out)) {
			out->n = from;
			buf_add(out, s.p, n);
		}
		s.p += n;
		s.n -= n;
	}
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

/* What a token of a place is. LIKELY: letters, where something else in the
 * code tells that letters came as numbers at all. */
enum token { AS_IT_IS, LETTERS, LIKELY, EITHER };

/* Digits alone: a number unless six of them or more spell a word; what has a
 * letter at one end may have been that letter with a number. */
static enum token
judge_digits(struct slice s, struct buf *word)
{
	size_t n, at;

	if (s.n < 3)
		return AS_IT_IS;
	if (put_word(s, word))
		return s.n >= 6 && vi_is_syllable(buf_slice(word)) ? LIKELY :
		    EITHER;
	buf_reset(word);
	for (at = 0; at + 3 <= s.n; at++)
		if (letter_at((struct slice){ s.p + at, s.n - at }, &n) != 0 &&
		    (at == 0 || at + n == s.n))
			return EITHER;
	return AS_IT_IS;
}

/* A word behind which a number stands, with its marks or without. */
static bool
takes_number(struct slice word)
{
	static const char *const words[] = { "lo", "so", "to", "ngo", "khu",
	    "xom", "thon", "ap", "doi", "nha", "can", "phong", "tang", "km",
	    "kdc", "tdp", "duong", "quan", "phuong", "cum", "toa", "hem" };
	struct buf key = { 0 };
	bool found = false;
	size_t i;

	if (word.n > 0 && vi_key(word, VI_K4, &key) == ERR_OK)
		for (i = 0; i < sizeof words / sizeof *words; i++)
			found = found || slice_is(buf_slice(&key), words[i]);
	buf_wipe(&key);
	return found;
}

/* Such a word and its number without a blank between: "Lo225". */
static bool
is_numbered(struct slice s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z')
		n++;
	return n < s.n &&
	    n + run_digits((struct slice){ s.p + n, s.n - n }) == s.n &&
	    takes_number((struct slice){ s.p, n });
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Before a small letter six digits, or four within a word, or three behind a
 * small one: no number is written so. */
static bool
is_disguise(struct slice s)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n == 0 ? 1 : n) {
		n = run_digits((struct slice){ s.p + i, s.n - i });
		if (n >= 3 && i + n < s.n && is_small(s.p[i + n]) &&
		    (n >= 6 || (i > 0 && (n >= 4 || is_small(s.p[i - 1])))))
			return true;
	}
	return false;
}

/* A word of any language of the country: in one case, with one tone. */
static bool
is_word(struct slice word)
{
	const struct vi_letter *v;
	unsigned tones = 0;
	uint32_t cp;

	if (vi_case_of(word) == VI_MIXED)
		return false;
	while (utf8_next(&word, &cp)) {
		v = vi_letter(cp);
		tones += v != NULL && v->tone != VI_NGANG;
	}
	return tones <= 1;
}

/* A word as Vietnamese spells one. */
static bool
is_spelled(struct slice word)
{
	enum vi_case c = vi_case_of(word);

	return is_short_form(word) || (vi_is_syllable(word) &&
	    (c == VI_CAPITALIZED || c == VI_SMALL));
}

/* Where a token stands: in the name of a commune, district or province; all
 * alone between commas; behind which word, as letters. */
struct spot {
	bool unit, alone;
	struct slice before;
};

static enum token
judge(struct slice s, const struct spot *at, struct buf *word)
{
	bool spelled;

	if (run_digits(s) == s.n)
		return judge_digits(s, word);
	if (!put_word(s, word)) {
		buf_reset(word);
		if (!is_disguise(s))
			return AS_IT_IS;
		put_runs(s, word);
		return EITHER;
	}
	if (slice_eq(buf_slice(word), s))
		return AS_IT_IS;
	spelled = is_spelled(buf_slice(word));
	if (is_house(s))
		return slice_is(buf_slice(word), "Xã") && !at->alone ? LIKELY :
		    !at->unit ? (spelled ? EITHER : AS_IT_IS) :
		    spelled && !at->alone && !takes_number(at->before) ?
		    LIKELY : EITHER;
	if (is_numbered(s))
		return EITHER;
	return spelled || (is_disguise(s) && is_word(buf_slice(word))) ?
	    LETTERS : EITHER;
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

/* The readings of a place: in the first doubtful tokens stand as they are, in
 * the last as letters, between them every mixture that there is room for.
 * `sure`: some token can only be letters. */
struct place {
	struct buf reading[SCANNER_MAX_CHOICES];
	size_t n;
	bool doubt, sure;
};

static void
add_all(struct place *p, struct slice s)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		buf_add_slice(&p->reading[i], s);
}

/* Each reading goes on as it is and as letters; without room only the last
 * goes on as letters. */
static void
add_either(struct place *p, struct slice plain, struct slice letters)
{
	size_t i, old = p->n;

	if (2 * old <= SCANNER_MAX_CHOICES) {
		for (i = 0; i < old; i++) {
			buf_add_slice(&p->reading[old + i],
			    buf_slice(&p->reading[i]));
			buf_add_slice(&p->reading[old + i], letters);
		}
		add_all(p, plain);
		p->n = 2 * old;
		return;
	}
	p->n--;
	add_all(p, plain);
	buf_add_slice(&p->reading[p->n++], letters);
}

static void
put_token(struct slice s, const struct spot *at, struct place *p,
    struct buf *word)
{
	enum token k;

	buf_reset(word);
	k = judge(s, at, word);
	if (k == AS_IT_IS || word->n == 0) {
		buf_reset(word);
		buf_add_slice(word, s);
		add_all(p, s);
	} else if (k == EITHER)
		add_either(p, s, buf_slice(word));
	else
		add_all(p, buf_slice(word));
	p->doubt = p->doubt || k == EITHER;
	p->sure = p->sure || k == LETTERS;
}

/* True where nothing but blanks stands before the next comma. */
static bool
ends_part(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return p == end || *p == ',';
}

static void
read_place(struct slice s, struct place *p)
{
	const char *units = units_from(s);
	struct buf word = { 0 }, before = { 0 };
	struct spot at = { .unit = false };
	size_t n;

	while (s.n > 0) {
		for (n = 0; n < s.n && is_word_char(s.p[n]); n++)
			continue;
		if (n > 0) {
			at.unit = s.p > units;
			at.before = buf_slice(&before);
			at.alone = before.n == 0 &&
			    ends_part(s.p + n, s.p + s.n);
			put_token((struct slice){ s.p, n }, &at, p, &word);
			buf_reset(&before);
			buf_add_slice(&before, buf_slice(&word));
		} else {
			if (s.p[0] == ',')
				buf_reset(&before);
			add_all(p, (struct slice){ s.p, n = 1 });
		}
		s.p += n;
		s.n -= n;
	}
	buf_wipe(&word);
	buf_wipe(&before);
}

/* False where nothing in it must be letters. */
static bool
put_place(struct slice s, struct scanner_try *t)
{
	struct place p = { .n = 1 };
	size_t i;

	read_place(s, &p);
	buf_add_slice(&t->text, buf_slice(&p.reading[0]));
	if (p.doubt) {
		scanner_doubt(t, CARD_RESIDENCE);
		json_open(&t->candidates, '[');
		for (i = 0; i < p.n; i++)
			json_put(&t->candidates, buf_slice(&p.reading[i]));
		json_close(&t->candidates, ']');
	}
	for (i = 0; i < p.n; i++)
		buf_wipe(&p.reading[i]);
	return p.sure;
}

enum scanner_fit
scanner_code_points(struct slice in, struct scanner_try *t)
{
	const unsigned words = 1u << CARD_NAME | 1u << CARD_SEX |
	    1u << CARD_FATHER | 1u << CARD_MOTHER;
	struct slice rest = in, part;
	bool sure = false;
	size_t from;
	unsigned i;

	if (!utf8_is_valid(in))
		return SCANNER_NONE;
	for (i = 0; slice_split(&rest, '|', &part); i++) {
		if (i > 0)
			buf_add_char(&t->text, '|');
		from = t->text.n;
		if (i < CARD_FIELDS && (words & 1u << i) != 0) {
			if (!put_word(part, &t->text))
				return SCANNER_NONE;
			sure = sure || t->text.n - from != part.n;
		} else if (i == CARD_RESIDENCE)
			sure = put_place(part, t) || sure;
		else
			buf_add_slice(&t->text, part);
	}
	if (!sure)
		return SCANNER_NONE;
	return t->doubtful != 0 ? SCANNER_PARTLY : SCANNER_EXACT;
}
