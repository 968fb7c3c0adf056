/* SPDX-License-Identifier: ISC */
/* Rows that no number joins: by the numbers that people had before
 * (left_alias.c), then by who they are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "identity/units.h"
#include "roster/left_over_priv.h"

#define CELLS (PLAN_MAX_COLUMNS + 2)

static uint64_t
twelve(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	if (s.n != 12 || !slice_digits(s))
		return 0;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v;
}

bool
left_over_person(const struct units *units, const struct person *p,
    uint64_t where, struct fuzzy_person *out)
{
	const struct slice *f = p->f;

	*out = (struct fuzzy_person){ .name = f[PERSON_NAME], .where = where };
	if (f[PERSON_DOB].p == NULL ||
	    date_parse(f[PERSON_DOB], &out->birth) != ERR_OK)
		out->birth = (struct date){ 0, 0, 0 };
	out->sex = f[PERSON_SEX].n > 0 ? f[PERSON_SEX].p[0] : 0;
	out->number = twelve(f[PERSON_ID]);
	if (units != NULL && f[PERSON_RESIDENCE].n > 0)
		out->province = units_province(units, f[PERSON_RESIDENCE]);
	return out->name.n > 0;
}

size_t
left_over_cells(struct left_over *x, unsigned side, uint64_t place)
{
	const struct side *s = &x->r->side[side];
	struct left_side *l = &x->side[side];
	unsigned long long line;
	size_t n;

	n = side_cells(s, side_row(s, place, &line), l->cell, CELLS, &l->made);
	return n < CELLS ? n : CELLS;
}

bool
left_over_read(struct left_over *x, unsigned side, uint64_t place,
    bool residence, struct person *out)
{
	size_t n = left_over_cells(x, side, place);

	return key_person(x->side[side].keyer, &x->r->side[side],
	    x->side[side].cell, n, residence, out);
}

void
left_over_pair(struct left_over *x, enum found kind, uint64_t l, uint64_t r,
    uint64_t key)
{
	x->side[0].paired[l] = x->side[1].paired[r] = true;
	run_found(&x->r->part[0], 0, kind, x->side[0].place[l],
	    x->side[1].place[r], key);
}

void
left_over_start(struct left_side *l)
{
	l->keyer = keyer_new();
	l->cell = xcalloc(CELLS, sizeof *l->cell);
	l->made = (struct buf){ 0 };
}

void
left_over_end(struct left_side *l)
{
	keyer_free(l->keyer);
	buf_wipe(&l->made);
	free(l->cell);
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

static size_t
left(const struct run *r, unsigned side)
{
	size_t n = 0;
	unsigned t;

	for (t = 0; t < r->threads; t++)
		n += r->part[t].left_over[side].n / sizeof(uint64_t);
	return n;
}

/* What all threads have left, in the order of the rows. */
static void
gather(struct left_over *x, unsigned side)
{
	struct left_side *l = &x->side[side];
	struct run *r = x->r;
	size_t n = left(r, side), at = 0;
	unsigned t;

	*l = (struct left_side){ .n = n };
	left_over_start(l);
	l->place = xreallocarray(NULL, n + 1, sizeof *l->place);
	l->paired = xcalloc(n + 1, sizeof *l->paired);
	for (t = 0; t < r->threads; t++) {
		struct buf *b = &r->part[t].left_over[side];

		if (b->n > 0)
			memcpy(l->place + at, b->p, b->n);
		at += b->n / sizeof(uint64_t);
		buf_release(b);
	}
	qsort(l->place, n, sizeof *l->place, by_value);
}

static void
release(struct left_side *l)
{
	left_over_end(l);
	free(l->place);
	free(l->paired);
}

bool
left_over_score(struct left_over *x, uint64_t l, uint64_t r, bool shared,
    struct fuzzy_score *out)
{
	const uint64_t at[2] = { l, r };
	struct fuzzy_person who[2];
	struct person p;
	unsigned i;

	for (i = 0; i < 2; i++) {
		if (!left_over_read(x, i, x->side[i].place[at[i]], true, &p))
			return false;
		(void)left_over_person(x->r->o->units, &p, 0, &who[i]);
		if (shared)
			who[i].number = RUN_SHARED;
	}
	fuzzy_compare(x->r->fuzzy, &who[0], &who[1], out);
	return true;
}

void
left_over_found(struct left_over *x, const struct fuzzy_pair *p)
{
	struct run *r = x->r;

	if ((r->pairs & (r->pairs + 1)) == 0)
		r->pair = xreallocarray(r->pair, 2 * (r->pairs + 1),
		    sizeof *r->pair);
	left_over_pair(x, p->sure ? FOUND_MATCH : FOUND_LOOK, p->left,
	    p->right, r->pairs);
	r->pair[r->pairs++] = *p;
}

static void
on_pair(void *ctx, const struct fuzzy_pair *p)
{
	left_over_found(ctx, p);
}

static bool
read_one(struct left_over *mine, size_t i, struct fuzzy_person who[2])
{
	const struct left_side *l = &mine->side[mine->which];
	struct person p;

	return !l->paired[i] &&
	    left_over_read(mine, mine->which, l->place[i], true, &p) &&
	    left_over_person(mine->r->o->units, &p, i, &who[0]);
}

static void
take_one(struct left_over *x, const struct fuzzy_person who[2])
{
	fuzzy_add(x->r->fuzzy, x->which, &who[0]);
}

static void
resemble(struct left_over *x)
{
	if (x->r->o->scores.p != NULL) {
		left_over_resolve(x);
		return;
	}
	for (x->which = 0; x->which < 2; x->which++)
		left_over_each(x, x->side[x->which].n, read_one, take_one);
	fuzzy_solve(x->r->fuzzy, x->r->threads, on_pair, x);
	x->r->part[0].sum.left_out[DIFF_PAIRS] =
	    fuzzy_left_out(x->r->fuzzy);
}

/* What is left stays alone. */
static void
give_up(struct left_over *x)
{
	unsigned side;
	size_t i;

	for (side = 0; side < 2; side++)
		for (i = 0; i < x->side[side].n; i++)
			if (!x->side[side].paired[i])
				run_found(&x->r->part[0], side, FOUND_ALONE,
				    x->side[side].place[i], 0, 0);
}

/* All that is left, where nobody looks for partners. */
static void
leave(struct run *r, unsigned side)
{
	uint64_t place;
	size_t i;
	unsigned t;

	for (t = 0; t < r->threads; t++) {
		struct buf *b = &r->part[t].left_over[side];

		for (i = 0; i < b->n; i += sizeof place) {
			memcpy(&place, b->p + i, sizeof place);
			run_found(&r->part[0], side, FOUND_ALONE, place, 0,
			    0);
		}
		buf_release(b);
	}
}

static void
find_partners(struct run *r, bool aliases, bool resembling)
{
	struct left_over x = { .r = r };

	gather(&x, 0);
	gather(&x, 1);
	if (aliases)
		left_over_aliases(&x);
	if (resembling)
		resemble(&x);
	give_up(&x);
	release(&x.side[0]);
	release(&x.side[1]);
}

void
run_left_over(struct run *r)
{
	bool both = left(r, 0) > 0 && left(r, 1) > 0 && r->fuzzy != NULL &&
	    !r->o->alone;
	bool resembling = both && r->o->fuzzy != RUN_FUZZY_OFF;
	bool aliases = both && left_over_has_aliases(r);

	if (r->fuzzy != NULL)
		left_learn_before(r, resembling);
	if (aliases || resembling)
		find_partners(r, aliases, resembling);
	else {
		leave(r, 0);
		leave(r, 1);
	}
	if (r->fuzzy != NULL)
		left_learn_after(r);
	spill_done(&r->part[0].found[0]);
	spill_done(&r->part[0].found[1]);
}
