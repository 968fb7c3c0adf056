/* SPDX-License-Identifier: ISC */
/* One search of one picture: qr.c decides the order, read.c reads what was
 * located. */
#ifndef IMAGE_SEARCH_H
#define IMAGE_SEARCH_H

#include "image/grid.h"
#include "image/pyramid.h"
#include "image/qr.h"
#include "image/zbar.h"

#define TRIED_MAX 512

struct search {
	const struct qr_options *o;
	struct qr_codes *out;
	struct pyramid pyr;
	struct zb zb;
	uint64_t end;		/* of the budget, thread CPU time, ns */
	bool late;
	bool capped;		/* some triples or finders were left aside */
	uint8_t *dark;		/* a map as large as the picture */
	struct finders finders;			/* of the pass at hand */
	struct triple triples[LOCATE_TRIPLES];
	struct {
		struct triple t;
		bool sharp;
	} tried[TRIED_MAX];
	size_t n_tried;
	const struct grid *grid;	/* of the drawing at zbar, or NULL */
	bool eci;			/* it names a character set */
	float scale;			/* of the whole frame at zbar */
};

/* Nanoseconds of the budget that are left; 0 for ever after. */
uint64_t search_left(struct search *s);

/* Everything wanted is found, or the time is over. */
bool search_done(struct search *s);

/* Whether (x, y) lies in a code that was read. */
bool search_has(const struct search *s, float x, float y);

/* A zb_found: adds a code whose place is new. */
void search_found(void *ctx, const struct zb_code *z);

/* Looks at the code of a triple; `sharp`, when there is one, is the sharpened
 * picture in which it was found, at 1/scale. */
void search_attempt(struct search *s, const struct triple *t,
    const struct gray *sharp, float scale);

#endif
