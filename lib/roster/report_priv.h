/* SPDX-License-Identifier: ISC */
/* Between the forms of a report. */
#ifndef ROSTER_REPORT_PRIV_H
#define ROSTER_REPORT_PRIV_H

#include "roster/report.h"

/* Hundredths of a bit: 1420 is 14.20. */
void report_bits(int hundredths, struct buf *out);

/* The word of a fuzzy_part. */
const char *report_part_name(unsigned part);

/* What people call it (N_ texts). */
const char *report_class_label(enum diff_class c);
const char *report_cause_label(enum cause c);
const char *report_part_label(unsigned part);

/* Two cells as HTML text; what differs is in <del> on the left and in <ins> on
 * the right. */
void report_marks(struct slice left, struct slice right, struct buf *left_out,
    struct buf *right_out);

#endif
