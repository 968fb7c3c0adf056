/* SPDX-License-Identifier: ISC */
/* All rows of all files of a run: each against the catalogue, and together.
 * What stays in memory is the index of duplicates, counts and examples. */
#ifndef LINT_LINT_RUN_H
#define LINT_LINT_RUN_H

#include "lint/lint_report.h"
#include "table/table.h"

/* `unit` names a column or member, NULL: none. `all`: rows without findings
 * are written too. `quiet`: nothing is written, only counted. */
struct lint_run_options {
	struct lint_terms terms;
	const char *unit;
	unsigned examples;
	bool all, quiet, duplicates;
	struct lint_html *html;		/* NULL: none */
};

struct lint_run;
struct lint_run *lint_run_new(const struct lint_run_options *o);
void lint_run_free(struct lint_run *r);		/* wipes; NULL is fine */

/* The next file, by the name that people know it by. */
void lint_run_file(struct lint_run *r, struct slice name);

/* A row: appends its record with the member `lint` (man/cccd-record.5) where
 * there is something to say, before it what is to be said of the file as a
 * whole. The worst that was found. */
void lint_run_row(struct lint_run *r, const struct table_row *row,
    struct buf *out);
/* Before a row of the file: whether its table has the column of --unit; NULL,
 * at the end of the file: whether any record had it. */
bool lint_run_has_unit(struct lint_run *r, const struct sheet_row *row);
/* The list of who should be there: all its rows before the first of any file,
 * and again behind the last (after lint_run_file with its name), where a
 * record of whom something is to be said is appended. */
void lint_run_expect(struct lint_run *r, const struct table_row *row);
void lint_run_expected(struct lint_run *r, const struct table_row *row,
    struct buf *out);
/* The file is at its end. */
void lint_run_file_end(struct lint_run *r, const struct sheet_counts *counts);

/* What shows at the end: a record for each group of duplicates, which `done`
 * (NULL: none) hands on one by one. */
typedef void lint_run_done_fn(void *ctx);
void lint_run_end(struct lint_run *r, struct buf *out,
    lint_run_done_fn *done, void *ctx);

struct lint_sum *lint_run_sum(struct lint_run *r);

/* Rows that others look at, several threads at once, each with a run of its
 * own: not with `unit`, `html` or a list of who should be there. All zero is
 * nothing found. */
struct lint_found {
	struct lint_counts counts;
	unsigned long long skipped, repaired;
	bool bad_records;
	struct lint_seen *row;
	struct lint_place *hit;		/* of `what` */
	enum lint *what;
	size_t rows, rows_cap, hits, hits_cap;
};
void lint_found_reset(struct lint_found *f);
void lint_found_release(struct lint_found *f);		/* wipes */
/* A row, which the run that looks counts nowhere: its record as above. */
void lint_run_look(struct lint_run *own, const struct table_row *row,
    struct lint_found *f, struct buf *out);
/* In the order of the rows, in the run that counts: what is to be said of the
 * file before this row is looked at, and what was found in rows. */
void lint_run_plan(struct lint_run *r, const struct sheet_row *row,
    struct buf *out);
void lint_run_take(struct lint_run *r, const struct lint_found *f);

#endif
