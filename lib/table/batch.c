/* SPDX-License-Identifier: ISC */
/* Bytes of the cells one behind the other. */
#include <stdlib.h>

#include "base/mem.h"
#include "table/batch.h"

#define NOT_THERE UINT32_MAX		/* the length of such a cell */

struct batch_row {
	unsigned long long line;
	const char *reject, *note;
	size_t from, n;			/* cells; of a record the last is it */
	bool plain, record;
};

struct batch_cell {
	size_t at;
	uint32_t n;
};

static void
make_room(struct batch *b, size_t cells)
{
	if (b->rows == b->row_cap) {
		b->row_cap = b->row_cap * 2 + 1024;
		b->row = xreallocarray(b->row, b->row_cap, sizeof *b->row);
	}
	if (b->cells + cells <= b->cell_cap)
		return;
	b->cell_cap = (b->cells + cells) * 2 + 4096;
	b->cell = xreallocarray(b->cell, b->cell_cap, sizeof *b->cell);
}

static void
add_cell(struct batch *b, struct slice s)
{
	b->cell[b->cells++] = (struct batch_cell){ b->text.n,
	    s.p == NULL ? NOT_THERE : (uint32_t)s.n };
	if (s.n > 0)
		buf_add_slice(&b->text, s);
}

#define MAX_GAP 8			/* quotes, a blank each, a separator */

/* A plain row's cells stand in one text one behind the other. False (nothing
 * is added): they do not. */
static bool
add_whole(struct batch *b, const struct sheet_row *row)
{
	const char *first = row->n > 0 ? row->cell[0].p : NULL, *end = first;
	struct batch_cell *to = &b->cell[b->cells];
	size_t i;

	if (!row->plain || first == NULL)
		return false;
	for (i = 0; i < row->n; i++) {
		if (row->cell[i].p < end || row->cell[i].p > end + MAX_GAP)
			return false;
		to[i].at = b->text.n + (size_t)(row->cell[i].p - first);
		to[i].n = (uint32_t)row->cell[i].n;
		end = row->cell[i].p + row->cell[i].n;
	}
	buf_add(&b->text, first, (size_t)(end - first));
	b->cells += row->n;
	return true;
}

void
batch_add(struct batch *b, const struct sheet_row *row)
{
	bool record = row->record.p != NULL;
	size_t i;

	make_room(b, row->n + 1);
	b->row[b->rows++] = (struct batch_row){ row->line, row->reject,
	    row->note, b->cells, row->n, row->plain, record };
	if (!add_whole(b, row))
		for (i = 0; i < row->n; i++)
			add_cell(b, row->cell[i]);
	if (record)
		add_cell(b, row->record);
	if (row->n > b->widest)
		b->widest = row->n;
	b->plan = row->plan;
	b->sheet = row->sheet;
}

static struct slice
cell_at(const struct batch *b, size_t i)
{
	const struct batch_cell *c = &b->cell[i];

	if (c->n == NOT_THERE)
		return (struct slice){ NULL, 0 };
	return c->n == 0 ? SLICE("") :
	    (struct slice){ b->text.p + c->at, c->n };
}

enum err
batch_each(struct batch *b, sheet_row_fn *fn, void *ctx)
{
	enum err e = ERR_OK;
	size_t i, k;

	b->shown = xreallocarray(b->shown, b->widest + 1, sizeof *b->shown);
	for (i = 0; e == ERR_OK && i < b->rows; i++) {
		const struct batch_row *r = &b->row[i];
		struct sheet_row row = { .plan = b->plan, .cell = b->shown,
		    .n = r->n, .line = r->line, .plain = r->plain,
		    .sheet = b->sheet, .reject = r->reject, .note = r->note };

		for (k = 0; k < r->n; k++)
			b->shown[k] = cell_at(b, r->from + k);
		if (r->record)
			row.record = cell_at(b, r->from + r->n);
		e = fn(ctx, &row);
	}
	return e;
}

void
batch_reset(struct batch *b)
{
	buf_reset(&b->text);
	b->rows = b->cells = 0;
}

void
batch_release(struct batch *b)
{
	buf_wipe(&b->text);
	free(b->row);
	free(b->cell);
	free(b->shown);
	*b = (struct batch){ .rows = 0 };
}
