/* SPDX-License-Identifier: ISC */
/* Out of focus, and moved while the shutter was open. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "damage.h"

enum { MAX_RADIUS = 64, FINE = 8 };

/* The picture with `r` more pixels on each side, mirrored at the edge. */
static struct pic
padded(const struct pic *p, int r)
{
	struct pic out;
	int x, y;

	pic_init(&out, p->w + 2 * r, p->h + 2 * r);
	for (y = 0; y < out.h; y++) {
		int sy = abs(y - r);

		sy = sy < p->h ? sy : 2 * (p->h - 1) - sy;
		memcpy(pic_at(&out, r, y), pic_at(p, 0, sy),
		    (size_t)p->w * 3 * sizeof(float));
		for (x = 1; x <= r; x++) {
			memcpy(pic_at(&out, r - x, y), pic_at(p, x, sy),
			    3 * sizeof(float));
			memcpy(pic_at(&out, r + p->w - 1 + x, y),
			    pic_at(p, p->w - 1 - x, sy), 3 * sizeof(float));
		}
	}
	return out;
}

static void
add_row(float *restrict to, const float *restrict from, float weight, int n)
{
	int i;

	for (i = 0; i < n; i++)
		to[i] += weight * from[i];
}

void
damage_blur(struct pic *p, double sigma)
{
	int r = (int)fmin(MAX_RADIUS, ceil(3 * sigma)), n = p->w * 3, i, y;
	float k[2 * MAX_RADIUS + 1], sum = 0, *row;
	struct pic in;

	if (sigma <= 0)
		return;
	in = padded(p, r);
	row = xmalloc((size_t)in.w * 3 * sizeof *row);
	for (i = -r; i <= r; i++)
		sum += k[i + r] = (float)exp(-i * i / (2 * sigma * sigma));
	for (y = 0; y < p->h; y++) {
		memset(row, 0, (size_t)in.w * 3 * sizeof *row);
		for (i = 0; i <= 2 * r; i++)
			add_row(row, pic_at(&in, 0, y + i), k[i] / sum,
			    in.w * 3);
		memset(pic_at(p, 0, y), 0, (size_t)n * sizeof *row);
		for (i = 0; i <= 2 * r; i++)
			add_row(pic_at(p, 0, y), row + i * 3, k[i] / sum, n);
	}
	free(row);
	pic_release(&in);
}

/* The share of the pixel (x, y) from the middle that a dot of one pixel
 * passes over on its way of `length` at this angle. */
static float
passed(int x, int y, double length, double angle)
{
	double dx = cos(angle), dy = sin(angle);
	int i, j, hits = 0;

	for (j = 0; j < FINE; j++)
		for (i = 0; i < FINE; i++) {
			double u = x + (i + 0.5) / FINE - 0.5;
			double v = y + (j + 0.5) / FINE - 0.5;
			double t = fmax(-length / 2, fmin(length / 2,
			    u * dx + v * dy));

			hits += hypot(u - t * dx, v - t * dy) <= 0.5;
		}
	return (float)hits;
}

void
damage_motion(struct pic *p, double length, double angle)
{
	int r = (int)fmin(MAX_RADIUS, ceil(length / 2) + 1), x, y, i, j;
	struct pic in = padded(p, r);
	float total = 0, w;

	angle *= M_PI / 180;
	memset(p->px, 0, (size_t)p->w * (size_t)p->h * 3 * sizeof *p->px);
	for (j = -r; j <= r; j++)
		for (i = -r; i <= r; i++)
			total += passed(i, j, length, angle);
	for (j = -r; j <= r; j++)
		for (i = -r; i <= r; i++) {
			w = passed(i, j, length, angle) / total;
			for (y = 0; w > 0 && y < p->h; y++) {
				x = r + i;
				add_row(pic_at(p, 0, y),
				    pic_at(&in, x, y + r + j), w, p->w * 3);
			}
		}
	pic_release(&in);
}
