/* SPDX-License-Identifier: ISC */
/* Cells out of CSV text, block by block: RFC 4180 as people bend it (quotes
 * inside a cell, any line end, blank lines left out). Only this module knows
 * libcsv. */
#ifndef TABLE_CSV_H
#define TABLE_CSV_H

#include "base/buf.h"

#define CSV_MAX_CELL (64u << 10)	/* bytes */
#define CSV_MAX_CELLS 512		/* in a row */

/* `line` is the line of the text where the row starts, from 1. */
struct csv_row {
	const struct slice *cell;
	size_t n;
	unsigned long long line;
};

/* The row is borrowed until the callback returns. */
typedef enum err csv_row_fn(void *ctx, const struct csv_row *row);

struct csv_reader;

struct csv_reader *csv_reader_new(char separator, csv_row_fn *row, void *ctx);
void csv_reader_free(struct csv_reader *r);	/* wipes; NULL is fine */

/* ERR_TOO_LONG beyond a maximum; what the callback answered, if not ERR_OK.
 * After an error the reader is not fed again; csv_reader_line names the line
 * where the row in question starts. */
MUST_CHECK enum err csv_reader_feed(struct csv_reader *r, struct slice block);

/* The text ends here: ERR_TRUNCATED inside quotes. */
MUST_CHECK enum err csv_reader_end(struct csv_reader *r);
unsigned long long csv_reader_line(const struct csv_reader *r);

/* Appends a cell as no spreadsheet changes or calculates it when it opens the
 * file (a number of 12 digits would lose its zero, 1/2 become a day, a formula
 * be calculated): quoted by libcsv; what it would take for a number or a day as
 * ="..", which it shows as that text and we read as such; a formula with an
 * apostrophe in front; what must not reach a terminal as \u{..} or \x... An
 * empty cell is nothing. */
void csv_put(struct slice s, struct buf *out);

#endif
