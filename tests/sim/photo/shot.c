/* SPDX-License-Identifier: ISC */
/* The families. Levels and shares follow what desks meet: modules of 1.5 to
 * 3.5 pixels are where decoders differ. */
#include <math.h>
#include <string.h>

#include "card.h"
#include "damage.h"
#include "people.h"
#include "scene.h"
#include "shot.h"

/* The camera before it is damaged: sizes as struct view. */
struct base {
	double module_px, turn, perspective;
	int w, h;
	double share2024;	/* cards of 2024 beyond the usual quarter */
};

static enum code_segments
pick_segments(struct rng *r)
{
	int n = rng_int(r, 1, 100);

	return n <= 60 ? CODE_BYTE : n <= 94 ? CODE_MIXED : n <= 98 ? CODE_ECI :
	    CODE_BOM;
}

/* Its fields can be printed on the face. */
static bool
looks_like_card(struct slice payload)
{
	struct slice part;
	int n = 0;

	while (slice_split(&payload, '|', &part))
		n++;
	return n >= 7;
}

void
shot_card(struct shot *s, double module_px, bool card2024, struct rng *r)
{
	static const int zones[] = { 1, 2, 4 };
	enum code_segments how = pick_segments(r);
	struct buf face = { 0 };
	struct card card = { .module_px = module_px };
	struct code code;

	people_payload(r, card2024, -1, &face);
	if (s->payload.n == 0)
		buf_add_slice(&s->payload, buf_slice(&face));
	if (looks_like_card(buf_slice(&s->payload))) {
		buf_reset(&face);
		buf_add_slice(&face, buf_slice(&s->payload));
	}
	s->ecc = rng_chance(r, 0.5) ? 'L' : 'M';
	s->segments = code_segment_name[how];
	s->module_px = module_px;
	code_draw(&code, buf_slice(&s->payload), s->ecc, how);
	s->version = code.version;
	card.boxed = rng_chance(r, 0.5);
	card.quiet = RNG_PICK(r, zones);
	card.ink = (float)rng_int(r, 5, 60);
	card.ground[0] = (float)rng_int(r, 185, 230);
	card.ground[1] = (float)rng_int(r, 205, 235);
	card.ground[2] = (float)rng_int(r, 190, 225);
	card_draw(&card, &code, buf_slice(&face), r, &s->pic, &s->at);
	buf_release(&face);
}

static void
start(struct shot *s, const struct base *b, struct rng *r)
{
	bool card2024 = rng_chance(r, b->share2024) || rng_chance(r, 0.25);
	struct view v = { b->turn, b->perspective, b->w > 0 ? b->w : 1280,
	    b->h > 0 ? b->h : 720 };
	struct pic scene;

	shot_card(s, b->module_px, card2024, r);
	scene_place(&s->pic, &v, r, &scene, &s->at);
	pic_swap(&s->pic, &scene);
	pic_release(&scene);
}

static void
shrink(struct shot *s, double module_px)
{
	double f = module_px / s->module_px;
	int i;

	pic_shrink(&s->pic, (int)lround(s->pic.w * f),
	    (int)lround(s->pic.h * f));
	for (i = 0; i < 4; i++) {
		s->at.x[i] *= (float)f;
		s->at.y[i] *= (float)f;
	}
	s->module_px = module_px;
}

/* Most families: a module of one of three sizes, turned a little. */
static double
plain(struct shot *s, double module_px, double turn, struct rng *r)
{
	struct base b = { .module_px = module_px,
	    .turn = turn > 0 ? rng_between(r, -turn, turn) : 0 };

	start(s, &b, r);
	return module_px;
}

static double
three_or_four(struct rng *r)
{
	return rng_int(r, 3, 4);
}

static double
up_to_four(struct rng *r)
{
	static const double px[] = { 2.5, 3, 4 };

	return RNG_PICK(r, px);
}

static void
take_clean(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, v, 0, r);
}

static void
take_turned(struct shot *s, int step, double v, struct rng *r)
{
	struct base b = { .module_px = up_to_four(r),
	    .turn = v > 90 ? v : v * rng_sign(r) };

	(void)step;
	start(s, &b, r);
}

static void
take_perspective(struct shot *s, int step, double v, struct rng *r)
{
	struct base b = { .module_px = rng_chance(r, 0.5) ? 3.5 : 4.5,
	    .turn = rng_between(r, -10, 10), .perspective = v };

	(void)step;
	start(s, &b, r);
}

static void
take_blur(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	damage_blur(&s->pic, v * plain(s, three_or_four(r), 4, r));
}

static void
take_motion(struct shot *s, int step, double v, struct rng *r)
{
	double px = plain(s, three_or_four(r), 4, r);

	(void)step;
	damage_motion(&s->pic, v * px, rng_between(r, 0, 180));
}

static void
take_jpeg(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, rng_chance(r, 0.5) ? 2.5 : 3, 4, r);
	s->quality = (int)v;
}

static void
take_contrast(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, 3, 4, r);
	damage_contrast(&s->pic, 128, (float)v, 128);
	damage_noise(&s->pic, 3, r);
}

static void
take_glare(struct shot *s, int step, double v, struct rng *r)
{
	static const struct glare g[] = { { 1, 0.10, 0.85 }, { 2, 0.13, 1.0 },
	    { 3, 0.17, 1.15 } };

	(void)v;
	plain(s, three_or_four(r), 6, r);
	damage_glare(&s->pic, &s->at, &g[step], r);
}

static void
take_noise(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, three_or_four(r), 4, r);
	damage_blur(&s->pic, 0.5);
	damage_noise(&s->pic, v, r);
}

static void
take_light(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, 3, 6, r);
	damage_light(&s->pic, &s->at, v, rng_chance(r, 0.5), r);
	damage_noise(&s->pic, 3, r);
}

static void
take_inverted(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	(void)v;
	plain(s, up_to_four(r), 0, r);
	damage_negative(&s->pic);
}

static void
take_blot(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, 3, 0, r);
	damage_blot(&s->pic, &s->at, v, r);
}

static void
take_scratched(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, 3, 0, r);
	damage_scratch(&s->pic, &s->at, (int)(v * 60), r);
}

static void
take_thumb(struct shot *s, int step, double v, struct rng *r)
{
	(void)step;
	plain(s, 3, 0, r);
	damage_thumb(&s->pic, &s->at, v);
}

/* A good sensor, and a file made too small. */
static void
take_reduced(struct shot *s, int step, double v, struct rng *r)
{
	struct base b = { .module_px = 6, .turn = rng_between(r, -4, 4),
	    .w = (int)(1280 * 6 / v * 0.6), .h = (int)(720 * 6 / v * 0.6) };

	(void)step;
	start(s, &b, r);
	shrink(s, v);
}

static void
take_webcam(struct shot *s, int step, double v, struct rng *r)
{
	static const double px[][2] = { { 2.8, 3.6 }, { 2.2, 2.8 },
	    { 1.8, 2.3 } };
	static const double soft[] = { 0.25, 0.35, 0.40 };
	static const struct glare g = { 1, 0.08, 0.7 };
	static const int quality[] = { 85, 70, 55 };
	struct base b = { .share2024 = 0.3, .perspective = 0.05 * v };

	b.module_px = rng_between(r, px[step][0], px[step][1]);
	b.turn = rng_between(r, -12, 12) * v;
	start(s, &b, r);
	damage_blur(&s->pic, b.module_px * soft[step]);
	if (rng_chance(r, 0.3 * v))
		damage_motion(&s->pic, b.module_px * 0.25 * v,
		    rng_between(r, 0, 180));
	damage_light(&s->pic, &s->at, 0.15 * v, false, r);
	if (rng_chance(r, 0.25))
		damage_glare(&s->pic, &s->at, &g, r);
	damage_noise(&s->pic, 3 + 2 * v, r);
	s->quality = quality[step];
}

static void
take_phone(struct shot *s, int step, double v, struct rng *r)
{
	static const double soft[] = { 0.2, 0.5, 0.75 };
	static const int quality[] = { 85, 60, 40 };
	struct glare g = { step + 1, 0.07 + 0.02 * v, 0.9 };
	struct base b = { .w = 2016, .h = 1512, .share2024 = 0.3,
	    .perspective = 0.08 * v };

	b.module_px = rng_between(r, 5, 8);
	b.turn = rng_between(r, -20, 20) + 90 * rng_int(r, 0, 3);
	start(s, &b, r);
	damage_blur(&s->pic, b.module_px * soft[step]);
	damage_light(&s->pic, &s->at, 0.2 * v, rng_chance(r, 0.5), r);
	if (rng_chance(r, 0.3 * v))
		damage_glare(&s->pic, &s->at, &g, r);
	damage_noise(&s->pic, 2 + 3 * v, r);
	s->quality = quality[step];
}

/* A page on a flat bed; `v` in dots per inch, a code of version 8 on 18 mm. */
static void
take_scan(struct shot *s, int step, double v, struct rng *r)
{
	struct base b = { .module_px = 6, .turn = rng_between(r, -3, 3) };
	double px = 18 / 25.4 * v / 49;

	(void)step;
	b.w = (int)(210 / 25.4 * v * 6 / px * 0.45);
	b.h = (int)(297 / 25.4 * v * 6 / px * 0.2);
	start(s, &b, r);
	shrink(s, px);
	damage_blur(&s->pic, 0.4);
	damage_noise(&s->pic, 3, r);
	s->quality = 75;
}

static void
take_copy(struct shot *s, int step, double v, struct rng *r)
{
	plain(s, 4, 3, r);
	pic_gray(&s->pic);
	damage_blur(&s->pic, 1.2);
	/* grains of toner are black or white, not coloured */
	damage_grain(&s->pic, 18 * v, r);
	if (step > 0)
		damage_contrast(&s->pic, 135, 1e6f, 128);
	else
		damage_contrast(&s->pic, 128, 2.5f, 150);
	pic_clip(&s->pic);
}

/* No code: its place left empty, or filled with grains of a module's size. */
static void
take_none(struct shot *s, int step, double v, struct rng *r)
{
	static const float paper[3] = { 205, 215, 205 };
	static const float tone[2][3] = { { 15, 15, 15 }, { 235, 235, 235 } };
	int x, y, i, j;

	(void)v;
	plain(s, 3, 8, r);
	pic_polygon(&s->pic, &s->at, paper);
	for (y = 0; step > 0 && y < 49; y++)
		for (x = 0; x < 49; x++) {
			const float *c = tone[rng_int(r, 0, 1)];

			for (i = 0; i < 9; i++) {
				j = i / 3;
				pic_blend(&s->pic, (int)s->at.x[0] + x * 3 +
				    i % 3, (int)s->at.y[0] + y * 3 + j, c, 1);
			}
		}
	buf_reset(&s->payload);
}

static void
take_other(struct shot *s, int step, double v, struct rng *r)
{
	(void)v;
	buf_reset(&s->payload);
	if (step == 0)
		buf_printf(&s->payload,
		    "https://example.invalid/tra-cuu?so=%06d",
		    rng_int(r, 0, 999999));
	else
		buf_printf(&s->payload, "Phiếu giữ xe %d | cổng %d",
		    rng_int(r, 1, 999), rng_int(r, 1, 9));
	plain(s, 4, 8, r);
}

const struct family shot_family[] = {
	/* pixels a module */
	{ "clean", { { "1.5", 1.5 }, { "2", 2 }, { "2.5", 2.5 }, { "3", 3 },
	    { "4", 4 }, { "6", 6 } }, 10, false, take_clean },
	/* degrees */
	{ "rot", { { "5", 5 }, { "15", 15 }, { "30", 30 }, { "45", 45 },
	    { "97", 97 }, { "180", 180 } }, 8, false, take_turned },
	{ "persp", { { "0.1", 0.1 }, { "0.2", 0.2 }, { "0.3", 0.3 } }, 8,
	    false, take_perspective },
	/* sigma in modules */
	{ "blur", { { "0.4", 0.4 }, { "0.6", 0.6 }, { "0.8", 0.8 },
	    { "1.0", 1 } }, 8, false, take_blur },
	/* length in modules */
	{ "motion", { { "0.8", 0.8 }, { "1.3", 1.3 }, { "1.8", 1.8 } }, 8,
	    false, take_motion },
	{ "jpeg", { { "60", 60 }, { "40", 40 }, { "20", 20 }, { "10", 10 } },
	    8, false, take_jpeg },
	{ "contrast", { { "0.5", 0.5 }, { "0.3", 0.3 }, { "0.18", 0.18 } }, 8,
	    false, take_contrast },
	{ "glare", { { "1", 1 }, { "2", 2 }, { "3", 3 } }, 8, false,
	    take_glare },
	{ "noise", { { "15", 15 }, { "30", 30 }, { "50", 50 } }, 8, false,
	    take_noise },
	/* share of the light lost */
	{ "light", { { "0.5", 0.5 }, { "0.7", 0.7 }, { "0.85", 0.85 } }, 8,
	    false, take_light },
	{ "invert", { { "1", 1 } }, 8, false, take_inverted },
	/* share of the code covered */
	{ "occl", { { "0.02", 0.02 }, { "0.04", 0.04 }, { "0.06", 0.06 } }, 8,
	    false, take_blot },
	{ "scratch", { { "0.05", 0.05 }, { "0.12", 0.12 } }, 8, false,
	    take_scratched },
	{ "quiet", { { "0.02", 0.02 }, { "0.0", 0 } }, 8, false, take_thumb },
	/* pixels a module in the end */
	{ "down", { { "1.3", 1.3 }, { "1.6", 1.6 }, { "1.9", 1.9 },
	    { "2.2", 2.2 } }, 8, false, take_reduced },
	{ "webcam", { { "1", 1 }, { "2", 2 }, { "3", 3 } }, 24, false,
	    take_webcam },
	{ "phone", { { "1", 1 }, { "2", 2 }, { "3", 3 } }, 16, false,
	    take_phone },
	{ "scan", { { "300", 300 }, { "200", 200 }, { "150", 150 } }, 14,
	    false, take_scan },
	{ "copy", { { "1", 1 }, { "2", 2 } }, 8, false, take_copy },
	{ "none", { { "1", 1 }, { "2", 2 } }, 8, true, take_none },
	{ "other", { { "1", 1 }, { "2", 2 } }, 8, true, take_other },
};
const size_t shot_families = sizeof shot_family / sizeof *shot_family;

const struct family *
shot_find_family(const char *name)
{
	size_t i;

	for (i = 0; i < shot_families; i++)
		if (strcmp(shot_family[i].name, name) == 0)
			return &shot_family[i];
	return NULL;
}

int
shot_find_level(const struct family *f, const char *name)
{
	int i;

	for (i = 0; i < SHOT_LEVELS && f->level[i].name != NULL; i++)
		if (strcmp(f->level[i].name, name) == 0)
			return i;
	return -1;
}

void
shot_take(struct shot *s, const struct family *f, int level, struct rng *r)
{
	f->take(s, level, f->level[level].v, r);
	pic_clip(&s->pic);
}

void
shot_release(struct shot *s)
{
	pic_release(&s->pic);
	buf_release(&s->payload);
	*s = (struct shot){ 0 };
}
