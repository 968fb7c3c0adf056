/* SPDX-License-Identifier: ISC */
/* luma - a picture's gray pixels as PGM, so that every decoder in a bench gets
 * the same ones. --double: twice as large by a cubic, then sharpened. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "image/load.h"

#define UNSHARP_SIGMA 3.0
#define UNSHARP_AMOUNT 1.5f

enum { RADIUS = 9 };

struct plane {
	float *px;
	int w, h;
};

static void
plane_init(struct plane *p, int w, int h)
{
	p->w = w;
	p->h = h;
	p->px = xcalloc((size_t)w * (size_t)h, sizeof *p->px);
}

static float *
row_of(const struct plane *p, int y)
{
	y = y < 0 ? 0 : y >= p->h ? p->h - 1 : y;
	return p->px + (size_t)y * (size_t)p->w;
}

static void
add(float *restrict to, const float *restrict from, float weight, int n)
{
	int i;

	for (i = 0; i < n; i++)
		to[i] += weight * from[i];
}

/* A filter of `n` weights round its middle; `k` from the other end gives the
 * mirrored one. */
struct filter {
	const float *k;
	int n;
};

/* Down the columns, and along a row. `half` 0 and 1: the upper and lower (left
 * and right) of the two samples that one pixel becomes. */
static void
filter_down(const struct plane *in, const struct filter *f, int y, int half,
    float *out)
{
	int i;

	memset(out, 0, (size_t)in->w * sizeof *out);
	for (i = 0; i < f->n; i++)
		add(out, row_of(in, y + i - f->n / 2),
		    f->k[half == 1 ? f->n - 1 - i : i], in->w);
}

static void
filter_along(const float *row, const struct filter *f, int w, int half,
    float *out)
{
	int i;

	memset(out, 0, (size_t)w * sizeof *out);
	for (i = 0; i < f->n; i++)
		add(out, row + i, f->k[half == 1 ? f->n - 1 - i : i], w);
}

/* The row with its ends repeated on both sides. */
static void
pad(float *row, int w, int by)
{
	int i;

	for (i = 0; i < by; i++) {
		row[i] = row[by];
		row[by + w + i] = row[by + w - 1];
	}
}

/* Each pixel becomes two by two. */
static struct plane
filter_double(const struct plane *in, const struct filter *f)
{
	int by = f->n / 2, x, y, half;
	float *mid = xcalloc((size_t)(in->w + 2 * by), sizeof *mid);
	float *one = xcalloc((size_t)in->w, sizeof *one), *to;
	struct plane out;

	plane_init(&out, in->w * 2, in->h * 2);
	for (y = 0; y < out.h; y++) {
		filter_down(in, f, y / 2, y % 2, mid + by);
		pad(mid, in->w, by);
		to = row_of(&out, y);
		for (half = 0; half < 2; half++) {
			filter_along(mid, f, in->w, half, one);
			for (x = 0; x < in->w; x++)
				to[2 * x + half] = one[x];
		}
	}
	free(mid);
	free(one);
	return out;
}

static struct plane
filter_same(const struct plane *in, const struct filter *f)
{
	int by = f->n / 2, y;
	float *mid = xcalloc((size_t)(in->w + 2 * by), sizeof *mid);
	struct plane out;

	plane_init(&out, in->w, in->h);
	for (y = 0; y < out.h; y++) {
		filter_down(in, f, y, 0, mid + by);
		pad(mid, in->w, by);
		filter_along(mid, f, in->w, 0, row_of(&out, y));
	}
	free(mid);
	return out;
}

/* Keys' cubic (a = -0.75) at a quarter to the left of a pixel's middle. */
static void
enlarge(struct plane *p)
{
	static const float quarter[5] = { -0.03515625f, 0.26171875f,
	    0.87890625f, -0.10546875f, 0 };
	struct plane big = filter_double(p, &(struct filter){ quarter, 5 });

	free(p->px);
	*p = big;
}

static void
sharpen(struct plane *p)
{
	float k[2 * RADIUS + 1], sum = 0;
	struct plane soft;
	size_t i, n = (size_t)p->w * (size_t)p->h;
	int j;

	for (j = -RADIUS; j <= RADIUS; j++)
		sum += k[j + RADIUS] = (float)exp(-j * j /
		    (2 * UNSHARP_SIGMA * UNSHARP_SIGMA));
	for (j = 0; j <= 2 * RADIUS; j++)
		k[j] /= sum;
	soft = filter_same(p, &(struct filter){ k, 2 * RADIUS + 1 });
	for (i = 0; i < n; i++)
		p->px[i] += UNSHARP_AMOUNT * (p->px[i] - soft.px[i]);
	free(soft.px);
}

static void
print(const struct plane *p)
{
	size_t i, n = (size_t)p->w * (size_t)p->h;

	buf_printf(cli_out(), "P5\n%d %d\n255\n", p->w, p->h);
	for (i = 0; i < n; i++)
		buf_add_char(cli_out(), (char)(uint8_t)fminf(255, fmaxf(0,
		    p->px[i] + 0.5f)));
}

static enum err
luma(const char *path, bool twice)
{
	struct buf file = { 0 };
	struct gray g = { 0 };
	struct load_info info;
	struct plane p = { 0 };
	size_t i;
	enum err e = cli_read_file(path, LOAD_MAX_BYTES, false, &file);

	if (e == ERR_OK)
		e = load_gray(buf_slice(&file), &g, &info);
	if (e == ERR_OK) {
		plane_init(&p, g.w, g.h);
		for (i = 0; i < (size_t)g.w * (size_t)g.h; i++)
			p.px[i] = g.px[i];
		if (twice) {
			enlarge(&p);
			sharpen(&p);
		}
		print(&p);
	}
	free(p.px);
	gray_release(&g);
	buf_release(&file);
	return e;
}

int
main(int argc, char **argv)
{
	static const struct cli_opt opts[] = {
		{ 'd', "double", NULL, "twice as large, and sharpened" },
		{ 0 }
	};
	struct cli c = { .prog = "luma", .operands = "FILE",
	    .purpose = "Print a picture's gray pixels as PGM.", .opts = opts,
	    .argc = argc, .argv = argv };
	bool twice = false;
	enum err e;

	while (cli_next(&c) == 'd')
		twice = true;
	if (c.files[0] == NULL)
		cli_usage(&c, "name a picture");
	e = luma(c.files[0], twice);
	if (e != ERR_OK)
		cli_err(c.files[0], e);
	return cli_finish(&c, e == ERR_OK ? CLI_OK : CLI_TROUBLE);
}
