/* SPDX-License-Identifier: ISC */
/* Rows of cells out of text with separators, block by block: RFC 4180 as
 * people bend it (quotes inside a cell, any line end, blank lines left out).
 * Bytes of any charset that has ASCII in its place. */
#ifndef TABLE_ROWS_H
#define TABLE_ROWS_H

#include "base/buf.h"

#define ROWS_MAX_CELL (64u << 10)	/* bytes */
#define ROWS_MAX_ROW (1u << 20)
#define ROWS_MAX_CELLS 512		/* in a row */

/* `line` is where the row starts, from 1; `at` its offset in the text and
 * `end` the one behind it; `plain` as of plain_rows, without line ends in
 * cells; `beyond`: something stands behind the last of ROWS_MAX_CELLS.
 * Borrowed until the callback returns. */
struct rows_row {
	const struct slice *cell;
	size_t n;
	unsigned long long line, at, end;
	bool plain, beyond;
};
typedef enum err rows_fn(void *ctx, const struct rows_row *row);

struct rows;

struct rows *rows_new(char separator, rows_fn *row, void *ctx);
void rows_free(struct rows *r);		/* wipes; NULL is fine */
void rows_unasked(struct rows *r);	/* which are plain: none says so */

/* ERR_TOO_LONG beyond a maximum; what the callback answered, if not ERR_OK.
 * After an error nothing more may be fed; rows_line names the line where the
 * row in question starts, rows_open whether a quote is open there. */
MUST_CHECK enum err rows_feed(struct rows *r, struct slice block);

/* The text ends here: ERR_TRUNCATED inside quotes. */
MUST_CHECK enum err rows_end(struct rows *r);
unsigned long long rows_line(const struct rows *r);
bool rows_open(const struct rows *r);

#endif
