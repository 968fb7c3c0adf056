/* SPDX-License-Identifier: ISC */
/* Between the forms of a report. */
#ifndef ROSTER_REPORT_PRIV_H
#define ROSTER_REPORT_PRIV_H

#include "roster/report.h"

/* Items that are most of all: a number of digits, lines, columns and causes.
 * False: it is another one, nothing is written. */
bool report_plain(struct report_form f, const struct diff_head *h,
    const struct diff_item *i, struct buf *out);

/* As a JSON text; bytes that are no UTF-8 as they are shown: \x.. */
void report_text(struct slice text, struct buf *out);

/* Hundredths of a bit: 1420 is 14.20. */
void report_bits(int hundredths, struct buf *out);

/* Column `k` of a row of that side, and how many there are; a side may lack
 * some of them (the cell's p is NULL). */
size_t report_columns(const struct diff_head *h, unsigned side);
size_t report_column(const struct diff_head *h, unsigned side, size_t k,
    struct slice *name);

/* A row as an object of headers and cells. */
void report_row(const struct diff_head *h, const struct diff_row *row,
    unsigned side, struct buf *out);

/* What people call it (N_ texts). */
const char *report_class_label(enum diff_class c);
const char *report_cause_label(enum cause c);
const char *report_part_label(unsigned part);
/* `why` is i->why, translated or not; its line stands behind it. */
void report_why(const struct diff_item *i, const char *why, struct buf *out);

/* Two cells as HTML text; what differs is in <del> on the left and in <ins> on
 * the right. */
void report_marks(struct slice left, struct slice right, struct buf *left_out,
    struct buf *right_out);

#endif
