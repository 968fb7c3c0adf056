/* SPDX-License-Identifier: ISC */
/* The names of open objects, and whether one of them comes twice. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/json_priv.h"

/* Up to so many names are compared in pairs, more are sorted: a line can hold
 * a million of them. No hash table, for names are chosen by others. */
#define IN_PAIRS 32

bool
json_name_hides(struct slice name)
{
	size_t i;

	for (i = 0; i + 5 < name.n; i++) {
		if (name.p[i] != '\\')
			continue;
		if (memcmp(name.p + i, "\\u00", 4) == 0 &&
		    name.p[i + 4] < '8')
			return true;
		i++;
	}
	return false;
}

void
json_names_grow(struct json_index *x)
{
	x->names_cap = x->names_cap == 0 ? 64 : x->names_cap * 2;
	x->names = xreallocarray(x->names, x->names_cap, sizeof *x->names);
}

static const char *
twice_in_pairs(const struct json_name *names, size_t n)
{
	size_t i, k;

	for (i = 1; i < n; i++)
		for (k = 0; k < i; k++)
			if (names[k].text.n == names[i].text.n &&
			    slice_eq(names[k].text, names[i].text))
				return names[i].text.p;
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	struct slice x = ((const struct json_name *)a)->text;
	struct slice y = ((const struct json_name *)b)->text;
	int order;

	if (x.n != y.n)
		return x.n < y.n ? -1 : 1;
	order = memcmp(x.p, y.p, x.n);
	return order != 0 ? order : (x.p > y.p) - (x.p < y.p);
}

static const char *
twice_sorted(struct json_name *names, size_t n)
{
	const char *first = NULL, *p;
	size_t i;

	qsort(names, n, sizeof *names, by_name);
	for (i = 1; i < n; i++) {
		p = names[i].text.p;
		if (slice_eq(names[i - 1].text, names[i].text) &&
		    (first == NULL || p < first))
			first = p;
	}
	return first;
}

const char *
json_names_twice(struct json_index *x)
{
	struct json_name *names = x->names + x->names_from;
	size_t n = x->names_n - x->names_from;

	return n <= IN_PAIRS ? twice_in_pairs(names, n) :
	    twice_sorted(names, n);
}
