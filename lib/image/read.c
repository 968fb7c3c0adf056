/* SPDX-License-Identifier: ISC */
/* From three finders to a payload: fit the grid, read the bits, let zbar
 * decode a clean drawing of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/eci.h"
#include "image/equalize.h"
#include "image/search.h"

#define DRAW 3			/* pixels a module for zbar */
#define QUIET 4

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

bool
search_has(const struct search *s, float x, float y)
{
	size_t i;

	for (i = 0; i < s->out->n; i++)
		if (inside(&s->out->c[i], x, y))
			return true;
	return false;
}

void
search_found(void *ctx, const struct zb_code *z)
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
	if (search_has(s, (c->x[0] + c->x[2]) / 2, (c->y[0] + c->y[2]) / 2))
		return;
	c->raw = (struct buf){ 0 };
	buf_add(&c->raw, z->raw.p, z->raw.n);
	if (s->eci)
		eci_undo(&c->raw);
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
	for (i = 0; i < WAYS && s->out->n == before && search_left(s) > 0;
	    i++) {
		struct gray clean = { 0 };

		grid_sample(patch, g, EQUALIZE_MARGIN, ways[i].smooth, values);
		equalize(p, values, ways[i].undo_blur, bit);
		s->eci = eci_marked(p, bit);
		if (draw(p, bit, &clean))
			zb_scan(&s->zb, &clean, search_found, s);
		gray_release(&clean);
	}
	s->grid = NULL;
	s->eci = false;
	mem_wipe(values, side * side * sizeof(*values));
	free(values);
	mem_wipe(bit, (size_t)p->n * (size_t)p->n);
	free(bit);
}

static bool
tried_before(struct search *s, const struct triple *t, bool sharp)
{
	size_t i, k;

	for (i = 0; i < s->n_tried; i++) {
		const struct triple *o = &s->tried[i].t;

		for (k = 0; k < 3 && s->tried[i].sharp == sharp; k++)
			if (hypotf(o->x[k] - t->x[k], o->y[k] - t->y[k]) >
			    0.7f * t->m)
				break;
		if (k == 3)
			return true;
	}
	i = s->n_tried < TRIED_MAX ? s->n_tried++ : 0;
	s->tried[i].t = *t;
	s->tried[i].sharp = sharp;
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

void
search_attempt(struct search *s, const struct triple *t,
    const struct gray *sharp, float sharp_scale)
{
	struct patch patch = { 0 }, crisp = { 0 };
	struct pattern *p = NULL;
	struct grid g = { 0 };
	float box[4], scale = 1, reach = 4.5f * t->m;
	int level = 0;
	bool good;

	if (tried_before(s, t, sharp != NULL))
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
