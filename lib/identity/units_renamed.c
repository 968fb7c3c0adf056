/* SPDX-License-Identifier: ISC */
/* Whether two addresses may be one, before and after the units changed. */
#include <string.h>

#include "identity/units_priv.h"

/* The words of the shorter one stand in the longer one in the same order; with
 * `all` neither has more. */
static bool
agrees(const struct gazetteer *u, struct slice a, struct slice b, bool all)
{
	struct tokens ta, tb;
	const struct tokens *few = &ta, *many = &tb;
	size_t i = 0, k;

	units_fold(u->letters, a, &ta);
	units_fold(u->letters, b, &tb);
	if (ta.n > tb.n) {
		few = &tb;
		many = &ta;
	}
	for (k = 0; k < many->n && i < few->n; k++)
		if (many->t[k].len == few->t[i].len &&
		    memcmp(many->text + many->t[k].at,
		    few->text + few->t[i].at, few->t[i].len) == 0)
			i++;
	return i == few->n && (!all || few->n == many->n);
}

/* In front of a district that was understood stands a commune that was not. */
static struct slice
without_commune(const struct units_found *f)
{
	struct slice rest = f->rest;

	if (f->commune || f->n == 0)
		return rest;
	while (rest.n > 0 && rest.p[rest.n - 1] != ',')
		rest.n--;
	return rest;
}

static bool
holds(const struct units_found *old, const struct units_found *now)
{
	size_t i, k;

	if (!now->commune)	/* provinces alone */
		return old->n == 0 && now->n == 0 && old->province.n > 0 &&
		    old->province_code == now->province_code;
	for (i = 0; i < old->n; i++)
		for (k = 0; k < now->n; k++)
			if (old->set[i].code == now->set[k].code)
				return true;
	return false;
}

static bool
is_renamed(const struct units *u, const struct units_found *old,
    const struct units_found *now)
{
	if ((old->age != UNITS_OLD && old->age != UNITS_EITHER) ||
	    (now->age != UNITS_NEW && now->age != UNITS_EITHER) ||
	    old->age == now->age)
		return false;
	return holds(old, now) &&
	    agrees(&u->s->g, without_commune(old), now->rest, !now->commune);
}

bool
units_renamed(const struct units *u, struct slice a, struct slice b)
{
	struct units_found x, y;

	units_find(u, a, &x);
	if (x.age == UNITS_UNKNOWN)
		return false;
	units_find(u, b, &y);
	return is_renamed(u, &x, &y) || is_renamed(u, &y, &x);
}
