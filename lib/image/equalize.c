/* SPDX-License-Identifier: ISC */
/* Least squares over the neighbourhood of every module. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/equalize.h"
#include "image/solve.h"

#define M EQUALIZE_MARGIN
#define SIDE (2 * M + 1)
#define TAPS (SIDE * SIDE)
#define TREND 6			/* 1, x, y, and their squares and product */
#define TERMS (TAPS + TREND)
#define RIDGE 0.001		/* pull towards the values as they are */
#define ROUNDS 3

struct work {
	const struct pattern *p;
	const float *s;
	int n, stride;
	int8_t *bit;
};

static void
normal_add(double *a, double *b, const float *f, float want)
{
	int i, j;

	for (i = 0; i < TERMS; i++) {
		for (j = 0; j <= i; j++)
			a[i * TERMS + j] += (double)f[i] * f[j];
		b[i] += (double)f[i] * want;
	}
}

/* Solves with a pull towards the values as they are. */
static bool
normal_solve(double *a, double *b, size_t rows)
{
	double ridge = 0;
	int i, j;

	for (i = 0; i < TAPS; i++)
		ridge += a[i * TERMS + i];
	ridge = RIDGE * ridge / TAPS + 1e-6 * (double)rows + 1e-9;
	for (i = 0; i < TERMS; i++) {
		a[i * TERMS + i] += i < TAPS ? ridge : 1e-6 * (double)rows;
		for (j = i + 1; j < TERMS; j++)
			a[i * TERMS + j] = a[j * TERMS + i];
	}
	b[TAPS / 2] += ridge;
	return solve_linear(a, b, TERMS);
}

/* Uneven light across the code. */
static void
trend(float *f, float u, float v)
{
	f[0] = 1;
	f[1] = u;
	f[2] = v;
	f[3] = u * u;
	f[4] = u * v;
	f[5] = v * v;
}

static void
neighbours(const struct work *w, int x, int y, float *f)
{
	int j;

	for (j = 0; j < SIDE; j++)
		memcpy(f + SIDE * j, w->s + (y + j) * w->stride + x,
		    SIDE * sizeof(*f));
	trend(f + TAPS, (float)x / (float)w->n - 0.5f,
	    (float)y / (float)w->n - 0.5f);
}

static int8_t
sign(float v)
{
	return v > 0 ? 1 : -1;
}

/* Trains on the known modules, or on all with the bits so far. */
static bool
inverse(const struct work *w, bool known, double *filter)
{
	double a[TERMS * TERMS] = { 0 };
	float f[TERMS];
	size_t rows = 0;
	int x, y;

	memset(filter, 0, TERMS * sizeof(*filter));
	for (y = 0; y < w->n; y++)
		for (x = 0; x < w->n; x++) {
			int i = y * w->n + x;

			if (known && w->p->cell[i] == 0)
				continue;
			neighbours(w, x, y, f);
			normal_add(a, filter, f, w->bit[i]);
			rows++;
		}
	return normal_solve(a, filter, rows);
}

static void
apply(struct work *w, const double *filter)
{
	float f[TERMS];
	double v;
	int x, y, i;

	for (y = 0; y < w->n; y++)
		for (x = 0; x < w->n; x++) {
			if (w->p->cell[y * w->n + x] != 0)
				continue;
			neighbours(w, x, y, f);
			for (v = 0, i = 0; i < TERMS; i++)
				v += filter[i] * f[i];
			w->bit[y * w->n + x] = sign((float)v);
		}
}

/* The format is one of 32 words, written twice. */
static void
put_format(struct work *w)
{
	unsigned f, best = 0;
	int i, c, sum, top = -100;

	for (f = 0; f < 32; f++) {
		unsigned word = pattern_format(f);

		for (sum = 0, i = 0; i < 15; i++)
			for (c = 0; c < 2; c++)
				sum += w->bit[pattern_format_at(w->p, c, i)] *
				    (word >> i & 1 ? 1 : -1);
		if (sum > top) {
			top = sum;
			best = f;
		}
	}
	for (i = 0; i < 15; i++)
		for (c = 0; c < 2; c++)
			w->bit[pattern_format_at(w->p, c, i)] =
			    pattern_format(best) >> i & 1 ? 1 : -1;
}

void
equalize(const struct pattern *p, const float *s, bool undo_blur, int8_t *bit)
{
	struct work w = { p, s, p->n, p->n + 2 * M, bit };
	double filter[TERMS];
	int x, y, round;

	for (y = 0; y < w.n; y++)
		for (x = 0; x < w.n; x++) {
			int8_t c = p->cell[y * w.n + x];

			bit[y * w.n + x] = c != 0 ? c :
			    sign(s[(y + M) * w.stride + x + M]);
		}
	for (round = 0; undo_blur && round < ROUNDS; round++)
		if (inverse(&w, round == 0, filter))
			apply(&w, filter);
	put_format(&w);
}
