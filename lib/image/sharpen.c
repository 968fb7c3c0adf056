/* SPDX-License-Identifier: ISC */
/* Unsharp masking with a binomial blur. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/sharpen.h"

#define R 4			/* half the blur */

static int
near(int i, int n)
{
	return i < 0 ? 0 : i >= n ? n - 1 : i;
}

/* 1 2 3 4 5 4 3 2 1 (of 25): two boxes of five, a Gaussian of 2 pixels. */
static void
triangle(const uint16_t *in, int n, uint16_t *out)
{
	unsigned up = 0, down = 0, sum = 0;
	int i;

	for (i = -R; i <= R; i++)
		sum += (unsigned)(5 - abs(i)) * in[near(i, n)];
	for (i = -R; i <= 0; i++)
		down += in[near(i, n)];
	for (i = 1; i <= R + 1; i++)
		up += in[near(i, n)];
	for (i = 0; i < n; i++) {
		out[i] = (uint16_t)(sum / 25);
		sum += up - down;
		down += in[near(i + 1, n)] - in[near(i - R, n)];
		up += in[near(i + R + 2, n)] - in[near(i + 1, n)];
	}
}

enum err
sharpen(const struct gray *in, int gain, struct gray *out)
{
	enum err e = gray_init(out, in->w, in->h);
	size_t w = (size_t)in->w, n = w * (size_t)in->h;
	uint16_t *tmp, *line;
	int x, y, v;

	if (e != ERR_OK)
		return e;
	tmp = xreallocarray(NULL, n, sizeof(*tmp));
	line = xreallocarray(NULL, 2 * GRAY_MAX_SIDE, sizeof(*line));
	for (y = 0; y < in->h; y++) {
		for (x = 0; x < in->w; x++)
			line[x] = (uint16_t)(in->px[(size_t)y * w +
			    (size_t)x] << 6);
		triangle(line, in->w, tmp + (size_t)y * w);
	}
	for (x = 0; x < in->w; x++) {
		for (y = 0; y < in->h; y++)
			line[y] = tmp[(size_t)y * w + (size_t)x];
		triangle(line, in->h, line + GRAY_MAX_SIDE);
		for (y = 0; y < in->h; y++) {
			size_t i = (size_t)y * w + (size_t)x;

			v = in->px[i] + (gain * ((in->px[i] << 6) -
			    line[GRAY_MAX_SIDE + y]) >> 6);
			out->px[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
		}
	}
	free(line);
	free(tmp);
	return ERR_OK;
}
