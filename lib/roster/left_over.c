/* SPDX-License-Identifier: ISC */
/* Rows that no number joins: by the numbers that people had before, then by
 * who they are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "identity/units.h"
#include "record/person.h"
#include "roster/blocks.h"
#include "roster/key.h"
#include "roster/run_priv.h"

#define CELLS (PLAN_MAX_COLUMNS + 2)

/* A row, and one of the numbers in it. */
struct alias {
	uint64_t number, row;		/* row: index << 1 | side */
};

struct rest {
	struct run *r;
	struct keyer *keyer;
	struct slice *cell;
	struct buf made;
	uint64_t *place[2];
	size_t n[2];
	bool *paired[2];
	struct alias *alias;
	size_t aliases, cap;
};

static uint64_t
digits(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	if ((s.n != 12 && s.n != 9) || !slice_digits(s))
		return 0;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return s.n == 9 ? HASH_NINE + v : v;
}

bool
left_over_person(const struct run *r, const struct person *p, uint64_t where,
    struct fuzzy_person *out)
{
	const struct slice *f = p->f;

	(void)r;
	*out = (struct fuzzy_person){ .name = f[PERSON_NAME], .where = where };
	if (f[PERSON_DOB].p == NULL ||
	    date_parse(f[PERSON_DOB], &out->birth) != ERR_OK)
		out->birth = (struct date){ 0, 0, 0 };
	out->sex = f[PERSON_SEX].n > 0 ? f[PERSON_SEX].p[0] : 0;
	out->number = f[PERSON_ID].n == 12 ? digits(f[PERSON_ID]) : 0;
	return out->name.n > 0;
}

static bool
read_person(struct rest *x, unsigned side, uint64_t place, struct person *out)
{
	const struct side *s = &x->r->side[side];
	unsigned long long line;
	size_t n;

	n = side_cells(s, side_row(s, place, &line), x->cell, CELLS, &x->made);
	return key_person(x->keyer, s, x->cell, n < CELLS ? n : CELLS, out);
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return x < y ? -1 : x > y;
}

/* What all threads have left, in the order of the rows. */
static void
gather(struct rest *x, unsigned side)
{
	struct run *r = x->r;
	size_t n = 0, at = 0;
	unsigned t;

	for (t = 0; t < r->threads; t++)
		n += r->part[t].left_over[side].n / sizeof(uint64_t);
	x->n[side] = n;
	x->place[side] = xreallocarray(NULL, n + 1, sizeof(uint64_t));
	x->paired[side] = xcalloc(n + 1, sizeof(bool));
	for (t = 0; t < r->threads; t++) {
		struct buf *b = &r->part[t].left_over[side];

		if (b->n > 0)
			memcpy(x->place[side] + at, b->p, b->n);
		at += b->n / sizeof(uint64_t);
		buf_release(b);
	}
	qsort(x->place[side], n, sizeof(uint64_t), by_value);
}

static void
add_alias(struct rest *x, uint64_t number, uint64_t row)
{
	if (number == 0)
		return;
	if (x->aliases == x->cap) {
		x->cap = x->cap * 2 + 1024;
		x->alias = xreallocarray(x->alias, x->cap, sizeof *x->alias);
	}
	x->alias[x->aliases++] = (struct alias){ number, row };
}

static void
take_aliases(struct rest *x, unsigned side)
{
	struct person p;
	size_t i;

	for (i = 0; i < x->n[side]; i++) {
		if (!read_person(x, side, x->place[side][i], &p))
			continue;
		add_alias(x, digits(p.f[PERSON_ID]), i << 1 | side);
		add_alias(x, digits(p.f[PERSON_OLD_ID]), i << 1 | side);
		add_alias(x, digits(p.f[PERSON_CANCELLED_ID]), i << 1 | side);
	}
}

static int
by_number(const void *a, const void *b)
{
	const struct alias *x = a, *y = b;

	return x->number != y->number ? x->number < y->number ? -1 : 1 :
	    x->row < y->row ? -1 : x->row > y->row;
}

/* A number that one row of each side has, and no other. */
static void
pair_aliases(struct rest *x)
{
	size_t i, k, l, r;

	qsort(x->alias, x->aliases, sizeof *x->alias, by_number);
	for (i = 0; i < x->aliases; i = k) {
		for (k = i; k < x->aliases &&
		    x->alias[k].number == x->alias[i].number; k++)
			;
		if (k - i != 2 || ((x->alias[i].row ^ x->alias[i + 1].row) &
		    1) == 0)
			continue;
		l = x->alias[i + (x->alias[i].row & 1)].row >> 1;
		r = x->alias[i + 1 - (x->alias[i].row & 1)].row >> 1;
		if (x->paired[0][l] || x->paired[1][r])
			continue;
		x->paired[0][l] = x->paired[1][r] = true;
		run_found(&x->r->part[0], 0, FOUND_ALIAS, x->place[0][l],
		    x->place[1][r], 0);
	}
}

static bool
has_aliases(const struct run *r)
{
	size_t i, k;

	for (k = 0; k < 2; k++)
		for (i = 0; i < r->side[k].columns; i++)
			if (r->side[k].column[i].is == COLUMN_OLD_ID ||
			    r->side[k].column[i].is == COLUMN_CANCELLED_ID)
				return true;
	return false;
}

/* The weights come from pairs that the numbers have joined. */
static void
learn(struct rest *x)
{
	struct run *r = x->r;
	struct buf all = { 0 };
	struct rest other = { .r = r, .keyer = keyer_new(),
	    .cell = xcalloc(CELLS, sizeof *other.cell) };
	struct fuzzy_person a, b;
	struct person p[2];
	size_t i, n;
	uint64_t place[2];
	unsigned t;

	for (t = 0; t < r->threads; t++) {
		buf_add_slice(&all, buf_slice(&r->part[t].sample));
		buf_release(&r->part[t].sample);
	}
	n = all.n / sizeof place;
	if (n > 0)
		qsort(all.p, n, sizeof place, by_value);
	for (i = 0; i < n; i++) {
		memcpy(place, all.p + i * sizeof place, sizeof place);
		if (!read_person(x, 0, place[0], &p[0]) ||
		    !read_person(&other, 1, place[1], &p[1]) ||
		    !left_over_person(r, &p[0], 0, &a) ||
		    !left_over_person(r, &p[1], 0, &b))
			continue;
		fuzzy_learn(r->fuzzy, &a, &b);
		fuzzy_population(r->fuzzy, b.name);
	}
	buf_release(&all);
	keyer_free(other.keyer);
	buf_wipe(&other.made);
	free(other.cell);
}

static void
on_pair(void *ctx, const struct fuzzy_pair *p)
{
	struct rest *x = ctx;
	struct run *r = x->r;

	if ((r->pairs & (r->pairs + 1)) == 0)
		r->pair = xreallocarray(r->pair, 2 * (r->pairs + 1),
		    sizeof *r->pair);
	x->paired[0][p->left] = x->paired[1][p->right] = true;
	run_found(&r->part[0], 0, p->sure ? FOUND_MATCH : FOUND_LOOK,
	    x->place[0][p->left], x->place[1][p->right], r->pairs);
	r->pair[r->pairs++] = *p;
}

/* A row's index by its line in the file. */
struct numbered {
	unsigned long long line;
	size_t i;
};

static unsigned long long
line_at(const struct run *r, unsigned side, uint64_t place)
{
	unsigned long long line;
	struct slice row = side_row(&r->side[side], place, &line);

	return run_line_of(&r->side[side], row, line);
}

static int
by_line(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

static bool
index_of(const struct numbered *k, size_t n, uint64_t *line)
{
	const struct numbered want = { .line = *line }, *found = n == 0 ?
	    NULL : bsearch(&want, k, n, sizeof *k, by_line);

	if (found != NULL)
		*line = found->i;
	return found != NULL;
}

/* What fuzzy_solve tells too: the parts of a score. */
static void
on_scored(void *ctx, const struct fuzzy_pair *p)
{
	struct rest *x = ctx;
	struct fuzzy_pair full = *p;
	struct fuzzy_person f[2];
	struct person q;
	struct buf name = { 0 };

	if (read_person(x, 0, x->place[0][p->left], &q) &&
	    left_over_person(x->r, &q, 0, &f[0])) {
		buf_add_slice(&name, f[0].name);
		f[0].name = buf_slice(&name);
		if (read_person(x, 1, x->place[1][p->right], &q) &&
		    left_over_person(x->r, &q, 0, &f[1]))
			fuzzy_compare(x->r->fuzzy, &f[0], &f[1], &full.score);
	}
	full.score.lead = p->score.lead;
	buf_wipe(&name);
	on_pair(x, &full);
}

/* Scores that other machines have made, of the rows that are still alone. */
static void
resolve(struct rest *x, struct numbered *const row[2], const size_t n[2])
{
	const unsigned long long rows[2] = { n[0], n[1] };
	struct slice rest = x->r->o->scores;
	struct fuzzy_scored *s = NULL, one;
	size_t count = 0, cap = 0;
	unsigned long long line = 0;
	enum err e;

	while ((e = block_read(&rest, &one)) == ERR_OK) {
		line++;
		if (!index_of(row[0], n[0], &one.left) ||
		    !index_of(row[1], n[1], &one.right))
			continue;
		if (count == cap) {
			cap = 2 * cap + 1024;
			s = xreallocarray(s, cap, sizeof *s);
		}
		s[count++] = one;
	}
	if (e == ERR_EOF)
		fuzzy_resolve(s, count, rows, on_scored, x);
	else
		run_fail(x->r, e, 2, N_("this is no line of scores"),
		    line + 1);
	free(s);
}

static void
resemble(struct rest *x)
{
	bool scored = x->r->o->scores.p != NULL;
	struct numbered *row[2];
	struct fuzzy_person f;
	struct person p;
	size_t i, n[2] = { 0, 0 };
	unsigned side;

	if (x->n[0] == 0 || x->n[1] == 0)
		return;
	for (side = 0; side < 2; side++) {
		row[side] = xreallocarray(NULL, x->n[side], sizeof **row);
		for (i = 0; i < x->n[side]; i++) {
			if (x->paired[side][i] ||
			    !read_person(x, side, x->place[side][i], &p) ||
			    !left_over_person(x->r, &p, i, &f))
				continue;
			row[side][n[side]++] = (struct numbered){
			    line_at(x->r, side, x->place[side][i]), i };
			if (!scored)
				fuzzy_add(x->r->fuzzy, side, &f);
		}
		qsort(row[side], n[side], sizeof **row, by_line);
	}
	if (scored)
		resolve(x, row, n);
	else
		fuzzy_solve(x->r->fuzzy, x->r->threads, on_pair, x);
	free(row[0]);
	free(row[1]);
}

/* Those given, or learned here; nothing is learned of a part. */
static void
weigh(struct rest *x)
{
	struct run *r = x->r;
	enum err e = ERR_OK;

	if (r->o->weights.n > 0)
		e = fuzzy_weights_read(r->fuzzy, r->o->weights);
	else if (!r->o->pieces)
		learn(x);
	if (e != ERR_OK)
		run_fail(r, e, 2, e == ERR_UNSUPPORTED ?
		    N_("the weights are of another version: learn them anew") :
		    N_("these are no weights: write some with --learn"), 0);
	else if (r->o->learned != NULL)
		fuzzy_weights_write(r->fuzzy, r->o->learned);
}

/* What is left stays alone. */
static void
give_up(struct rest *x)
{
	unsigned side;
	size_t i;

	for (side = 0; side < 2; side++)
		for (i = 0; i < x->n[side]; i++)
			if (!x->paired[side][i])
				run_found(&x->r->part[0], side, FOUND_ALONE,
				    x->place[side][i], 0, 0);
}

void
run_left_over(struct run *r)
{
	struct rest x = { .r = r, .keyer = keyer_new(),
	    .cell = xcalloc(CELLS, sizeof *x.cell) };
	struct fuzzy_person nobody = { .where = 0 };
	struct fuzzy_score score;
	unsigned side;

	gather(&x, 0);
	gather(&x, 1);
	if (x.n[0] > 0 && x.n[1] > 0 && has_aliases(r) && !r->o->alone) {
		take_aliases(&x, 0);
		take_aliases(&x, 1);
		pair_aliases(&x);
	}
	if (r->fuzzy != NULL) {
		weigh(&x);
		if (r->o->fuzzy != RUN_FUZZY_OFF && !r->o->alone)
			resemble(&x);
		/* from here on threads only read it */
		fuzzy_compare(r->fuzzy, &nobody, &nobody, &score);
	}
	give_up(&x);
	spill_done(&r->part[0].found[0]);
	spill_done(&r->part[0].found[1]);
	for (side = 0; side < 2; side++) {
		free(x.place[side]);
		free(x.paired[side]);
	}
	free(x.alias);
	free(x.cell);
	keyer_free(x.keyer);
	buf_wipe(&x.made);
}
