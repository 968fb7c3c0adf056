/* SPDX-License-Identifier: ISC */
/* What each column means: by its name, by what stands in it where names are
 * missing or lie, by the user's word above all. */
#include <stdlib.h>
#include <string.h>
#include <string.h>

#include "base/mem.h"
#include "identity/number.h"
#include "table/plan_priv.h"
#include "table/table_priv.h"
#include "text/utf8.h"

/* A name as a member of an object may have it: single blanks, no sign that
 * JSON would write with a backslash. */
static void
add_header(struct buf *out, struct slice s)
{
	size_t from = out->n;
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		if (cp == '"')
			cp = '\'';
		else if (cp == '\\')
			cp = '/';
		else if (cp == ' ' || cp == '\n' || cp == '\r' || cp == '\t') {
			if (out->n == from || out->p[out->n - 1] == ' ')
				continue;
			cp = ' ';
		} else if (utf8_is_unsafe(cp))
			continue;
		utf8_add(out, cp);
	}
	if (out->n > from && out->p[out->n - 1] == ' ')
		out->n--;
}

static bool
is_twice(const struct plan *p, size_t column)
{
	size_t k;

	for (k = 0; k < column; k++)
		if (slice_eq(p->column[k].header, p->column[column].header))
			return true;
	return false;
}

/* Of equal headers the later have their column's number behind them, for they
 * become members of one object. */
static void
keep_headers(struct plan *p, const struct slice *cell, size_t n)
{
	size_t i, sum = 0, from;

	for (i = 0; i < n; i++)
		sum += cell[i].n;
	buf_reset(&p->text);
	buf_grow(&p->text, sum + 128 * (p->columns + 1));
	for (i = 0; i < p->columns; i++) {
		from = p->text.n;
		if (i < n && utf8_is_valid(cell[i]))
			add_header(&p->text, cell[i]);
		p->column[i].header = (struct slice){ p->text.p + from,
		    p->text.n - from };
		if (p->text.n == from || !is_twice(p, i))
			continue;
		buf_printf(&p->text, " (%zu)", i + 1);
		p->column[i].header.n = p->text.n - from;
	}
}

/* The year in the number of a row, or 0. */
static int
year_of(const struct sample *s, size_t row)
{
	struct number n;
	size_t k;

	for (k = 0; k < s->row[row].n; k++)
		if (number_parse(slice_trim(sample_cell(s, row, k)), &n) ==
		    ERR_OK && n.place != NULL)
			return n.year;
	return 0;
}

struct shape *
plan_shapes(const struct plan *p, const struct sample *s)
{
	struct shape *shape = xcalloc(p->columns + 1, sizeof *shape);
	size_t i, k;
	int year;

	for (i = sample_data(s); i < s->rows; i++) {
		year = year_of(s, i);
		for (k = 0; k < s->row[i].n && k < p->columns; k++)
			shape_add(&shape[k], sample_cell(s, i, k), year);
	}
	return shape;
}

/* Whether the cells of two columns are equal wherever both are filled. */
static bool
is_twin(const struct sample *s, size_t a, size_t b)
{
	struct slice x, y;
	size_t i;

	for (i = sample_data(s); i < s->rows; i++) {
		x = sample_cell(s, i, a);
		y = sample_cell(s, i, b);
		if (x.n > 0 && y.n > 0 && !slice_eq(x, y))
			return false;
	}
	return true;
}

/* Of two columns with one meaning the one that the user names counts; a weak
 * name ("ID" may count the rows) yields to a stronger one; else what stands in
 * them decides. Who somebody is may not hang on a guess; of two addresses the
 * first is as good as any. -1: it cannot be told. */
static int
better(const struct plan *p, const struct sample *s,
    const struct shape *shape, const bool *fixed, const bool *weak,
    size_t a, size_t b)
{
	enum column c = p->column[a].is;
	bool fit_a = shape_fits(&shape[a], c), fit_b = shape_fits(&shape[b],
	    c);

	if (fixed[a] != fixed[b])
		return fixed[b];
	if (weak[a] != weak[b] && (fit_a == fit_b || shape[a].filled == 0 ||
	    shape[b].filled == 0))
		return weak[a];
	if (fit_a != fit_b)
		return fit_b;
	if ((c == COLUMN_ID || c == COLUMN_NAME || c == COLUMN_DOB) &&
	    fit_a && !is_twin(s, a, b)) {
		if (c == COLUMN_DOB && shape[a].year != shape[b].year)
			return shape[b].year > shape[a].year;
		return -1;
	}
	return 0;
}

static enum err
settle(struct plan *p, const struct sample *s, const bool *fixed,
    const bool *weak)
{
	struct shape *shape = NULL;	/* seldom needed */
	enum err e = ERR_OK;
	size_t i, k;
	int second;

	for (i = 0; e == ERR_OK && i < p->columns; i++)
		for (k = i + 1; e == ERR_OK && k < p->columns &&
		    p->column[i].is != COLUMN_NONE; k++) {
			if (p->column[k].is != p->column[i].is)
				continue;
			if (shape == NULL)
				shape = plan_shapes(p, s);
			second = better(p, s, shape, fixed, weak, i, k);
			if (second < 0)
				e = plan_refuse(p, ERR_DUPLICATE, s->header >=
				    0 ? s->row[s->header].line : 1,
				    N_("two columns with one meaning: say "
				    "with --map which one counts"));
			else if (second)
				p->column[i].is = COLUMN_NONE;
			else
				p->column[k].is = COLUMN_NONE;
		}
	free(shape);
	return e;
}

/* Up to the last cell that is filled. */
static size_t
width(const struct sample *s, size_t row)
{
	size_t n = s->row[row].n;

	while (n > 0 && sample_cell(s, row, n - 1).n == 0)
		n--;
	return n;
}

/* Cells behind the header's last one are columns too where most rows have
 * them. */
static size_t
count_columns(const struct sample *s)
{
	size_t i, n = 0, more = 0, widest = 0;

	if (s->header < 0)
		return s->widest;
	n = s->row[s->header].n;
	for (i = sample_data(s); i < s->rows; i++) {
		more += width(s, i) > n;
		widest = width(s, i) > widest ? width(s, i) : widest;
	}
	return more * 2 > s->rows - sample_data(s) ? widest : n;
}

_Static_assert(PLAN_MAX_COLUMNS == 512 && ROWS_MAX_CELLS == 512,
    "the message below says so");

/* What stands beyond would be lost in silence. */
static bool
is_too_wide(const struct sample *s)
{
	size_t row = s->header < 0 ? s->first : (size_t)s->header;

	return row < s->rows && (s->row[row].beyond || (s->header >= 0 &&
	    s->header_rows == 2 && row + 1 < s->rows &&
	    s->row[row + 1].beyond));
}

enum err
plan_columns(struct plan *p, struct sample *s, const struct plan_options *o)
{
	enum column is[PLAN_MAX_COLUMNS] = { COLUMN_NONE };
	bool weak[PLAN_MAX_COLUMNS] = { false };
	bool fixed[PLAN_MAX_COLUMNS] = { false };
	const struct slice *cell = NULL;
	size_t i, n = 0;
	enum err e;

	if (is_too_wide(s))
		return plan_refuse(p, ERR_TOO_LONG, s->header < 0 ? 1 :
		    s->row[s->header].line, N_("more than 512 columns: leave "
		    "out those that nobody needs"));
	p->columns = count_columns(s);
	if (s->header >= 0) {
		cell = s->cell + s->row[s->header].from;
		n = s->row[s->header].n;
		(void)plan_names(cell, n, is, weak);
	}
	for (i = 0; i < p->columns; i++)
		p->column[i].is = is[i];
	keep_headers(p, cell, n);
	e = plan_map(p, o->map, fixed);
	if (e == ERR_OK)
		e = settle(p, s, fixed, weak);
	if (e == ERR_OK)
		e = plan_content(p, s, fixed);
	if (e == ERR_OK)
		plan_forms(p, s, o);
	return e;
}

/* What is known of a column of that meaning, in whichever place it stood;
 * else, of the charset, what is known of this place. */
static struct plan_column
known(const struct plan_column *old, size_t n, size_t at, enum column is)
{
	struct plan_column c = { .charset = CHARSET_UTF8,
	    .order = DATE_DMY };
	size_t i;

	for (i = 0; is != COLUMN_NONE && i < n; i++)
		if (old[i].is == is)
			return old[i];
	if (at >= n)
		return c;
	c = old[at];
	c.order = DATE_DMY;
	c.converted = c.reversed = false;
	memset(c.digit, 0, sizeof c.digit);
	return c;
}

void
plan_other_header(struct plan *p, const struct slice *cell, size_t n)
{
	enum column is[PLAN_MAX_COLUMNS] = { COLUMN_NONE };
	bool weak[PLAN_MAX_COLUMNS], seen[COLUMNS] = { false };
	struct plan_column *old = p->column;
	size_t columns = p->columns, i;

	(void)plan_names(cell, n, is, weak);
	p->columns = n < PLAN_MAX_COLUMNS ? n : PLAN_MAX_COLUMNS;
	p->column = xcalloc(p->columns + 1, sizeof *p->column);
	for (i = 0; i < p->columns; i++) {
		p->column[i] = known(old, columns, i, is[i]);
		p->column[i].guessed = p->column[i].ignored = false;
		p->column[i].is = seen[is[i]] ? COLUMN_NONE : is[i];
		seen[is[i]] = true;
	}
	free(old);
	keep_headers(p, cell, n);
	p->has_header = true;
	p->version++;
}
