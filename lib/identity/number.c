/* SPDX-License-Identifier: ISC */
/* The number's parts and the table of its prefixes. */
#include <stdlib.h>
#include <string.h>

#include "identity/number.h"

struct prefix {
	char code[4];
	const char *place;
};

/* In rising order of the codes; a test holds that. */
static const struct prefix prefixes[] = {
#include "prefixes.inc"
};

static int
by_code(const void *key, const void *row)
{
	return memcmp(key, ((const struct prefix *)row)->code, 3);
}

const char *
number_place(struct slice prefix)
{
	const struct prefix *p;

	if (prefix.n != 3)
		return NULL;
	p = bsearch(prefix.p, prefixes, sizeof prefixes / sizeof *prefixes,
	    sizeof *prefixes, by_code);
	return p != NULL ? p->place : NULL;
}

enum err
number_parse(struct slice s, struct number *out)
{
	int century;

	if (s.n != 12 || !slice_digits(s))
		return ERR_FORMAT;
	century = s.p[3] - '0';
	out->place = number_place((struct slice){ s.p, 3 });
	out->year = 1900 + century / 2 * 100 + (s.p[4] - '0') * 10 +
	    (s.p[5] - '0');
	out->female = century % 2 == 1;
	return ERR_OK;
}

bool
number_is_old(struct slice s)
{
	return s.n == 9 && slice_digits(s);
}
