/* SPDX-License-Identifier: ISC */
/* People of a table as records (man/cccd-record.5). */
#ifndef TABLE_PERSON_WRITE_H
#define TABLE_PERSON_WRITE_H

#include "table/table.h"

struct person_writer;
struct person_writer *person_writer_new(void);
void person_writer_free(struct person_writer *w);	/* wipes */

/* Names the file of the rows to come. */
void person_writer_file(struct person_writer *w, struct slice name);

/* Appends one line. A row that was a record stays as it is but for what the
 * notes say; a row that is not to be used becomes {"reject":{...}}. */
void person_write(struct person_writer *w, const struct table_row *row,
    struct buf *out);

#endif
