/* SPDX-License-Identifier: ISC */
/* libcsv behind bounds and line numbers. */
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/mem.h"
#include "table/csv.h"
#include "text/utf8.h"

/* Cells lie one behind the other in `text`; `end` has where each one ends,
 * for the buffer moves while it grows. */
struct csv_reader {
	struct csv_parser p;
	csv_row_fn *row;
	void *ctx;
	struct buf text;
	size_t end[CSV_MAX_CELLS], n;
	struct slice cell[CSV_MAX_CELLS];
	unsigned long long line, row_line;
	bool in_row;
	enum err e;
};

/* libcsv grows its one cell without a limit of its own. */
static void *
bounded_realloc(void *p, size_t n)
{
	return n > CSV_MAX_CELL ? NULL : xrealloc(p, n);
}

static void
on_cell(void *text, size_t n, void *ctx)
{
	struct csv_reader *r = ctx;

	if (r->n == CSV_MAX_CELLS) {
		r->e = ERR_TOO_LONG;
		return;
	}
	buf_add(&r->text, text, n);
	r->end[r->n++] = r->text.n;
}

static void
on_row(int c, void *ctx)
{
	struct csv_reader *r = ctx;
	struct csv_row row = { r->cell, r->n, r->row_line };
	size_t i, from = 0;

	(void)c;
	for (i = 0; i < r->n; i++) {
		r->cell[i].p = (r->text.p != NULL ? r->text.p : "") + from;
		r->cell[i].n = r->end[i] - from;
		from = r->end[i];
	}
	if (r->n > 0 && r->e == ERR_OK)
		r->e = r->row(r->ctx, &row);
	buf_reset(&r->text);
	r->n = 0;
	r->in_row = false;
}

struct csv_reader *
csv_reader_new(char separator, csv_row_fn *row, void *ctx)
{
	struct csv_reader *r = xcalloc(1, sizeof *r);

	/* Fails for unknown options only. */
	if (csv_init(&r->p, CSV_REPALL_NL) != 0)
		abort();
	csv_set_delim(&r->p, (unsigned char)separator);
	csv_set_realloc_func(&r->p, bounded_realloc);
	r->row = row;
	r->ctx = ctx;
	r->line = r->row_line = 1;
	return r;
}

void
csv_reader_free(struct csv_reader *r)
{
	if (r == NULL)
		return;
	csv_free(&r->p);
	buf_wipe(&r->text);
	free(r);
}

static enum err
feed(struct csv_reader *r, const char *p, size_t n)
{
	if (!r->in_row) {
		r->row_line = r->line;
		r->in_row = true;
	}
	if (csv_parse(&r->p, p, n, on_cell, on_row, r) != n &&
	    r->e == ERR_OK)
		r->e = ERR_TOO_LONG;
	return r->e;
}

/* A line at a time, to know where a row starts. */
enum err
csv_reader_feed(struct csv_reader *r, struct slice block)
{
	const char *nl;
	size_t n;

	while (block.n > 0) {
		nl = memchr(block.p, '\n', block.n);
		n = nl != NULL ? (size_t)(nl - block.p) + 1 : block.n;
		if (feed(r, block.p, n) != ERR_OK)
			return r->e;
		if (nl != NULL)
			r->line++;
		block.p += n;
		block.n -= n;
	}
	return ERR_OK;
}

enum err
csv_reader_end(struct csv_reader *r)
{
	/* Strict about the end alone, where a quote must not be open. */
	r->p.options |= CSV_STRICT | CSV_STRICT_FINI;
	if (csv_fini(&r->p, on_cell, on_row, r) != 0 && r->e == ERR_OK)
		r->e = ERR_TRUNCATED;
	return r->e;
}

unsigned long long
csv_reader_line(const struct csv_reader *r)
{
	return r->row_line;
}

/* Of digits and what dates, times, amounts and powers are made of. */
static bool
is_numeric(struct slice s)
{
	bool digit = false;
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digit = true;
		else if (memchr("+-.,:/ eE%$", s.p[i], 11) == NULL)
			return false;
	return digit;
}

/* What a spreadsheet would calculate; also behind blanks, and in full width. */
static bool
is_formula(struct slice s)
{
	static const char *const sign[] = { "=", "+", "-", "@", "\t", "\r",
	    "\n", "\357\274\235", "\357\274\213", "\357\274\215",
	    "\357\274\240" };
	size_t i;

	while (s.n > 0 && s.p[0] == ' ') {
		s.p++;
		s.n--;
	}
	for (i = 0; i < sizeof sign / sizeof *sign; i++)
		if (slice_starts(s, sign[i]))
			return true;
	return false;
}

void
csv_put(struct slice s, struct buf *out)
{
	struct buf shown = { 0 };
	size_t room;

	if (s.n == 0)
		return;
	if (is_numeric(s)) {
		buf_add_str(&shown, "=\"");
		buf_add_slice(&shown, s);
		buf_add_char(&shown, '"');
	} else {
		if (is_formula(s))
			buf_add_char(&shown, '\'');
		utf8_add_shown(&shown, s);
	}
	room = 2 * shown.n + 2;
	buf_grow(out, room);
	out->n += csv_write2(out->p + out->n, room, buf_slice(&shown).p,
	    shown.n, '"');
	buf_wipe(&shown);
}
