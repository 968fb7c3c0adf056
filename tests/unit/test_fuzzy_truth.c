/* SPDX-License-Identifier: ISC */
/* Precision and recall on a town of 30,000 where it is known who is who. The
 * large sets are measured by tests/bench/roster/fuzzy.sh. */
#include <stdlib.h>

#include "fuzzy_people.h"
#include "tap.h"

struct truth {
	struct fuzzy_side side[2];
	size_t possible, sure[2], look[2];
};

static int
by_number(const void *a, const void *b)
{
	const struct fuzzy_person *const *x = a, *const *y = b;

	return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

static struct fuzzy_person **
sorted(const struct fuzzy_side *s)
{
	struct fuzzy_person **p = xcalloc(s->n, sizeof *p);
	size_t i;

	for (i = 0; i < s->n; i++)
		p[i] = &s->person[i];
	qsort(p, s->n, sizeof *p, by_number);
	return p;
}

/* The key stage: learns from equal numbers, adds the others. */
static void
take_in(struct truth *t, struct fuzzy *f, bool *there)
{
	struct fuzzy_person **l = sorted(&t->side[0]);
	struct fuzzy_person **r = sorted(&t->side[1]);
	size_t i, j, k;

	for (k = 0; k < t->side[1].n; k++)
		fuzzy_population(f, t->side[1].person[k].name);
	for (i = j = 0; i < t->side[0].n && j < t->side[1].n;) {
		if (l[i]->number != 0 && l[i]->number == r[j]->number) {
			fuzzy_learn(f, l[i], r[j]);
			l[i++] = r[j++] = NULL;
		} else if (l[i]->number < r[j]->number) {
			i++;
		} else {
			j++;
		}
	}
	for (i = 0; i < t->side[0].n; i++)
		if (l[i] != NULL) {
			fuzzy_add(f, 0, l[i]);
			there[t->side[0].truth[l[i]->where]] = true;
		}
	for (i = 0; i < t->side[1].n; i++)
		if (r[i] != NULL) {
			fuzzy_add(f, 1, r[i]);
			t->possible +=
			    there[t->side[1].truth[r[i]->where]];
		}
	free(l);
	free(r);
}

static void
judge(void *ctx, const struct fuzzy_pair *p)
{
	struct truth *t = ctx;
	bool right = t->side[0].truth[p->left] == t->side[1].truth[p->right];

	(p->sure ? t->sure : t->look)[right]++;
}

static void
test_truth(const char *name, struct people q, double precision,
    double recall)
{
	struct truth t = { .possible = 0 };
	struct fuzzy *f = fuzzy_new();
	bool *there = xcalloc(q.n, sizeof *there);
	double p, r;

	fuzzy_people_side(&q, 0, &t.side[0]);
	fuzzy_people_side(&q, 1, &t.side[1]);
	take_in(&t, f, there);
	fuzzy_solve(f, 2, judge, &t);
	p = (double)t.sure[1] / (double)(t.sure[0] + t.sure[1]);
	r = (double)t.sure[1] / (double)t.possible;
	OK(p >= precision && r >= recall, "%s: of %zu sure %zu, precision "
	    "%.4f, recall %.4f, to look at %zu", name, t.possible,
	    t.sure[0] + t.sure[1], p, r, t.look[0] + t.look[1]);
	OK(t.look[0] <= 5 + 4 * t.look[1], "%s: one in five to look at "
	    "is right, or there are few: %zu, %zu", name, t.look[1],
	    t.look[0]);
	fuzzy_free(f);
	fuzzy_people_free(&t.side[0]);
	fuzzy_people_free(&t.side[1]);
	free(there);
}

int
main(void)
{
	test_truth("3 % of the numbers damaged",
	    (struct people){ .n = 30000, .seed = 1, .cell = 20000,
	    .key = 30000, .missing = 10000 }, 0.998, 0.995);
	test_truth("all numbers damaged",
	    (struct people){ .n = 30000, .seed = 2, .cell = 20000,
	    .key = 1000000, .missing = 10000 }, 0.998, 0.995);
	test_truth("a fifth of the cells damaged",
	    (struct people){ .n = 30000, .seed = 3, .cell = 200000,
	    .key = 300000, .missing = 10000 }, 0.998, 0.98);
	test_truth("most have no partner",
	    (struct people){ .n = 30000, .seed = 4, .cell = 50000,
	    .key = 50000, .missing = 500000 }, 0.998, 0.98);
	return tap_done();
}
