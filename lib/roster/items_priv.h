/* SPDX-License-Identifier: ISC */
/* Between the files that tell what was found. */
#ifndef ROSTER_ITEMS_PRIV_H
#define ROSTER_ITEMS_PRIV_H

#include "roster/far.h"
#include "roster/key.h"
#include "roster/run_priv.h"

#define ITEMS_CELLS (PLAN_MAX_COLUMNS + 2)
#define ITEMS_SAME 64			/* told at once */
#define ITEMS_FETCH 4			/* rows at a time */
#define ITEMS_ROWS (4 * ITEMS_FETCH)	/* on their way */

/* One row read again. */
struct telling {
	struct diff_row row;
	struct slice *raw;		/* cells as the side has them */
	size_t n;
	struct slice *placed;		/* as the diff columns want them, */
	const struct slice *cell;	/* or `raw` where they are so */
	struct slice text;		/* the row */
	bool utf8;			/* it is known to be, and each cell */
	bool plain;			/* see side_plain_cells */
	struct buf made;
	struct keyer *keyer;
	struct buf key;
	bool keyed, repaired;
};

/* Items of one part, in their order. */
struct piece {
	struct buf out, ends;		/* ends: size_t */
	struct buf keys, key_ends;	/* by key only */
	bool made;
};
void piece_wipe(struct piece *p);

/* Pieces 0 to `all` - 1 go out one after the other, by key to r->order; empties
 * the piece. */
void items_out_open(struct run *r, size_t all);
void items_out_put(struct run *r, size_t i, struct piece *made);
void items_out_close(struct run *r);

/* A thread that makes items. */
struct teller {
	struct run *r;
	struct run_part *part;
	struct diff_summary *sum;
	/* What was found for the lines of a piece: in the place of its line,
	 * the lines that have it as bits, and in their order, once more those
	 * of them that are more than a number, and their rows as they come. */
	struct spill_pair *found;
	uint64_t *has;
	uint32_t *order, *item;
	size_t lines, cap, items;
	struct slice row[ITEMS_ROWS][2];
	bool straight[2];		/* cells lie as in diff columns */
	bool alike;			/* on both sides, cut alike */
	size_t front, back;		/* bytes that the rows share */
	size_t only;			/* the cell that differs, if known */
	struct telling side[2];
	struct far_rows far;
	struct diff_cell *cell;
	struct causes *causes;
	struct piece piece;
	struct diff_same same[ITEMS_SAME];
	size_t sames;
};

void teller_start(struct teller *t, struct run_part *p);
void teller_end(struct teller *t);

/* The item at `i`; before it, where `i` is a multiple of ITEMS_FETCH, what
 * comes behind it is to be fetched. */
void teller_fetch(struct teller *t, unsigned side, size_t i);
void teller_found(struct teller *t, unsigned side, size_t i);

/* Reads a row; the right one of a pair, whose left one has just been read. */
void teller_row(struct teller *t, unsigned side, struct slice row,
    uint64_t place);
void teller_other(struct teller *t, struct slice row, uint64_t place);
/* Whether the cells of a diff column are the same. */
bool teller_same(const struct teller *t, size_t i);
/* Counts it, and appends it where it is wanted. */
void teller_item(struct teller *t, struct diff_item *item);

#endif
