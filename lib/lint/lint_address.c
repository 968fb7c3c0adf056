/* SPDX-License-Identifier: ISC */
/* Addresses before and after the merger of July 2025. Both stay in use, so that
 * nothing here is more than a note; what was divided is a set. */
#include <stdio.h>

#include "lint/lint_priv.h"
#include "record/json.h"

bool
lint_judges_addresses(const struct lint_terms *t)
{
	return !t->off[LINT_ADDRESS_OLD] || !t->off[LINT_ADDRESS_DIVIDED] ||
	    !t->off[LINT_ADDRESS_UNKNOWN];
}

/* Where somebody comes from, or was registered at birth, is what the paper of
 * that day says, and cards go on saying it: a name that is gone is right there,
 * and nothing is to be done. Only a place that is none can be a slip. */
static void
look_at_hometown(struct lint_case *c)
{
	struct slice home = lint_field(c, PERSON_HOMETOWN);
	struct units_found f;

	if (home.n == 0 || c->t->off[LINT_ADDRESS_UNKNOWN])
		return;
	units_find(c->t->units, home, &f);
	if (f.age == UNITS_UNKNOWN)
		lint_say(c, LINT_ADDRESS_UNKNOWN, PERSON_HOMETOWN);
}

void
lint_address(struct lint_case *c)
{
	struct slice address = lint_field(c, PERSON_RESIDENCE);
	const struct lint_terms *t = c->t;
	struct units_found f;

	if (t->units == NULL || !lint_judges_addresses(t))
		return;
	look_at_hometown(c);
	if (address.n == 0)
		return;
	units_find(t->units, address, &f);
	if (f.age == UNITS_UNKNOWN) {
		lint_say(c, LINT_ADDRESS_UNKNOWN, PERSON_RESIDENCE);
	} else if (f.age == UNITS_OLD) {
		c->out->address = address;
		c->out->units = t->units;
		lint_say(c, f.divided ? LINT_ADDRESS_DIVIDED :
		    LINT_ADDRESS_OLD, PERSON_RESIDENCE);
	}
}

static void
put_unit(const struct unit *u, struct buf *out)
{
	char code[16];

	json_open(out, '{');
	snprintf(code, sizeof code, "%05u", u->code);
	json_pair_str(out, "code", code);
	json_key(out, "commune");
	json_put(out, u->commune);
	json_key(out, "province");
	json_put(out, u->province);
	json_close(out, '}');
}

void
lint_write_units(const struct lint_list *l, enum lint what, struct buf *out)
{
	struct units_found f;
	size_t i;

	if (l->units == NULL || (what != LINT_ADDRESS_OLD &&
	    what != LINT_ADDRESS_DIVIDED))
		return;
	units_find(l->units, l->address, &f);
	if (f.province.n > 0) {
		json_key(out, "province");
		json_put(out, f.province);
	}
	json_key(out, "units");
	json_open(out, '[');
	for (i = 0; i < f.n; i++)
		put_unit(&f.set[i], out);
	json_close(out, ']');
}
