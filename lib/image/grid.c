/* SPDX-License-Identifier: ISC */
/* Fitting the map: version by the timing patterns, the fourth point from the
 * alignment pattern, then small steps while the score grows. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "image/grid.h"
#include "image/solve.h"

#define OFF 0.2f
#define PRUDENCE 0.02f
#define PLAUSIBLE 0.35f

/* The map of one grid in patch pixels: (u, v) to (ax, ay) / w. */
struct warp {
	float a, b, c, d, e, f, g, h;
};

/* Known modules as the score wants them. */
struct probes {
	float *u, *v, *want;
	size_t n;
};

/* Unit square to quadrangle, in closed form, then modules to unit square. */
static struct warp
warp_of(const struct grid *q)
{
	const float *x = q->x, *y = q->y;
	float dx1 = x[1] - x[2], dx2 = x[3] - x[2];
	float dx3 = x[0] - x[1] + x[2] - x[3];
	float dy1 = y[1] - y[2], dy2 = y[3] - y[2];
	float dy3 = y[0] - y[1] + y[2] - y[3];
	float det = dx1 * dy2 - dx2 * dy1;
	float k = 1.0f / (float)(q->n - 7);
	struct warp w;

	if (fabsf(det) < 1e-6f)
		det = 1e-6f;
	w.g = (dx3 * dy2 - dx2 * dy3) / det;
	w.h = (dx1 * dy3 - dx3 * dy1) / det;
	w.a = (x[1] - x[0] + w.g * x[1]) * k;
	w.b = (x[3] - x[0] + w.h * x[3]) * k;
	w.d = (y[1] - y[0] + w.g * y[1]) * k;
	w.e = (y[3] - y[0] + w.h * y[3]) * k;
	w.c = x[0];
	w.f = y[0];
	w.g *= k;
	w.h *= k;
	return w;
}

static void
warp_at(const struct warp *w, float u, float v, float *x, float *y)
{
	float k;

	u -= 3.5f;
	v -= 3.5f;
	k = 1.0f / (w->g * u + w->h * v + 1);
	*x = (w->a * u + w->b * v + w->c) * k;
	*y = (w->d * u + w->e * v + w->f) * k;
}

/* The same grid in the pixels of the patch. */
static struct grid
in_patch(const struct patch *p, const struct grid *g)
{
	struct grid q = *g;
	int i;

	for (i = 0; i < 4; i++) {
		q.x[i] = g->x[i] / p->scale - p->x0;
		q.y[i] = g->y[i] / p->scale - p->y0;
	}
	return q;
}

static struct grid
in_picture(const struct patch *p, const struct grid *g)
{
	struct grid q = *g;
	int i;

	for (i = 0; i < 4; i++) {
		q.x[i] = (g->x[i] + p->x0) * p->scale;
		q.y[i] = (g->y[i] + p->y0) * p->scale;
	}
	return q;
}

void
grid_at(const struct grid *g, float u, float v, float *x, float *y)
{
	struct warp w = warp_of(g);

	warp_at(&w, u, v, x, y);
}

/* Off the middle to all four sides in turn: in a sharp picture the middles
 * alone would not tell a map that is half a module off. */
static void
probes_init(struct probes *k, const struct pattern *p)
{
	static const float off[2] = { -OFF, OFF };
	size_t all = (size_t)p->n * (size_t)p->n, i;

	k->u = xreallocarray(NULL, 3 * all, sizeof(*k->u));
	k->v = k->u + all;
	k->want = k->v + all;
	k->n = 0;
	for (i = 0; i < all; i++) {
		if (p->cell[i] == 0)
			continue;
		k->u[k->n] = (float)((int)i % p->n) + 0.5f + off[k->n & 1];
		k->v[k->n] = (float)((int)i / p->n) + 0.5f +
		    off[k->n >> 1 & 1];
		k->want[k->n++] = p->cell[i];
	}
}

static void
probes_release(struct probes *k)
{
	free(k->u);
}

static float
score(const struct patch *p, const struct grid *g, const struct probes *k)
{
	struct warp w = warp_of(g);
	float sum = 0, x, y, v;
	size_t i;

	for (i = 0; i < k->n; i++) {
		warp_at(&w, k->u[i], k->v[i], &x, &y);
		v = patch_linear(p, x, y) * k->want[i];
		sum += v > 1 ? 1 : v < -1 ? -1 : v;
	}
	return k->n > 0 ? sum / (float)k->n : 0;
}

/* The score, less a little for every module of perspective: near the fourth
 * corner few modules are known, none in version 1. */
static float
prudent(const struct patch *p, const struct grid *g, const struct probes *k,
    float module)
{
	float dx = g->x[0] - g->x[1] + g->x[2] - g->x[3];
	float dy = g->y[0] - g->y[1] + g->y[2] - g->y[3];

	return score(p, g, k) - PRUDENCE * hypotf(dx, dy) / module;
}

/* Correlation with an alignment pattern centred on module (u, v). */
static float
alignment_score(const struct patch *p, const struct warp *w, float u, float v)
{
	float sum = 0, x, y, s;
	int i, j;

	for (j = -2; j <= 2; j++)
		for (i = -2; i <= 2; i++) {
			bool ring = abs(i) == 2 || abs(j) == 2;
			bool dark = ring || (i == 0 && j == 0);

			warp_at(w, u + (float)i, v + (float)j, &x, &y);
			s = patch_linear(p, x, y);
			s = s > 1 ? 1 : s < -1 ? -1 : s;
			sum += dark ? s : -2 * s;
		}
	return sum / 33;
}

/* Sets point 2 so that module (a, a) falls on (x, y), a = n - 6.5. */
static void
pin_fourth(struct grid *g, float x, float y)
{
	float at = (float)(g->n - 10) / (float)(g->n - 7);
	const float s[4] = { 0, 1, at, 0 }, t[4] = { 0, 0, at, 1 };
	const float px[4] = { g->x[0], g->x[1], x, g->x[3] };
	const float py[4] = { g->y[0], g->y[1], y, g->y[3] };
	double m[64] = { 0 }, b[8];
	double k;
	int i;

	for (i = 0; i < 4; i++) {
		double *r = m + 16 * i, *q = r + 8;

		r[0] = q[3] = s[i];
		r[1] = q[4] = t[i];
		r[2] = q[5] = 1;
		r[6] = -(double)s[i] * px[i];
		r[7] = -(double)t[i] * px[i];
		q[6] = -(double)s[i] * py[i];
		q[7] = -(double)t[i] * py[i];
		b[2 * i] = px[i];
		b[2 * i + 1] = py[i];
	}
	if (!solve_linear(m, b, 8))
		return;
	k = b[6] + b[7] + 1;
	if (k < 0.3)
		return;
	g->x[2] = (float)((b[0] + b[1] + b[2]) / k);
	g->y[2] = (float)((b[3] + b[4] + b[5]) / k);
}

/* Looks for the alignment pattern around where an affine map has it. */
static void
fourth_point(const struct patch *p, struct grid *g)
{
	struct warp w = warp_of(g);
	float at = (float)g->n - 6.5f, best = 0.45f, s, u, v, x, y;
	float bu = 0, bv = 0;
	int reach = 4 + (g->n - 17) / 4, i, j;
	bool found = false;

	if (g->n < 25)
		return;
	if (reach > 16)
		reach = 16;
	for (j = -reach; j <= reach; j++)
		for (i = -reach; i <= reach; i++) {
			u = 0.5f * (float)i;
			v = 0.5f * (float)j;
			s = alignment_score(p, &w, at + u, at + v) -
			    0.02f * hypotf(u, v);
			if (s > best) {
				best = s;
				bu = u;
				bv = v;
				found = true;
			}
		}
	if (!found)
		return;
	warp_at(&w, at + bu, at + bv, &x, &y);
	pin_fourth(g, x, y);
}

/* Moves the four points by ever smaller steps while the score grows. */
static void
refine(const struct patch *p, struct grid *g, const struct probes *k)
{
	float m = hypotf(g->x[1] - g->x[0], g->y[1] - g->y[0]) /
	    (float)(g->n - 7);
	float step, was, s;
	int i, side, round;

	g->score = prudent(p, g, k, m);
	for (step = 0.5f; step > 0.05f; step /= 2)
		for (round = 0; round < 4; round++) {
			was = g->score;
			for (i = 0; i < 8; i++)
				for (side = -1; side <= 1; side += 2) {
					float *c = i < 4 ? &g->x[i] :
					    &g->y[i - 4];
					float old = *c;

					*c += (float)side * step * m;
					s = prudent(p, g, k, m);
					if (s > g->score)
						g->score = s;
					else
						*c = old;
				}
			if (g->score < was + 0.002f)
				break;
		}
}

static struct grid
affine(const struct patch *p, const struct triple *t, int n)
{
	struct grid g = { { t->x[0], t->x[1], t->x[1] + t->x[2] - t->x[0],
	    t->x[2] }, { t->y[0], t->y[1], t->y[1] + t->y[2] - t->y[0],
	    t->y[2] }, 0, n };

	return in_patch(p, &g);
}

bool
grid_fit(const struct patch *patch, const struct triple *t,
    struct grid *out, struct pattern *p)
{
	float len = (hypotf(t->x[1] - t->x[0], t->y[1] - t->y[0]) +
	    hypotf(t->x[2] - t->x[0], t->y[2] - t->y[0])) / 2;
	float guess = (len / t->m + 7 - 17) / 4;
	int lo = (int)floorf(guess * 0.8f - 0.5f), hi, v, best = 0;
	struct probes k = { 0 };
	struct grid g, top = { 0 };

	hi = (int)ceilf(guess * 1.2f + 0.5f);
	for (v = lo < 1 ? 1 : lo; v <= hi && v <= 40; v++) {
		pattern_init(p, v);
		probes_init(&k, p);
		g = affine(patch, t, p->n);
		fourth_point(patch, &g);
		g.score = score(patch, &g, &k);
		if (best == 0 || g.score > top.score) {
			best = v;
			top = g;
		}
		probes_release(&k);
	}
	if (best == 0)
		return false;
	pattern_init(p, best);
	probes_init(&k, p);
	refine(patch, &top, &k);
	probes_release(&k);
	*out = in_picture(patch, &top);
	return out->score > PLAUSIBLE;
}

static float
module_mean(const struct patch *patch, const struct warp *w, float u, float v)
{
	float sum = 0, x, y;
	int k;

	for (k = 0; k < 9; k++) {
		warp_at(w, u + (float)(k % 3 - 1) * 0.3f,
		    v + (float)(k / 3 - 1) * 0.3f, &x, &y);
		sum += patch_linear(patch, x, y);
	}
	return sum / 9;
}

void
grid_sample(const struct patch *patch, const struct grid *g, int margin,
    bool smooth, float *out)
{
	struct grid q = in_patch(patch, g);
	struct warp w = warp_of(&q);
	float x, y, u, v;
	int i, j;

	for (j = -margin; j < g->n + margin; j++)
		for (i = -margin; i < g->n + margin; i++) {
			u = (float)i + 0.5f;
			v = (float)j + 0.5f;
			warp_at(&w, u, v, &x, &y);
			*out++ = smooth ? module_mean(patch, &w, u, v) :
			    patch_cubic(patch, x, y);
		}
}
