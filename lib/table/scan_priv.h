/* SPDX-License-Identifier: ISC */
/* Between the files of the scan. */
#ifndef TABLE_SCAN_PRIV_H
#define TABLE_SCAN_PRIV_H

#include "table/scan.h"

/* In what the next byte stands: blanks before a cell, a cell without quotes,
 * one with quotes, behind a quote that may have closed it, and behind blanks
 * behind such a quote. */
enum { LEAD, CELL, QUOTED = SCAN_QUOTED, CLOSED, CLOSED_BLANK };

bool scan_is_blank(const struct scan *s, char c);

/* The ends of cells and of rows (which are ends of cells too) among sixty-four
 * bytes: a bit each, the first byte lowest. */
struct scan_ends {
	uint64_t cells, rows;
};

/* Those of b.p[from] to b.p[to - 1]. */
struct scan_ends scan_walk(struct scan *s, struct slice b, size_t from,
    size_t to);

/* Where what is found goes next; NULL: it is not wanted. */
struct scan_out {
	uint32_t *mark;
	struct scan_row *row;
	uint32_t marks;			/* so far */
};

/* All of a block, in the fastest way that this processor has. */
void scan_words(struct scan *s, struct slice b, struct scan_out *out);

#endif
