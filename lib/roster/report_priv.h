/* SPDX-License-Identifier: ISC */
/* Between the forms of a report. */
#ifndef ROSTER_REPORT_PRIV_H
#define ROSTER_REPORT_PRIV_H

#include "roster/report.h"

/* Hundredths of a bit: 1420 is 14.20. */
void report_bits(int hundredths, struct buf *out);

/* The word of a fuzzy_part. */
const char *report_part_name(unsigned part);

#endif
