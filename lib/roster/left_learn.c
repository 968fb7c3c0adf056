/* SPDX-License-Identifier: ISC */
/* The weights, from pairs that the numbers have joined. */
#include <stdlib.h>
#include <string.h>

#include "roster/left_over_priv.h"

#define FEW_PAIRS 1000
#define AHEAD 6				/* rows */

/* Of all pairs, and of those that differ, no more than so many are read: few to
 * tell two people with one number from one, more where left-overs are paired,
 * all where the weights are written; of less than FEW_PAIRS some hundreds, for
 * a short run does not wait. A level's share p is known from n of them but for
 * sqrt((1 - p) / (p * n)) of it: another birth date, that 8 of a hundred have
 * that differ, from 512 of them but for a seventh, 0.2 bits of 7; strangers of
 * one sex from 768 rows but for a fiftieth. Of the pairs of left-overs 8192 of
 * all found no more for sure than 4096; those of FEW_DRAWN did a few in a
 * thousand less. */
#define FEW_DRAWN 1536
#define FEW_DIFFERENT 1024
#define MANY_DRAWN 6144
#define MANY_DIFFERENT 8192
#define SHORT_DRAWN 256

/* The sample, and how much of it is read. Pairs that are the same letter for
 * letter teach one thing: of these one of 2^same is read for each 2^different
 * of those that differ, and stands for the others. */
struct learning {
	struct run_sample *s;
	size_t n;
	unsigned same, different;
	bool hashed;			/* who somebody is, is compared */
	const struct units *units;	/* to read them with; NULL */
};

static bool
is_same(const struct learning *l, const struct run_sample *s)
{
	return l->hashed && (s->b & 1) != 0;
}

static bool
is_below(const struct run *r, const struct run_sample *s, unsigned halved)
{
	return (s->a & 0xffffff) < r->sampled >> halved;
}

/* Rows of the right side lie anywhere, and those of the left one are far from
 * each other: they are on their way while those before them are read. */
static void
ahead(const struct left_over *mine, size_t i)
{
	const struct learning *l = mine->learning;
	const struct run_sample *s;
	bool one = mine->r->alike;

	if (i + 2 * AHEAD < l->n) {
		s = &l->s[i + 2 * AHEAD];
		side_soon(&mine->r->side[0], s->a >> 24);
		if (!one || !is_same(l, s))
			side_soon(&mine->r->side[1], s->b >> 1);
	}
	if (i + AHEAD < l->n) {
		s = &l->s[i + AHEAD];
		side_sooner(&mine->r->side[0], s->a >> 24);
		if (!one || !is_same(l, s))
			side_sooner(&mine->r->side[1], s->b >> 1);
	}
}

/* Of a pair that is the same one row is read for both. */
static bool
read_pair(struct left_over *mine, size_t i, struct fuzzy_person who[2])
{
	const struct learning *l = mine->learning;
	const struct run_sample *s = &l->s[i];
	uint64_t place[2] = { s->a >> 24, s->b >> 1 };
	struct person p[2];
	unsigned k, n = mine->r->alike && is_same(l, s) ? 1 : 2;

	ahead(mine, i);
	for (k = 0; k < n; k++)
		if (!left_over_read(mine, k, place[k], l->units != NULL,
		    &p[k]) ||
		    !left_over_person(l->units, &p[k], i, &who[k]))
			return false;
	if (n == 1)
		who[1] = who[0];
	return true;
}

static void
take_pair(struct left_over *x, const struct fuzzy_person who[2])
{
	const struct learning *l = x->learning;
	const struct run_sample *s = &l->s[who[0].where];

	fuzzy_teach(x->r->fuzzy, &who[0], &who[1], is_same(l, s) ?
	    1u << (l->same - l->different) : 1, is_below(x->r, s, l->same));
}

static int
by_place(const void *a, const void *b)
{
	const struct run_sample *x = a, *y = b;

	return (x->a > y->a) - (x->a < y->a);
}

static bool
who_is_compared(const struct run *r)
{
	const unsigned who = 1u << COLUMN_NAME | 1u << COLUMN_FAMILY |
	    1u << COLUMN_GIVEN | 1u << COLUMN_DOB | 1u << COLUMN_SEX |
	    1u << COLUMN_FEMALE | 1u << COLUMN_MALE;
	size_t i;

	for (i = 0; i < r->head.columns; i++)
		if (!r->column[i].compared &&
		    (who >> r->column[i].is & 1) != 0)
			return false;
	return true;
}

static unsigned
halvings(size_t n, size_t most)
{
	unsigned h = 0;

	while (n >> h > most)
		h++;
	return h;
}

/* By the key, so that each thread's are the same whatever else it had. */
static void
choose(const struct run *r, struct learning *l)
{
	size_t i, n = 0, different = 0;

	for (i = 0; i < l->n; i++)
		different += !is_same(l, &l->s[i]);
	if (r->o->learned == NULL) {
		l->same = halvings(l->n, !r->resembling ? FEW_DRAWN :
		    l->n < FEW_PAIRS ? SHORT_DRAWN : MANY_DRAWN);
		l->different = halvings(different, r->resembling ?
		    MANY_DIFFERENT : FEW_DIFFERENT);
		if (l->different > l->same)
			l->different = l->same;
	}
	for (i = 0; i < l->n; i++)
		if (is_below(r, &l->s[i], is_same(l, &l->s[i]) ? l->same :
		    l->different))
			l->s[n++] = l->s[i];
	l->n = n;
	qsort(l->s, n, sizeof *l->s, by_place);
}

/* The place only where it may be asked for, since it takes longest to read. */
static void
teach(void *ctx)
{
	struct run *r = ctx;
	struct learning l = { .hashed = who_is_compared(r),
	    .units = r->resembling || r->o->learned != NULL ? r->o->units :
	    NULL };
	struct left_over x = { .r = r, .learning = &l };
	struct buf all = { 0 };
	unsigned t;

	for (t = 0; t < r->threads; t++) {
		buf_add_slice(&all, buf_slice(&r->part[t].sample));
		buf_release(&r->part[t].sample);
	}
	if (all.n > 0) {
		l.s = (struct run_sample *)(void *)all.p;
		l.n = all.n / sizeof *l.s;
		choose(r, &l);
	}
	left_over_start(&x.side[0]);
	left_over_start(&x.side[1]);
	side_scattered(r->side, true);
	left_over_each(&x, l.n, read_pair, take_pair);
	side_scattered(r->side, false);
	left_over_end(&x.side[0]);
	left_over_end(&x.side[1]);
	buf_release(&all);
}

/* That there are to learn from; 0 when that is done. */
static size_t
pairs(const struct run *r)
{
	size_t n = 0;
	unsigned t;

	for (t = 0; t < r->threads; t++)
		n += r->part[t].sample.n;
	return n / sizeof(struct run_sample);
}

/* Those given, or learned here when they are asked for; nothing is learned of
 * a part. They go out before left-overs count among the names. Several threads
 * have to have them beforehand. */
void
left_learn_before(struct run *r, bool resembling)
{
	r->resembling = resembling;
	if (r->o->weights.n == 0 && !r->o->pieces)
		fuzzy_when_due(r->fuzzy, teach, r);
	if (r->threads > 1 && pairs(r) >= FEW_PAIRS)
		fuzzy_ready(r->fuzzy);
	if (r->o->learned != NULL)
		fuzzy_weights_write(r->fuzzy, r->o->learned);
}

/* Where left-overs had no use for the weights, those built in tell two people
 * with one number as well as a few pairs could teach it, which would take
 * longer than all the rest of a short run. From here on threads only read
 * them. */
void
left_learn_after(struct run *r)
{
	if (pairs(r) < FEW_PAIRS)
		fuzzy_when_due(r->fuzzy, NULL, NULL);
	if (r->threads > 1)
		fuzzy_ready(r->fuzzy);
}
