/* SPDX-License-Identifier: ISC */
/* What stands in the columns, where their names say nothing or lie. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "table/table_priv.h"

#define ENOUGH 3			/* cells that make a name a lie */

/* Digits of a cell but for what stands between groups of them; -1: other
 * things are there. */
static long
count_digits(struct slice s)
{
	size_t i;
	long n = 0;

	for (i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			n++;
		else if (memchr("OolI", s.p[i], 4) != NULL)
			n++;
		else if (memchr(" .'-=\"E+,", s.p[i], 9) == NULL)
			return -1;
	return n;
}

/* A letter or two and six to eight digits. */
static bool
is_document(struct slice s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z')
		i++;
	return i > 0 && i < 3 && s.n - i > 5 && s.n - i < 9 &&
	    slice_digits((struct slice){ s.p + i, s.n - i });
}

static bool
looks_like_number(struct slice cell)
{
	long digits = count_digits(cell);

	return (digits >= 8 && digits <= 12 &&
	    memchr(cell.p, '/', cell.n) == NULL) || is_document(cell);
}

/* What is_so asks of a column of this meaning, and no more. */
static void
shape_ask(struct shape *s, struct slice cell, enum column c)
{
	struct table_day day;
	bool family;

	cell = slice_trim(cell);
	if (cell.n == 0)
		return;
	s->filled++;
	switch (c) {
	case COLUMN_ID:
	case COLUMN_OLD_ID:
	case COLUMN_DOC_NO:
		s->number += looks_like_number(cell);
		break;
	case COLUMN_NAME:
		s->name += table_is_name(cell, &family);
		break;
	case COLUMN_DOB:
	case COLUMN_ISSUED:
		s->day += table_day_read(cell, &day);
		break;
	case COLUMN_SEX:
		s->sex += table_sex_word(cell) != '\0';
		break;
	default:
		break;
	}
}

void
shape_add(struct shape *s, struct slice cell, int year)
{
	struct table_day day;
	bool family;

	cell = slice_trim(cell);
	if (cell.n == 0)
		return;
	s->filled++;
	s->twelve += table_is_number(cell);
	s->number += looks_like_number(cell);
	if (table_day_read(cell, &day)) {
		s->day++;
		s->year += year != 0 && day.first.y == year;
	}
	s->sex += table_sex_word(cell) != '\0';
	if (table_is_name(cell, &family)) {
		s->name++;
		s->family += family;
	}
}

static bool
most(size_t part, size_t of)
{
	return of > 0 && part * 5 >= of * 4;
}

bool
shape_fits(const struct shape *s, enum column c)
{
	switch (c) {
	case COLUMN_ID:
	case COLUMN_OLD_ID:
	case COLUMN_DOC_NO:
		return s->number * 5 >= s->filled && s->number > 0;
	case COLUMN_NAME:
		return s->name * 5 >= s->filled && s->name > 0;
	case COLUMN_DOB:
	case COLUMN_ISSUED:
		return s->day * 5 >= s->filled && s->day > 0;
	case COLUMN_SEX:
		return s->sex > 0 || s->number + s->name * 2 < s->filled;
	default:
		return true;
	}
}

/* What the header says is plainly so. */
static bool
is_so(const struct shape *s, enum column c)
{
	switch (c) {
	case COLUMN_ID:
	case COLUMN_OLD_ID:
	case COLUMN_DOC_NO:
		return most(s->number, s->filled);
	case COLUMN_NAME:
		return most(s->name, s->filled);
	case COLUMN_DOB:
	case COLUMN_ISSUED:
		return most(s->day, s->filled);
	case COLUMN_SEX:
		return most(s->sex, s->filled);
	default:
		return true;
	}
}

/* How strongly content alone says that a column has this meaning: 0 not. */
static unsigned
claim(const struct shape *s, enum column c)
{
	switch (c) {
	case COLUMN_ID:
		return most(s->twelve, s->filled) ? 2 :
		    s->twelve > 0 && most(s->number, s->filled) ? 1 : 0;
	case COLUMN_NAME:
		return !most(s->name, s->filled) ? 0 :
		    s->family * 2 >= s->filled ? 2 : 1;
	case COLUMN_DOB:
		return !most(s->day, s->filled) || s->number * 2 > s->filled ?
		    0 : s->year * 2 >= s->filled ? 2 : 1;
	case COLUMN_SEX:
		return most(s->sex, s->filled) ? 1 : 0;
	default:
		return 0;
	}
}

/* The one free column that claims this meaning most strongly; -1: none, -2:
 * more than one. */
static long
claimant(const struct plan *p, const struct shape *shape, enum column c,
    unsigned at_least)
{
	unsigned best = at_least - 1, now;
	long at = -1;
	size_t i;

	for (i = 0; i < p->columns; i++) {
		if (p->column[i].is != COLUMN_NONE || p->column[i].ignored)
			continue;
		now = claim(&shape[i], c);
		if (now > best) {
			best = now;
			at = (long)i;
		} else if (now == best && now >= at_least)
			at = -2;
	}
	return at;
}

/* A name that what stands below it belies means nothing: *said keeps it. */
static void
drop_lies(struct plan *p, const struct shape *shape, const bool *fixed,
    enum column *said)
{
	size_t i;

	for (i = 0; i < p->columns; i++)
		if (!fixed[i] && shape[i].filled >= ENOUGH &&
		    !shape_fits(&shape[i], p->column[i].is)) {
			said[i] = p->column[i].is;
			p->column[i].is = COLUMN_NONE;
			p->column[i].guessed = true;
		}
}

/* Where no other column is what it said it was, it had better be it. */
static void
believe(struct plan *p, const enum column *said)
{
	size_t i;

	for (i = 0; i < p->columns; i++)
		if (said[i] != COLUMN_NONE && p->column[i].is == COLUMN_NONE &&
		    plan_find(p, said[i]) < 0) {
			p->column[i].is = said[i];
			p->column[i].guessed = false;
		}
}

static bool
has_who(const struct plan *p)
{
	return plan_find(p, COLUMN_ID) >= 0 ||
	    plan_find(p, COLUMN_OLD_ID) >= 0 ||
	    plan_find(p, COLUMN_DOC_NO) >= 0;
}

static bool
has_name(const struct plan *p)
{
	return plan_find(p, COLUMN_NAME) >= 0 ||
	    plan_find(p, COLUMN_GIVEN) >= 0;
}

struct halves {
	size_t rows, given, sexes, short_names;
};

/* One word in `b` that the name in `a` does not end with, and both together
 * are a name with a family in front. */
static void
look_at_halves(struct halves *h, struct slice a, struct slice b)
{
	struct buf both = { 0 };
	const char *blank;
	bool family;

	h->rows++;
	if (a.n == 0 || b.n == 0 || memchr(b.p, ' ', b.n) != NULL ||
	    (a.n >= b.n && memcmp(a.p + a.n - b.n, b.p, b.n) == 0))
		return;
	buf_add_slice(&both, a);
	buf_add_char(&both, ' ');
	buf_add_slice(&both, b);
	blank = memchr(a.p, ' ', a.n);
	if (table_is_name(buf_slice(&both), &family) && family) {
		h->given++;
		h->sexes += table_sex_word(b) != '\0';
		h->short_names += blank == NULL || memchr(blank + 1, ' ',
		    a.n - (size_t)(blank + 1 - a.p)) == NULL;
	}
	buf_wipe(&both);
}

/* A header merged over two columns stands in the first: "Nguyễn Văn", "Mẫu".
 * Whole names of two words are rare. */
static void
look_for_given(struct plan *p, const struct sample *s, const bool *fixed)
{
	struct halves h = { 0 };
	long at = plan_find(p, COLUMN_NAME);
	struct slice a, b;
	size_t i, k = (size_t)at + 1;

	if (at < 0 || k >= p->columns || p->column[k].header.n > 0 ||
	    p->column[k].is != COLUMN_NONE || p->column[k].ignored ||
	    fixed[at] || fixed[k] || plan_find(p, COLUMN_GIVEN) >= 0)
		return;
	for (i = sample_data(s); i < s->rows; i++) {
		a = slice_trim(sample_cell(s, i, (size_t)at));
		b = slice_trim(sample_cell(s, i, k));
		if (a.n > 0 || b.n > 0)
			look_at_halves(&h, a, b);
	}
	if (!most(h.given, h.rows) || h.short_names * 2 < h.given ||
	    most(h.sexes, h.given))
		return;
	p->column[at].is = COLUMN_FAMILY;
	p->column[k].is = COLUMN_GIVEN;
	p->column[at].guessed = p->column[k].guessed = true;
}

/* A telephone and a date of issue look like a number and a birth date too:
 * where names say what the others are, a birth date and a sex that nobody
 * names are not looked for. */
static enum err
fill(struct plan *p, const struct shape *shape, enum column c, bool must)
{
	/* where nothing else tells who they are, names are of families */
	long at = claimant(p, shape, c, c == COLUMN_NAME && !has_who(p) ? 2 :
	    1);

	if (at == -2 && must)
		return plan_refuse(p, ERR_DUPLICATE, 1, N_("two columns of "
		    "numbers: say with --map which one counts"));
	if (at >= 0) {
		p->column[at].is = c;
		p->column[at].guessed = true;
	}
	return ERR_OK;
}

/* A few rows from all of the sample tell that the header is right in all that
 * it names, and it names all that would be looked for. */
static bool
is_right(const struct plan *p, const struct sample *s)
{
	size_t from = sample_data(s), step, i, k;

	if (!has_who(p) || !has_name(p) || plan_find(p, COLUMN_DOB) < 0 ||
	    plan_find(p, COLUMN_SEX) < 0)
		return false;
	step = s->rows > from + FEW_ROWS ? (s->rows - from) / FEW_ROWS : 1;
	for (k = 0; k < p->columns; k++) {
		struct shape shape = { 0 };

		if (is_so(&shape, p->column[k].is))
			continue;
		for (i = from; i < s->rows; i += step)
			shape_ask(&shape, sample_cell(s, i, k),
			    p->column[k].is);
		if (!is_so(&shape, p->column[k].is))
			return false;
	}
	return true;
}

enum err
plan_content(struct plan *p, const struct sample *s, const bool *fixed)
{
	enum column said[PLAN_MAX_COLUMNS] = { COLUMN_NONE };
	struct shape *shape;
	enum err e = ERR_OK;

	if (is_right(p, s)) {
		look_for_given(p, s, fixed);
		return ERR_OK;
	}
	shape = plan_shapes(p, s);
	drop_lies(p, shape, fixed, said);
	if (!has_who(p))
		e = fill(p, shape, COLUMN_ID, true);
	if (e == ERR_OK && !has_name(p))
		e = fill(p, shape, COLUMN_NAME, false);
	if (e == ERR_OK && plan_find(p, COLUMN_DOB) < 0)
		e = fill(p, shape, COLUMN_DOB, false);
	if (e == ERR_OK && plan_find(p, COLUMN_SEX) < 0)
		e = fill(p, shape, COLUMN_SEX, false);
	free(shape);
	if (e == ERR_OK)
		believe(p, said);
	if (e == ERR_OK)
		look_for_given(p, s, fixed);
	if (e == ERR_OK && !has_who(p) && !has_name(p))
		e = plan_refuse(p, ERR_NOT_FOUND, 1, N_("no column of "
		    "numbers: name one of them CCCD in the first row"));
	return e;
}
