/* SPDX-License-Identifier: ISC */
/* Between the files that tell what was found. */
#ifndef ROSTER_ITEMS_PRIV_H
#define ROSTER_ITEMS_PRIV_H

#include "roster/key.h"
#include "roster/run_priv.h"

#define ITEMS_CELLS (PLAN_MAX_COLUMNS + 2)

/* One row read again. */
struct telling {
	struct diff_row row;
	struct slice *raw;		/* cells as the side has them */
	size_t n;
	struct slice *cell;		/* as the diff columns want them */
	struct slice text;		/* the row */
	struct buf made;
	struct keyer *keyer;
	struct buf key;
	bool keyed, repaired;
};

/* A thread that makes items. */
struct teller {
	struct run *r;
	struct run_part *part;
	struct diff_summary *sum;
	struct spill_pair *found, *sorted;
	size_t *bucket, cap;
	struct telling side[2];
	struct diff_cell *cell;
	struct causes *causes;
	struct buf out, ends;		/* ends: size_t */
	struct buf keys, key_ends;	/* by key only */
};

void teller_start(struct teller *t, struct run_part *p);
void teller_end(struct teller *t);
void teller_found(struct teller *t, unsigned side,
    const struct spill_pair *f);
/* Counts it, and appends it where it is wanted. */
void teller_item(struct teller *t, struct diff_item *item);

#endif
