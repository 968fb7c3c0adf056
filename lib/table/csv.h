/* SPDX-License-Identifier: ISC */
/* Cells of a table for spreadsheets. */
#ifndef TABLE_CSV_H
#define TABLE_CSV_H

#include "base/buf.h"

/* Appends a cell as no spreadsheet changes or calculates it when it opens the
 * file (a number of 12 digits would lose its zero, 1/2 become a day, a formula
 * be calculated): quoted by libcsv; what it would take for a number or a day as
 * ="..", which it shows as that text and we read as such; a formula with an
 * apostrophe in front; what must not reach a terminal as \u{..} or \x... An
 * empty cell is nothing. */
void csv_put(struct slice s, struct buf *out);

#endif
