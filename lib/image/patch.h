/* SPDX-License-Identifier: ISC */
/* A piece of the picture freed of its light: every pixel against the mean and
 * the deviation of its surroundings. */
#ifndef IMAGE_PATCH_H
#define IMAGE_PATCH_H

#include "image/gray.h"

/* v: w * h values, dark positive, about -1 to 1 on a code. The patch pixel
 * (x, y) covers the picture from ((x + x0), (y + y0)) * scale on. */
struct patch {
	float *v;
	int w, h;
	float x0, y0, scale;
};

/* Cuts the box x0..x1, y0..y1 (picture pixels, clipped) out of `g`, which is
 * the picture at 1/scale; `reach` (picture pixels) is half the window of the
 * mean. False when nothing is left of the box. */
bool patch_init(struct patch *p, const struct gray *g, float scale,
    const float box[4], float reach);
void patch_release(struct patch *p);

/* Between the pixels, in patch coordinates; 0 outside. */
float patch_linear(const struct patch *p, float x, float y);
float patch_cubic(const struct patch *p, float x, float y);

#endif
