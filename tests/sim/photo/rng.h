/* SPDX-License-Identifier: ISC */
/* Random numbers that are the same everywhere for the same seed. */
#ifndef PHOTO_RNG_H
#define PHOTO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s;
};

/* Seeds from a text, so that every picture has a stream of its own. */
void rng_init(struct rng *r, const char *seed);

uint64_t rng_next(struct rng *r);
double rng_unit(struct rng *r);			/* [0, 1) */
double rng_between(struct rng *r, double lo, double hi);
int rng_int(struct rng *r, int lo, int hi);	/* both ends included */
bool rng_chance(struct rng *r, double p);
int rng_sign(struct rng *r);			/* -1 or 1 */

/* About normal, mean 0, deviation 1: four uniform numbers summed. */
float rng_normal(struct rng *r);

#define RNG_PICK(r, list)						\
	((list)[rng_int((r), 0, (int)(sizeof(list) / sizeof *(list)) - 1)])

#endif
