/* SPDX-License-Identifier: ISC */
/* From blurred module values to bits: the blur is learnt from the modules
 * that every code of the version has, and undone. */
#ifndef IMAGE_EQUALIZE_H
#define IMAGE_EQUALIZE_H

#include "image/pattern.h"

#define EQUALIZE_MARGIN 2

/* How hard to try; each costs more than the one before. */
enum equalize {
	EQUALIZE_SIGN,		/* the values as they are */
	EQUALIZE_FILTER,	/* a 5 x 5 inverse filter */
	EQUALIZE_FIT,		/* the bits whose blurred image fits best */
	EQUALIZE_MAX
};

/* `s`: (n + 2 EQUALIZE_MARGIN)^2 values, dark positive. `bit`: n * n, 1 dark,
 * -1 light, known modules and the likeliest format put in. Later stages begin
 * from the bits of the one before. */
void equalize(const struct pattern *p, const float *s, enum equalize how,
    int8_t *bit);

#endif
