/* SPDX-License-Identifier: ISC */
/* What the scanner marks, cut into rows where they lie. Only a row that is
 * not complete yet is moved. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plain.h"
#include "table/rows.h"
#include "table/scan.h"

/* Offsets are of `in`; `cell_at` is where the cell that is not complete yet
 * starts. */
struct rows {
	rows_fn *row;
	void *ctx;
	struct scan scan;
	bool cr;			/* one has come and is not in yet */
	bool plain;			/* all rows of this block are */
	bool unasked;			/* nobody wants to know */
	bool stray;			/* a quote closes what none opened */
	bool beyond;			/* as of struct rows_row */
	struct buf in, text;
	size_t row_at, cell_at, n;
	unsigned long long line, gone;	/* gone: bytes before in.p[0] */
	struct slice cell[ROWS_MAX_CELLS];
	size_t from[ROWS_MAX_CELLS], to[ROWS_MAX_CELLS];
	uint32_t *mark;			/* SCAN_BLOCK of them */
};

struct rows *
rows_new(char separator, rows_fn *row, void *ctx)
{
	struct rows *r = xcalloc(1, sizeof *r);

	r->mark = xreallocarray(NULL, SCAN_BLOCK, sizeof *r->mark);
	r->scan.separator = separator;
	r->row = row;
	r->ctx = ctx;
	r->line = 1;
	return r;
}

void
rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	buf_wipe(&r->in);
	buf_wipe(&r->text);
	free(r->mark);
	free(r);
}

void
rows_unasked(struct rows *r)
{
	r->unasked = true;
}

unsigned long long
rows_line(const struct rows *r)
{
	return r->line;
}

bool
rows_open(const struct rows *r)
{
	return scan_open(&r->scan);
}

static size_t
line_feeds(struct slice s)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/* Blanks, a CR and quotes off. */
static enum err
cut(struct rows *r, size_t i)
{
	const char *p = r->in.p + r->from[i], *end = r->in.p + r->to[i];

	while (p < end && (*p == ' ' || *p == '\r' ||
	    (*p == '\t' && r->scan.separator != '\t')))
		p++;
	if (p < end && *p == '"') {
		r->cell[i] = scan_cell((struct slice){ p,
		    (size_t)(end - p) }, &r->text);
		return r->cell[i].n > ROWS_MAX_CELL ? ERR_TOO_LONG : ERR_OK;
	}
	while (p < end && (end[-1] == ' ' || end[-1] == '\r' ||
	    (end[-1] == '\t' && r->scan.separator != '\t')))
		end--;
	if (p < end && end[-1] == '"')
		r->stray = true;
	r->cell[i] = (struct slice){ p, (size_t)(end - p) };
	return r->cell[i].n > ROWS_MAX_CELL ? ERR_TOO_LONG : ERR_OK;
}

/* The row ends before in.p[end]; the next one starts at `next`. */
static enum err
give(struct rows *r, size_t end, size_t next)
{
	struct slice whole = { r->in.p + r->row_at, end - r->row_at };
	struct rows_row row = { r->cell, r->n, r->line, r->gone + r->row_at,
	    r->gone + next, r->plain, r->beyond };
	size_t i, feeds = line_feeds(whole);
	enum err e = ERR_OK;

	buf_reset(&r->text);
	buf_grow(&r->text, whole.n);
	r->stray = false;
	for (i = 0; e == ERR_OK && i < r->n; i++)
		e = cut(r, i);
	if (!row.plain && !r->unasked)
		row.plain = plain_rows(whole, r->scan.separator);
	if (feeds > 0 || r->stray)
		row.plain = false;
	if (e == ERR_OK && !(r->n == 1 && r->cell[0].n == 0 &&
	    slice_trim(whole).n == 0))
		e = r->row(r->ctx, &row);
	if (e != ERR_OK)
		return e;
	r->line += 1 + feeds;
	r->n = 0;
	r->beyond = false;
	r->row_at = r->cell_at = next;
	return ERR_OK;
}

/* Whether all rows that end here are plain; `marks` are those of this block,
 * from `base` on. */
static bool
is_plain(const struct rows *r, size_t base, size_t marks)
{
	while (marks > 0 && r->in.p[base + r->mark[marks - 1]] ==
	    r->scan.separator)
		marks--;
	return marks > 0 && plain_rows((struct slice){ r->in.p + r->row_at,
	    base + r->mark[marks - 1] + 1 - r->row_at }, r->scan.separator);
}

static void
end_cell(struct rows *r, size_t end)
{
	if (r->n == ROWS_MAX_CELLS) {
		r->beyond = r->beyond || slice_trim((struct slice){ r->in.p +
		    r->cell_at, end - r->cell_at }).n > 0;
	} else {
		r->from[r->n] = r->cell_at;
		r->to[r->n++] = end;
	}
	r->cell_at = end + 1;
}

/* What is complete has been given away: the rest moves to the front. */
static void
move_down(struct rows *r)
{
	size_t i, by = r->row_at;

	if (by == 0)
		return;
	memmove(r->in.p, r->in.p + by, r->in.n - by);
	r->in.n -= by;
	r->gone += by;
	r->row_at = 0;
	r->cell_at -= by;
	for (i = 0; i < r->n; i++) {
		r->from[i] -= by;
		r->to[i] -= by;
	}
}

static enum err
feed(struct rows *r, struct slice block, bool last)
{
	size_t base = r->in.n, marks, i, at;
	enum err e = ERR_OK;

	if (r->cr) {
		/* it waited for what stands behind it */
		buf_add_char(&r->in, '\r');
		r->cr = false;
	}
	buf_add_slice(&r->in, block);
	if (!last && r->in.p[r->in.n - 1] == '\r') {
		r->cr = true;
		r->in.n--;
	}
	marks = scan_marks(&r->scan, (struct slice){ r->in.p + base,
	    r->in.n - base }, r->mark);
	r->plain = !r->unasked && is_plain(r, base, marks);
	for (i = 0; e == ERR_OK && i < marks; i++) {
		at = base + r->mark[i];
		end_cell(r, at);
		if (r->in.p[at] != r->scan.separator)
			e = give(r, at, at + 1);
	}
	if (e != ERR_OK)
		return e;
	move_down(r);
	/* quotes in a cell are doubled */
	return r->in.n > ROWS_MAX_ROW ||
	    r->in.n - r->cell_at > 2 * ROWS_MAX_CELL ? ERR_TOO_LONG : ERR_OK;
}

enum err
rows_feed(struct rows *r, struct slice block)
{
	enum err e = ERR_OK;
	struct slice part;

	while (e == ERR_OK && block.n > 0) {
		part.p = block.p;
		part.n = block.n < SCAN_BLOCK - 1 ? block.n : SCAN_BLOCK - 1;
		e = feed(r, part, false);
		block.p += part.n;
		block.n -= part.n;
	}
	return e;
}

/* A quote that is still open at the very end may close with the last byte. */
enum err
rows_end(struct rows *r)
{
	enum err e;

	if (r->in.n == 0 && !r->cr)
		return ERR_OK;
	e = feed(r, SLICE("\n"), true);
	return e == ERR_OK && r->in.n > 0 ? ERR_TRUNCATED : e;
}
