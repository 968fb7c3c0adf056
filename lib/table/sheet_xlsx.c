/* SPDX-License-Identifier: ISC */
/* A workbook's rows as rows of a roster: the plan is made of the first ones,
 * with what their fonts say. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plan_priv.h"
#include "table/sheet_priv.h"
#include "table/xlsx.h"

static const char why_unset[] =
    N_("a formula without its result: open the workbook in a spreadsheet "
    "program and save it anew");
static const char why_hidden[] =
    N_("the row is hidden in the workbook: is the person still on the list?");

struct book {
	struct sheet *s;
	struct sample sample;
	bool unset[SAMPLE_ROWS], hidden[SAMPLE_ROWS];
	bool planned;
	enum err e;			/* of the plan or of a row */
};

enum err
sheet_xlsx_feed(struct sheet *s, struct slice block)
{
	if (block.n > XLSX_MAX_FILE - s->start.n) {
		s->why = N_("the workbook is larger than 512 MiB: save the "
		    "sheet as CSV");
		return ERR_TOO_LONG;
	}
	buf_add_slice(&s->start, block);
	return ERR_OK;
}

/* Whether something stands in a cell that no roster has. */
static bool
goes_beyond(const struct xlsx_row *row)
{
	size_t i;

	for (i = PLAN_MAX_COLUMNS; i < row->n; i++)
		if (row->cell[i].text.n > 0)
			return true;
	return false;
}

/* A row's texts and fonts, as far as a roster has columns; how many. */
static size_t
texts(const struct xlsx_row *row, struct slice cell[PLAN_MAX_COLUMNS],
    enum plan_font said[PLAN_MAX_COLUMNS])
{
	size_t i, n = row->n;

	if (n > PLAN_MAX_COLUMNS)
		n = PLAN_MAX_COLUMNS;
	for (i = 0; i < n; i++) {
		cell[i] = row->cell[i].text;
		if (cell[i].p == NULL)
			cell[i] = SLICE("");
		said[i] = row->cell[i].font == CHARSETS ? FONT_NOTHING :
		    row->cell[i].upper ? FONT_CAPITALS : FONT_LEGACY;
	}
	return n;
}

static void
say(struct sheet *s, bool unset, bool hidden)
{
	s->unset = unset;
	s->note = unset ? why_unset : hidden ? why_hidden : NULL;
}

/* The first rows are kept until the plan is made of them. */
static void
keep_row(struct book *b, const struct xlsx_row *row, const struct slice *cell,
    size_t n)
{
	size_t at = b->sample.rows, i;

	b->unset[at] = row->unset;
	b->hidden[at] = row->hidden;
	b->sample.since_1904 = row->since_1904;
	sample_add(&b->sample, &(struct rows_row){ .cell = cell, .n = n,
	    .line = row->line, .beyond = goes_beyond(row) });
	for (i = 0; i < n; i++)
		if (cell[i].n > 0 && row->cell[i].font != CHARSETS)
			sample_font(&b->sample, i, row->cell[i].font,
			    row->cell[i].upper);
}

/* Makes the plan, and passes on the rows that it is made of. */
static enum err
plan(struct book *b)
{
	struct sheet *s = b->s;
	const struct sample_row *r;
	enum err e;
	size_t i;

	b->planned = true;
	sample_done(&b->sample);
	e = plan_sample(&s->plan, &b->sample, s->o);
	if (e != ERR_OK) {
		s->why = s->plan.why;
		s->line = s->plan.line;
	}
	for (i = 0; e == ERR_OK && i < b->sample.rows; i++) {
		r = &b->sample.row[i];
		say(s, b->unset[i], b->hidden[i]);
		if (r->line < s->plan.data_line) {
			s->counts.headers++;
			s->counts.before++;
		} else
			e = sheet_give(s, &(struct rows_row){
			    .cell = b->sample.cell + r->from, .n = r->n,
			    .line = r->line, .beyond = r->beyond }, NULL);
	}
	return e;
}

static enum err
on_row(void *ctx, const struct xlsx_row *row)
{
	enum plan_font said[PLAN_MAX_COLUMNS];
	struct slice cell[PLAN_MAX_COLUMNS];
	struct book *b = ctx;
	struct sheet *s = b->s;
	size_t n = texts(row, cell, said);

	s->line = row->line;
	if (b->sample.rows == 0)
		buf_add_slice(&s->name, row->sheet);
	if (!b->planned) {
		keep_row(b, row, cell, n);
		if (b->sample.rows == SAMPLE_ROWS)
			b->e = plan(b);
		return b->e;
	}
	s->said = said;
	say(s, row->unset, row->hidden);
	b->e = sheet_take(s, &(struct rows_row){ .cell = cell, .n = n,
	    .line = row->line, .beyond = goes_beyond(row) });
	s->said = NULL;
	return b->e;
}

/* Over a title or in a header nothing is lost by it. */
static void
on_merged(void *ctx, unsigned column, unsigned long line, unsigned long last)
{
	struct book *b = ctx;
	struct sheet *s = b->s;

	if (b->sample.rows == 0)
		return;
	/* a short table is not planned before its last row */
	if (!b->planned)
		b->e = plan(b);
	if (last <= s->plan.data_line || column >= s->plan.columns)
		return;
	if (s->counts.merged++ == 0 || line < s->counts.merged_line)
		s->counts.merged_line = line;
}

enum err
sheet_xlsx_end(struct sheet *s)
{
	struct book b = { .s = s };
	struct xlsx_reading o = { s->o->sheet, on_row, on_merged, &b,
	    &s->names };
	const char *why = NULL;
	enum err e;

	e = xlsx_read_all(buf_slice(&s->start), &o, &why);
	if (e != ERR_OK && b.e == ERR_OK)
		s->why = why;
	if (e == ERR_NOT_FOUND && s->o->sheet != NULL && b.e == ERR_OK)
		(void)!xlsx_sheets(buf_slice(&s->start), &s->names, &why);
	if (e == ERR_OK && !b.planned)
		e = plan(&b);
	else if (e == ERR_OK)
		e = b.e;
	sample_release(&b.sample);
	return e;
}
