/* SPDX-License-Identifier: ISC */
/* Between the files that look at rows without a partner. */
#ifndef ROSTER_LEFT_OVER_PRIV_H
#define ROSTER_LEFT_OVER_PRIV_H

#include "record/person.h"
#include "roster/key.h"
#include "roster/run_priv.h"

/* One side's, and what reads a row of it. */
struct left_side {
	struct keyer *keyer;
	struct slice *cell;
	struct buf made;
	uint64_t *place;
	size_t n;
	bool *paired;
};

struct left_over {
	struct run *r;
	struct left_side side[2];
};

/* The cells of a row; how many. Both are valid until the side's next row. */
size_t left_over_cells(struct left_over *x, unsigned side, uint64_t place);
bool left_over_read(struct left_over *x, unsigned side, uint64_t place,
    struct person *out);
/* l and r count the left-overs of each side. */
void left_over_pair(struct left_over *x, enum found kind, uint64_t l,
    uint64_t r, uint64_t key);

/* The score of two of them, `shared`: as if they had one number. False: one is
 * no text. */
bool left_over_score(struct left_over *x, uint64_t l, uint64_t r, bool shared,
    struct fuzzy_score *out);
void left_over_found(struct left_over *x, const struct fuzzy_pair *p);

/* By scores of other machines. */
void left_over_resolve(struct left_over *x);

/* By the numbers that people had before; the weights are there. */
void left_over_aliases(struct left_over *x);

#endif
