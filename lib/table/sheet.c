/* SPDX-License-Identifier: ISC */
/* Bytes in, rows out: which way, and what is no person's row. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plain.h"
#include "table/sheet_priv.h"

#define BOM "\357\273\277"
#define MAX_BLANKS (64u << 10)		/* then it is no list of records */

struct sheet *
sheet_new(const struct plan_options *o, sheet_row_fn *row, void *ctx)
{
	struct sheet *s = xcalloc(1, sizeof *s);

	s->o = o;
	s->row = row;
	s->ctx = ctx;
	s->line = 1;
	return s;
}

void
sheet_free(struct sheet *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < PLAN_MAX_COLUMNS; i++)
		free(s->kept[i]);
	buf_wipe(&s->start);
	plan_release(&s->plan);
	rows_free(s->rows);
	line_release(&s->lines);
	record_release(&s->record);
	buf_wipe(&s->text);
	buf_wipe(&s->name);
	buf_wipe(&s->names);
	free(s);
}

void
sheet_before_change(struct sheet *s, void (*change)(void *ctx))
{
	s->change = change;
}

struct sheet_counts
sheet_counts(const struct sheet *s)
{
	return s->counts;
}

unsigned long long
sheet_line(const struct sheet *s)
{
	return s->line;
}

const struct plan *
sheet_plan(const struct sheet *s)
{
	return &s->plan;
}

struct slice
sheet_names(const struct sheet *s)
{
	return buf_slice(&s->names);
}

const char *
sheet_why(const struct sheet *s)
{
	return s->why;
}

static const struct plan_column beyond = { .charset = CHARSET_UTF8 };

/* Cells in UTF-8 and NFC; of what is in no form *why says so. */
static void
decode(struct sheet *s, const struct slice *cell, size_t n, const char **why)
{
	const struct plan_column *c;
	size_t i, sum = 0, from;

	for (i = 0; i < n; i++)
		sum += cell[i].n;
	buf_reset(&s->text);
	/* no cell may move: a control character is shown with five signs */
	buf_grow(&s->text, 6 * sum + 1);
	for (i = 0; i < n; i++) {
		c = i < s->plan.columns ? &s->plan.column[i] : &beyond;
		from = s->text.n;
		if (plan_decode_as(c, s->said != NULL ? s->said[i] :
		    FONT_NOTHING, cell[i], &s->text) != ERR_OK)
			*why = c->unsure ? N_("the charset is not clear: say "
			    "it with --charset") : c->charset == CHARSET_UTF8
			    ? N_("is not valid UTF-8: say the charset with "
			    "--charset, or save the table as CSV UTF-8") :
			    N_("has bytes that are no text in this charset");
		s->cell[i].n = s->text.n - from;
	}
	if (*why != NULL && s->counts.bad_bytes++ == 0)
		s->counts.bad_line = s->line;
	/* they stand one behind the other, wherever the buffer is by now */
	for (i = 0, from = 0; i < n; from += s->cell[i++].n)
		s->cell[i].p = s->text.p + from;
}

/* More cells than columns are no matter while they are empty. */
static bool
has_too_many(const struct sheet *s, const struct rows_row *row)
{
	size_t i;

	for (i = s->plan.columns; i < row->n; i++)
		if (row->cell[i].n > 0)
			return true;
	return row->beyond;
}

enum err
sheet_give(struct sheet *s, const struct rows_row *in, const char *reject)
{
	const struct slice *cell = in->cell;
	size_t n = in->n;
	struct sheet_row row = { .plan = &s->plan, .cell = cell, .n = n,
	    .line = in->line, .plain = in->plain,
	    .sheet = { s->name.p, s->name.n }, .reject = reject,
	    .note = s->note };

	s->line = in->line;
	switch (plan_row(&s->plan, cell, n)) {
	case ROW_BLANK:
		if (s->unset) {
			row.reject = s->note;
			break;
		}
		s->counts.blank++;
		return ERR_OK;
	case ROW_OTHER_HEADER:
		if (s->change != NULL)
			s->change(s->ctx);
		plan_other_header(&s->plan, cell, n);
		s->counts.headers++;
		return ERR_OK;
	case ROW_HEADER:
		s->counts.headers++;
		return ERR_OK;
	case ROW_TOTAL:
		s->counts.totals++;
		return ERR_OK;
	case ROW_DATA:
		break;
	}
	if (reject == NULL && (n > s->plan.columns || in->beyond) &&
	    has_too_many(s, in))
		row.reject = N_("more cells than columns: look for a "
		    "separator that stands in a cell without quotes");
	s->counts.rows++;
	s->counts.rejects += row.reject != NULL;
	return s->row(s->ctx, &row);
}

static bool
is_utf8(struct sheet *s)
{
	size_t i;

	if (s->version == s->plan.version + 1)
		return s->utf8;
	s->version = s->plan.version + 1;
	s->utf8 = true;
	for (i = 0; i < s->plan.columns; i++)
		s->utf8 = s->utf8 && s->plan.column[i].charset ==
		    CHARSET_UTF8 && !s->plan.column[i].upper;
	return s->utf8;
}

enum err
sheet_take(struct sheet *s, const struct rows_row *in)
{
	struct rows_row row = *in;
	const char *reject = NULL;

	s->line = in->line;
	if (in->line < s->plan.data_line) {
		s->counts.headers++;
		s->counts.before++;
		return ERR_OK;
	}
	if (in->plain && is_utf8(s))
		return sheet_give(s, in, NULL);
	decode(s, in->cell, in->n, &reject);
	row.cell = s->cell;
	row.plain = reject == NULL && plain_text(buf_slice(&s->text));
	return sheet_give(s, &row, reject);
}

static enum err
on_row(void *ctx, const struct rows_row *row)
{
	return sheet_take(ctx, row);
}

static enum err
feed_rows(struct sheet *s, struct slice block)
{
	struct buf text = { 0 };
	enum err e;

	if (s->plan.units != TEXT_BYTES) {
		(void)utf16_add(&s->utf16, block, &text);
		e = rows_feed(s->rows, buf_slice(&text));
		buf_wipe(&text);
	} else
		e = rows_feed(s->rows, block);
	if (e == ERR_TOO_LONG && s->why == NULL) {
		s->line = rows_line(s->rows);
		s->why = rows_open(s->rows) ?
		    N_("a quote is opened in this row and not closed for too "
		    "long") : N_("the row is too long: is this a table?");
	}
	return e;
}

static enum err
feed(struct sheet *s, struct slice block)
{
	switch (s->plan.container) {
	case CONTAINER_RECORDS:
		return sheet_records_feed(s, block);
	case CONTAINER_TEXT:
		return feed_rows(s, block);
	case CONTAINER_XLSX:
		return sheet_xlsx_feed(s, block);
	}
	return ERR_OK;
}

static enum err
start(struct sheet *s, bool whole)
{
	struct slice text = buf_slice(&s->start);
	enum err e;

	s->started = true;
	e = plan_make(text, whole, s->o, &s->plan);
	if (e != ERR_OK) {
		s->why = s->plan.why;
		s->line = s->plan.line;
		return e;
	}
	if (s->plan.container == CONTAINER_XLSX)
		return ERR_OK;		/* all of it is gathered first */
	if (s->plan.units != TEXT_BYTES) {
		s->utf16.big = s->plan.units == TEXT_UTF16BE;
		text.p += 2;
		text.n -= 2;
	} else if (slice_starts(text, BOM)) {
		text.p += 3;
		text.n -= 3;
	}
	if (s->plan.container == CONTAINER_TEXT)
		s->rows = rows_new(s->plan.separator, on_row, s);
	e = feed(s, text);
	buf_wipe(&s->start);
	return e;
}

/* The first sign behind a byte order mark and blank lines tells records, which
 * need no more to begin. */
static bool
is_records(const struct sheet *s)
{
	struct slice t = buf_slice(&s->start);

	if (slice_starts(t, BOM)) {
		t.p += 3;
		t.n -= 3;
	}
	t = slice_trim(t);
	return t.n > 0 && t.p[0] == '{' &&
	    (size_t)(t.p - s->start.p) <= MAX_BLANKS;
}

enum err
sheet_feed(struct sheet *s, struct slice block)
{
	size_t n;
	enum err e;

	if (s->started)
		return feed(s, block);
	n = PLAN_SAMPLE - s->start.n;
	if (n > block.n)
		n = block.n;
	buf_add(&s->start, block.p, n);
	block.p += n;
	block.n -= n;
	if (s->start.n < PLAN_SAMPLE && !is_records(s))
		return ERR_OK;
	e = start(s, false);
	return e == ERR_OK && block.n > 0 ? feed(s, block) : e;
}

static enum err
end_rows(struct sheet *s)
{
	enum err e = rows_end(s->rows);

	if (e == ERR_TRUNCATED) {
		s->line = rows_line(s->rows);
		s->why = N_("a quote is opened and not closed");
	} else if (e == ERR_OK && !utf16_end(&s->utf16)) {
		s->line = rows_line(s->rows);
		s->why = N_("UTF-16 that ends inside a character: copy the "
		    "file again");
		return ERR_TRUNCATED;
	}
	return e;
}

enum err
sheet_end(struct sheet *s)
{
	enum err e = s->started ? ERR_OK : start(s, true);

	if (e != ERR_OK)
		return e;
	switch (s->plan.container) {
	case CONTAINER_RECORDS:
		return sheet_records_end(s);
	case CONTAINER_TEXT:
		return end_rows(s);
	case CONTAINER_XLSX:
		return sheet_xlsx_end(s);
	}
	return ERR_OK;
}
