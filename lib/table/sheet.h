/* SPDX-License-Identifier: ISC */
/* Any roster, block by block, as rows of cells in UTF-8: text in any charset,
 * workbooks, records. */
#ifndef TABLE_SHEET_H
#define TABLE_SHEET_H

#include "table/plan.h"

/* `plan` tells what the cells mean; it can change between rows where a file
 * holds several tables. For records its columns are the members met so far. All
 * is borrowed until the callback returns. Cells are valid UTF-8 in NFC. */
struct sheet_row {
	const struct plan *plan;
	const struct slice *cell;	/* p NULL: not there */
	size_t n;
	unsigned long long line;	/* of the text, or row of the sheet */
	bool plain;			/* no cell has a sign that JSON escapes,
					 * blanks to take away, or a letter
					 * that only looks like one */
	struct slice record;		/* the whole line where it is one */
	struct slice sheet;		/* of a workbook: its name; n 0: none */
	const char *reject;		/* N_ text: not to be used, and why */
	const char *note;		/* N_ text: what no cell tells */
};
typedef enum err sheet_row_fn(void *ctx, const struct sheet_row *row);

/* Rows that were not passed on, and those that were; `before`: those of the
 * headers that stand before all data. `merged`: cells of a workbook that are
 * one over several rows of data, the first of them at `merged_line`;
 * `bad_bytes`: rows with bytes that are no text, the first at `bad_line`. */
struct sheet_counts {
	unsigned long long rows, blank, headers, totals, rejects, before,
	    merged, merged_line, bad_bytes, bad_line;
};

struct sheet;
struct sheet *sheet_new(const struct plan_options *o, sheet_row_fn *row,
    void *ctx);
void sheet_free(struct sheet *s);	/* wipes; NULL is fine */

/* Errors as of plan_make, ERR_TOO_LONG, ERR_TRUNCATED (an open quote: *line is
 * where it opens), ERR_DAMAGED (a workbook), or what the callback answered. */
MUST_CHECK enum err sheet_feed(struct sheet *s, struct slice block);
MUST_CHECK enum err sheet_end(struct sheet *s);
/* Called before the plan changes for the rows to come: some may be kept. */
void sheet_before_change(struct sheet *s, void (*change)(void *ctx));
struct sheet_counts sheet_counts(const struct sheet *s);
unsigned long long sheet_line(const struct sheet *s);
const char *sheet_why(const struct sheet *s);
const struct plan *sheet_plan(const struct sheet *s);
/* One a line: after ERR_NOT_FOUND of a named sheet those that there are, after
 * a workbook's first sheet the others with rows. */
struct slice sheet_names(const struct sheet *s);

/* What a roster as a whole has and no row of it, each in words that go behind
 * the file's name (":3: ..."): appends the one that *at counts from 0 on, which
 * it moves on. `text` translates; `others` are sheet_names. False: no more. */
bool sheet_note(const struct sheet_counts *c, struct slice others,
    unsigned *at, const char *(*text)(const char *), struct buf *out);
/* The same after ERR_NOT_FOUND of a sheet: those that there are. */
bool sheet_lacks(struct slice names, const char *(*text)(const char *),
    struct buf *out);

#endif
