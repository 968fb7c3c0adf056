/* SPDX-License-Identifier: ISC */
/* People of a table as CSV that a spreadsheet opens without harm. */
#ifndef TABLE_PERSON_CSV_H
#define TABLE_PERSON_CSV_H

#include "table/table.h"

struct person_csv;
struct person_csv *person_csv_new(void);
void person_csv_free(struct person_csv *w);	/* wipes */

/* Names the file of the rows to come. */
void person_csv_file(struct person_csv *w, struct slice name);

/* Appends the row, before the first one the header: our members that the
 * first table can have, its other columns, `from`, `notes`. Of later tables
 * what has no column of that name stands in `notes`. */
void person_csv_write(struct person_csv *w, const struct table_row *row,
    struct buf *out);

#endif
