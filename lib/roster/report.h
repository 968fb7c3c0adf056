/* SPDX-License-Identifier: ISC */
/* What a comparison found, written: JSON lines, CSV for spreadsheets, one HTML
 * page that opens offline. Pure: appends to buffers. */
#ifndef ROSTER_REPORT_H
#define ROSTER_REPORT_H

#include "roster/diff.h"

/* How it is written; all zero: JSON lines with everything. */
struct report_form {
	bool csv, brief;
};

/* What JSON and CSV write between one cell's beginning and its cause, made
 * once for each column; the texts live in `own`. */
void report_names(struct diff_column *c, size_t n, struct buf *own);

/* What stands before all items, and an item; see below. */
void report_head(struct report_form f, struct buf *out);
void report_item(struct report_form f, const struct diff_head *h,
    const struct diff_item *i, struct buf *out);

/* The items of rows that are the same: what report_item writes of them. */
void report_same(struct report_form f, const struct diff_same *row, size_t n,
    struct buf *out);

/* One JSON object and a line feed (man/cccd-roster.5). `brief`: key, class,
 * lines, names of columns and causes, without what stands in the cells. */
void report_json(const struct diff_head *h, const struct diff_item *i,
    bool brief, struct buf *out);

/* Excel-safe: a byte order mark in the head, CRLF, numbers kept as text,
 * formulas defused. One row a changed cell; one row an item without cells.
 * `brief`: without the columns of what stands in the cells. */
void report_csv_head(bool brief, struct buf *out);
void report_csv(const struct diff_head *h, const struct diff_item *i,
    bool brief, struct buf *out);

/* The lines of the sum for people: "left rows: 3 = 1 same + 1 changed +
 * 1 removed", the same of the right side, and what was not decided, or nothing
 * where everything was. */
#define REPORT_LINES 4
void report_line(const struct diff_summary *s, unsigned i,
    const char *(*text)(const char *), struct buf *out);

/* The page: head, items (in any thread), end with the summary and with
 * how many items the caller left out of the page. Escapes everything. `text`
 * translates a message (gettext), so that the page speaks the reader's
 * language. */
struct report_html {
	const struct diff_head *head;
	const char *(*text)(const char *);
	unsigned long long left_out;
};
void report_html_head(const struct report_html *r, struct buf *out);
void report_html_item(const struct report_html *r, const struct diff_item *i,
    struct buf *out);
void report_html_end(const struct report_html *r, const struct diff_summary *s,
    struct buf *out);

#endif
