/* SPDX-License-Identifier: ISC */
/* Rows of a block, those with one key together. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define SORT_BITS 11			/* its counts stay in the cache */
#define CROWDED 32			/* in a bucket */

static int
by_hash(const void *a, const void *b)
{
	const struct fuzzy_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
insert(struct fuzzy_entry *e, size_t n)
{
	struct fuzzy_entry x;
	size_t i, k;

	if (n > CROWDED) {
		qsort(e, n, sizeof *e, by_hash);
		return;
	}
	for (i = 1; i < n; i++) {
		x = e[i];
		for (k = i; k > 0 && by_hash(&e[k - 1], &x) > 0; k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

static size_t
bucket(uint64_t hash, unsigned shared, unsigned bits)
{
	return hash << shared >> (64 - bits);
}

/* By some bits, then what is left to do in each bucket. */
void
fuzzy_sort(struct fuzzy_entry *e, size_t n, unsigned shared,
    struct fuzzy_room *room)
{
	uint32_t at[(1u << SORT_BITS) + 1], k, i;
	unsigned bits = 1;

	while (bits < SORT_BITS && (size_t)1 << bits < n)
		bits++;
	if (n <= CROWDED || n > UINT32_MAX) {
		insert(e, n);
		return;
	}
	if (n > room->n) {
		room->n = n + n / 4;
		free(room->e);
		room->e = xreallocarray(NULL, room->n, sizeof *room->e);
	}
	memset(at, 0, ((1u << bits) + 1) * sizeof *at);
	for (i = 0; i < n; i++)
		at[bucket(e[i].hash, shared, bits) + 1]++;
	for (k = 0; k < 1u << bits; k++)
		at[k + 1] += at[k];
	for (i = 0; i < n; i++)
		room->e[at[bucket(e[i].hash, shared, bits)]++] = e[i];
	memcpy(e, room->e, n * sizeof *e);
	/* each at[k] is where its bucket ends now */
	for (i = k = 0; k < 1u << bits; i = at[k++])
		insert(e + i, at[k] - i);
}
