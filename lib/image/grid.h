/* SPDX-License-Identifier: ISC */
/* Where the modules of a code lie in the picture: a projective map fitted to
 * the finders, the alignment pattern and everything else that is known. */
#ifndef IMAGE_GRID_H
#define IMAGE_GRID_H

#include "image/locate.h"
#include "image/patch.h"
#include "image/pattern.h"

/* Picture places of the module coordinates (3.5, 3.5), (n - 3.5, 3.5),
 * (n - 3.5, n - 3.5), (3.5, n - 3.5); the corner of the code is (0, 0).
 * score: how well the known modules agree, up to 1. */
struct grid {
	float x[4], y[4], score;
	int n;
};

void grid_at(const struct grid *g, float u, float v, float *x, float *y);

/* Fits *g to the triple (in picture pixels) and sets *p to the pattern of its
 * version. False when no version looks like a code at all. */
bool grid_fit(const struct patch *patch, const struct triple *t,
    struct grid *g, struct pattern *p);

/* Module values with `margin` modules around: (n + 2 margin)^2, dark positive;
 * `smooth` takes the mean over the module instead of its middle. */
void grid_sample(const struct patch *patch, const struct grid *g, int margin,
    bool smooth, float *out);

#endif
