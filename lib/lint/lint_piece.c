/* SPDX-License-Identifier: ISC */
/* From rows of a piece to what is found in them. */
#include <stdlib.h>

#include "base/mem.h"
#include "lint/lint_piece.h"

#define ENOUGH (256u << 10)		/* bytes of cells */

struct lint_hand {
	struct table *table;
	struct lint_run *run;
	lint_bad_fn *bad;
	struct lint_piece *piece;
	const char *shown;
	struct buf *(*out)(void);
};

bool
lint_piece_add(struct lint_piece *p, const char *file, const char *shown,
    const struct sheet_row *row)
{
	p->file = file;
	p->shown = shown;
	batch_add(&p->batch, row);
	return p->batch.text.n >= ENOUGH;
}

bool
lint_piece_take(struct lint_run *r, struct lint_piece *p)
{
	bool bad = p->found.bad_records;

	lint_run_take(r, &p->found);
	batch_reset(&p->batch);
	lint_found_reset(&p->found);
	return bad;
}

void
lint_piece_release(void *piece)
{
	struct lint_piece *p = piece;

	batch_release(&p->batch);
	lint_found_release(&p->found);
}

static enum err
on_person(void *ctx, const struct table_row *row)
{
	struct lint_hand *h = ctx;
	struct lint_piece *p = h->piece;

	if (row->row->reject != NULL && row->row->record.p != NULL) {
		h->bad(p->file, row);
		p->found.bad_records = true;
	}
	lint_run_look(h->run, row, &p->found, h->out());
	return ERR_OK;
}

static enum err
on_row(void *ctx, const struct sheet_row *row)
{
	return table_row(ctx, row);
}

struct lint_hand *
lint_hand_new(const struct lint_run_options *o, lint_bad_fn *bad,
    struct buf *(*out)(void))
{
	struct lint_hand *h = xcalloc(1, sizeof *h);

	h->table = table_new(NULL, on_person, h);
	h->run = lint_run_new(o);
	h->bad = bad;
	h->out = out;
	return h;
}

void
lint_hand_end(void *ctx, void *hand)
{
	struct lint_hand *h = hand;

	(void)ctx;
	if (h == NULL)
		return;
	table_free(h->table);
	lint_run_free(h->run);
	free(h);
}

void
lint_hand_work(void *hand, void *piece)
{
	struct lint_hand *h = hand;
	struct lint_piece *p = piece;

	h->piece = p;
	if (h->shown != p->shown) {
		h->shown = p->shown;
		lint_run_file(h->run, slice_str(p->shown));
	}
	(void)!batch_each(&p->batch, on_row, h->table);
}
