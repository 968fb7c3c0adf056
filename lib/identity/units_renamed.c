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

/* So many bytes at the end of both are the same. */
static size_t
common_end(struct slice a, struct slice b)
{
	size_t n = 0, max = a.n < b.n ? a.n : b.n;
	uint64_t x, y;

	for (; max - n >= sizeof x; n += sizeof x) {
		memcpy(&x, a.p + a.n - n - sizeof x, sizeof x);
		memcpy(&y, b.p + b.n - n - sizeof y, sizeof y);
		if (x != y)
			break;
	}
	while (n < max && a.p[a.n - n - 1] == b.p[b.n - n - 1])
		n++;
	return n;
}

/* The last parts of both, with a comma before them where something is. n == 0:
 * they differ in the last part. */
static struct slice
common_parts(struct slice a, struct slice b)
{
	struct slice few = a.n < b.n ? a : b, many = a.n < b.n ? b : a;
	size_t n = common_end(a, b), i = many.n - n;
	struct slice end = { few.p + few.n - n, n };
	const char *comma;

	while (i > 0 && many.p[i - 1] == ' ')
		i--;
	if (n == few.n && i > 0 && many.p[i - 1] == ',')
		return end;
	comma = n > 0 ? memchr(end.p, ',', n) : NULL;
	return comma == NULL ? (struct slice){ end.p + n, 0 } :
	    (struct slice){ comma + 1, (size_t)(end.p + n - comma) - 1 };
}

/* Whether the same last parts tell alone how old both are: then neither was
 * renamed. */
static bool
tell_age(const struct gazetteer *u, struct slice parts)
{
	struct units_answer a;
	struct tokens t;

	if (parts.n == 0 || parts.n > UNITS_MAX_TEXT)
		return false;
	units_fold(u->letters, parts, &t);
	/* there must be a comma in both, a country's name, and no word lost */
	if (!t.commas || t.n < 3 || t.n == UNITS_MAX_TOKENS)
		return false;
	units_search(u, &t, &a);
	return !a.front;
}

/* Whether a province or district is named at the end of the last part: if not,
 * units_find knows no unit. A country's name may be. */
static bool
may_be_known(const struct gazetteer *u, struct slice s)
{
	struct tokens t;
	const struct token *last;
	struct slice key;
	uint32_t bare = 0;
	size_t i, n = 0, at = UNITS_START;

	while (n < s.n && s.p[s.n - n - 1] != ',')
		n++;
	units_fold(u->letters, (struct slice){ s.p + s.n - n, n }, &t);
	if (t.n == 0 || units_country(&t) > 0)
		return true;
	last = &t.t[t.n - 1];
	for (i = t.n; i-- > 0 && t.n - i <= UNITS_NAME_TOKENS; ) {
		bare = units_mix(bare, t.t[i].bare);
		key = (struct slice){ t.text + t.t[i].at,
		    (size_t)(last->at + last->len - t.t[i].at) };
		if (units_next(u, SCOPE_PROVINCES, bare, key, &at) != NULL ||
		    units_next(u, SCOPE_DISTRICTS, bare, key, &at) != NULL)
			return true;
	}
	return false;
}

bool
units_renamed(const struct units *u, struct slice a, struct slice b)
{
	const struct gazetteer *g = units_read(u);
	struct slice parts = common_parts(a, b);
	struct units_found x, y;

	if (parts.n == 0 && (!may_be_known(g, a) || !may_be_known(g, b)))
		return false;
	if (tell_age(g, parts))
		return false;
	units_find(u, a, &x);
	if (x.age == UNITS_UNKNOWN)
		return false;
	units_find(u, b, &y);
	return is_renamed(u, &x, &y) || is_renamed(u, &y, &x);
}
