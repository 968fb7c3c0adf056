/* SPDX-License-Identifier: ISC */
/* Where cells and rows end in text with separators and quotes, at the speed of
 * memory: one pass over 64 bytes at a time (SSE2 or NEON; AVX2 or AVX-512 where
 * the processor has it), the same answer as libcsv's
 * (tests/unit/test_scan.c). */
#ifndef TABLE_SCAN_H
#define TABLE_SCAN_H

#include "base/buf.h"

#define SCAN_BLOCK (64u << 10)		/* the most that one call looks at */

/* `at` of a text that begins inside quotes. */
#define SCAN_QUOTED 2

/* State between blocks. All zero but for the separator is the start of a
 * text. */
struct scan {
	char separator;
	bool rows;			/* mark the ends of rows only */
	uint8_t less;			/* 1: no AVX-512, 2: no AVX2 either,
					 * though they are there */
	uint8_t at;			/* in what the next byte stands */
	size_t inner;			/* line feeds inside quotes so far */
};

/* Writes the offsets in `block` of every separator and row end outside
 * quotes, in order; `mark` has room for block.n of them. Returns how many. A
 * row ends at a line feed, or at a CR with none behind it; a block must not
 * end between the two. A quote that opens inside an unquoted cell is a letter
 * of it; behind text that follows a closing quote the cell is still quoted.
 * At the end of a text scan_open tells whether a quote is open. */
size_t scan_marks(struct scan *s, struct slice block, uint32_t *mark);

/* Where a row ends, and how many marks the block has up to and with its
 * end. */
struct scan_row {
	uint32_t end, marks;
};

/* Writes the rows that end in `block`; `row` has room for block.n + 2 of them.
 * `mark`: as of scan_marks, or NULL: they need not be written, which takes half
 * the time. Returns how many rows. */
size_t scan_rows(struct scan *s, struct slice block, uint32_t *mark,
    struct scan_row *row);
bool scan_open(const struct scan *s);

/* The text of a raw cell (without its mark): quotes off, doubled quotes
 * single, blanks round it and a CR at the row's end off, as libcsv does.
 * Borrows `raw` where that can be, else the text is appended to `out` and
 * borrowed from there: `out` must have room (buf_grow) or the slices taken
 * from it before are void. */
struct slice scan_cell(struct slice raw, struct buf *out);

#endif
