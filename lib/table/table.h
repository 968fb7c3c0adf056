/* SPDX-License-Identifier: ISC */
/* A table of people as people have it, block by block: CSV in UTF-8 (other
 * charsets and XLSX are named and refused), any of the three separators,
 * header names in their many forms, titles above the header. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "record/person.h"

#define TABLE_MAX_NOTES 16

/* A repair where `to` is there, else a warning; `why` is a constant. */
struct table_note {
	enum person_field field;
	struct slice from, to;
	const char *why;
};

/* One person: members as a record has them. All is borrowed until the
 * callback returns. */
struct table_row {
	unsigned long long line;
	struct person person;
	struct table_note note[TABLE_MAX_NOTES];
	size_t notes;
};

typedef enum err table_row_fn(void *ctx, const struct table_row *row);

struct table;

struct table *table_new(table_row_fn *row, void *ctx);
void table_free(struct table *t);		/* wipes; NULL is fine */

/* ERR_UTF8, ERR_TOO_LONG, ERR_UNSUPPORTED (no text that is known here),
 * ERR_TRUNCATED (an open quote), ERR_NOT_FOUND (no column of numbers), or
 * what the callback answered; then table_line and table_why tell more. */
MUST_CHECK enum err table_feed(struct table *t, struct slice block);
MUST_CHECK enum err table_end(struct table *t);
unsigned long long table_line(const struct table *t);

/* What is wrong and what to do about it (N_ text), or NULL: see the code. */
const char *table_why(const struct table *t);

#endif
