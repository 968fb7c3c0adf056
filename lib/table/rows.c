/* SPDX-License-Identifier: ISC */
/* What the scanner marks, cut into rows where they lie. Only a row that goes
 * on in the next block is copied. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/plain.h"
#include "table/rows.h"
#include "table/scan.h"

#define PIECE (16u << 10)		/* that is marked and cut at a time */

/* `view` is what has been marked of the block, or, where a row began in an
 * earlier one, of `in`. Offsets are of it; `cell_at` is where the cell that is
 * not complete yet starts. */
struct rows {
	rows_fn *row;
	void *ctx;
	struct scan scan;
	bool cr;			/* one has come and is not in yet */
	bool plain;			/* all rows of this block are */
	bool unasked;			/* nobody wants to know */
	bool stray;			/* a quote closes what none opened, or a
					 * cell has a quote or a separator that
					 * JSON escapes */
	bool beyond;			/* as of struct rows_row */
	struct slice view;
	struct buf in, text;		/* in: the row that is not complete */
	size_t inner;			/* line feeds in cells that are told */
	size_t row_at, cell_at, n;
	unsigned long long line, gone;	/* gone: bytes before view.p[0] */
	struct slice cell[ROWS_MAX_CELLS];
	size_t from[ROWS_MAX_CELLS], to[ROWS_MAX_CELLS];
	uint32_t *mark;			/* PIECE + 1 of them */
};

struct rows *
rows_new(char separator, rows_fn *row, void *ctx)
{
	struct rows *r = xcalloc(1, sizeof *r);

	r->mark = xreallocarray(NULL, PIECE + 1, sizeof *r->mark);
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

static inline bool
is_solid(char c)
{
	return (unsigned char)c > ' ' && c != '"';
}

/* As nearly all cells stand there: nothing or one pair of quotes round them,
 * with no quote and no separator that is a control character in between. */
static inline bool
cut_usual(char separator, const char *p, const char *end, struct slice *cell)
{
	size_t n = (size_t)(end - p);

	*cell = (struct slice){ p, n };
	if (n == 0 || (is_solid(p[0]) && is_solid(end[-1])))
		return true;
	if (end[-1] == '\r') {
		end--;
		*cell = (struct slice){ p, --n };
		if (n == 0 || (is_solid(p[0]) && is_solid(end[-1])))
			return true;
	}
	if (n < 2 || p[0] != '"' || end[-1] != '"' ||
	    (unsigned char)separator < ' ' ||
	    memchr(p + 1, '"', n - 2) != NULL)
		return false;
	*cell = (struct slice){ p + 1, n - 2 };
	return true;
}

/* Blanks, a CR and quotes off. */
static struct slice
cut(struct rows *r, const char *p, const char *end)
{
	const char separator = r->scan.separator;
	struct slice cell;

	while (p < end && (*p == ' ' || *p == '\r' ||
	    (*p == '\t' && separator != '\t')))
		p++;
	if (p < end && *p == '"') {
		/* no cell may move: there is room for all of the row */
		if (r->text.n == 0)
			buf_grow(&r->text, r->view.n - r->row_at);
		cell = scan_cell((struct slice){ p, (size_t)(end - p) },
		    &r->text);
		/* made elsewhere, or JSON escapes something in it */
		if (cell.p < p || cell.p > end ||
		    memchr(cell.p, '"', cell.n) != NULL ||
		    ((unsigned char)separator < ' ' &&
		    memchr(cell.p, separator, cell.n) != NULL))
			r->stray = true;
		return cell;
	}
	while (p < end && (end[-1] == ' ' || end[-1] == '\r' ||
	    (end[-1] == '\t' && separator != '\t')))
		end--;
	if (p < end && end[-1] == '"')
		r->stray = true;
	return (struct slice){ p, (size_t)(end - p) };
}

static void
cut_kept(struct rows *r)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		const char *p = r->view.p + r->from[i];
		const char *end = r->view.p + r->to[i];

		if (!cut_usual(r->scan.separator, p, end, &r->cell[i]))
			r->cell[i] = cut(r, p, end);
	}
}

/* The cells of a row that begins in this block, which `text` is. How many marks
 * it has; 0: it does not end here. */
static size_t
cut_marks(struct rows *r, const char *text, const uint32_t *mark, size_t n)
{
	const char separator = r->scan.separator;
	const char *p = r->view.p + r->row_at, *end;
	size_t i;

	for (i = 0; i < n && i < ROWS_MAX_CELLS; i++) {
		end = text + mark[i];
		if (!cut_usual(separator, p, end, &r->cell[i]))
			r->cell[i] = cut(r, p, end);
		if (*end != separator)
			return i + 1;
		p = end + 1;
	}
	return 0;
}

static bool
is_too_long(const struct rows *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->cell[i].n > ROWS_MAX_CELL)
			return true;
	return false;
}

static void
end_cell(struct rows *r, size_t end)
{
	if (r->n == ROWS_MAX_CELLS) {
		r->beyond = r->beyond || slice_trim((struct slice){ r->view.p +
		    r->cell_at, end - r->cell_at }).n > 0;
	} else {
		r->from[r->n] = r->cell_at;
		r->to[r->n++] = end;
	}
	r->cell_at = end + 1;
}

/* The row ends before in.p[end]; its cells are cut. */
static enum err
give(struct rows *r, size_t end)
{
	struct slice whole = { r->view.p + r->row_at, end - r->row_at };
	struct rows_row row = { r->cell, r->n, r->line, r->gone + r->row_at,
	    r->gone + end + 1, r->plain, r->beyond };
	size_t feeds = 0;
	enum err e = ERR_OK;

	if (r->scan.inner != r->inner)
		r->inner += feeds = line_feeds(whole);
	if (!row.plain && !r->unasked)
		row.plain = plain_rows(whole, r->scan.separator);
	if (feeds > 0 || r->stray)
		row.plain = false;
	if (whole.n > ROWS_MAX_CELL && is_too_long(r))
		e = ERR_TOO_LONG;
	else if (r->n > 1 || r->cell[0].n > 0 || slice_trim(whole).n > 0)
		e = r->row(r->ctx, &row);
	if (e != ERR_OK)
		return e;
	r->line += 1 + feeds;
	r->n = 0;
	r->beyond = false;
	r->row_at = r->cell_at = end + 1;
	return ERR_OK;
}

/* The row that goes on or begins with these marks, of the block at `base`.
 * *taken: how many are its own. */
static enum err
take_row(struct rows *r, size_t base, const uint32_t *mark, size_t n,
    size_t *taken)
{
	size_t i;

	buf_reset(&r->text);
	r->stray = false;
	if (r->n == 0 && (r->n = cut_marks(r, r->view.p + base, mark, n)) > 0) {
		*taken = r->n;
		return give(r, base + mark[r->n - 1]);
	}
	for (i = 0; i < n; i++) {
		end_cell(r, base + mark[i]);
		if (r->view.p[base + mark[i]] == r->scan.separator)
			continue;
		cut_kept(r);
		*taken = i + 1;
		return give(r, base + mark[i]);
	}
	*taken = n;
	return ERR_OK;
}

/* Whether all rows that end here are plain; `marks` are those of this piece,
 * from `base` on. */
static bool
is_plain(const struct rows *r, size_t base, size_t marks)
{
	while (marks > 0 && r->view.p[base + r->mark[marks - 1]] ==
	    r->scan.separator)
		marks--;
	return marks > 0 && plain_rows((struct slice){ r->view.p + r->row_at,
	    base + r->mark[marks - 1] + 1 - r->row_at }, r->scan.separator);
}

/* Gives the rows that end in the view behind `base`. */
static enum err
give_rows(struct rows *r, size_t base)
{
	enum err e = ERR_OK;
	size_t marks, i, taken;

	marks = scan_marks(&r->scan, (struct slice){ r->view.p + base,
	    r->view.n - base }, r->mark);
	r->plain = !r->unasked && is_plain(r, base, marks);
	for (i = 0; e == ERR_OK && i < marks; i += taken)
		e = take_row(r, base, r->mark + i, marks - i, &taken);
	if (e != ERR_OK)
		return e;
	/* quotes in a cell are doubled */
	return r->view.n - r->row_at > ROWS_MAX_ROW ||
	    r->view.n - r->cell_at > 2 * ROWS_MAX_CELL ? ERR_TOO_LONG : ERR_OK;
}

/* What is complete has been given away: the rest is all of `in` then. */
static void
keep_rest(struct rows *r)
{
	struct slice rest = { r->view.p + r->row_at, r->view.n - r->row_at };
	size_t i, by = r->row_at;

	if (r->view.p != r->in.p)
		buf_add_slice(&r->in, rest);
	else if (by > 0)
		memmove(r->in.p, rest.p, rest.n);
	r->in.n = rest.n;
	r->gone += by;
	r->row_at = 0;
	r->cell_at -= by;
	for (i = 0; i < r->n; i++) {
		r->from[i] -= by;
		r->to[i] -= by;
	}
}

/* The block holds the beginnings of all its rows. */
static enum err
feed_in_place(struct rows *r, struct slice block)
{
	enum err e = ERR_OK;
	size_t at, n;

	/* one that ends the block waits for what stands behind it */
	r->cr = block.p[block.n - 1] == '\r';
	block.n -= r->cr;
	r->view = (struct slice){ block.p, 0 };
	for (at = 0; e == ERR_OK && at < block.n; at += n) {
		n = block.n - at < PIECE ? block.n - at : PIECE;
		if (at + n < block.n && block.p[at + n - 1] == '\r' &&
		    block.p[at + n] == '\n')
			n++;
		r->view.n = at + n;
		e = give_rows(r, at);
	}
	if (e == ERR_OK)
		keep_rest(r);
	return e;
}

/* A row is open that began before the block. *taken: what has been used of
 * it; no row is open then, or all of it is. `last`: nothing follows. */
static enum err
feed_behind(struct rows *r, struct slice block, bool last, size_t *taken)
{
	size_t base = r->in.n, before = base + r->cr;
	enum err e;

	if (block.n > PIECE - 1)
		block.n = PIECE - 1;
	*taken = block.n;
	if (r->cr)
		buf_add_char(&r->in, '\r');
	buf_add_slice(&r->in, block);
	r->cr = !last && r->in.p[r->in.n - 1] == '\r';
	r->in.n -= r->cr;
	r->view = buf_slice(&r->in);
	e = give_rows(r, base);
	if (e != ERR_OK)
		return e;
	if (r->row_at < before) {
		keep_rest(r);
		return ERR_OK;
	}
	/* the open row began in the block: once more, where it lies */
	*taken = r->row_at - before;
	r->gone += r->row_at;
	r->row_at = r->cell_at = r->n = r->in.n = 0;
	r->scan.at = 0;
	r->scan.inner = r->inner;
	r->cr = false;
	return ERR_OK;
}

enum err
rows_feed(struct rows *r, struct slice block)
{
	enum err e = ERR_OK;
	size_t n;

	while (e == ERR_OK && block.n > 0) {
		n = block.n;
		e = r->in.n > 0 || r->cr ?
		    feed_behind(r, block, false, &n) :
		    feed_in_place(r, block);
		block.p += n;
		block.n -= n;
	}
	return e;
}

/* A quote that is still open at the very end may close with the last byte. */
enum err
rows_end(struct rows *r)
{
	enum err e;
	size_t n;

	if (r->in.n == 0 && !r->cr)
		return ERR_OK;
	e = feed_behind(r, SLICE("\n"), true, &n);
	return e == ERR_OK && r->in.n > 0 ? ERR_TRUNCATED : e;
}
