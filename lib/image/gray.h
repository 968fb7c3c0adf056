/* SPDX-License-Identifier: ISC */
/* A picture as everything after the loaders sees it: one byte of luma a
 * pixel. */
#ifndef IMAGE_GRAY_H
#define IMAGE_GRAY_H

#include "base/buf.h"

#define GRAY_MAX_SIDE 16384
#define GRAY_MAX_PIXELS (64u << 20)

/* Owns px: w * h bytes, row after row, 0 black, 255 white. All zero is
 * empty. */
struct gray {
	uint8_t *px;
	int w, h;
};

/* ERR_PIXELS beyond the maxima, ERR_IMAGE for a side below 1. */
MUST_CHECK enum err gray_init(struct gray *g, int w, int h);
void gray_release(struct gray *g);

#endif
