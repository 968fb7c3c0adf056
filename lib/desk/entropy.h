/* SPDX-License-Identifier: ISC */
/* Random numbers of the machine, for whoever hands them to the protocols. */
#ifndef DESK_ENTROPY_H
#define DESK_ENTROPY_H

#include "chip/random.h"

extern const struct random entropy;

#endif
