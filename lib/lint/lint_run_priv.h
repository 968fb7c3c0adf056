/* SPDX-License-Identifier: ISC */
/* Between the files of the run. */
#ifndef LINT_LINT_RUN_PRIV_H
#define LINT_LINT_RUN_PRIV_H

#include "lint/lint_expect.h"
#include "lint/lint_index.h"
#include "lint/lint_run.h"
#include "table/person_write.h"

#define LINT_MAX_NOTES 64
#define LINT_MAX_LINES 1000	/* rows of a group named in one record */

struct lint_run {
	struct lint_run_options o;
	struct lint_terms terms;	/* of the plan at hand */
	struct lint_words *words;
	struct person_writer *writer;
	struct lint_index *index;
	struct lint_expect *expect;	/* NULL: no list */
	struct lint_sum sum;
	struct record record;
	struct buf text, name;		/* "FILE:" */
	size_t file, unit_column, text_column[LINT_TEXTS];
	bool unit_due, unit_met;	/* in this file: a row, its unit */
	size_t planned;			/* columns of the plan at hand, and 1 */
	unsigned long long plan_line;
	uint32_t *unit_of;		/* by row of the index */
	size_t units_n, units_cap;
};

/* A row that somebody looked at. */
struct lint_seen {
	struct lint_key key;
	unsigned long long line;
};

/* The notes of the row and those that its record has in `repairs` and
 * `warnings`; texts live until the next call. */
size_t lint_record_notes(struct lint_run *r, const struct table_row *row,
    struct table_note note[LINT_MAX_NOTES]);

/* The unit of the row, SIZE_MAX without --unit; where its plan is a new one,
 * the column is looked for. */
bool lint_is_new_plan(struct lint_run *r, const struct plan *p);
size_t lint_unit_of(struct lint_run *r, const struct table_row *row);

void lint_write_row(struct lint_run *r, const struct table_row *row,
    const struct lint_list *l, struct buf *out);

#endif
