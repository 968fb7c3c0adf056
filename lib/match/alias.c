/* SPDX-License-Identifier: ISC */
/* Rows joined by another number of the person. */
#include <stdlib.h>

#include "base/mem.h"
#include "match/alias.h"

struct entry {
	uint64_t number, where;
	uint8_t side, kind;
};

/* One number in one row of each side. `held`: the row takes part in a number
 * that is ambiguous, or in two pairs. */
struct edge {
	uint64_t row[2];
	uint8_t kind[2];
	bool held;
};

struct alias {
	struct entry *e;
	struct edge *edge;
	size_t n, cap, edges, edge_cap;
};

/* By the kinds of the two, the smaller first. */
static const char *const why[ALIAS_KINDS][ALIAS_KINDS] = {
	[ALIAS_ID] = { N_("same number"),
	    N_("the number of one is the old number of the other"),
	    N_("the number of one is a cancelled number of the other") },
	[ALIAS_OLD] = { NULL, N_("same old number"),
	    N_("the old number of one is a cancelled number of the other") },
	[ALIAS_CANCELLED] = { NULL, NULL, N_("same cancelled number") },
};

struct alias *
alias_new(void)
{
	return xcalloc(1, sizeof(struct alias));
}

static void
drop_edges(struct alias *a)
{
	if (a->edge != NULL)
		mem_wipe(a->edge, a->edges * sizeof *a->edge);
	free(a->edge);
	a->edge = NULL;
	a->edges = a->edge_cap = 0;
}

void
alias_free(struct alias *a)
{
	if (a == NULL)
		return;
	drop_edges(a);
	if (a->e != NULL)
		mem_wipe(a->e, a->n * sizeof *a->e);
	free(a->e);
	free(a);
}

void
alias_add(struct alias *a, unsigned side, uint64_t where,
    enum alias_kind kind, uint64_t number)
{
	if (number == 0)
		return;
	if (a->n == a->cap) {
		a->cap = a->cap == 0 ? 64 : a->cap + a->cap / 2;
		a->e = xreallocarray(a->e, a->cap, sizeof *a->e);
	}
	a->e[a->n++] = (struct entry){ number, where, (uint8_t)side,
	    (uint8_t)kind };
}

static int
order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
by_number(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int c = order(a->number, b->number);

	if (c == 0)
		c = order(a->side, b->side);
	if (c == 0)
		c = order(a->where, b->where);
	return c != 0 ? c : order(a->kind, b->kind);
}

static int
by_left(const void *pa, const void *pb)
{
	const struct edge *a = pa, *b = pb;
	int c = order(a->row[0], b->row[0]);

	if (c == 0)
		c = order(a->row[1], b->row[1]);
	if (c == 0)
		c = order(a->kind[0], b->kind[0]);
	return c != 0 ? c : order(a->kind[1], b->kind[1]);
}

static int
by_right(const void *pa, const void *pb)
{
	const struct edge *a = pa, *b = pb;
	int c = order(a->row[1], b->row[1]);

	return c != 0 ? c : by_left(a, b);
}

static void
add_edge(struct alias *a, const struct entry *l, const struct entry *r)
{
	if (a->edges == a->edge_cap) {
		a->edge_cap = a->edge_cap == 0 ? 64 : a->edge_cap * 2;
		a->edge = xreallocarray(a->edge, a->edge_cap,
		    sizeof *a->edge);
	}
	a->edge[a->edges++] = (struct edge){ { l->where, r->where },
	    { l->kind, r->kind }, false };
}

/* The rows that have one number. False: more than one of a side. */
static bool
number_edge(struct alias *a, const struct entry *e, size_t n)
{
	const struct entry *first[2] = { NULL, NULL };
	size_t i;

	for (i = 0; i < n; i++)
		if (first[e[i].side] == NULL)
			first[e[i].side] = &e[i];
	if (first[0] == NULL || first[1] == NULL)
		return true;
	for (i = 0; i < n; i++)
		if (e[i].where != first[e[i].side]->where)
			return false;
	add_edge(a, first[0], first[1]);
	return true;
}

/* Edges of a row that lead to different rows are held. */
static void
hold(struct alias *a, unsigned side)
{
	size_t i, j, k;
	bool same;

	qsort(a->edge, a->edges, sizeof *a->edge, side == 0 ? by_left :
	    by_right);
	for (i = 0; i < a->edges; i = j) {
		same = true;
		for (j = i; j < a->edges && a->edge[j].row[side] ==
		    a->edge[i].row[side]; j++)
			same &= a->edge[j].row[!side] ==
			    a->edge[i].row[!side];
		for (k = i; k < j && !same; k++)
			a->edge[k].held = true;
	}
}

static void
give(const struct edge *e, alias_pair_fn *pair, void *ctx)
{
	struct alias_pair p = { .left = e->row[0], .right = e->row[1],
	    .left_kind = e->kind[0], .right_kind = e->kind[1] };

	pair(ctx, &p);
}

const char *
alias_why(unsigned l, unsigned r)
{
	return l < r ? why[l][r] : why[r][l];
}

unsigned long long
alias_solve(struct alias *a, alias_pair_fn *pair, void *ctx)
{
	unsigned long long ambiguous = 0;
	size_t i, j;

	drop_edges(a);
	if (a->n == 0)
		return 0;
	qsort(a->e, a->n, sizeof *a->e, by_number);
	for (i = 0; i < a->n; i = j) {
		for (j = i; j < a->n && a->e[j].number == a->e[i].number;)
			j++;
		ambiguous += !number_edge(a, a->e + i, j - i);
	}
	if (a->edges == 0)
		return ambiguous;
	hold(a, 1);
	hold(a, 0);
	for (i = 0; i < a->edges; i++) {
		if (a->edge[i].held)
			ambiguous++;
		else if (i == 0 || a->edge[i].row[0] != a->edge[i - 1].row[0])
			give(&a->edge[i], pair, ctx);
	}
	return ambiguous;
}
