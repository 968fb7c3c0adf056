/* SPDX-License-Identifier: ISC */
/* Light, glare and things that lie on the code. */
#include <math.h>

#include "damage.h"

/* A code's width, and the point at the shares (s, t) of its sides. */
static float
width(const struct quad *q)
{
	return hypotf(q->x[1] - q->x[0], q->y[1] - q->y[0]);
}

static void
spot(const struct quad *q, double s, double t, float out[2])
{
	out[0] = q->x[0] + (q->x[1] - q->x[0]) * (float)s +
	    (q->x[3] - q->x[0]) * (float)t;
	out[1] = q->y[0] + (q->y[1] - q->y[0]) * (float)s +
	    (q->y[3] - q->y[0]) * (float)t;
}

void
damage_noise(struct pic *p, double deviation, struct rng *r)
{
	size_t i, n = (size_t)p->w * (size_t)p->h * 3;
	float s = (float)deviation;

	for (i = 0; i < n; i++)
		p->px[i] += s * rng_normal(r);
	pic_clip(p);
}

void
damage_grain(struct pic *p, double deviation, struct rng *r)
{
	size_t i, n = (size_t)p->w * (size_t)p->h;

	for (i = 0; i < n; i++) {
		float *q = p->px + i * 3;

		q[0] = q[1] = q[2] = q[0] + (float)deviation * rng_normal(r);
	}
	pic_clip(p);
}

void
damage_contrast(struct pic *p, float middle, float gain, float centre)
{
	size_t i, n = (size_t)p->w * (size_t)p->h * 3;

	for (i = 0; i < n; i++)
		p->px[i] = centre + (p->px[i] - middle) * gain;
}

void
damage_negative(struct pic *p)
{
	pic_clip(p);
	damage_contrast(p, 255, -1, 0);
}

/* One elliptic spot: axes a and b, turned. */
struct ellipse {
	float c[2], a, b, cos, sin, strength;
};

static void
shine(struct pic *p, const struct ellipse *e)
{
	float reach = 3 * fmaxf(e->a, e->b);
	int x0 = (int)fmaxf(0, e->c[0] - reach), x, y, c;
	int x1 = (int)fminf((float)p->w, e->c[0] + reach + 1);
	int y1 = (int)fminf((float)p->h, e->c[1] + reach + 1);

	for (y = (int)fmaxf(0, e->c[1] - reach); y < y1; y++)
		for (x = x0; x < x1; x++) {
			float dx = (float)x - e->c[0], dy = (float)y - e->c[1];
			float u = (dx * e->cos + dy * e->sin) / e->a;
			float v = (dy * e->cos - dx * e->sin) / e->b;
			float g = e->strength * expf(-(u * u + v * v));
			float *q = pic_at(p, x, y);

			g = g > 1 ? 1 : g;
			for (c = 0; c < 3; c++)
				q[c] += (255 - q[c]) * g;
		}
}

void
damage_glare(struct pic *p, const struct quad *code, const struct glare *g,
    struct rng *r)
{
	float size = (float)g->radius * width(code);
	int i;

	for (i = 0; i < g->spots; i++) {
		double turn = rng_between(r, 0, M_PI);
		struct ellipse e = { .strength = (float)g->strength,
		    .cos = (float)cos(turn), .sin = (float)sin(turn) };
		double s = rng_between(r, 0.15, 0.85);

		spot(code, s, rng_between(r, 0.15, 0.85), e.c);
		e.a = size * (float)rng_between(r, 0.7, 1.6);
		e.b = size * (float)rng_between(r, 0.5, 1);
		shine(p, &e);
	}
}

static float
shade(float t, bool edge)
{
	if (edge)
		return 1 / (1 + expf(fminf(60, fmaxf(-60, -25 * t))));
	return fminf(1, fmaxf(0, 0.8f * t + 0.5f));
}

void
damage_light(struct pic *p, const struct quad *code, double depth, bool edge,
    struct rng *r)
{
	double turn = rng_between(r, 0, 2 * M_PI);
	float dx = (float)cos(turn) / width(code);
	float dy = (float)sin(turn) / width(code);
	float c[2];
	int x, y, i;

	spot(code, 0.5, 0.5, c);
	for (y = 0; y < p->h; y++)
		for (x = 0; x < p->w; x++) {
			float t = ((float)x - c[0]) * dx +
			    ((float)y - c[1]) * dy;
			float *q = pic_at(p, x, y);
			float k = 1 - (float)depth * shade(t, edge);

			for (i = 0; i < 3; i++)
				q[i] *= k;
		}
}

void
damage_blot(struct pic *p, const struct quad *code, double share,
    struct rng *r)
{
	static const float gray[][3] = { { 20, 20, 20 }, { 120, 120, 120 },
	    { 230, 230, 230 } };
	double s = rng_between(r, 0.5, 0.62);
	float c[2];

	/* on the data, away from the finder patterns */
	spot(code, s, rng_between(r, 0.5, 0.62), c);
	pic_disc(p, c[0], c[1], width(code) * (float)sqrt(share / M_PI),
	    RNG_PICK(r, gray));
}

void
damage_scratch(struct pic *p, const struct quad *code, int n, struct rng *r)
{
	float thick = fmaxf(1, floorf(width(code) * 0.012f));

	for (; n > 0; n--) {
		float v = (float)rng_int(r, 150, 240);
		const float rgb[3] = { v, v, v };
		float end[2][2];
		int i;

		for (i = 0; i < 2; i++) {
			double s = rng_unit(r);

			spot(code, s, rng_unit(r), end[i]);
		}
		pic_line(p, end[0], end[1], thick, rgb);
	}
}

void
damage_thumb(struct pic *p, const struct quad *code, double gap)
{
	static const float skin[3] = { 175, 120, 95 };
	float c[2];

	spot(code, -(0.32 - gap), 0.5, c);
	pic_disc(p, c[0], c[1], 0.30f * width(code), skin);
}
