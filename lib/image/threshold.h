/* SPDX-License-Identifier: ISC */
/* Dark against the mean of the surroundings. */
#ifndef IMAGE_THRESHOLD_H
#define IMAGE_THRESHOLD_H

#include "image/gray.h"

/* out (w * h bytes) is 255 where the pixel is darker than the mean of the
 * `win` x `win` square about it by more than `bias`, else 0. win is 16 or 32:
 * then sums fit 16 bits and the mean is a shift. */
void threshold_mean(const struct gray *g, int win, int bias, uint8_t *out);

#endif
