/* SPDX-License-Identifier: ISC */
/* Where the terminal's random numbers come from: an argument, so that every
 * step can be tested and a transcript replayed. */
#ifndef CHIP_RANDOM_H
#define CHIP_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Fills `n` octets. ERR_IO when there are none. */
struct random {
	enum err (*fill)(void *ctx, uint8_t *p, size_t n);
	void *ctx;
};

#endif
