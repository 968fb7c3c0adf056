/* SPDX-License-Identifier: ISC */
/* A card's face, flat and clean. */
#ifndef PHOTO_CARD_H
#define PHOTO_CARD_H

#include "code.h"
#include "pic.h"
#include "rng.h"

/* How the code is printed: light modules are the card's ground or, with
 * `boxed`, a white box that reaches `quiet` modules beyond the code. */
struct card {
	double module_px;
	bool boxed;
	int quiet;
	float ink;
	float ground[3];
};

/* Draws the card at the scale that gives `module_px` (a code is 18 mm wide,
 * Circular 16/2024/TT-BCA) into `out`, which the caller releases; `face` is
 * the payload whose fields are printed. `at` receives the code's corners. */
void card_draw(const struct card *how, const struct code *code,
    struct slice face, struct rng *r, struct pic *out, struct quad *at);

#endif
