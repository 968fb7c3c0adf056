/* SPDX-License-Identifier: ISC */
/* The picture at half, quarter, ... size. A point (x, y) of the picture lies
 * at (x, y) / 2^level; pixel i covers i to i + 1. */
#ifndef IMAGE_PYRAMID_H
#define IMAGE_PYRAMID_H

#include "image/gray.h"

#define PYRAMID_MAX 8

struct pyramid {
	struct gray lv[PYRAMID_MAX];	/* lv[0] is borrowed */
	int n;
};

void pyramid_init(struct pyramid *p, const struct gray *g);
void pyramid_release(struct pyramid *p);

/* Made when first asked for; NULL below 40 pixels a side. */
const struct gray *pyramid_level(struct pyramid *p, int level);

#endif
