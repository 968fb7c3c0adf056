/* SPDX-License-Identifier: ISC */
/* The order of things: find the corners, fit the grid, read the bits, let
 * zbar decode a clean drawing of them; whole pictures only as a last resort. */
#include <time.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/equalize.h"
#include "image/grid.h"
#include "image/pyramid.h"
#include "image/qr.h"
#include "image/sharpen.h"
#include "image/threshold.h"
#include "image/zbar.h"

#define BUDGET_MS 500
#define BIAS 3			/* darker by this: noise makes no finders */
#define DRAW 3			/* pixels a module for zbar */
#define QUIET 4
#define TRIED_MAX 64
#define LARGE 2000		/* longer pictures begin at half size */

struct search {
	const struct qr_options *o;
	struct qr_codes *out;
	struct pyramid pyr;
	struct zb zb;
	uint64_t end;		/* of the budget, thread CPU time, ns */
	bool late;
	uint8_t *dark;
	struct triple tried[TRIED_MAX];
	size_t n_tried;
	const struct grid *grid;	/* of the drawing at zbar */
	float scale;			/* of the whole frame at zbar */
};

static uint64_t
cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool
time_left(struct search *s)
{
	if (!s->late && cpu_now() >= s->end)
		s->late = true;
	return !s->late;
}

static bool
done(struct search *s)
{
	if (s->out->n == QR_MAX_CODES || (s->out->n > 0 && !s->o->all))
		return true;
	return !time_left(s);
}

/* Whether (x, y) lies inside the code, whichever way round it goes. */
static bool
inside(const struct qr_code *c, float x, float y)
{
	int i, j, plus = 0;

	for (i = 0; i < 4; i++) {
		j = (i + 1) % 4;
		plus += (c->x[j] - c->x[i]) * (y - c->y[i]) -
		    (c->y[j] - c->y[i]) * (x - c->x[i]) > 0;
	}
	return plus == 4 || plus == 0;
}

static bool
read_already(const struct search *s, float x, float y)
{
	size_t i;

	for (i = 0; i < s->out->n; i++)
		if (inside(&s->out->c[i], x, y))
			return true;
	return false;
}

static void
found(void *ctx, const struct zb_code *z)
{
	struct search *s = ctx;
	struct qr_code *c = &s->out->c[s->out->n];
	int i;

	if (s->out->n == QR_MAX_CODES || (s->out->n > 0 && !s->o->all))
		return;
	for (i = 0; i < 4; i++) {
		if (s->grid != NULL) {
			float n = (float)s->grid->n;

			grid_at(s->grid, i == 1 || i == 2 ? n : 0,
			    i > 1 ? n : 0, &c->x[i], &c->y[i]);
		} else {
			c->x[i] = z->x[i] * s->scale;
			c->y[i] = z->y[i] * s->scale;
		}
	}
	if (read_already(s, (c->x[0] + c->x[2]) / 2, (c->y[0] + c->y[2]) / 2))
		return;
	c->raw = (struct buf){ 0 };
	buf_add(&c->raw, z->raw.p, z->raw.n);
	s->out->n++;
}

/* Draws the bits as a printer would. */
static bool
draw(const struct pattern *p, const int8_t *bit, struct gray *g)
{
	int side = (p->n + 2 * QUIET) * DRAW, x, y;

	if (gray_init(g, side, side) != ERR_OK)
		return false;
	memset(g->px, 255, (size_t)side * (size_t)side);
	for (y = 0; y < p->n * DRAW; y++)
		for (x = 0; x < p->n * DRAW; x++)
			if (bit[y / DRAW * p->n + x / DRAW] > 0)
				g->px[(y + QUIET * DRAW) * side + x +
				    QUIET * DRAW] = 0;
	return true;
}

/* The ways to read a grid, from the cheapest on. */
static const struct {
	bool smooth, undo_blur;
} ways[] = { { false, false }, { false, true }, { true, true } };

#define WAYS (sizeof(ways) / sizeof(ways[0]))

static void
read_grid(struct search *s, const struct patch *patch, const struct grid *g,
    const struct pattern *p)
{
	size_t side = (size_t)p->n + 2 * EQUALIZE_MARGIN, i;
	float *values = xreallocarray(NULL, side * side, sizeof(*values));
	int8_t *bit = xmalloc((size_t)p->n * (size_t)p->n);
	size_t before = s->out->n;

	s->grid = g;
	for (i = 0; i < WAYS && s->out->n == before && time_left(s); i++) {
		struct gray clean = { 0 };

		grid_sample(patch, g, EQUALIZE_MARGIN, ways[i].smooth, values);
		equalize(p, values, ways[i].undo_blur, bit);
		if (draw(p, bit, &clean))
			zb_scan(&s->zb, &clean, found, s);
		gray_release(&clean);
	}
	s->grid = NULL;
	mem_wipe(values, side * side * sizeof(*values));
	free(values);
	mem_wipe(bit, (size_t)p->n * (size_t)p->n);
	free(bit);
}

static bool
tried_before(struct search *s, const struct triple *t)
{
	size_t i, k;

	for (i = 0; i < s->n_tried; i++) {
		const struct triple *o = &s->tried[i];

		for (k = 0; k < 3; k++)
			if (hypotf(o->x[k] - t->x[k], o->y[k] - t->y[k]) >
			    0.7f * t->m)
				break;
		if (k == 3)
			return true;
	}
	s->tried[s->n_tried++ % TRIED_MAX] = *t;
	if (s->n_tried > TRIED_MAX)
		s->n_tried = TRIED_MAX;
	return false;
}

/* The box of the code with room for the fit. */
static void
box_of(const struct triple *t, float box[4])
{
	float x = t->x[1] + t->x[2] - t->x[0];
	float y = t->y[1] + t->y[2] - t->y[0];
	float room = 12 * t->m;
	int i;

	box[0] = box[2] = x;
	box[1] = box[3] = y;
	for (i = 0; i < 3; i++) {
		box[0] = fminf(box[0], t->x[i]);
		box[1] = fminf(box[1], t->y[i]);
		box[2] = fmaxf(box[2], t->x[i]);
		box[3] = fmaxf(box[3], t->y[i]);
	}
	box[0] -= room;
	box[1] -= room;
	box[2] += room;
	box[3] += room;
}

/* Looks at the code of a triple; `sharp`, when there is one, is the sharpened
 * picture in which it was found, at 1/sharp_scale. */
static void
attempt(struct search *s, const struct triple *t, const struct gray *sharp,
    float sharp_scale)
{
	struct patch patch = { 0 }, crisp = { 0 };
	struct pattern *p = NULL;
	struct grid g = { 0 };
	float box[4], scale = 1, reach = 4.5f * t->m;
	int level = 0;
	bool good;

	if (tried_before(s, t))
		return;
	while (t->m / (2 * scale) >= 2.5f &&
	    pyramid_level(&s->pyr, level + 1) != NULL) {
		level++;
		scale *= 2;
	}
	box_of(t, box);
	if (!patch_init(&patch, pyramid_level(&s->pyr, level), scale, box,
	    reach))
		return;
	p = xmalloc(sizeof(*p));
	if (sharp != NULL &&
	    patch_init(&crisp, sharp, sharp_scale, box, reach))
		good = grid_fit(&crisp, t, &g, p);
	else
		good = grid_fit(&patch, t, &g, p);
	if (good)
		read_grid(s, &patch, &g, p);
	free(p);
	patch_release(&crisp);
	patch_release(&patch);
}

static void
pass(struct search *s, int level, int win, int gain)
{
	const struct gray *g = pyramid_level(&s->pyr, level);
	struct gray sharp = { 0 };
	float scale = (float)(1 << level);
	struct triple t[LOCATE_TRIPLES];
	struct finders f;
	size_t n, i, k, most = s->o->all ? LOCATE_TRIPLES : 4;

	if (g == NULL)
		return;
	if (gain > 0) {
		if (sharpen(g, gain, &sharp) != ERR_OK)
			return;
		g = &sharp;
	}
	threshold_mean(g, win, BIAS, s->dark);
	locate_finders(s->dark, g->w, g->h, &f);
	n = locate_triples(s->dark, g->w, g->h, &f, s->o->all ? LOCATE_MAX : 60, t);
	for (i = 0; i < n && i < most && !done(s); i++) {
		for (k = 0; k < 3; k++) {
			t[i].x[k] *= scale;
			t[i].y[k] *= scale;
		}
		t[i].m *= scale;
		if (!read_already(s, (t[i].x[1] + t[i].x[2]) / 2,
		    (t[i].y[1] + t[i].y[2]) / 2))
			attempt(s, &t[i], gain > 0 ? &sharp : NULL, scale);
	}
	gray_release(&sharp);
}

static const struct {
	int level, win, gain;
} passes[] = { { 0, 16, 0 }, { 1, 16, 0 }, { 2, 16, 0 }, { 0, 32, 0 },
    { 1, 32, 0 }, { 2, 32, 0 }, { 3, 16, 0 }, { 3, 32, 0 }, { 4, 16, 0 },
    { 4, 32, 0 }, { 0, 16, 3 }, { 1, 16, 3 }, { 0, 16, 10 }, { 1, 16, 10 },
    { 0, 32, 3 }, { 1, 32, 3 } , { 0, 32, 10 }, { 1, 32, 10} };

static void
locate(struct search *s, int base, size_t most)
{
	size_t i;

	for (i = 0; i < most && !done(s); i++)
		pass(s, base + passes[i].level, passes[i].win, passes[i].gain);
}

static void
whole(struct search *s, int base)
{
	static const int levels[] = { 1, 0, 2 };
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]) && !done(s); i++) {
		const struct gray *g = pyramid_level(&s->pyr,
		    base + levels[i]);

		s->scale = (float)(1 << (base + levels[i]));
		if (g != NULL)
			zb_scan(&s->zb, g, found, s);
	}
}

static enum err
invert(const struct gray *g, struct gray *out)
{
	enum err e = gray_init(out, g->w, g->h);
	size_t i, n = (size_t)g->w * (size_t)g->h;

	for (i = 0; e == ERR_OK && i < n; i++)
		out->px[i] = (uint8_t)(255 - g->px[i]);
	return e;
}

static void
search(struct search *s, const struct gray *g)
{
	struct gray neg = { 0 };
	int base = 0, side = g->w > g->h ? g->w : g->h;

	while (side >> base > LARGE)
		base++;
	s->dark = xmalloc((size_t)g->w * (size_t)g->h);
	pyramid_init(&s->pyr, g);
	locate(s, base, sizeof(passes) / sizeof(passes[0]));
	if (!s->o->video)
		whole(s, base);
	pyramid_release(&s->pyr);
	if (!done(s) && invert(g, &neg) == ERR_OK) {
		pyramid_init(&s->pyr, &neg);
		s->n_tried = 0;
		locate(s, base, 3);
		pyramid_release(&s->pyr);
	}
	gray_release(&neg);
	mem_wipe(s->dark, (size_t)g->w * (size_t)g->h);
	free(s->dark);
}

enum err
qr_find(const struct gray *g, const struct qr_options *o, struct qr_codes *out)
{
	unsigned ms = o->budget_ms > 0 ? o->budget_ms : BUDGET_MS;
	struct search *s = xcalloc(1, sizeof(*s));
	enum err e;

	out->n = 0;
	s->o = o;
	s->out = out;
	s->end = cpu_now() + (uint64_t)ms * 1000000u;
	e = zb_init(&s->zb);
	if (e == ERR_OK) {
		search(s, g);
		if (out->n == 0 && s->late)
			e = ERR_TIMEOUT;
	}
	zb_release(&s->zb);
	free(s);
	return e;
}

void
qr_codes_release(struct qr_codes *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		buf_wipe(&c->c[i].raw);
	c->n = 0;
}

enum err
qr_prepare(void)
{
	struct zb z = { 0 };
	enum err e = zb_init(&z);

	zb_release(&z);
	return e;
}
