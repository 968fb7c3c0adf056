/* SPDX-License-Identifier: ISC */
/* From blurred module values to bits: the blur is learnt from the modules
 * that every code of the version has, and undone. */
#ifndef IMAGE_EQUALIZE_H
#define IMAGE_EQUALIZE_H

#include <stdbool.h>

#include "image/pattern.h"

#define EQUALIZE_MARGIN 2

/* `s`: (n + 2 EQUALIZE_MARGIN)^2 values, dark positive. `bit`: n * n, 1 dark,
 * -1 light, with the known modules and the likeliest format put in. Undoing
 * blur learns a 5 x 5 inverse filter, first from the known modules, then from
 * all. */
void equalize(const struct pattern *p, const float *s, bool undo_blur,
    int8_t *bit);

#endif
