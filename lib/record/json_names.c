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
json_names_add(struct json_index *x, struct slice name)
{
	if (x->names_n == x->names_cap) {
		x->names_cap = x->names_cap == 0 ? 64 : x->names_cap * 2;
		x->names = xreallocarray(x->names, x->names_cap,
		    sizeof *x->names);
	}
	x->names[x->names_n++] = name;
}

/* What stands before the names of an object has no text and says where those
 * of the object around it begin. */
void
json_names_open(struct json_index *x)
{
	json_names_add(x, (struct slice){ NULL, x->names_from });
	x->names_from = x->names_n;
}

/* A bit of 64 for a name; most names of one object have different ones. */
static inline uint64_t
mark(struct slice name)
{
	unsigned h = (unsigned)name.n;

	if (name.n > 0)
		h += (unsigned char)name.p[0] * 7u +
		    (unsigned char)name.p[name.n - 1] * 29u;
	return (uint64_t)1 << (h & 63);
}

static const char *
twice_in_pairs(const struct slice *names, size_t n)
{
	uint64_t seen = 0, bit;
	size_t i, k;

	for (i = 0; i < n; i++) {
		bit = mark(names[i]);
		for (k = 0; (seen & bit) != 0 && k < i; k++)
			if (slice_eq(names[k], names[i]))
				return names[i].p;
		seen |= bit;
	}
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	int order;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	order = memcmp(x->p, y->p, x->n);
	return order != 0 ? order : (x->p > y->p) - (x->p < y->p);
}

static const char *
twice_sorted(struct slice *names, size_t n)
{
	const char *first = NULL;
	size_t i;

	qsort(names, n, sizeof *names, by_name);
	for (i = 1; i < n; i++)
		if (slice_eq(names[i - 1], names[i]) &&
		    (first == NULL || names[i].p < first))
			first = names[i].p;
	return first;
}

const char *
json_names_close(struct json_index *x)
{
	struct slice *names = x->names + x->names_from;
	size_t n = x->names_n - x->names_from;

	x->names_n = x->names_from - 1;
	x->names_from = names[-1].n;
	return n <= IN_PAIRS ? twice_in_pairs(names, n) :
	    twice_sorted(names, n);
}
