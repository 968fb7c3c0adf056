/* SPDX-License-Identifier: ISC */
/* What goes into lists comes out of them: few lists and many, in memory and
 * through the disk, taken and filled again. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/spill.h"
#include "tap.h"

#define TURNS 3
#define FEW 7				/* lists */
#define MANY 700
#define ALL ((size_t)400000)		/* pairs, about twice as many as come */
#define LIMIT ((size_t)40 * 4096)

/* How many list `i` of `n` gets: several blocks, or none. */
static size_t
want(size_t i, size_t n, unsigned turn)
{
	return i % 6 == turn ? 0 : (i + 1) * 7919 * (turn + 1) % (ALL / n);
}

static int
by_b(const void *a, const void *b)
{
	const struct spill_pair *p = a, *q = b;

	return (p->b > q->b) - (p->b < q->b);
}

static void
fill(struct spill_lists *l, unsigned turn)
{
	size_t i, k;

	for (k = 0; k < ALL / l->n; k++)
		for (i = 0; i < l->n; i++)
			if (k < want(i, l->n, turn))
				spill_add(l, i, i << 32 | turn, k);
	spill_done(l);
}

/* Every pair once, in any order. */
static bool
take(struct spill_lists *l, size_t i, unsigned turn)
{
	struct spill_pair *p;
	size_t k, n = l->count[i];
	bool good = n == want(i, l->n, turn);

	p = xcalloc(n + 1, sizeof *p);
	good = good && spill_take(l, i, p);
	qsort(p, n, sizeof *p, by_b);
	for (k = 0; good && k < n; k++)
		good = p[k].a == (i << 32 | turn) && p[k].b == k;
	free(p);
	return good;
}

static void
try(size_t n, size_t share, const char *what)
{
	struct spill *s = spill_new("/tmp");
	size_t i, bad = 0;
	unsigned turn;

	for (turn = 0; turn < TURNS; turn++) {
		struct spill_lists l[2];

		spill_open(&l[0], s, n, share);
		spill_open(&l[1], s, n, share);
		fill(&l[0], turn);
		fill(&l[1], turn + 1);
		for (i = 0; i < n; i++) {
			bad += !take(&l[0], i, turn);
			bad += !take(&l[1], i, turn + 1);
		}
		spill_close(&l[0]);
		spill_close(&l[1]);
	}
	OK(bad == 0 && spill_error(s) == ERR_OK, "%s", what);
	spill_free(s);
}

int
main(void)
{
	struct spill *s = spill_new("/nowhere/at/all");
	struct spill_lists l;

	try(FEW, 0, "few lists");
	try(MANY, 0, "many lists: lines wait, more than one segment");
	try(FEW, LIMIT, "few lists that go out to the disk");
	try(MANY, LIMIT, "many lists that go out to the disk");
	spill_open(&l, s, FEW, 1);
	fill(&l, 1);
	OK(spill_error(s) == ERR_NOT_FOUND, "no folder for the file");
	spill_close(&l);
	spill_free(s);
	return tap_done();
}
