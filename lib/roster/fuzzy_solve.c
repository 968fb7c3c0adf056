/* SPDX-License-Identifier: ISC */
/* One row to one row: the best pairs first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/fuzzy_priv.h"

#define MAX_THREADS 64

struct best {
	int32_t first, second;		/* totals of a row's candidates */
};

struct choice {
	struct fuzzy *f;
	struct fuzzy_candidates found;
	struct best *best[2];
	uint32_t *partner;		/* of left rows, + 1 */
	bool *taken;			/* right rows */
};

static int
by_where(const void *a, const void *b)
{
	const struct fuzzy_row *x = a, *y = b;

	return (x->where > y->where) - (x->where < y->where);
}

static void
sort_rows(struct fuzzy *f, unsigned side)
{
	size_t i;

	for (i = 1; i < f->n[side]; i++)
		if (f->row[side][i - 1].where > f->row[side][i].where) {
			qsort(f->row[side], f->n[side], sizeof **f->row,
			    by_where);
			break;
		}
	for (i = 0; i < f->n[side]; i++)
		f->row[side][i].capped = 0;
}

/* Among equal totals the pair that stands nearer to the beginning, whichever
 * side is called left. Two pairs that are equal in this too share no row. */
static int
by_total(const void *pa, const void *pb)
{
	const struct fuzzy_candidate *a = pa, *b = pb;
	uint64_t x, y;

	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	x = (uint64_t)a->left + a->right;
	y = (uint64_t)b->left + b->right;
	if (x != y)
		return x < y ? -1 : 1;
	x = a->left > a->right ? a->left : a->right;
	y = b->left > b->right ? b->left : b->right;
	if (x != y)
		return x < y ? -1 : 1;
	return (a->left > b->left) - (a->left < b->left);
}

static void
note(struct best *b, int32_t total)
{
	if (total > b->first) {
		b->second = b->first;
		b->first = total;
	} else if (total > b->second) {
		b->second = total;
	}
}

static void
choose(struct choice *c)
{
	const struct fuzzy_candidate *k;
	size_t i;

	qsort(c->found.c, c->found.n, sizeof *c->found.c, by_total);
	for (i = 0; i < c->found.n; i++) {
		k = &c->found.c[i];
		note(&c->best[0][k->left], k->total);
		note(&c->best[1][k->right], k->total);
		if (c->partner[k->left] != 0 || c->taken[k->right])
			continue;
		c->partner[k->left] = k->right + 1;
		c->taken[k->right] = true;
	}
}

static int32_t
rival(const struct best *b, int32_t total)
{
	return total == b->first ? b->second : b->first;
}

static void
give(const struct choice *c, uint32_t l, fuzzy_pair_fn *pair, void *ctx)
{
	uint32_t r = c->partner[l] - 1;
	const struct fuzzy_row *a = &c->f->row[0][l], *b = &c->f->row[1][r];
	struct fuzzy_face x = fuzzy_face_of(c->f, a);
	struct fuzzy_face y = fuzzy_face_of(c->f, b);
	struct fuzzy_pair p = { .left = a->where, .right = b->where };
	int32_t i, j;

	fuzzy_score_of(c->f, &x, &y, &p.score);
	if (p.score.total < FUZZY_LOOK)
		return;
	i = rival(&c->best[0][l], p.score.total);
	j = rival(&c->best[1][r], p.score.total);
	p.score.lead = p.score.total - (i > j ? i : j);
	p.sure = p.score.total >= FUZZY_SURE &&
	    p.score.lead >= FUZZY_LEAD;
	pair(ctx, &p);
}

void
fuzzy_solve(struct fuzzy *f, unsigned threads, fuzzy_pair_fn *pair, void *ctx)
{
	struct choice c = { .f = f };
	uint32_t l;

	fuzzy_ready(f);
	sort_rows(f, 0);
	sort_rows(f, 1);
	f->pairs = 0;
	fuzzy_find(f, threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS :
	    threads, &c.found);
	c.best[0] = xcalloc(f->n[0] + 1, sizeof **c.best);
	c.best[1] = xcalloc(f->n[1] + 1, sizeof **c.best);
	c.partner = xcalloc(f->n[0] + 1, sizeof *c.partner);
	c.taken = xcalloc(f->n[1] + 1, sizeof *c.taken);
	choose(&c);
	for (l = 0; l < f->n[0]; l++)
		if (c.partner[l] != 0)
			give(&c, l, pair, ctx);
	free(c.found.c);
	free(c.best[0]);
	free(c.best[1]);
	free(c.partner);
	free(c.taken);
}

unsigned long long
fuzzy_left_out(const struct fuzzy *f)
{
	return f->left_out;
}
