/* SPDX-License-Identifier: ISC */
/* What happens to a picture between the card and the file. */
#ifndef PHOTO_DAMAGE_H
#define PHOTO_DAMAGE_H

#include "pic.h"
#include "rng.h"

/* Lengths in pixels, angles in degrees. */
void damage_blur(struct pic *p, double sigma);
void damage_motion(struct pic *p, double length, double angle);

/* Normal noise on every colour, cut to 0..255. */
void damage_noise(struct pic *p, double deviation, struct rng *r);

/* The same for a picture in grays: all three colours alike. */
void damage_grain(struct pic *p, double deviation, struct rng *r);

/* v becomes centre + (v - middle) * gain. */
void damage_contrast(struct pic *p, float middle, float gain, float centre);
void damage_negative(struct pic *p);

/* Bright spots on the code; `radius` in widths of the code. */
struct glare {
	int spots;
	double radius, strength;
};
void damage_glare(struct pic *p, const struct quad *code,
    const struct glare *g, struct rng *r);

/* Takes the share `depth` of the light away, across the code: at a sharp
 * shadow's edge, or in a ramp. */
void damage_light(struct pic *p, const struct quad *code, double depth,
    bool edge, struct rng *r);

/* A blot over `share` of the code; `n` scratches; a thumb that stands `gap`
 * (widths of the code) from the left edge's usual distance. */
void damage_blot(struct pic *p, const struct quad *code, double share,
    struct rng *r);
void damage_scratch(struct pic *p, const struct quad *code, int n,
    struct rng *r);
void damage_thumb(struct pic *p, const struct quad *code, double gap);

#endif
