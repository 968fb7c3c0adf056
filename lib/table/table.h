/* SPDX-License-Identifier: ISC */
/* Any roster (see sheet.h), block by block, as people: members as a record has
 * them, what was repaired, and what has no member. */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "record/person.h"
#include "table/sheet.h"

#define TABLE_MAX_NOTES 16

/* A repair where `to` is there, else a warning; `why` is a constant. */
struct table_note {
	enum person_field field;
	struct slice from, to;
	const char *why;
};

/* A cell that is in no member: its column is none of ours, or it could not be
 * taken. */
struct table_other {
	size_t column;			/* index in the plan */
	struct slice cell;
};

/* One person: members as a record has them. All is borrowed until the
 * callback returns. `row` is what the person was made of; where it is not to
 * be used (row->reject) there are no members. */
struct table_row {
	unsigned long long line;
	struct person person;
	struct table_note note[TABLE_MAX_NOTES];
	size_t notes;
	const struct table_other *other;
	size_t others;
	const struct sheet_row *row;
};

typedef enum err table_row_fn(void *ctx, const struct table_row *row);

/* The person of cells that are sorted by their meaning already (p NULL: none),
 * as table_feed makes it where the plan knows no more: row->person and its
 * notes. Texts that have to be made live in `text`. ERR_UTF8. */
MUST_CHECK enum err table_person(const struct slice cell[COLUMNS],
    struct buf *text, struct table_row *row);

struct table;

/* `o` is borrowed until table_free; NULL: nothing is said. */
struct table *table_new(const struct plan_options *o, table_row_fn *row,
    void *ctx);
void table_free(struct table *t);		/* wipes; NULL is fine */

/* The same in two steps: rows go to `row` as the sheet has them (with table_new
 * they do not), and table_row makes a person of one, for the callback of the
 * table that it is given: one a thread. What it answered. `change` as of
 * sheet_before_change. */
struct table *table_new_rows(const struct plan_options *o, sheet_row_fn *row,
    void (*change)(void *ctx), void *ctx);
MUST_CHECK enum err table_row(struct table *maker,
    const struct sheet_row *row);

/* Errors as of sheet_feed; then table_line and table_why tell more. */
MUST_CHECK enum err table_feed(struct table *t, struct slice block);
MUST_CHECK enum err table_end(struct table *t);
unsigned long long table_line(const struct table *t);

/* What is wrong and what to do about it (N_ text), or NULL: see the code. */
const char *table_why(const struct table *t);
struct sheet_counts table_counts(const struct table *t);
struct slice table_sheet_names(const struct table *t);	/* see sheet_names */
/* What is understood by now; no columns before the first rows are in. */
const struct plan *table_plan(const struct table *t);

#endif
