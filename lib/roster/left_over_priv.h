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
	unsigned which;			/* side that is being read */
	const struct learning *learning;
};

/* What reads rows of a side: its keyer and cells. */
void left_over_start(struct left_side *l);
void left_over_end(struct left_side *l);

/* `read` is called for 0 to n - 1 in any thread and fills who[0], or both, what
 * it borrows being mine's; false: nobody. `take` gets them in order, one call
 * after the other. */
typedef bool left_read_fn(struct left_over *mine, size_t i,
    struct fuzzy_person who[2]);
typedef void left_take_fn(struct left_over *x,
    const struct fuzzy_person who[2]);
void left_over_each(struct left_over *x, size_t n, left_read_fn *read,
    left_take_fn *take);

/* The cells of a row; how many. Both are valid until the side's next row. */
size_t left_over_cells(struct left_over *x, unsigned side, uint64_t place);
bool left_over_read(struct left_over *x, unsigned side, uint64_t place,
    bool residence, struct person *out);
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

/* Pairs are learned from before left-overs are looked at, or when somebody
 * asks; `resembling`: they will be by who they are. Afterwards threads may
 * tell pairs. */
void left_learn_before(struct run *r, bool resembling);
void left_learn_after(struct run *r);

/* By the numbers that people had before; the weights are there. */
bool left_over_has_aliases(const struct run *r);
void left_over_aliases(struct left_over *x);

#endif
