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
#define TERMS (TAPS + 1)	/* and a constant */

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

/* Solves with a pull towards `prior` times the centre tap. */
static bool
normal_solve(double *a, double *b, size_t rows, double prior)
{
	double ridge = 0;
	int i, j;

	for (i = 0; i < TAPS; i++)
		ridge += a[i * TERMS + i];
	ridge = 0.02 * ridge / TAPS + 1e-6 * (double)rows + 1e-9;
	for (i = 0; i < TERMS; i++) {
		a[i * TERMS + i] += ridge;
		for (j = i + 1; j < TERMS; j++)
			a[i * TERMS + j] = a[j * TERMS + i];
	}
	b[TAPS / 2] += ridge * prior;
	return solve_linear(a, b, TERMS);
}

static void
neighbours(const struct work *w, int x, int y, float *f)
{
	int j;

	for (j = 0; j < SIDE; j++)
		memcpy(f + SIDE * j, w->s + (y + j) * w->stride + x,
		    SIDE * sizeof(*f));
	f[TAPS] = 1;
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
	return normal_solve(a, filter, rows, 1);
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

/* The bits as a field with a margin of light. */
static void
spread(const struct work *w, float *x)
{
	int i, j;

	for (i = 0; i < w->stride * w->stride; i++)
		x[i] = -1;
	for (j = 0; j < w->n; j++)
		for (i = 0; i < w->n; i++)
			x[(j + M) * w->stride + i + M] = w->bit[j * w->n + i];
}

/* The blur that makes the values out of the bits. */
static bool
forward(const struct work *w, const float *x, double *blur)
{
	double a[TERMS * TERMS] = { 0 };
	struct work bits = *w;
	float f[TERMS];
	int i, j;

	bits.s = x;
	memset(blur, 0, TERMS * sizeof(*blur));
	for (j = 0; j < w->n; j++)
		for (i = 0; i < w->n; i++) {
			neighbours(&bits, i, j, f);
			normal_add(a, blur, f,
			    w->s[(j + M) * w->stride + i + M]);
		}
	return normal_solve(a, blur, (size_t)w->n * (size_t)w->n, 0);
}

/* What the bits do not explain. */
static void
residual(const struct work *w, const float *x, const double *blur, float *r)
{
	struct work bits = *w;
	float f[TERMS];
	double v;
	int i, j, k;

	bits.s = x;
	memset(r, 0, (size_t)w->stride * (size_t)w->stride * sizeof(*r));
	for (j = 0; j < w->n; j++)
		for (i = 0; i < w->n; i++) {
			neighbours(&bits, i, j, f);
			for (v = 0, k = 0; k < TERMS; k++)
				v += blur[k] * f[k];
			r[(j + M) * w->stride + i + M] =
			    w->s[(j + M) * w->stride + i + M] - (float)v;
		}
}

/* Turns a bit where that makes the rest smaller; returns how many turned. */
static int
turn_bits(struct work *w, const float *blur, float energy, float *r)
{
	int x, y, i, j, turned = 0;

	for (y = 0; y < w->n; y++)
		for (x = 0; x < w->n; x++) {
			int8_t *bit = &w->bit[y * w->n + x];
			float change = -2.0f * (float)*bit, dot = 0;

			if (w->p->cell[y * w->n + x] != 0)
				continue;
			/* Place (x, y) reaches r at (x - i, y - j) by tap i, j. */
			for (j = 0; j < SIDE; j++)
				for (i = 0; i < SIDE; i++)
					dot += blur[j * SIDE + i] *
					    r[(y + 2 * M - j) * w->stride +
					    x + 2 * M - i];
			if (change * change * energy - 2 * change * dot >= 0)
				continue;
			*bit = (int8_t)-*bit;
			turned++;
			for (j = 0; j < SIDE; j++)
				for (i = 0; i < SIDE; i++)
					r[(y + 2 * M - j) * w->stride + x +
					    2 * M - i] -=
					    change * blur[j * SIDE + i];
		}
	return turned;
}

static void
best_fit(struct work *w)
{
	size_t all = (size_t)w->stride * (size_t)w->stride;
	float *x = xreallocarray(NULL, 2 * all, sizeof(*x)), *r = x + all;
	float small[TAPS], energy;
	double blur[TERMS];
	int round, sweep, i;

	for (round = 0; round < 3; round++) {
		spread(w, x);
		if (!forward(w, x, blur))
			break;
		residual(w, x, blur, r);
		for (energy = 0, i = 0; i < TAPS; i++) {
			small[i] = (float)blur[i];
			energy += small[i] * small[i];
		}
		for (sweep = 0; sweep < 6; sweep++)
			if (turn_bits(w, small, energy, r) == 0)
				break;
	}
	free(x);
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
equalize(const struct pattern *p, const float *s, enum equalize how,
    int8_t *bit)
{
	struct work w = { p, s, p->n, p->n + 2 * M, bit };
	double filter[TERMS];
	int x, y, round;

	if (how == EQUALIZE_SIGN)
		for (y = 0; y < w.n; y++)
			for (x = 0; x < w.n; x++) {
				int8_t c = p->cell[y * w.n + x];

				bit[y * w.n + x] = c != 0 ? c :
				    sign(s[(y + M) * w.stride + x + M]);
			}
	for (round = 0; how == EQUALIZE_FILTER && round < 3; round++)
		if (inverse(&w, round == 0, filter))
			apply(&w, filter);
	if (how == EQUALIZE_FIT)
		best_fit(&w);
	put_format(&w);
}
