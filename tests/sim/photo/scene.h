/* SPDX-License-Identifier: ISC */
/* A card lying on a desk before the camera. */
#ifndef PHOTO_SCENE_H
#define PHOTO_SCENE_H

#include "pic.h"
#include "rng.h"

/* Degrees; the strength of the perspective (the share by which the near half
 * is bigger); the least size of the picture, enlarged when the card needs
 * it. */
struct view {
	double turn, perspective;
	int w, h;
};

/* Lays `card` on a desk at a random place; `at` moves with it. */
void scene_place(const struct pic *card, const struct view *v, struct rng *r,
    struct pic *out, struct quad *at);

/* Puts `card`, turned by so many degrees about its centre (cx, cy), onto
 * `page`. */
void scene_paste(struct pic *page, const struct pic *card, double turn,
    double cx, double cy);

#endif
