/* SPDX-License-Identifier: ISC */
/* Random numbers of the machine, for whoever hands them to the protocols. */
#ifndef CHIP_ENTROPY_H
#define CHIP_ENTROPY_H

#include "chip/random.h"

extern const struct random entropy;

#endif
