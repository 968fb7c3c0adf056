/* SPDX-License-Identifier: ISC */
/* The mean threshold with running column sums, eight pixels at a time. The
 * vectors are the compiler's own: SSE2 on x86-64, NEON on arm64, plain code
 * where there is neither. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/threshold.h"

#define LANES 8
#define MARGIN 32		/* columns repeated beyond both sides */

typedef uint16_t v16 __attribute__((__vector_size__(16)));
typedef uint8_t v8 __attribute__((__vector_size__(8)));

static v16
load16(const uint16_t *p)
{
	v16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static void
store16(uint16_t *p, v16 v)
{
	memcpy(p, &v, sizeof(v));
}

static v16
load8(const uint8_t *p)
{
	v8 v;

	memcpy(&v, p, sizeof(v));
	return __builtin_convertvector(v, v16);
}

/* sum += add - drop, over w columns. */
static void
slide(uint16_t *sum, const uint8_t *add, const uint8_t *drop, int w)
{
	int x;

	for (x = 0; x + LANES <= w; x += LANES)
		store16(sum + x,
		    load16(sum + x) + load8(add + x) - load8(drop + x));
	for (; x < w; x++)
		sum[x] = (uint16_t)(sum[x] + add[x] - drop[x]);
}

/* a[i] += a[i + step]; reading ahead is safe, since a is padded. */
static void
fold(uint16_t *a, int n, int step)
{
	int x;

	for (x = 0; x < n; x += LANES)
		store16(a + x, load16(a + x) + load16(a + x + step));
}

/* From column sums to the means of a row, in place: mean of column x at
 * a[MARGIN + x - win / 2]. */
static void
means(uint16_t *a, int w, int win)
{
	int n = w + 2 * MARGIN, step, x;

	for (x = 0; x < MARGIN; x++) {
		a[x] = a[MARGIN];
		a[MARGIN + w + x] = a[MARGIN + w - 1];
	}
	if (win == 32)
		for (x = 0; x < n; x += LANES)
			store16(a + x, load16(a + x) >> 2);
	for (step = 1; step < win; step *= 2)
		fold(a, n, step);
}

static void
compare(const uint8_t *px, const uint16_t *sum, int w, int bias, uint8_t *out)
{
	v16 b = { 0 };
	int x;

	b += (uint16_t)bias;
	for (x = 0; x + LANES <= w; x += LANES) {
		v16 dark = (v16)(load8(px + x) + b < load16(sum + x) / 256);
		v8 narrow = __builtin_convertvector(dark, v8);

		memcpy(out + x, &narrow, sizeof(narrow));
	}
	for (; x < w; x++)
		out[x] = px[x] + bias < sum[x] / 256 ? 255 : 0;
}

static const uint8_t *
row(const struct gray *g, int y)
{
	if (y < 0)
		y = 0;
	if (y >= g->h)
		y = g->h - 1;
	return g->px + (size_t)y * (size_t)g->w;
}

void
threshold_mean(const struct gray *g, int win, int bias, uint8_t *out)
{
	size_t n = (size_t)g->w + 4 * MARGIN + LANES;
	uint16_t *sum = xcalloc(n, sizeof(*sum));
	uint16_t *work = xcalloc(n, sizeof(*work));
	int x, y;

	for (y = -win / 2; y < win - win / 2; y++)
		for (x = 0; x < g->w; x++)
			sum[x] = (uint16_t)(sum[x] + row(g, y)[x]);
	for (y = 0; y < g->h; y++) {
		memcpy(work + MARGIN, sum, (size_t)g->w * sizeof(*sum));
		means(work, g->w, win);
		compare(row(g, y), work + MARGIN - win / 2, g->w, bias,
		    out + (size_t)y * (size_t)g->w);
		slide(sum, row(g, y + win - win / 2), row(g, y - win / 2),
		    g->w);
	}
	free(sum);
	free(work);
}
