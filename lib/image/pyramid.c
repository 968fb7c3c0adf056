/* SPDX-License-Identifier: ISC */
/* Levels by the mean of 2 x 2 pixels. */
#include "image/pyramid.h"

#define LEAST 40

void
pyramid_init(struct pyramid *p, const struct gray *g)
{
	p->lv[0] = *g;
	p->n = 1;
}

void
pyramid_release(struct pyramid *p)
{
	while (p->n > 1)
		gray_release(&p->lv[--p->n]);
	*p = (struct pyramid){ 0 };
}

static enum err
halve(const struct gray *in, struct gray *out)
{
	enum err e = gray_init(out, in->w / 2, in->h / 2);
	int x, y;

	if (e != ERR_OK)
		return e;
	for (y = 0; y < out->h; y++) {
		const uint8_t *a = in->px + (size_t)(2 * y) * (size_t)in->w;
		const uint8_t *b = a + in->w;
		uint8_t *to = out->px + (size_t)y * (size_t)out->w;

		for (x = 0; x < out->w; x++, a += 2, b += 2)
			to[x] = (uint8_t)((a[0] + a[1] + b[0] + b[1] + 2) >> 2);
	}
	return ERR_OK;
}

const struct gray *
pyramid_level(struct pyramid *p, int level)
{
	if (level >= PYRAMID_MAX)
		return NULL;
	while (p->n <= level) {
		const struct gray *last = &p->lv[p->n - 1];

		if (last->w < 2 * LEAST || last->h < 2 * LEAST ||
		    halve(last, &p->lv[p->n]) != ERR_OK)
			return NULL;
		p->n++;
	}
	return &p->lv[level];
}
