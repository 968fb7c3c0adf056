/* SPDX-License-Identifier: ISC */
/* Names, and what people write beside them into the same cell. */
#include <string.h>

#include "table/header.h"
#include "table/table_priv.h"
#include "text/utf8.h"
#include "text/vi.h"

#define MAX_NAME 128			/* bytes; longer is no name */

/* The family names of nine people in ten, in plain letters, by the first. */
static const char *const families['z' - 'a' + 1] = {
	['b' - 'a'] = "bui be",
	['c' - 'a'] = "chu cao chau",
	['d' - 'a'] = "dang do duong dao doan dinh diep dam danh",
	['g' - 'a'] = "giang",
	['h' - 'a'] = "hoang huynh ho ha hua",
	['k' - 'a'] = "kieu khuc kim ksor",
	['l' - 'a'] = "le ly lam luu luong la lo lu",
	['m' - 'a'] = "mai ma",
	['n' - 'a'] = "nguyen ngo nghiem nong",
	['p' - 'a'] = "pham phan phung",
	['q' - 'a'] = "quach",
	['r' - 'a'] = "rmah rcom ro",
	['s' - 'a'] = "siu",
	/* the parentheses: one text in two lines */
	['t' - 'a'] = ("tran trinh truong to tong ta thai trieu tang than "
	    "tieu thach"),
	['v' - 'a'] = "vu vo vuong vi",
};

/* The commonest of them as they are mostly written: seen at once. */
static bool
is_usual(struct slice word)
{
	static const char usual[][8] = { "Nguyễn", "Trần", "Lê", "Phạm",
	    "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi",
	    "Đỗ", "Hồ", "Ngô", "Dương", "Lý" };
	char padded[8] = { 0 };
	size_t i;

	if (word.n > sizeof padded)
		return false;
	memcpy(padded, word.p, word.n);
	for (i = 0; i < sizeof usual / sizeof *usual; i++)
		if (memcmp(usual[i], padded, sizeof padded) == 0)
			return true;
	return false;
}

static bool
is_family(struct slice word)
{
	struct buf key = { 0 };
	bool is = word.n > 1 && word.n < 24 && is_usual(word);

	if (is)
		return true;
	is = word.n > 1 && word.n < 24 &&
	    vi_key(word, VI_K4, &key) == ERR_OK && key.n > 1 &&
	    key.p[0] >= 'a' && key.p[0] <= 'z' &&
	    header_is_among(families[key.p[0] - 'a'], buf_slice(&key));

	buf_release(&key);
	return is;
}

/* What needs a look: brackets, digits, signs. Letters beyond ASCII are fine,
 * and so are blanks, apostrophes, hyphens. */
static bool
is_clean(struct slice s)
{
	static const uint64_t fine[2] = {
		1ull << ' ' | 1ull << '\'' | 1ull << '-',
		0x07fffffe07fffffe };
	unsigned char b;
	size_t i;

	for (i = 0; i < s.n; i++) {
		b = (unsigned char)s.p[i];
		if (b < 0x80 && (fine[b >> 6] >> (b & 63) & 1) == 0)
			return false;
	}
	return true;
}

static size_t
count_words(struct slice s)
{
	struct slice word;
	size_t n = 0;

	while (slice_split(&s, ' ', &word))
		n += word.n > 0;
	return n;
}

static struct slice
first_word(struct slice s)
{
	const char *blank = memchr(s.p, ' ', s.n);

	return blank == NULL ? s :
	    (struct slice){ s.p, (size_t)(blank - s.p) };
}

bool
table_is_name(struct slice cell, bool *family)
{
	size_t words;

	cell = cells_strip(cell);
	*family = false;
	if (cell.n < 3 || cell.n > MAX_NAME || !is_clean(cell))
		return false;
	words = count_words(cell);
	if (words < 2 || words > 7)
		return false;
	*family = is_family(first_word(cell));
	return true;
}

static struct slice
last_word(struct slice s)
{
	const char *blank = memrchr(s.p, ' ', s.n);
	size_t at = blank == NULL ? 0 : (size_t)(blank + 1 - s.p);

	return (struct slice){ s.p + at, s.n - at };
}

/* *first as of table_families; *last: the word that its last is about. */
static bool
find_families(struct slice cell, bool *first, struct slice *last)
{
	struct slice s = cells_strip(cell), before;

	*first = false;
	*last = (struct slice){ NULL, 0 };
	if (s.n < 3 || s.n > MAX_NAME || count_words(s) < 2)
		return false;
	if (memchr(s.p, ',', s.n) != NULL) {
		(void)slice_split(&s, ',', &before);
		s = slice_trim(s);
		if (s.n > 0 && count_words(before) == 1)
			*last = first_word(s);
		return s.n > 0;
	}
	*first = is_family(first_word(s));
	*last = last_word(s);
	return true;
}

bool
table_families(struct slice cell, bool *first, bool *last)
{
	struct slice word;
	bool is = find_families(cell, first, &word);

	*last = is_family(word);
	return is;
}

bool
table_is_reversed(struct slice cell, bool *reversed)
{
	struct slice word;
	bool first, is = find_families(cell, &first, &word);

	*reversed = !first && is_family(word);
	return is;
}

/* The column's word: most of it has the family last. */
static void
look_at_order(struct cells *c)
{
	const struct plan_column *by = c->by[COLUMN_NAME];
	struct slice s = c->row->person.f[PERSON_NAME];
	bool first, last;

	if (by != NULL && by->reversed && s.p != NULL &&
	    table_families(s, &first, &last) && (last || !first))
		cells_warn(c, PERSON_NAME, s, N_("the family name stands last "
		    "in this column: put it first"));
}

/* "12. " or "12) " in front. */
static struct slice
without_count(struct slice s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == 0 || i > 5 || i == s.n)
		return s;
	if (memchr(".)-/: ", s.p[i], 6) == NULL)
		return s;
	while (i < s.n && memchr(".)-/: ", s.p[i], 6) != NULL)
		i++;
	return (struct slice){ s.p + i, s.n - i };
}

/* "Ông", "Bà", "Mr." in front, with their marks: Chu and Châu are families,
 * chú and cháu are none. Ông is one too ("Ông Cao Thắng"): without a sign
 * behind it a family and two more words have to follow. */
static struct slice
without_title(struct slice s, bool *unclear)
{
	static const char titles[] = " ông bà anh chị em cô chú bác cậu cụ "
	    "cháu mr mrs ms miss dr ts ths bs ks gs pgs ";
	struct slice word = first_word(s), rest = { s.p + word.n,
	    s.n - word.n };
	struct buf key = { 0 };
	bool title, sign;

	sign = word.n > 0 && memchr(".:", word.p[word.n - 1], 2) != NULL;
	if (sign)
		word.n--;
	rest = slice_trim(rest);
	buf_add_char(&key, ' ');
	title = word.n > 0 && word.n < 16 && rest.n > 0 &&
	    vi_key(word, VI_K1, &key) == ERR_OK && key.n > 2;
	buf_add_char(&key, ' ');
	title = title && memmem(titles, sizeof titles - 1, key.p, key.n) !=
	    NULL;
	*unclear = title && !sign && slice_is(buf_slice(&key), " ông ") &&
	    is_family(first_word(rest)) && count_words(rest) == 2;
	buf_release(&key);
	if (!title || count_words(rest) < 2)
		return s;
	return sign || (is_family(first_word(rest)) && count_words(rest) > 2) ?
	    rest : s;
}

/* Notes and by-names in brackets. */
static struct slice
without_brackets(struct cells *c, struct slice s)
{
	size_t from = c->text->n, i, depth = 0;

	if (memchr(s.p, '(', s.n) == NULL && memchr(s.p, '[', s.n) == NULL)
		return s;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '(' || s.p[i] == '[')
			depth++;
		else if ((s.p[i] == ')' || s.p[i] == ']') && depth > 0)
			depth--;
		else if (depth == 0 && (s.p[i] != ' ' || (c->text->n > from &&
		    c->text->p[c->text->n - 1] != ' ')))
			buf_add_char(c->text, s.p[i]);
	}
	return slice_trim((struct slice){ c->text->p + from,
	    c->text->n - from });
}

/* Two names of two words or more with a sign or "và" between them. */
static bool
is_two(struct slice s)
{
	static const struct slice between[] = { { ",", 1 }, { ";", 1 },
	    { "/", 1 }, { "&", 1 }, { "+", 1 }, { "\n", 1 },
	    { " và ", 5 }, { " - ", 3 } };
	const char *at;
	size_t i;

	for (i = 0; i < sizeof between / sizeof *between; i++) {
		at = memmem(s.p, s.n, between[i].p, between[i].n);
		if (at == NULL)
			continue;
		if (count_words(slice_trim((struct slice){ s.p,
		    (size_t)(at - s.p) })) >= 2 &&
		    count_words(slice_trim((struct slice){
		    at + between[i].n, (size_t)(s.p + s.n - at) -
		    between[i].n })) >= 2)
			return true;
	}
	return false;
}

/* Takes apart what is more than a name; false: it is none. */
static bool
clean(struct cells *c, struct slice cell, struct slice *name)
{
	bool unclear = false;
	struct slice s = cell;
	const char *why = NULL;

	if (is_two(s)) {
		cells_warn(c, PERSON_NAME, cell,
		    N_("two people in one cell"));
		return false;
	}
	*name = without_brackets(c, s);
	if (!slice_eq(*name, s))
		why = N_("a note in brackets left out");
	s = without_count(*name);
	if (s.n != name->n)
		why = N_("the number in front left out");
	*name = without_title(s, &unclear);
	if (name->n != s.n)
		why = N_("the title in front left out");
	if (name->n == 0) {
		cells_warn(c, PERSON_NAME, cell, N_("not a name"));
		return false;
	}
	if (why != NULL)
		cells_note(c, PERSON_NAME, cell, *name, why);
	if (unclear)
		cells_warn(c, PERSON_NAME, cell,
		    N_("begins with a title or a family name"));
	else if (!is_clean(*name))
		cells_warn(c, PERSON_NAME, cell,
		    N_("signs or digits in a name"));
	return true;
}

/* Words that may be a title: cheap to see for nearly all names. */
static bool
may_be_titled(struct slice s)
{
	switch (s.p[0]) {
	case 'A': case 'B': case 'C': case 'D': case 'E': case 'G': case 'K':
	case 'M': case 'O': case 'P': case 'T': case '\303':
		break;
	default:
		return false;
	}
	return s.n > 3 && (memchr(s.p, ' ', 6 < s.n ? 6 : s.n) != NULL ||
	    memchr(s.p, '.', 6 < s.n ? 6 : s.n) != NULL);
}

/* The same of a plain text, whose letters are what they look like, by the
 * second byte of the titles that begin so too. */
static bool
begins_as_title(struct slice s)
{
	static const char *const second['Z' - 'A' + 1] = {
		['A' - 'A'] = "nN", ['B' - 'A'] = "sS\303",
		['C' - 'A'] = "hH\303\341", ['D' - 'A'] = "rR",
		['E' - 'A'] = "mM", ['G' - 'A'] = "sS", ['K' - 'A'] = "sS",
		['M' - 'A'] = "rRsSiI", ['P' - 'A'] = "gG",
		['T' - 'A'] = "sShH",
	};
	unsigned first = (unsigned char)s.p[0] - (unsigned)'A';

	if (s.p[0] != '\303' && (first > 'Z' - 'A' || second[first] == NULL ||
	    s.n < 2 || strchr(second[first], s.p[1]) == NULL))
		return false;
	return may_be_titled(s) && !slice_starts(s, "Bùi ");
}

/* A word that is "và" or a hyphen: cheap too. */
static bool
may_be_two(struct slice s)
{
	const char *p = s.p, *end = s.p + s.n;

	while ((p = memchr(p, ' ', (size_t)(end - p))) != NULL) {
		p++;
		if (end - p > 4 && (memcmp(p, "- ", 2) == 0 ||
		    memcmp(p, "v\303\240 ", 4) == 0))
			return true;
	}
	return false;
}

typedef unsigned char bytes __attribute__((vector_size(16)));

/* Not zero where is_clean or may_be_two may say no of sixteen bytes beside the
 * one behind them. */
static inline bytes
odd(const char *p)
{
	bytes v, next, ascii;

	memcpy(&v, p, sizeof v);
	memcpy(&next, p + 1, sizeof next);
	ascii = (bytes)(v < 0x80) & ~(bytes)((v | 0x20) - 'a' < 26);
	return (ascii & ~(bytes)(v == ' ') & ~(bytes)(v == '\'') &
	    ~(bytes)(v == '-')) | ((bytes)(v == ' ') &
	    ((bytes)(next == '-') | (bytes)(next == 'v')));
}

/* A name as nearly all are: nothing to take apart. False: perhaps. */
static bool
is_bare(struct slice s, bool plain)
{
	const size_t step = sizeof(bytes);
	uint64_t half[2];
	bytes bad;
	size_t i;

	if (plain ? begins_as_title(s) : may_be_titled(s))
		return false;
	if (s.n <= step)
		return is_clean(s) && !may_be_two(s);
	bad = odd(s.p + s.n - step - 1);
	for (i = 0; i + step < s.n; i += step)
		bad |= odd(s.p + i);
	memcpy(half, &bad, sizeof half);
	return (half[0] | half[1]) == 0 &&
	    is_clean((struct slice){ s.p + s.n - 1, 1 });
}

/* Two parts, or the one that is there. */
static void
take_parts(struct cells *c)
{
	struct slice family = cells_strip(c->cell[COLUMN_FAMILY]);
	struct slice given = cells_strip(c->cell[COLUMN_GIVEN]);
	size_t from = c->text->n;

	buf_add_slice(c->text, family);
	if (family.n > 0 && given.n > 0)
		buf_add_char(c->text, ' ');
	buf_add_slice(c->text, given);
	c->cell[COLUMN_NAME] = (struct slice){ c->text->p + from,
	    c->text->n - from };
	if (family.n > 0)
		c->taken |= 1u << COLUMN_FAMILY;
	if (given.n > 0)
		c->taken |= 1u << COLUMN_GIVEN;
}

void
cells_take_name(struct cells *c)
{
	struct slice name;

	if (c->cell[COLUMN_NAME].n == 0) {
		if (c->cell[COLUMN_FAMILY].n + c->cell[COLUMN_GIVEN].n == 0)
			return;
		take_parts(c);
	}
	/* line ends divide people, and are blanks for what follows */
	if (!c->plain && memchr(c->cell[COLUMN_NAME].p, '\n',
	    c->cell[COLUMN_NAME].n) != NULL && is_two(c->cell[COLUMN_NAME])) {
		cells_warn(c, PERSON_NAME, c->cell[COLUMN_NAME],
		    N_("two people in one cell"));
		return;
	}
	cells_take_text(c, COLUMN_NAME, PERSON_NAME);
	look_at_order(c);
	name = c->row->person.f[PERSON_NAME];
	if (name.p == NULL || is_bare(name, c->plain) || (is_clean(name) &&
	    !may_be_titled(name) && !may_be_two(name)))
		return;
	if (clean(c, name, &name))
		c->row->person.f[PERSON_NAME] = name;
	else {
		c->row->person.f[PERSON_NAME] = (struct slice){ NULL, 0 };
		c->taken &= ~(1u << COLUMN_NAME | 1u << COLUMN_FAMILY |
		    1u << COLUMN_GIVEN);
	}
}
