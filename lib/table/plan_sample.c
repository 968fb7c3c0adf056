/* SPDX-License-Identifier: ISC */
/* The first rows of a table, whose cells lie in its text where they can. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "table/rows.h"
#include "text/utf8.h"

static bool
lies_in(struct slice part, struct slice s)
{
	uintptr_t from = (uintptr_t)s.p, at = (uintptr_t)part.p;

	return at >= from && at - from < s.n && s.n - (at - from) >= part.n;
}

void
sample_add(struct sample *s, const struct rows_row *row)
{
	size_t i;

	if (row->n > s->widest)
		s->widest = row->n;
	s->row[s->rows++] = (struct sample_row){ s->cells, row->n, row->line,
	    row->at, row->end, row->beyond };
	if (s->cells + row->n > s->cap) {
		s->cap = (s->cells + row->n) * 2 + 256;
		s->cell = xreallocarray(s->cell, s->cap, sizeof *s->cell);
	}
	for (i = 0; i < row->n; i++) {
		struct slice c = row->cell[i];

		if (!lies_in(c, s->source)) {
			buf_add_slice(&s->text, c);
			c.p = NULL;
		}
		s->cell[s->cells++] = c;
	}
}

static enum err
keep_row(void *ctx, const struct rows_row *row)
{
	struct sample *s = ctx;

	if (s->rows == SAMPLE_ROWS)
		return ERR_EOF;
	sample_add(s, row);
	return ERR_OK;
}

/* Two charsets in one column say nothing. */
void
sample_font(struct sample *s, size_t column, enum charset c, bool upper)
{
	struct sample_font *f;

	if (s->font == NULL)
		s->font = xcalloc(PLAN_MAX_COLUMNS, sizeof *s->font);
	f = &s->font[column];
	f->mixed = f->mixed || (f->any && f->charset != c);
	f->any = true;
	f->charset = c;
	f->upper = f->upper || upper;
	if (s->said_cap < s->cells) {
		s->said = xreallocarray(s->said, s->cap, 1);
		memset(s->said + s->said_cap, FONT_NOTHING,
		    s->cap - s->said_cap);
		s->said_cap = s->cap;
	}
	s->said[s->row[s->rows - 1].from + column] =
	    upper ? FONT_CAPITALS : FONT_LEGACY;
}

void
sample_place(struct sample *s)
{
	const char *at = buf_slice(&s->text).p;
	size_t i;

	for (i = 0; i < s->cells; i++)
		if (s->cell[i].p == NULL) {
			s->cell[i].p = at;
			at += s->cell[i].n;
		}
}

void
sample_done(struct sample *s)
{
	sample_place(s);
	s->plain = s->source.n > 0 && utf8_is_plain(s->source);
}

/* From the first row to the last one. */
static struct slice
rows_of(const struct sample *s, struct slice text)
{
	size_t from, end;

	if (s->rows == 0)
		return (struct slice){ text.p, 0 };
	from = s->row[0].at;
	end = s->row[s->rows - 1].end;
	return (struct slice){ text.p + from,
	    (end < text.n ? end : text.n) - from };
}

void
sample_take(struct sample *s, struct slice text, char separator,
    bool whole)
{
	struct rows *r = rows_new(separator, keep_row, s);
	unsigned long long end;

	rows_unasked(r);
	/* Behind a header what is wrong is told when the rows are read in
	 * earnest. */
	s->source = text;
	s->broke = rows_feed(r, text);
	if (s->broke == ERR_OK && whole)
		s->broke = rows_end(r);
	s->open = rows_open(r);
	s->last_line = rows_line(r);
	/* behind the text where the last row has no line feed */
	end = s->rows > 0 ? s->row[s->rows - 1].end : 0;
	s->last = end < text.n ? text.n - end : 0;
	rows_free(r);
	s->source = rows_of(s, text);
	sample_done(s);
}

void
sample_release(struct sample *s)
{
	buf_wipe(&s->text);
	free(s->cell);
	free(s->font);
	free(s->said);
	*s = (struct sample){ .rows = 0 };
}

struct slice
sample_cell(const struct sample *s, size_t row, size_t column)
{
	return column < s->row[row].n ? s->cell[s->row[row].from + column] :
	    (struct slice){ NULL, 0 };
}

size_t
sample_data(const struct sample *s)
{
	return s->header < 0 ? s->first :
	    (size_t)s->header + s->header_rows;
}
