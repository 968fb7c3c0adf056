/* SPDX-License-Identifier: ISC */
/* Left-overs joined by an old or cancelled number, unless they contradict each
 * other in who they are: some provinces gave out the same nine digits. */
#include <string.h>

#include "match/alias.h"
#include "roster/left_over_priv.h"

static uint64_t
digits(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	if ((s.n != 12 && s.n != 9) || !slice_digits(s))
		return 0;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return s.n == 9 ? ALIAS_NINE + v : v;
}

static void
take(struct left_over *x, unsigned side, struct alias *a)
{
	const struct run *r = x->r;
	struct left_side *l = &x->side[side];
	struct person p;
	struct key key;
	size_t i, n;

	for (i = 0; i < l->n; i++) {
		n = left_over_cells(x, side, l->place[i]);
		if (key_of(l->keyer, &r->side[side], l->cell, n, r->key[side],
		    r->keys, true, &key) && key.number < HASH_TEXT)
			alias_add(a, side, i, ALIAS_ID, key.number);
		if (!key_person(l->keyer, &r->side[side], l->cell, n, false,
		    &p))
			continue;
		alias_add(a, side, i, ALIAS_OLD, digits(p.f[PERSON_OLD_ID]));
		alias_add(a, side, i, ALIAS_CANCELLED,
		    digits(p.f[PERSON_CANCELLED_ID]));
	}
}

/* Another birth date is another person, whatever the name; so is what the
 * score says of the two. */
static bool
contradict(struct left_over *x, const struct alias_pair *a)
{
	struct fuzzy_score score;

	if (!left_over_score(x, a->left, a->right, true, &score))
		return false;
	return score.total < FUZZY_OTHER_PERSON ||
	    strcmp(score.part[FUZZY_BIRTH].level, "other") == 0;
}

static void
on_alias(void *ctx, const struct alias_pair *p)
{
	struct left_over *x = ctx;

	if (!contradict(x, p))
		left_over_pair(x, FOUND_ALIAS, p->left, p->right,
		    (uint64_t)p->left_kind * ALIAS_KINDS + p->right_kind);
}

bool
left_over_has_aliases(const struct run *r)
{
	size_t i, k;

	/* by other columns than the number: the user does not trust it */
	if (!r->numbers)
		return false;
	for (k = 0; k < 2; k++)
		for (i = 0; i < r->side[k].columns; i++)
			if (r->side[k].column[i].is == COLUMN_OLD_ID ||
			    r->side[k].column[i].is == COLUMN_CANCELLED_ID)
				return true;
	return false;
}

void
left_over_aliases(struct left_over *x)
{
	struct alias *a = alias_new();

	take(x, 0, a);
	take(x, 1, a);
	x->r->part[0].sum.left_out[DIFF_NUMBERS] = alias_solve(a, on_alias, x);
	alias_free(a);
}
