/* SPDX-License-Identifier: ISC */
/* Random sources for tests: octets that a standard prints, or a sequence. */
#ifndef GIVEN_H
#define GIVEN_H

#include "chip/random.h"
#include "hex.h"

/* Gives out the octets of a text, and none when they are used up. */
struct given {
	struct buf octets;
	size_t at;
};

static inline enum err
given_fill(void *ctx, uint8_t *p, size_t n)
{
	struct given *g = ctx;

	if (g->octets.n - g->at < n)
		return ERR_IO;
	memcpy(p, g->octets.p + g->at, n);
	g->at += n;
	return ERR_OK;
}

static inline void
given_set(struct given *g, struct slice octets)
{
	buf_reset(&g->octets);
	buf_add_slice(&g->octets, octets);
	g->at = 0;
}

/* Never the same octets twice, the same ones in every run (xorshift64). */
static inline enum err
given_sequence(void *ctx, uint8_t *p, size_t n)
{
	uint64_t *x = ctx;

	for (; n > 0; n--, p++) {
		*x ^= *x << 13;
		*x ^= *x >> 7;
		*x ^= *x << 17;
		*p = (uint8_t)(*x >> 32);
	}
	return ERR_OK;
}

#endif
