/* SPDX-License-Identifier: ISC */
/* What each column means: by its name, by what stands in it where names are
 * missing or lie, by the user's word above all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "table/table_priv.h"
#include "text/utf8.h"

static enum err
refuse(struct plan *p, enum err e, unsigned long long line, const char *why)
{
	p->why = why;
	p->line = line;
	return e;
}

static bool
is_who(enum column c)
{
	return c == COLUMN_ID || c == COLUMN_OLD_ID || c == COLUMN_DOC_NO ||
	    c == COLUMN_NAME;
}

size_t
plan_names(const struct slice *cell, size_t n, enum column *is, bool *weak)
{
	size_t i, score = 0;
	bool who = false;

	for (i = 0; i < n && i < PLAN_MAX_COLUMNS; i++) {
		weak[i] = false;
		is[i] = header_column(cell[i], &weak[i]);
		score += is[i] != COLUMN_NONE;
		who = who || is_who(is[i]) || (is[i] == COLUMN_GIVEN && n > 1);
		if (table_is_number(cell[i]))
			return 0;
	}
	return who ? score : 0;
}

static void
add_columns(struct plan *p, size_t n)
{
	size_t i;

	if (n > PLAN_MAX_COLUMNS)
		n = PLAN_MAX_COLUMNS;
	p->columns = n;
	p->column = xcalloc(n > 0 ? n : 1, sizeof *p->column);
	for (i = 0; i < n; i++)
		p->column[i].charset = CHARSET_UTF8;
}

/* The headers' text, in NFC where it has that form, blanks in it made one. */
static void
keep_headers(struct plan *p, const struct slice *cell, size_t n)
{
	size_t i, sum = 0;
	struct slice s;

	for (i = 0; i < n; i++)
		sum += 3 * cell[i].n;
	buf_grow(&p->text, sum + 1);
	for (i = 0; i < n && i < p->columns; i++) {
		size_t from = p->text.n;

		s = slice_trim(cell[i]);
		if (utf8_nfc(&p->text, s) != ERR_OK)
			utf8_add_shown(&p->text, s);
		p->column[i].header = (struct slice){ p->text.p + from,
		    p->text.n - from };
	}
}

/* Of two columns with one meaning a weak name ("ID" may count the rows) yields
 * to a stronger one; else what stands in them decides. */
static enum err
settle(struct plan *p, const bool *weak, const struct shape *shape,
    unsigned long long line)
{
	long seen[COLUMNS];
	size_t i, k;

	for (i = 0; i < COLUMNS; i++)
		seen[i] = -1;
	for (i = 0; i < p->columns; i++) {
		enum column c = p->column[i].is;

		if (c == COLUMN_NONE)
			continue;
		if (seen[c] < 0) {
			seen[c] = (long)i;
			continue;
		}
		k = (size_t)seen[c];
		if (c == COLUMN_ID && shape[k].twelve > 0 &&
		    shape[i].twelve > 0 && weak[i] == weak[k])
			return refuse(p, ERR_DUPLICATE, line, N_("two columns "
			    "of numbers: say with --map which one counts"));
		if (weak[k] && !weak[i])
			seen[c] = (long)i;
		else if (c == COLUMN_ID && shape[k].twelve == 0 &&
		    shape[i].twelve > 0)
			seen[c] = (long)i;
		else
			k = i;
		p->column[k].is = COLUMN_NONE;
	}
	return ERR_OK;
}

/* A list without a header: the column that holds numbers is the number's. */
static bool
by_content(struct plan *p, const struct sample *s)
{
	size_t i, k;

	for (i = 0; i < s->rows && i < HEADER_ROWS; i++)
		for (k = 0; k < s->row[i].n && k < p->columns; k++)
			if (table_is_number(s->cell[s->row[i].from + k])) {
				p->column[k].is = COLUMN_ID;
				p->column[k].guessed = true;
				return true;
			}
	return false;
}

static bool
is_utf8(const struct sample *s)
{
	size_t i;

	for (i = 0; i < s->cells; i++)
		if (!utf8_is_valid(s->cell[i]))
			return false;
	return true;
}

enum err
plan_columns(struct plan *p, const struct sample *s,
    const struct plan_options *o)
{
	enum column is[PLAN_MAX_COLUMNS];
	bool weak[PLAN_MAX_COLUMNS];
	struct shape *shape;
	size_t i, k, n = 0;
	enum err e;

	(void)o;
	p->plain = is_utf8(s);
	if (s->header >= 0) {
		const struct sample_row *h = &s->row[s->header];

		n = h->n;
		add_columns(p, n);
		(void)plan_names(s->cell + h->from, n, is, weak);
		for (i = 0; i < p->columns; i++)
			p->column[i].is = is[i];
		keep_headers(p, s->cell + h->from, n);
	} else {
		for (i = 0; i < s->rows; i++)
			n = s->row[i].n > n ? s->row[i].n : n;
		add_columns(p, n);
		if (!by_content(p, s))
			return refuse(p, ERR_NOT_FOUND, 1, N_("no column of "
			    "numbers: name one of them CCCD in the first "
			    "row"));
		return ERR_OK;
	}
	shape = xcalloc(n > 0 ? n : 1, sizeof *shape);
	for (i = (size_t)s->header + 1; i < s->rows; i++)
		for (k = 0; k < s->row[i].n && k < p->columns; k++)
			shape_add(&shape[k], s->cell[s->row[i].from + k]);
	e = settle(p, weak, shape, s->row[s->header].line);
	free(shape);
	return e;
}

void
shape_add(struct shape *s, struct slice cell)
{
	if (cell.n == 0)
		return;
	s->filled++;
	s->twelve += table_is_number(cell);
}

enum plan_row
plan_row(const struct plan *p, const struct slice *cell, size_t n)
{
	size_t i, filled = 0, same = 0;

	for (i = 0; i < n; i++)
		filled += cell[i].n > 0;
	if (filled == 0)
		return ROW_BLANK;
	for (i = 0; p->has_header && i < n && i < p->columns; i++)
		same += cell[i].n > 0 && slice_eq(cell[i],
		    p->column[i].header);
	return same == filled ? ROW_HEADER : ROW_DATA;
}
