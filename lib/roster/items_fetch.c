/* SPDX-License-Identifier: ISC */
/* Rows of what was found, on their way from memory while those before them are
 * told: they lie anywhere, and waiting for one by one takes longer than all
 * that is done with them. The processor waits at a fetch for its page's
 * address, and for four of them as long as for one; of many at once it forgets
 * some. */
#include "roster/items_priv.h"

#define LINE 64				/* of the cache */
#define FETCH 512			/* bytes of a row that are fetched */

static const struct spill_pair *
found_at(const struct teller *t, size_t i)
{
	return &t->found[t->item[i]];
}

/* Of rows that are the same only what their numbers do not say. */
static bool
has_rows(const struct teller *t, const struct spill_pair *f)
{
	const struct side *s = t->r->side;

	return found_kind(f) != FOUND_SAME || s[0].made || s[1].made ||
	    found_key(f) >= HASH_TEXT;
}

/* The right row of a pair, unless it came from afar already. */
static bool
has_other(const struct teller *t, const struct spill_pair *f)
{
	return found_kind(f) < FOUND_ALONE && t->r->far == NULL;
}

/* Where the rows lie will be asked. */
static void
soon(const struct teller *t, unsigned side, size_t i, size_t end)
{
	for (; i < end; i++) {
		const struct spill_pair *f = found_at(t, i);

		if (!has_rows(t, f))
			continue;
		side_soon(&t->r->side[side], found_place(f));
		if (has_other(t, f))
			side_soon(&t->r->side[1], found_other(f));
	}
}

static void
find(struct teller *t, unsigned side, size_t i, size_t end)
{
	const struct side *s = t->r->side;

	for (; i < end; i++) {
		const struct spill_pair *f = found_at(t, i);
		struct slice *row = t->row[i % ITEMS_ROWS];

		row[0] = row[1] = SLICE("");
		if (!has_rows(t, f))
			continue;
		row[0] = side_find(&s[side], found_place(f));
		if (has_other(t, f))
			row[1] = side_find(&s[1], found_other(f));
	}
}

/* In one function with others of its kind: gcc takes one that does nothing but
 * fetch for one that does nothing. */
static inline __attribute__((__always_inline__)) void
rest(struct slice row)
{
	size_t k;

	for (k = LINE; k < row.n + LINE && k < FETCH; k += LINE)
		__builtin_prefetch(row.p + (k < row.n ? k : row.n));
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

void
teller_fetch(struct teller *t, unsigned side, size_t i)
{
	size_t from = i + 2 * ITEMS_FETCH, end = from + ITEMS_FETCH;
	size_t n = t->items, k;

	if (i == 0) {
		soon(t, side, 0, least(end, n));
		find(t, side, 0, least(from, n));
	}
	soon(t, side, end, least(end + ITEMS_FETCH, n));
	find(t, side, from, least(end, n));
	for (k = from; k < end && k < n; k++)
		__builtin_prefetch(t->row[k % ITEMS_ROWS][1].p);
	for (k = from; k < end && k < n; k++)
		__builtin_prefetch(t->row[k % ITEMS_ROWS][0].p);
	for (k = i + ITEMS_FETCH; k < from && k < n; k++) {
		rest(t->row[k % ITEMS_ROWS][0]);
		rest(t->row[k % ITEMS_ROWS][1]);
	}
}
