/* SPDX-License-Identifier: ISC */
/* Rows of a sheet that are kept for a while, to be looked at by another thread.
 * Their plan is the sheet's own: it must not change before they are. */
#ifndef TABLE_BATCH_H
#define TABLE_BATCH_H

#include "table/sheet.h"

/* All zero is an empty one. */
struct batch {
	struct buf text;
	struct batch_row *row;
	struct batch_cell *cell;
	struct slice *shown;
	size_t rows, cells, row_cap, cell_cap, widest;
	const struct plan *plan;
	struct slice sheet;
};

void batch_add(struct batch *b, const struct sheet_row *row);
/* The rows in their order, until the callback does not answer ERR_OK; then what
 * it answered. */
MUST_CHECK enum err batch_each(struct batch *b, sheet_row_fn *row, void *ctx);
void batch_reset(struct batch *b);
void batch_release(struct batch *b);		/* wipes */

#endif
