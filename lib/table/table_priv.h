/* SPDX-License-Identifier: ISC */
/* Between the files of the table: cells into members. */
#ifndef TABLE_TABLE_PRIV_H
#define TABLE_TABLE_PRIV_H

#include "table/header.h"
#include "table/table.h"

/* Turns the cells of one row (valid UTF-8; p NULL: none) into row->person;
 * texts that had to be made live in `text`. ERR_UTF8: no normal form. */
MUST_CHECK enum err table_person(const struct slice cell[COLUMNS],
    struct buf *text, struct table_row *row);

/* Whether what stood in such a column is in the person's members. */
bool table_is_taken(const struct person *p, enum column c);

/* True for a cell that is a citizen number without more ado. */
bool table_is_number(struct slice cell);

#endif
