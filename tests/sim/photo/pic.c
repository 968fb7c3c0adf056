/* SPDX-License-Identifier: ISC */
/* Plain work on pixels. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pic.h"

void
pic_init(struct pic *p, int w, int h)
{
	p->w = w;
	p->h = h;
	p->px = xcalloc((size_t)w * (size_t)h * 3, sizeof *p->px);
}

void
pic_release(struct pic *p)
{
	free(p->px);
	p->px = NULL;
}

void
pic_swap(struct pic *a, struct pic *b)
{
	struct pic t = *a;

	*a = *b;
	*b = t;
}

void
pic_fill(struct pic *p, const float rgb[3])
{
	size_t i, n = (size_t)p->w * (size_t)p->h;

	for (i = 0; i < n; i++)
		memcpy(p->px + i * 3, rgb, 3 * sizeof *rgb);
}

void
pic_clip(struct pic *p)
{
	size_t i, n = (size_t)p->w * (size_t)p->h * 3;

	for (i = 0; i < n; i++) {
		float v = p->px[i];

		v = v < 0 ? 0 : v;
		p->px[i] = v > 255 ? 255 : v;
	}
}

void
pic_gray(struct pic *p)
{
	size_t i, n = (size_t)p->w * (size_t)p->h;

	for (i = 0; i < n; i++) {
		float *q = p->px + i * 3;

		q[0] = q[1] = q[2] = 0.299f * q[0] + 0.587f * q[1] +
		    0.114f * q[2];
	}
}

/* Adds row `y` of the source, weighed, to a row of the result's width. */
static void
shrink_row(const float *from, int fw, float *to, int tw, float weight)
{
	double step = (double)fw / tw;
	int x, i, c;

	for (x = 0; x < tw; x++) {
		double a = x * step, b = a + step;
		float sum[3] = { 0 };

		for (i = (int)a; i < fw && i < b; i++) {
			double part = fmin(i + 1, b) - fmax(i, a);

			for (c = 0; c < 3; c++)
				sum[c] += (float)part * from[i * 3 + c];
		}
		for (c = 0; c < 3; c++)
			to[x * 3 + c] += sum[c] * weight / (float)step;
	}
}

void
pic_shrink(struct pic *p, int w, int h)
{
	double step = (double)p->h / h;
	struct pic out;
	int y, i;

	pic_init(&out, w, h);
	for (y = 0; y < h; y++) {
		double a = y * step, b = a + step;

		for (i = (int)a; i < p->h && i < b; i++)
			shrink_row(pic_at(p, 0, i), p->w, pic_at(&out, 0, y),
			    w, (float)((fmin(i + 1, b) - fmax(i, a)) / step));
	}
	pic_swap(p, &out);
	pic_release(&out);
}

void
pic_blend(struct pic *p, int x, int y, const float rgb[3], float cover)
{
	float *q;
	int c;

	if (x < 0 || y < 0 || x >= p->w || y >= p->h || cover <= 0)
		return;
	q = pic_at(p, x, y);
	cover = cover > 1 ? 1 : cover;
	for (c = 0; c < 3; c++)
		q[c] += (rgb[c] - q[c]) * cover;
}

void
pic_disc(struct pic *p, float cx, float cy, float r, const float rgb[3])
{
	int x, y;

	for (y = (int)(cy - r) - 1; y <= (int)(cy + r) + 1; y++)
		for (x = (int)(cx - r) - 1; x <= (int)(cx + r) + 1; x++)
			pic_blend(p, x, y, rgb, r + 0.5f -
			    hypotf((float)x - cx, (float)y - cy));
}

/* Distance of a point from a piece of a line. */
static float
away(float x, float y, const float from[2], const float to[2])
{
	float dx = to[0] - from[0], dy = to[1] - from[1];
	float n = dx * dx + dy * dy;
	float t = n > 0 ? ((x - from[0]) * dx + (y - from[1]) * dy) / n : 0;

	t = fmaxf(0, fminf(1, t));
	return hypotf(x - from[0] - t * dx, y - from[1] - t * dy);
}

void
pic_line(struct pic *p, const float from[2], const float to[2], float width,
    const float rgb[3])
{
	float x0 = fminf(from[0], to[0]) - width;
	float x1 = fmaxf(from[0], to[0]) + width;
	float y0 = fminf(from[1], to[1]) - width;
	float y1 = fmaxf(from[1], to[1]) + width;
	int x, y;

	for (y = (int)y0 - 1; y <= (int)y1 + 1; y++)
		for (x = (int)x0 - 1; x <= (int)x1 + 1; x++)
			pic_blend(p, x, y, rgb, width / 2 + 0.5f -
			    away((float)x, (float)y, from, to));
}

/* Inside a convex quad: on the same side of all four edges. */
static bool
inside(const struct quad *q, float x, float y)
{
	int i, right = 0;

	for (i = 0; i < 4; i++) {
		int j = (i + 1) % 4;

		right += (q->x[j] - q->x[i]) * (y - q->y[i]) -
		    (q->y[j] - q->y[i]) * (x - q->x[i]) >= 0;
	}
	return right == 0 || right == 4;
}

void
pic_polygon(struct pic *p, const struct quad *q, const float rgb[3])
{
	int x, y;

	for (y = 0; y < p->h; y++)
		for (x = 0; x < p->w; x++)
			if (inside(q, (float)x, (float)y))
				pic_blend(p, x, y, rgb, 1);
}
