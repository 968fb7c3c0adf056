/* SPDX-License-Identifier: ISC */
/* What every QR code of a version has in common (ISO/IEC 18004, 6.3, 7.9,
 * 7.10): the modules that are known before anything is read. */
#ifndef IMAGE_PATTERN_H
#define IMAGE_PATTERN_H

#include <stdint.h>

#define PATTERN_MAX_SIDE 177

/* cell: 1 dark, -1 light, 0 not known, row after row; n modules a side. */
struct pattern {
	int version, n;
	int8_t cell[PATTERN_MAX_SIDE * PATTERN_MAX_SIDE];
};

/* version 1 to 40. */
void pattern_init(struct pattern *p, int version);

/* The 15 format bits of `format` (level and mask, 0 to 31), and where bit `i`
 * stands in copy 0 or 1: index into cell. */
unsigned pattern_format(unsigned format);
int pattern_format_at(const struct pattern *p, int copy, int i);

#endif
