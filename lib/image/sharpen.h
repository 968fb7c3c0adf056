/* SPDX-License-Identifier: ISC */
/* Undoes some blur, so that finder patterns show again. */
#ifndef IMAGE_SHARPEN_H
#define IMAGE_SHARPEN_H

#include "image/gray.h"

/* out = in + gain * (in - blurred in), clipped; the blur is near a Gaussian
 * of 2 pixels. out is made here. */
MUST_CHECK enum err sharpen(const struct gray *in, int gain, struct gray *out);

#endif
