/* SPDX-License-Identifier: ISC */
/* One row to one row: the best pairs first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define MAX_THREADS 64
#define SURE_MARGIN 100			/* two to one */
#define LOOK_MARGIN 300
#define ROUNDS 16

struct best {
	int32_t first, second;		/* totals of a row's candidates */
};

/* Rows are counted in the order of their `where`. */
struct choice {
	struct fuzzy_candidates found;
	size_t n[2];
	unsigned long long rows[2];	/* left-overs, n of them candidates */
	int sure, look;			/* the bounds */
	uint64_t *where[2];
	struct best *best[2];
	struct fuzzy_candidate **of;	/* a left row's choice */
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

/* `near`: the sum of both rows' `where`. */
struct placed {
	uint64_t near;
	struct fuzzy_candidate c;
};

/* Among equal totals the pair that stands nearer to the beginning, whichever
 * side is called left. Two pairs that are equal in this too share no row. */
static int
by_place(const void *pa, const void *pb, void *ctx)
{
	const struct placed *a = pa, *b = pb;
	const struct choice *c = ctx;
	uint64_t al, bl, x, y;

	if (a->near != b->near)
		return a->near < b->near ? -1 : 1;
	al = c->where[0][a->c.left];
	bl = c->where[0][b->c.left];
	x = al > a->near - al ? al : a->near - al;
	y = bl > b->near - bl ? bl : b->near - bl;
	if (x != y)
		return x < y ? -1 : 1;
	return (al > bl) - (al < bl);
}

static void
sort_equal(struct choice *c, struct fuzzy_candidate *k, size_t n,
    struct placed *room)
{
	size_t i;

	if (n < 2)
		return;
	for (i = 0; i < n; i++)
		room[i] = (struct placed){ c->where[0][k[i].left] +
		    c->where[1][k[i].right], k[i] };
	qsort_r(room, n, sizeof *room, by_place, c);
	for (i = 0; i < n; i++)
		k[i] = room[i].c;
}

/* The best first: by counting, for totals are small. */
static void
sort_found(struct choice *c)
{
	struct fuzzy_candidates *k = &c->found;
	struct fuzzy_candidate *to;
	struct placed *room;
	size_t *at, i, t, most = 0;
	int32_t top = 0;

	for (i = 0; i < k->n; i++)
		if (k->c[i].total > top)
			top = k->c[i].total;
	at = xcalloc((size_t)top + 2, sizeof *at);
	for (i = 0; i < k->n; i++)
		at[top - k->c[i].total + 1]++;
	for (t = 0; t < (size_t)top + 1; t++) {
		most = at[t + 1] > most ? at[t + 1] : most;
		at[t + 1] += at[t];
	}
	to = xreallocarray(NULL, k->n + 1, sizeof *to);
	room = xreallocarray(NULL, most + 1, sizeof *room);
	for (i = 0; i < k->n; i++)
		to[at[top - k->c[i].total]++] = k->c[i];
	for (i = t = 0; t < (size_t)top + 1; i = at[t++])
		sort_equal(c, to + i, at[t] - i, room);
	free(at);
	free(room);
	free(k->c);
	k->c = to;
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

static int
rival(const struct best *b, int32_t total)
{
	return total == b->first ? b->second : b->first;
}

static int
lead_of(const struct choice *c, const struct fuzzy_candidate *k)
{
	int i = rival(&c->best[0][k->left], k->total);
	int j = rival(&c->best[1][k->right], k->total);

	return k->total - (i > j ? i : j);
}

static bool
is_sure(const struct choice *c, const struct fuzzy_candidate *k, int bound)
{
	return k != NULL && k->total >= bound && !k->doubt &&
	    lead_of(c, k) >= FUZZY_LEAD;
}

/* Strangers are paired at a total of t less than once in 2^t: at the bound they
 * shall be few against those who are one person. How many those are follows
 * from the bound, so that it is found in rounds. At two to one by this count
 * there were seventeen to one, where strangers were 35 of 36. */
static void
set_bound(struct choice *c)
{
	unsigned long long sure, u0, u1;
	unsigned round;
	size_t i;
	int even;

	c->sure = FUZZY_SURE;
	c->look = FUZZY_SURE - FUZZY_LOOK_BELOW;
	for (round = 0; round < ROUNDS; round++) {
		for (i = sure = 0; i < c->n[0]; i++)
			sure += is_sure(c, c->of[i], c->sure);
		if (sure == 0)
			return;
		u0 = c->rows[0] > sure ? c->rows[0] - sure : 1;
		u1 = c->rows[1] > sure ? c->rows[1] - sure : 1;
		even = fuzzy_bits(fuzzy_log2(u0) + fuzzy_log2(u1) -
		    fuzzy_log2(sure));
		c->look = (even + LOOK_MARGIN > FUZZY_SURE ? even +
		    LOOK_MARGIN : FUZZY_SURE) - FUZZY_LOOK_BELOW;
		if (even + SURE_MARGIN <= c->sure)
			return;
		c->sure = even + SURE_MARGIN;
	}
}

static void
choose(struct choice *c)
{
	struct fuzzy_candidate *k;
	size_t i;

	c->best[0] = xcalloc(c->n[0] + 1, sizeof **c->best);
	c->best[1] = xcalloc(c->n[1] + 1, sizeof **c->best);
	c->of = xcalloc(c->n[0] + 1, sizeof(struct fuzzy_candidate *));
	c->taken = xcalloc(c->n[1] + 1, sizeof *c->taken);
	sort_found(c);
	for (i = 0; i < c->found.n; i++) {
		k = &c->found.c[i];
		note(&c->best[0][k->left], k->total);
		note(&c->best[1][k->right], k->total);
		if (c->of[k->left] != NULL || c->taken[k->right])
			continue;
		c->of[k->left] = k;
		c->taken[k->right] = true;
	}
	set_bound(c);
}

static void
choice_release(struct choice *c)
{
	free(c->found.c);
	free(c->where[0]);
	free(c->where[1]);
	free(c->best[0]);
	free(c->best[1]);
	free(c->of);
	free(c->taken);
}

/* False: not even worth a look. */
static bool
is_chosen(const struct choice *c, const struct fuzzy_candidate *k,
    struct fuzzy_pair *p)
{
	if (k == NULL || k->total < c->look)
		return false;
	p->left = c->where[0][k->left];
	p->right = c->where[1][k->right];
	p->score.total = k->total;
	p->score.lead = lead_of(c, k);
	p->score.doubt = k->doubt;
	p->sure = is_sure(c, k, c->sure);
	return true;
}

static uint64_t *
where_of(const struct fuzzy *f, unsigned side)
{
	uint64_t *w = xreallocarray(NULL, f->n[side] + 1, sizeof *w);
	size_t i;

	for (i = 0; i < f->n[side]; i++)
		w[i] = f->row[side][i].where;
	return w;
}

void
fuzzy_solve(struct fuzzy *f, unsigned threads, fuzzy_pair_fn *pair, void *ctx)
{
	struct choice c = { .n = { f->n[0], f->n[1] },
	    .rows = { f->n[0], f->n[1] } };
	struct fuzzy_pair p;
	struct fuzzy_face x, y;
	int lead;
	size_t l;

	sort_rows(f, 0);
	sort_rows(f, 1);
	f->pairs = f->left_out = 0;
	fuzzy_find(f, threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS :
	    threads, &c.found);
	c.where[0] = where_of(f, 0);
	c.where[1] = where_of(f, 1);
	choose(&c);
	for (l = 0; l < c.n[0]; l++) {
		if (!is_chosen(&c, c.of[l], &p))
			continue;
		x = fuzzy_face_of(f, &f->row[0][l]);
		y = fuzzy_face_of(f, &f->row[1][c.of[l]->right]);
		lead = p.score.lead;
		fuzzy_score_of(f, &x, &y, &p.score);
		p.score.lead = lead;
		pair(ctx, &p);
	}
	choice_release(&c);
}

static int
by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The distinct ones of a side, sorted. */
static void
rank_rows(struct choice *c, unsigned side, const struct fuzzy_scored *s,
    size_t n)
{
	uint64_t *w = xreallocarray(NULL, n + 1, sizeof *w);
	size_t i;

	for (i = 0; i < n; i++)
		w[i] = side == 0 ? s[i].left : s[i].right;
	qsort(w, n, sizeof *w, by_number);
	for (i = 0; i < n; i++)
		if (i == 0 || w[i] != w[i - 1])
			w[c->n[side]++] = w[i];
	c->where[side] = w;
}

static uint32_t
rank_of(const struct choice *c, unsigned side, uint64_t where)
{
	const uint64_t *w = bsearch(&where, c->where[side], c->n[side],
	    sizeof *w, by_number);

	return (uint32_t)(w - c->where[side]);
}

static int
by_rows(const void *pa, const void *pb)
{
	const struct fuzzy_candidate *a = pa, *b = pb;

	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	if (a->right != b->right)
		return a->right < b->right ? -1 : 1;
	return (a->total < b->total) - (a->total > b->total);
}

/* The same pair out of several blocks is one, with the best total. */
static void
merge_equal(struct fuzzy_candidates *k)
{
	size_t i, n = 0;

	qsort(k->c, k->n, sizeof *k->c, by_rows);
	for (i = 0; i < k->n; i++)
		if (n == 0 || k->c[i].left != k->c[n - 1].left ||
		    k->c[i].right != k->c[n - 1].right)
			k->c[n++] = k->c[i];
	k->n = n;
}

void
fuzzy_resolve(const struct fuzzy_scored *s, size_t n,
    const unsigned long long rows[2], fuzzy_pair_fn *pair, void *ctx)
{
	struct choice c = { .rows = { rows[0], rows[1] } };
	struct fuzzy_pair p = { 0 };
	size_t i;

	rank_rows(&c, 0, s, n);
	rank_rows(&c, 1, s, n);
	c.found.c = xreallocarray(NULL, n + 1, sizeof *c.found.c);
	for (i = 0; i < n; i++)
		if (s[i].total > 0)
			c.found.c[c.found.n++] = (struct fuzzy_candidate){
			    rank_of(&c, 0, s[i].left),
			    rank_of(&c, 1, s[i].right), s[i].total,
			    s[i].doubt };
	merge_equal(&c.found);
	choose(&c);
	for (i = 0; i < c.n[0]; i++)
		if (is_chosen(&c, c.of[i], &p))
			pair(ctx, &p);
	choice_release(&c);
}

unsigned long long
fuzzy_left_out(const struct fuzzy *f)
{
	return f->left_out + f->dropped;
}
