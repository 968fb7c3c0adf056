/* SPDX-License-Identifier: ISC */
/* Cells out of CSV text by libcsv: RFC 4180 as people bend it (quotes inside a
 * cell, any line end, blank lines left out). The witness of our own cutter. */
#ifndef CSV_WITNESS_H
#define CSV_WITNESS_H

#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/buf.h"

#define CSV_MAX_CELLS 512		/* in a row */

/* `line` is the line of the text where the row starts, from 1. */
struct csv_row {
	struct slice cell[CSV_MAX_CELLS];
	size_t n;
	unsigned long long line;
};

/* Cells lie one behind the other in `text`, which moves while it grows. */
struct csv_witness {
	struct csv_row row;
	void (*fn)(void *ctx, const struct csv_row *row);
	void *ctx;
	struct buf text;
	size_t end[CSV_MAX_CELLS];
	bool in_row;
};

static void
csv_witness_cell(void *text, size_t n, void *ctx)
{
	struct csv_witness *w = ctx;

	if (w->row.n == CSV_MAX_CELLS)
		abort();
	buf_add(&w->text, text, n);
	w->end[w->row.n++] = w->text.n;
}

static void
csv_witness_row(int c, void *ctx)
{
	struct csv_witness *w = ctx;
	size_t i, from = 0;

	(void)c;
	for (i = 0; i < w->row.n; from = w->end[i++])
		w->row.cell[i] = (struct slice){
		    (w->text.p != NULL ? w->text.p : "") + from,
		    w->end[i] - from };
	if (w->row.n > 0)
		w->fn(w->ctx, &w->row);
	buf_reset(&w->text);
	w->row.n = 0;
	w->in_row = false;
}

/* ERR_TRUNCATED inside quotes, once all rows before have been told. */
static enum err
csv_witness(char separator, struct slice text,
    void (*fn)(void *ctx, const struct csv_row *row), void *ctx)
{
	static struct csv_witness w;
	struct csv_parser p;
	unsigned long long line = 1;
	enum err e = ERR_OK;
	size_t n;

	w.fn = fn;
	w.ctx = ctx;
	w.row.n = 0;
	w.in_row = false;
	if (csv_init(&p, CSV_REPALL_NL) != 0)
		abort();
	csv_set_delim(&p, (unsigned char)separator);
	/* a line at a time, to know where a row starts */
	for (; text.n > 0; text.p += n, text.n -= n, line++) {
		const char *nl = memchr(text.p, '\n', text.n);

		n = nl != NULL ? (size_t)(nl - text.p) + 1 : text.n;
		if (!w.in_row)
			w.row.line = line;
		w.in_row = true;
		if (csv_parse(&p, text.p, n, csv_witness_cell,
		    csv_witness_row, &w) != n)
			abort();
	}
	/* strict about the end alone, where a quote must not be open */
	p.options |= CSV_STRICT | CSV_STRICT_FINI;
	if (csv_fini(&p, csv_witness_cell, csv_witness_row, &w) != 0)
		e = ERR_TRUNCATED;
	csv_free(&p);
	buf_release(&w.text);
	return e;
}

#endif
