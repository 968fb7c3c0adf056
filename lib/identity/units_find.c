/* SPDX-License-Identifier: ISC */
/* What an address says of its units, as callers see it. */
#include <string.h>

#include "identity/units_priv.h"

static struct slice
name_of(const struct gazetteer *u, uint16_t id)
{
	const struct place *p = &u->place[id];

	return (struct slice){ u->names + p->name, p->name_n };
}

/* What stands in front of the units, without signs at its end. */
static struct slice
rest_of(struct slice address, const struct tokens *t, size_t start)
{
	struct slice rest = { address.p, address.n };

	if (start >= t->n)
		return rest;
	rest.n = (size_t)(t->start - address.p) + t->t[start].from;
	while (rest.n > 0 && strchr(" ,;.-\t\r\n", rest.p[rest.n - 1]) != NULL)
		rest.n--;
	return rest;
}

void
units_find(const struct units *units, struct slice address,
    struct units_found *out)
{
	const struct gazetteer *u = units_read(units);
	struct tokens t;
	struct units_answer found;
	const struct units_answer *a = &found;
	size_t i;

	units_fold(u->letters, address, &t);
	units_search(u, &t, &found);
	*out = (struct units_found){ .rest = address };
	if (a->rank == 0)
		return;
	out->age = a->old && a->now ? UNITS_EITHER : a->old ? UNITS_OLD :
	    UNITS_NEW;
	out->rest = rest_of(address, &t, a->start);
	out->commune = (a->rank & UNITS_COMMUNE) != 0;
	out->divided = a->divided;
	if (a->province < UNITS_SEVERAL) {
		out->province = name_of(u, a->province);
		out->province_code = u->place[a->province].code;
	}
	for (i = 0; i < a->n && !a->overflow; i++)
		out->set[out->n++] = (struct unit){
		    .commune = name_of(u, a->set[i]),
		    .province = name_of(u, u->place[a->set[i]].parent),
		    .code = u->place[a->set[i]].code };
}

unsigned
units_province(const struct units *units, struct slice address)
{
	const struct gazetteer *u = units_read(units);
	struct units_answer a;
	struct tokens t;

	units_fold(u->letters, address, &t);
	units_search(u, &t, &a);
	return a.province < UNITS_SEVERAL ? u->place[a.province].code : 0;
}
