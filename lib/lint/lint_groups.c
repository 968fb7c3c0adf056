/* SPDX-License-Identifier: ISC */
/* Groups of rows with one number, or one name and birth date. */
#include <stdlib.h>

#include "base/mem.h"
#include "lint/lint_index_priv.h"

/* A stretch of the sorted entries. */
struct stretch {
	uint64_t row;			/* of its first */
	size_t at, n;
};

struct stretches {
	struct stretch *s;
	size_t n, cap;
};

static void
keep(struct stretches *all, const struct lint_entry *e, size_t at, size_t n)
{
	if (all->n == all->cap) {
		all->cap = all->cap == 0 ? 256 : all->cap + all->cap / 2;
		all->s = xreallocarray(all->s, all->cap, sizeof *all->s);
	}
	all->s[all->n++] = (struct stretch){ e[at].row & LINT_ROW_MASK, at,
	    n };
}

/* Two groups of old numbers can begin with one row no more than once. */
static int
by_row(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static uint64_t
number_of(const struct lint_entry *e)
{
	return e->number & ~LINT_SECOND;
}

/* Whether these are surely several people: a name that is not known could be
 * anybody's. */
static bool
are_several(const struct lint_entry *e, size_t n)
{
	uint64_t name = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (e[i].name == 0)
			continue;
		if (name != 0 && e[i].name != name)
			return true;
		name = e[i].name;
	}
	return false;
}

static size_t
count_second(const struct lint_entry *e, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		k += (e[i].number & LINT_SECOND) != 0;
	return k;
}

/* What the rows of one number are; LINTS: nothing to say. */
static enum lint
judge_number(const struct lint_entry *e, size_t n, enum person_field *field)
{
	size_t second;

	*field = PERSON_ID;
	if (number_of(e) <= LINT_OLD_NUMBERS)
		return are_several(e, n) ? LINT_NUMBER_SHARED :
		    LINT_NUMBER_TWICE;
	*field = PERSON_OLD_ID;
	if (are_several(e, n))
		return LINT_OLD_SHARED;
	second = count_second(e, n);
	if (second == 0)
		return LINT_NUMBER_TWICE;
	/* all by both numbers: said with the new one, or by name */
	return second == n ? LINTS : LINT_PERSON_TWO_NUMBERS;
}

/* Who is known by both numbers is not said again by name. */
static void
settle(struct lint_entry *e, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((e[i].number & LINT_SECOND) == 0)
			e[i].name = 0;
}

void
lint_groups_by_number(struct lint_index *x, struct lint_entries *a,
    lint_group_fn *group, void *ctx)
{
	struct stretches all = { .n = 0 };
	struct lint_group g;
	size_t i, to;

	lint_entries_sort(a->e, a->n, LINT_BY_NUMBER);
	for (i = 0; i < a->n; i = to) {
		for (to = i + 1; to < a->n &&
		    number_of(&a->e[to]) == number_of(&a->e[i]); to++)
			continue;
		if (to - i > 1 && number_of(&a->e[i]) != 0)
			keep(&all, a->e, i, to - i);
	}
	if (all.n > 1)
		qsort(all.s, all.n, sizeof *all.s, by_row);
	for (i = 0; i < all.n; i++) {
		struct lint_entry *e = &a->e[all.s[i].at];

		g.what = judge_number(e, all.s[i].n, &g.field);
		if (g.what != LINTS)
			lint_index_give(x, e, all.s[i].n, &g, group, ctx);
		if (g.what == LINT_PERSON_TWO_NUMBERS)
			settle(e, all.s[i].n);
	}
	free(all.s);
}

static bool
all_one_number(const struct lint_entry *e, size_t n)
{
	size_t i;

	for (i = 1; i < n && e[i].number == e[0].number; i++)
		continue;
	return e[0].number != 0 && i == n;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Whether two of them have one address. */
static bool
share_third(const struct lint_entry *e, size_t n)
{
	uint64_t *third = xcalloc(n, sizeof *third);
	bool found = false;
	size_t i;

	for (i = 0; i < n; i++)
		third[i] = e[i].row >> LINT_ROW_BITS;
	qsort(third, n, sizeof *third, by_value);
	for (i = 1; i < n; i++)
		found = found || (third[i] != 0 && third[i] == third[i - 1]);
	free(third);
	return found;
}

static void
drop_second(struct lint_entries *a)
{
	size_t i, n = 0;

	for (i = 0; i < a->n; i++)
		if ((a->e[i].number & LINT_SECOND) == 0 && a->e[i].name != 0)
			a->e[n++] = a->e[i];
	a->n = n;
}

void
lint_groups_by_name(struct lint_index *x, struct lint_entries *a,
    lint_group_fn *group, void *ctx)
{
	struct lint_group g = { .field = PERSON_NAME };
	struct stretches all = { .n = 0 };
	size_t i, to;

	drop_second(a);
	lint_entries_sort(a->e, a->n, LINT_BY_NAME);
	for (i = 0; i < a->n; i = to) {
		for (to = i + 1; to < a->n && a->e[to].name == a->e[i].name;
		    to++)
			continue;
		if (to - i > 1 && !all_one_number(&a->e[i], to - i))
			keep(&all, a->e, i, to - i);
	}
	if (all.n > 1)
		qsort(all.s, all.n, sizeof *all.s, by_row);
	for (i = 0; i < all.n; i++) {
		const struct lint_entry *e = &a->e[all.s[i].at];

		g.what = share_third(e, all.s[i].n) ? LINT_PERSON_TWICE :
		    LINT_PERSON_ALIKE;
		lint_index_give(x, e, all.s[i].n, &g, group, ctx);
	}
	free(all.s);
}
