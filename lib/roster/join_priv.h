/* SPDX-License-Identifier: ISC */
/* Between the files of the join. */
#ifndef ROSTER_JOIN_PRIV_H
#define ROSTER_JOIN_PRIV_H

#include "roster/key.h"
#include "roster/run_priv.h"

/* What a thread joins with. */
struct joiner {
	struct run_part *p;
	struct run *r;
	struct join_rows {
		struct spill_pair *p;
		size_t n, cap;
	} in[2], rest[2], sorted[2];	/* of a partition */
	uint64_t *slot;
	size_t slots;
	uint32_t *partner, *bucket;
	size_t partners, buckets;
	struct keyer *keyer;
	struct buf text;
	struct slice *cell;
};

/* Two rows of one key, and a row that is alone with its. */
void join_pair(struct joiner *j, const struct spill_pair *l,
    const struct spill_pair *r);
void join_alone(struct joiner *j, unsigned side, uint64_t place);

/* All rows of one key, in their order. */
void join_group(struct joiner *j, const struct spill_pair *l, size_t nl,
    const struct spill_pair *r, size_t nr);

/* The same where the key is the hash of texts: sorts them by those first. */
void join_text_group(struct joiner *j, struct spill_pair *l, size_t nl,
    struct spill_pair *r, size_t nr);

#endif
