/* SPDX-License-Identifier: ISC */
/* The number's parts and the table of its prefixes. */
#include "identity/number.h"

struct prefix {
	char code[4];
	const char *place;
};

/* In rising order of the codes; a test holds that. */
static const struct prefix prefixes[] = {
#include "prefixes.inc"
};

/* Three characters as one number, in the same order. */
static uint32_t
code_of(const char *p)
{
	return (uint32_t)(unsigned char)p[0] << 16 |
	    (uint32_t)(unsigned char)p[1] << 8 | (unsigned char)p[2];
}

const char *
number_place(struct slice prefix)
{
	size_t from = 0, to = sizeof prefixes / sizeof *prefixes, half;
	uint32_t code, other;

	if (prefix.n != 3)
		return NULL;
	code = code_of(prefix.p);
	while (from < to) {
		half = from + (to - from) / 2;
		other = code_of(prefixes[half].code);
		if (other == code)
			return prefixes[half].place;
		if (other < code)
			from = half + 1;
		else
			to = half;
	}
	return NULL;
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
