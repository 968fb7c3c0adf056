/* SPDX-License-Identifier: ISC */
/* What every row of every workbook keeps to. */
#ifndef TESTS_FUZZ_XLSX_H
#define TESTS_FUZZ_XLSX_H

#include <stdlib.h>

#include "table/xlsx_priv.h"
#include "text/utf8.h"

static inline enum err
fuzz_row(void *ctx, const struct xlsx_row *row)
{
	unsigned long long *line = ctx;
	size_t i;

	if (row->n == 0 || row->n > XLSX_COLUMNS || row->line <= *line ||
	    row->line > XLSX_ROWS || row->cell[row->n - 1].text.n == 0)
		abort();
	*line = row->line;
	for (i = 0; i < row->n; i++) {
		const struct xlsx_cell *c = &row->cell[i];

		if (!utf8_is_valid(c->text) || c->text.n > XLSX_MAX_CELL ||
		    (c->kind == XLSX_EMPTY) != (c->text.n == 0))
			abort();
	}
	return ERR_OK;
}

#endif
