/* SPDX-License-Identifier: ISC */
/* Local gain by summed-area tables. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "image/patch.h"

#define FLOOR 4.0f		/* deviation of mere noise, in luma steps */
#define CLIP 2.0f

struct box {
	int x0, y0, w, h;
};

/* Tables of (w + 1) * (h + 1): sums of pixels and of their squares. */
static void
tables(const struct gray *g, const struct box *b, uint32_t *sum, uint64_t *sq)
{
	size_t stride = (size_t)b->w + 1, i;
	int x, y;

	for (y = 0; y < b->h; y++) {
		const uint8_t *px = g->px +
		    (size_t)(b->y0 + y) * (size_t)g->w + b->x0;
		uint32_t s = 0;
		uint64_t q = 0;

		for (x = 0; x < b->w; x++) {
			s += px[x];
			q += (unsigned)px[x] * px[x];
			i = (size_t)(y + 1) * stride + (size_t)x + 1;
			sum[i] = sum[i - stride] + s;
			sq[i] = sq[i - stride] + q;
		}
	}
}

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

static void
flatten(const struct gray *g, const struct box *b, int r,
    const uint32_t *sum, const uint64_t *sq, float *out)
{
	size_t stride = (size_t)b->w + 1;
	int x, y;

	for (y = 0; y < b->h; y++) {
		size_t top = (size_t)clamp(y - r, 0, b->h) * stride;
		size_t end = (size_t)clamp(y + r + 1, 0, b->h) * stride;
		const uint8_t *px = g->px +
		    (size_t)(b->y0 + y) * (size_t)g->w + b->x0;

		for (x = 0; x < b->w; x++) {
			size_t l = (size_t)clamp(x - r, 0, b->w);
			size_t e = (size_t)clamp(x + r + 1, 0, b->w);
			float k = 1.0f / (float)((e - l) * (end - top) /
			    stride);
			float mean = (float)(sum[end + e] - sum[end + l] -
			    sum[top + e] + sum[top + l]) * k;
			float var = (float)(sq[end + e] - sq[end + l] -
			    sq[top + e] + sq[top + l]) * k - mean * mean;
			float v = (mean - (float)px[x]) /
			    (sqrtf(var > 0 ? var : 0) + FLOOR);

			*out++ = v > CLIP ? CLIP : v < -CLIP ? -CLIP : v;
		}
	}
}

bool
patch_init(struct patch *p, const struct gray *g, float scale,
    const float box[4], float reach)
{
	struct box b;
	uint32_t *sum;
	uint64_t *sq;
	size_t n;

	b.x0 = clamp((int)floorf(box[0] / scale), 0, g->w);
	b.y0 = clamp((int)floorf(box[1] / scale), 0, g->h);
	b.w = clamp((int)ceilf(box[2] / scale), 0, g->w) - b.x0;
	b.h = clamp((int)ceilf(box[3] / scale), 0, g->h) - b.y0;
	if (b.w < 16 || b.h < 16)
		return false;
	n = ((size_t)b.w + 1) * ((size_t)b.h + 1);
	*p = (struct patch){ xreallocarray(NULL, n, sizeof(float)), b.w, b.h,
	    (float)b.x0, (float)b.y0, scale };
	sum = xcalloc(n, sizeof(*sum));
	sq = xcalloc(n, sizeof(*sq));
	tables(g, &b, sum, sq);
	flatten(g, &b, clamp((int)(reach / scale + 0.5f), 2, 4096), sum, sq,
	    p->v);
	free(sum);
	free(sq);
	return true;
}

void
patch_release(struct patch *p)
{
	if (p->v != NULL)
		mem_wipe(p->v, (size_t)p->w * (size_t)p->h * sizeof(*p->v));
	free(p->v);
	*p = (struct patch){ 0 };
}

float
patch_linear(const struct patch *p, float x, float y)
{
	const float *v;
	int ix, iy;

	x -= 0.5f;
	y -= 0.5f;
	if (!(x >= 0 && y >= 0 && x < (float)(p->w - 1) &&
	    y < (float)(p->h - 1)))
		return 0;
	ix = (int)x;
	iy = (int)y;
	x -= (float)ix;
	y -= (float)iy;
	v = p->v + (size_t)iy * (size_t)p->w + ix;
	return (v[0] * (1 - x) + v[1] * x) * (1 - y) +
	    (v[p->w] * (1 - x) + v[p->w + 1] * x) * y;
}

/* Catmull-Rom. */
static void
weights(float t, float w[4])
{
	w[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
	w[1] = (1.5f * t - 2.5f) * t * t + 1;
	w[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
	w[3] = (0.5f * t - 0.5f) * t * t;
}

float
patch_cubic(const struct patch *p, float x, float y)
{
	float wx[4], wy[4], s = 0;
	int ix, iy, i;

	if (!(x >= 1.5f && y >= 1.5f && x < (float)p->w - 2.5f &&
	    y < (float)p->h - 2.5f))
		return patch_linear(p, x, y);
	x -= 0.5f;
	y -= 0.5f;
	ix = (int)x;
	iy = (int)y;
	weights(x - (float)ix, wx);
	weights(y - (float)iy, wy);
	for (i = 0; i < 4; i++) {
		const float *v = p->v + (size_t)(iy - 1 + i) * (size_t)p->w +
		    ix - 1;

		s += wy[i] * (v[0] * wx[0] + v[1] * wx[1] + v[2] * wx[2] +
		    v[3] * wx[3]);
	}
	return s;
}
