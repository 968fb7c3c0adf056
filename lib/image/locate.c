/* SPDX-License-Identifier: ISC */
/* Runs of 1:1:3:1:1 along rows, checked along columns and rows again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/locate.h"

#define TOLERANCE 0.8f		/* of a module, for a run */
#define FEW 60			/* finders among which noise may be */
#define LEAST_LIKE 0.66f
#define CORNER_TRIPLES (LOCATE_TRIPLES / LOCATE_MAX)

struct map {
	const uint8_t *px;
	int w, h;
};

/* Where the run of `is` that holds x ends. Eight pixels at a time, since most
 * of a picture is plain. */
static int
run_end(const uint8_t *row, int x, int w, uint8_t is)
{
	uint64_t all, eight;

	memset(&all, is, sizeof(all));
	for (; x + 8 <= w; x += 8) {
		memcpy(&eight, row + x, sizeof(eight));
		if (eight != all)
			break;
	}
	while (x < w && row[x] == is)
		x++;
	return x;
}

static bool
is_finder(const int run[5], float *module)
{
	int total = run[0] + run[1] + run[2] + run[3] + run[4];
	float m = (float)total / 7, slack = TOLERANCE * m;
	int i;

	if (total < 7)
		return false;
	if (slack < 0.9f)
		slack = 0.9f;		/* edges fall on whole pixels */
	for (i = 0; i < 5; i++) {
		float want = i == 2 ? 3 * m : m;
		float off = fabsf((float)run[i] - want);

		if (off > (i == 2 ? 1.6f * slack : slack) || run[i] == 0)
			return false;
	}
	*module = m;
	return true;
}

/* The five runs through (x, y) along a column or a row: `step` is the stride,
 * `at` the place along it, `len` its length. Returns the centre of the middle
 * run, or -1. */
static float
cross(const uint8_t *p, ptrdiff_t step, int at, int len, float m, float *module)
{
	int run[5] = { 0 }, most = (int)(4 * m) + 2, i, a = at, b = at + 1;
	static const uint8_t want[3] = { 255, 0, 255 };

	for (i = 0; i < 3; i++)
		while (a >= 0 && p[a * step] == want[i] && run[2 - i] <= most) {
			run[2 - i]++;
			a--;
		}
	a += run[0] + run[1] + 1;	/* where the middle run begins */
	for (i = 0; i < 3; i++)
		while (b < len && p[b * step] == want[i] &&
		    run[2 + i] <= 2 * most) {
			run[2 + i]++;
			b++;
		}
	if (!is_finder(run, module))
		return -1;
	return (float)a + (float)run[2] / 2;
}

static void
merge(struct finders *out, float x, float y, float m)
{
	struct finder *f;
	size_t i;

	for (i = 0; i < out->n; i++) {
		f = &out->f[i];
		if (fabsf(f->x - x) < 2.5f * f->m &&
		    fabsf(f->y - y) < 2.5f * f->m) {
			float k = 1.0f / (float)++f->hits;

			f->x += (x - f->x) * k;
			f->y += (y - f->y) * k;
			f->m += (m - f->m) * k;
			return;
		}
	}
	/* A full table gives up a single sighting: noise makes many. */
	for (i = 0; out->n == LOCATE_MAX && i < LOCATE_MAX; i++)
		if (out->f[i].hits == 1 &&
		    fabsf(out->f[i].y - y) > 3 * out->f[i].m)
			out->f[i] = out->f[--out->n];
	if (out->n < LOCATE_MAX)
		out->f[out->n++] = (struct finder){ x, y, m, 1 };
	else
		out->full = true;
}

/* Five runs ending before x on row y look right: look along the column, then
 * along the row of the centre found. */
static void
check(const struct map *d, const int run[5], int x, int y,
    struct finders *out)
{
	float m, mv, mh, cx, cy;

	if (!is_finder(run, &m))
		return;
	cx = (float)(x - run[4] - run[3]) - (float)run[2] / 2;
	cy = cross(d->px + (int)cx, d->w, y, d->h, m, &mv);
	if (cy < 0 || mv > 1.8f * m || m > 1.8f * mv)
		return;
	cx = cross(d->px + (ptrdiff_t)(int)cy * d->w, 1, (int)cx, d->w, m,
	    &mh);
	if (cx < 0)
		return;
	merge(out, cx, cy, (mh + mv) / 2);
}

static void
scan_row(const struct map *d, int y, struct finders *out)
{
	const uint8_t *row = d->px + (ptrdiff_t)y * d->w;
	int run[5] = { 0 }, x = 0, end;

	while (x < d->w) {
		end = run_end(row, x, d->w, row[x]);
		memmove(run, run + 1, 4 * sizeof(run[0]));
		run[4] = end - x;
		x = end;
		if (row[x - 1] == 255 && run[0] > 0)
			check(d, run, x, y, out);
	}
}

void
locate_finders(const uint8_t *dark, int w, int h, int y0, int y1,
    struct finders *out)
{
	struct map d = { dark, w, h };

	for (; y0 < y1; y0++)
		scan_row(&d, y0, out);
}

/* Rows and columns cut a turned code wider than it is; (dx, dy) is a leg. */
static float
along(float m, float dx, float dy)
{
	float len = hypotf(dx, dy);

	return m * fmaxf(fabsf(dx), fabsf(dy)) / (len + 1e-6f);
}

/* How much of a finder and its light rim the map shows around (x, y), with
 * (ux, uy) one module to the right and (vx, vy) one down. */
static float
likeness(const struct map *d, float x, float y, const float step[4])
{
	int i, j, good = 0;

	for (j = -4; j <= 4; j++)
		for (i = -4; i <= 4; i++) {
			int ai = i < 0 ? -i : i, aj = j < 0 ? -j : j;
			int ring = ai > aj ? ai : aj;
			float px = x + (float)i * step[0] + (float)j * step[2];
			float py = y + (float)i * step[1] + (float)j * step[3];

			if (px >= 0 && py >= 0 && px < (float)d->w &&
			    py < (float)d->h)
				good += (d->px[(ptrdiff_t)(int)py * d->w +
				    (int)px] == 255) ==
				    (ring != 2 && ring != 4);
		}
	return (float)good / 81;
}

static float
likeness_of_three(const struct map *d, const struct finder *a,
    const struct finder *b, const struct finder *c, float m)
{
	float kb = m / hypotf(b->x - a->x, b->y - a->y);
	float kc = m / hypotf(c->x - a->x, c->y - a->y);
	const float step[4] = { (b->x - a->x) * kb, (b->y - a->y) * kb,
	    (c->x - a->x) * kc, (c->y - a->y) * kc };

	return (likeness(d, a->x, a->y, step) + likeness(d, b->x, b->y, step) +
	    likeness(d, c->x, c->y, step)) / 3;
}

static bool
triple_of(const struct map *d, const struct finder *a, const struct finder *b,
    const struct finder *c, struct triple *t)
{
	float bx = b->x - a->x, by = b->y - a->y;
	float cx = c->x - a->x, cy = c->y - a->y;
	float lb = hypotf(bx, by), lc = hypotf(cx, cy);
	float lo = fminf(a->m, fminf(b->m, c->m));
	float hi = fmaxf(a->m, fmaxf(b->m, c->m));
	float m, turn, legs, angle, like;

	if (hi > 1.7f * lo || lb * lc <= 0)
		return false;
	legs = fminf(lb, lc) / fmaxf(lb, lc);
	angle = fabsf(bx * cx + by * cy) / (lb * lc);
	turn = bx * cy - by * cx;
	m = along((a->m + b->m + c->m) / 3, bx, by);
	if (legs < 0.6f || angle > 0.6f || turn <= 0 ||
	    lb < 12 * m || lb > 175 * m)
		return false;
	like = likeness_of_three(d, a, b, c, m);
	if (like < LEAST_LIKE)
		return false;
	*t = (struct triple){ { a->x, b->x, c->x }, { a->y, b->y, c->y }, m,
	    (1 - legs) + angle + 0.7f * (1 - lo / hi) +
	    4 * (1 - like) + (lb > 75 * m ? 1 : 0) };
	return true;
}

/* Into a list of the cheapest `most`. */
static size_t
keep(struct triple *out, size_t n, size_t most, const struct triple *t)
{
	size_t i;

	if (n == most && out[n - 1].cost <= t->cost)
		return n;
	if (n < most)
		n++;
	for (i = n - 1; i > 0 && out[i - 1].cost > t->cost; i--)
		out[i] = out[i - 1];
	out[i] = *t;
	return n;
}

/* By how many of the rows that could see it did. */
static int
by_sight(const void *a, const void *b)
{
	const struct finder *f = a, *g = b;
	float x = (float)f->hits * g->m, y = (float)g->hits * f->m;

	return (x < y) - (x > y);
}

/* Roughly a corner: what triple_of looks at closely. Most of the many triples
 * of a page end here. */
static bool
is_corner(const struct finder *a, const struct finder *b,
    const struct finder *c)
{
	float bx = b->x - a->x, by = b->y - a->y;
	float cx = c->x - a->x, cy = c->y - a->y;
	float turn = bx * cy - by * cx, dot = bx * cx + by * cy;

	/* The sine and the cosine share a factor: 0.6 to 0.8. */
	return turn > 0 && fabsf(dot) < 0.76f * turn;
}

/* The best with f[i] at the corner. */
static size_t
triples_at(const struct map *d, const struct finders *f, size_t i,
    struct triple best[CORNER_TRIPLES])
{
	const struct finder *near[LOCATE_MAX], *a = &f->f[i], *o;
	size_t j, k, n = 0, found = 0;
	struct triple t;

	for (j = 0; j < f->n; j++) {
		o = &f->f[j];
		if (j != i && o->m < 1.7f * a->m && a->m < 1.7f * o->m)
			near[n++] = o;
	}
	/* Each ordered pair of legs: the turn leaves one of the two. */
	for (j = 0; j < n; j++)
		for (k = 0; k < n; k++)
			if (is_corner(a, near[j], near[k]) &&
			    triple_of(d, a, near[j], near[k], &t))
				found = keep(best, found, CORNER_TRIPLES, &t);
	return found;
}

void
locate_sort(struct finders *f)
{
	qsort(f->f, f->n, sizeof(f->f[0]), by_sight);
	while (f->n > FEW && (float)f->f[f->n - 1].hits < 2 * f->f[f->n - 1].m)
		f->n--;
}

size_t
locate_triples(const uint8_t *dark, int w, int h, const struct finders *f,
    size_t i, struct triple *out, size_t n)
{
	struct triple best[CORNER_TRIPLES];
	struct map d = { dark, w, h };
	size_t k, found = triples_at(&d, f, i, best);

	for (k = 0; k < found; k++)
		n = keep(out, n, LOCATE_TRIPLES, &best[k]);
	return n;
}
