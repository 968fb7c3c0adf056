/* SPDX-License-Identifier: ISC */
/* Turning, perspective and the desk below. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "scene.h"

enum { MARGIN = 20, GRAIN_X = 6, GRAIN_Y = 40 };

/* Card to picture: turned about the card's centre, divided by the distance
 * 1 + kx x + ky y, moved. */
struct lens {
	double cos, sin, kx, ky, cx, cy, dx, dy;
};

static void
forward(const struct lens *l, double x, double y, double *ox, double *oy)
{
	double u = (x - l->cx) * l->cos - (y - l->cy) * l->sin;
	double v = (x - l->cx) * l->sin + (y - l->cy) * l->cos;
	double far = 1 + l->kx * u + l->ky * v;

	*ox = u / far + l->dx;
	*oy = v / far + l->dy;
}

/* With p = u / far and q = v / far: far = 1 / (1 - kx p - ky q). */
static void
backward(const struct lens *l, double x, double y, double *ox, double *oy)
{
	double p = x - l->dx, q = y - l->dy;
	double far = 1 / (1 - l->kx * p - l->ky * q);

	p *= far;
	q *= far;
	*ox = p * l->cos + q * l->sin + l->cx;
	*oy = q * l->cos - p * l->sin + l->cy;
}

static void
desk(struct pic *p, struct rng *r)
{
	int gw = p->w / GRAIN_X + 2, gh = p->h / GRAIN_Y + 2, x, y, c;
	float *grid = xmalloc((size_t)gw * (size_t)gh * sizeof *grid);
	float base[3];

	for (x = 0; x < gw * gh; x++)
		grid[x] = (float)(rng_unit(r) - 0.5) * 40;
	for (c = 0; c < 3; c++)
		base[c] = (float)rng_int(r, 40, 200);
	for (y = 0; y < p->h; y++) {
		float fy = (float)y * (float)(gh - 1) / (float)p->h;
		const float *row = grid + (int)fy * gw;
		float ty = fy - floorf(fy);

		for (x = 0; x < p->w; x++) {
			float fx = (float)x * (float)(gw - 1) / (float)p->w;
			const float *g = row + (int)fx;
			float tx = fx - (float)(int)fx;
			float up = g[0] + (g[1] - g[0]) * tx;
			float down = g[gw] + (g[gw + 1] - g[gw]) * tx;
			float *q = pic_at(p, x, y);

			for (c = 0; c < 3; c++)
				q[c] = base[c] + up + (down - up) * ty;
		}
	}
	pic_clip(p);
	free(grid);
}

/* Between the four pixels round (x, y); beyond the edge there is nothing. */
static void
sample(const struct pic *card, double x, double y, struct pic *out, int ox,
    int oy)
{
	int ix = (int)floor(x), iy = (int)floor(y), i, c;
	float tx = (float)(x - ix), ty = (float)(y - iy);
	float weight[4] = { (1 - tx) * (1 - ty), tx * (1 - ty), (1 - tx) * ty,
	    tx * ty };
	float sum[3] = { 0 }, cover = 0, *q = pic_at(out, ox, oy);

	for (i = 0; i < 4; i++) {
		int sx = ix + (i & 1), sy = iy + (i >> 1);
		const float *p;

		if (sx < 0 || sy < 0 || sx >= card->w || sy >= card->h)
			continue;
		p = pic_at(card, sx, sy);
		cover += weight[i];
		for (c = 0; c < 3; c++)
			sum[c] += weight[i] * p[c];
	}
	for (c = 0; c < 3; c++)
		q[c] = q[c] * (1 - cover) + sum[c];
}

struct box {
	double x0, y0, x1, y1;
};

static struct box
bounds(const struct lens *l, const struct pic *card)
{
	struct box b = { 1e9, 1e9, -1e9, -1e9 };
	int i;

	for (i = 0; i < 4; i++) {
		double x, y;

		forward(l, (i & 1) * card->w, (i >> 1) * card->h, &x, &y);
		b.x0 = fmin(b.x0, x);
		b.x1 = fmax(b.x1, x);
		b.y0 = fmin(b.y0, y);
		b.y1 = fmax(b.y1, y);
	}
	return b;
}

/* `whole`: pixels are taken over unmixed, for a view without any turn. */
static void
project(struct pic *out, const struct pic *card, const struct lens *l,
    bool whole)
{
	struct box b = bounds(l, card);
	int x, y, y1 = (int)fmin(out->h, b.y1 + 2);
	int x1 = (int)fmin(out->w, b.x1 + 2);

	for (y = (int)fmax(0, b.y0 - 1); y < y1; y++)
		for (x = (int)fmax(0, b.x0 - 1); x < x1; x++) {
			double sx, sy;

			backward(l, x, y, &sx, &sy);
			if (whole) {
				sx = floor(sx + 0.5);
				sy = floor(sy + 0.5);
			}
			if (sx > -1 && sy > -1 && sx < card->w && sy < card->h)
				sample(card, sx, sy, out, x, y);
		}
}

static void
tilt(struct lens *l, const struct pic *card, double perspective, struct rng *r)
{
	double kx = rng_between(r, -1, 1), ky = rng_between(r, -1, 1);
	double n = fmax(hypot(kx, ky), 0.3);

	l->kx = perspective * kx / n / (card->w / 2.0);
	l->ky = perspective * ky / n / (card->w / 2.0);
}

void
scene_place(const struct pic *card, const struct view *v, struct rng *r,
    struct pic *out, struct quad *at)
{
	double a = v->turn * M_PI / 180;
	struct lens l = { .cos = cos(a), .sin = sin(a), .cx = card->w / 2.0,
	    .cy = card->h / 2.0 };
	struct box b;
	int i, w, h;

	if (v->perspective > 0)
		tilt(&l, card, v->perspective, r);
	b = bounds(&l, card);
	w = (int)fmax(v->w, floor(b.x1 - b.x0) + 2 * MARGIN);
	h = (int)fmax(v->h, floor(b.y1 - b.y0) + 2 * MARGIN);
	l.dx = rng_between(r, MARGIN, w - (b.x1 - b.x0) - MARGIN) - b.x0;
	l.dy = rng_between(r, MARGIN, h - (b.y1 - b.y0) - MARGIN) - b.y0;
	pic_init(out, w, h);
	desk(out, r);
	project(out, card, &l, v->perspective <= 0 && fmod(v->turn, 90) == 0);
	for (i = 0; i < 4; i++) {
		double x, y;

		forward(&l, at->x[i], at->y[i], &x, &y);
		at->x[i] = (float)x;
		at->y[i] = (float)y;
	}
}

void
scene_paste(struct pic *page, const struct pic *card, double turn, double cx,
    double cy)
{
	double a = turn * M_PI / 180;
	struct lens l = { .cos = cos(a), .sin = sin(a), .cx = card->w / 2.0,
	    .cy = card->h / 2.0, .dx = cx, .dy = cy };

	project(page, card, &l, false);
}
