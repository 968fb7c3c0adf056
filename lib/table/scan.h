/* SPDX-License-Identifier: ISC */
/* Where cells and rows end in text with separators and quotes, at the speed of
 * memory: one pass over 64 bytes at a time (SSE2 or NEON, AVX2 where the
 * processor has it), the same answer as libcsv's (tests/unit/test_scan.c). */
#ifndef TABLE_SCAN_H
#define TABLE_SCAN_H

#include "base/buf.h"

#define SCAN_BLOCK (64u << 10)		/* the most that one call looks at */

/* State between blocks. All zero but for the separator is the start of a
 * text. */
struct scan {
	char separator;
	bool quoted;			/* inside quotes */
	bool odd;			/* a quote where none should be: see below */
	uint8_t before;			/* the last byte seen */
};

/* Writes the offsets in `block` of every separator and line feed outside
 * quotes, in order; `mark` has room for block.n of them. Returns how many.
 * A quote that opens inside an unquoted cell, or text behind a closing one,
 * is read as libcsv reads it (the quote is a letter of the cell). */
size_t scan_marks(struct scan *s, struct slice block, uint32_t *mark);

/* The text of a raw cell (without its separator): quotes off, doubled quotes
 * single, a CR at the row's end off. Borrows `raw` where nothing is to be
 * done, else the text is appended to `out` and borrowed from there: `out` must
 * have room (buf_grow) or the slices taken from it before are void. */
struct slice scan_cell(struct slice raw, struct buf *out);

#endif
