/* SPDX-License-Identifier: ISC */
/* One item: the rows, the cells that differ, and what that makes of a pair. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/alias.h"
#include "record/person.h"
#include "roster/items_priv.h"
#include "text/utf8.h"

/* The row's cells are those of the diff columns, one for one. */
static bool
is_straight(const struct run *r, size_t side)
{
	size_t i;

	for (i = 0; i < r->head.columns; i++)
		if (r->at[side][i] != (long)i)
			return false;
	return true;
}

void
teller_start(struct teller *t, struct run_part *p)
{
	size_t i, columns = p->r->head.columns + 1;

	*t = (struct teller){ .r = p->r, .part = p, .sum = &p->sum,
	    .causes = causes_new(p->r->o->units) };
	i = p->r->piece_bits[0] > p->r->piece_bits[1] ? p->r->piece_bits[0] :
	    p->r->piece_bits[1];
	t->lines = (size_t)1 << i;
	t->found = xreallocarray(NULL, t->lines, sizeof *t->found);
	t->has = xcalloc(t->lines / 64 + 1, sizeof *t->has);
	t->cell = xcalloc(columns, sizeof *t->cell);
	t->alike = p->r->side[0].separator == p->r->side[1].separator &&
	    is_straight(p->r, 0) && is_straight(p->r, 1);
	for (i = 0; i < 2; i++) {
		t->side[i].raw = xcalloc(ITEMS_CELLS,
		    sizeof *t->side[i].raw);
		t->side[i].placed = xcalloc(columns,
		    sizeof *t->side[i].placed);
		t->straight[i] = is_straight(p->r, i);
		t->side[i].keyer = keyer_new();
	}
}

void
teller_end(struct teller *t)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		free(t->side[i].raw);
		free(t->side[i].placed);
		keyer_free(t->side[i].keyer);
		buf_wipe(&t->side[i].made);
		buf_wipe(&t->side[i].key);
	}
	free(t->cell);
	free(t->found);
	free(t->has);
	free(t->order);
	free(t->item);
	causes_free(t->causes);
	piece_wipe(&t->piece);
	far_rows_release(&t->far);
}

static void
read_key(struct teller *t, unsigned side)
{
	struct telling *l = &t->side[side];
	const struct run *r = t->r;
	struct key key;

	buf_reset(&l->key);
	l->keyed = key_of(l->keyer, &r->side[side], l->raw, l->n,
	    r->key[side], r->keys, r->numbers, &key);
	l->repaired = l->keyed && key.repaired;
	if (l->keyed)
		buf_add_slice(&l->key, key.text);
}

static struct slice
key_text(const struct teller *t, unsigned side)
{
	return t->side[side].keyed ? buf_slice(&t->side[side].key) :
	    (struct slice){ NULL, 0 };
}

static enum cause
cause(struct teller *t, size_t i, struct slice l, struct slice r)
{
	if ((!t->side[0].utf8 && !utf8_is_valid(l)) ||
	    (!t->side[1].utf8 && !utf8_is_valid(r)))
		return CAUSE_CHARSET;
	return cause_of(t->causes, t->r->column[i].is, l, r);
}

/* The cells that differ; those whose cause is ignored are only counted. */
static size_t
differing(struct teller *t)
{
	const struct run *r = t->r;
	size_t i, n = 0;

	for (i = 0; i < r->head.columns; i++) {
		struct diff_cell c;

		if (!r->column[i].compared || teller_same(t, i))
			continue;
		c = (struct diff_cell){ .column = i,
		    .left = t->side[0].cell[i], .right = t->side[1].cell[i] };
		c.cause = cause(t, i, c.left, c.right);
		t->sum->cause[c.cause]++;
		if ((r->o->ignore >> c.cause & 1) == 0)
			t->cell[n++] = c;
	}
	return n;
}

enum wanted { BIRTH, NAME, PLACE };

static bool
fuzzy_side(struct teller *t, unsigned side, enum wanted what,
    struct fuzzy_person *out)
{
	const struct units *units = what == PLACE ? t->r->o->units : NULL;
	const struct side *s = &t->r->side[side];
	struct telling *l = &t->side[side];
	struct person p;

	if (!(what == BIRTH ? key_birth(l->keyer, s, l->raw, l->n, &p) :
	    key_person(l->keyer, s, l->raw, l->n, units != NULL, &p)))
		return false;
	if (!left_over_person(units, &p, 0, out) && what != BIRTH)
		return false;
	if (t->r->numbers)
		out->number = RUN_SHARED;
	return true;
}

/* Names and places are looked for only where they could decide: either takes
 * longer than all the rest. */
static bool
fuzzy_sides(struct teller *t, struct fuzzy_score *score)
{
	const struct units *units = t->r->o->units;
	struct fuzzy_person a, b;

	if (!fuzzy_side(t, 0, BIRTH, &a) || !fuzzy_side(t, 1, BIRTH, &b) ||
	    fuzzy_compare_least(t->r->fuzzy, &a, &b) >= FUZZY_OTHER_PERSON)
		return false;
	if (!fuzzy_side(t, 0, NAME, &a) || !fuzzy_side(t, 1, NAME, &b))
		return false;
	fuzzy_compare(t->r->fuzzy, &a, &b, score);
	if (units == NULL || score->total - score->part[FUZZY_PLACE].weight +
	    fuzzy_least(t->r->fuzzy, FUZZY_PLACE) >= FUZZY_OTHER_PERSON)
		return true;
	if (!fuzzy_side(t, 0, PLACE, &a) || !fuzzy_side(t, 1, PLACE, &b))
		return false;
	fuzzy_compare(t->r->fuzzy, &a, &b, score);
	return true;
}

/* One number, two people: a name that is another, and a birth date that does
 * not make up for it. */
static bool
other_person(struct teller *t, size_t cells, struct fuzzy_score *score)
{
	bool name = false;
	size_t i;

	for (i = 0; i < cells; i++) {
		enum column is = t->r->column[t->cell[i].column].is;

		if (t->cell[i].cause >= CAUSE_ABSENT)
			name = name || is == COLUMN_NAME ||
			    is == COLUMN_FAMILY || is == COLUMN_GIVEN;
	}
	return t->r->fuzzy != NULL && name && fuzzy_sides(t, score) &&
	    score->total < FUZZY_OTHER_PERSON;
}

/* The cells of the key are the same as they stand: nothing had to be mended to
 * find them. */
static bool
same_keys(const struct teller *t)
{
	size_t i;

	for (i = 0; i < t->r->head.columns; i++)
		if (t->r->column[i].key && !slice_eq(t->side[0].cell[i],
		    t->side[1].cell[i]))
			return false;
	return true;
}

/* Sure pairs are joined on demand; the same they are called never, even where
 * the number is not compared. */
static enum diff_class
found_class(const struct teller *t, enum found kind, size_t cells)
{
	if (kind == FOUND_LOOK)
		return DIFF_LOOK;
	return t->r->o->fuzzy == RUN_FUZZY_JOIN && cells > 0 ? DIFF_CHANGED :
	    DIFF_MATCH;
}

/* From wherever it is. */
static struct slice
right_row(const struct teller *t, const struct spill_pair *f,
    const struct slice row[2])
{
	return t->r->far == NULL ? row[1] : far_row(&t->far, found_place(f));
}

static void
tell_pair(struct teller *t, const struct spill_pair *f,
    const struct slice row[2])
{
	enum found kind = found_kind(f);
	struct diff_item item = { .left = &t->side[0].row,
	    .right = &t->side[1].row, .cell = t->cell };
	struct fuzzy_score score;
	char digits[16];
	bool repaired;

	teller_row(t, 0, row[0], found_place(f));
	teller_other(t, right_row(t, f, row), found_other(f));
	item.cells = differing(t);
	if (kind == FOUND_PAIR && found_key(f) < HASH_TEXT) {
		item.key = key_show(found_key(f), digits);
		repaired = false;
	} else {
		read_key(t, 0);
		read_key(t, 1);
		item.key = key_text(t, 0).p != NULL ? key_text(t, 0) :
		    key_text(t, 1);
		repaired = (t->side[0].repaired || t->side[1].repaired) &&
		    !same_keys(t);
	}
	if (kind == FOUND_MATCH || kind == FOUND_LOOK) {
		item.class = found_class(t, kind, item.cells);
		if (item.class == DIFF_CHANGED)
			item.why = N_("found by name and birth date");
		item.score = &t->r->pair[found_key(f)].score;
	} else if (kind == FOUND_ALIAS) {
		item.class = DIFF_KEY_REPAIRED;
		item.why = alias_why(found_key(f) / ALIAS_KINDS,
		    found_key(f) % ALIAS_KINDS);
	} else if (other_person(t, item.cells, &score)) {
		item.class = DIFF_OTHER_PERSON;
		item.score = &score;
	} else if (repaired) {
		item.class = DIFF_KEY_REPAIRED;
		item.why = N_("the number was mended to be found");
	} else
		item.class = item.cells > 0 ? DIFF_CHANGED : DIFF_SAME;
	teller_item(t, &item);
}

/* Rows that are the same by a hash of a key's text, or of a made side, or where
 * items are told one by one. */
static void
tell_same(struct teller *t, const struct spill_pair *f,
    const struct slice row[2])
{
	struct run *r = t->r;
	struct diff_item item = { .class = DIFF_SAME,
	    .left = &t->side[0].row, .right = &t->side[1].row };
	uint64_t place[2] = { found_place(f), found_other(f) };
	uint64_t key = found_key(f);
	char digits[16];
	unsigned i;

	for (i = 0; i < 2; i++) {
		t->side[i].row = (struct diff_row){
		    side_line(&r->side[i], place[i]), NULL };
		if (i == 0 && (r->side[0].made || key >= HASH_TEXT))
			teller_row(t, 0, row[0], place[0]);
		if (i == 1 && r->side[1].made)
			teller_row(t, 1, right_row(t, f, row), place[1]);
		t->side[i].row.cell = NULL;
	}
	if (key < HASH_TEXT)
		item.key = key_show(key, digits);
	else {
		read_key(t, 0);
		item.key = key_text(t, 0);
	}
	/* the join has counted it */
	t->sum->of[DIFF_SAME]--;
	teller_item(t, &item);
}

static const char *
reject_why(const struct teller *t, unsigned side)
{
	const struct side *s = &t->r->side[side];
	struct slice row = t->side[side].text;
	const char *mark = row.n > 0 ? memchr(row.p, '!', row.n) : NULL;
	size_t k = 0;

	if (!s->made)
		return N_("more cells than columns: look for a separator that "
		    "stands in a cell without quotes");
	for (mark = mark != NULL ? mark + 1 : row.p + row.n;
	    mark < row.p + row.n && *mark >= '0' && *mark <= '9'; mark++)
		k = k * 10 + (size_t)(*mark - '0');
	return k < s->whys ? s->why_row[k] : N_("cannot be used");
}

static void
tell_alone(struct teller *t, unsigned side, const struct spill_pair *f,
    struct slice row)
{
	static const enum diff_class class[3][2] = {
		{ DIFF_REMOVED, DIFF_ADDED },
		{ DIFF_DUPLICATE_LEFT, DIFF_DUPLICATE_RIGHT },
		{ DIFF_REJECT_LEFT, DIFF_REJECT_RIGHT }
	};
	struct diff_item item = { .cells = 0 };
	unsigned long long line;

	teller_row(t, side, row, found_place(f));
	read_key(t, side);
	item.class = class[found_kind(f) - FOUND_ALONE][side];
	item.key = key_text(t, side);
	if (side == 0)
		item.left = &t->side[0].row;
	else
		item.right = &t->side[1].row;
	if (found_kind(f) == FOUND_REJECT)
		item.why = reject_why(t, side);
	if (found_kind(f) == FOUND_DUPLICATE) {
		const struct side *s = &t->r->side[side];

		line = side_line(s, found_other(f));
		if (s->made)
			line = run_line_of(s, side_row(s, found_other(f),
			    &line), line);
		item.why = N_("same number as line");
		item.why_line = line;
	}
	teller_item(t, &item);
}

/* The sheet has looked at all bytes of a made side. */
static void
look_at_bytes(struct teller *t, unsigned side)
{
	unsigned long long line = t->side[side].row.line;
	struct run_part *p = t->part;

	if (t->r->side[side].made || t->side[side].utf8)
		return;
	if (p->bad_rows[side]++ == 0 || line < p->bad_line[side])
		p->bad_line[side] = line;
}

void
teller_found(struct teller *t, unsigned side, size_t i)
{
	const struct spill_pair *f = &t->found[t->item[i]];
	const struct slice *row = t->row[i % ITEMS_ROWS];

	if (found_kind(f) == FOUND_SAME) {
		tell_same(t, f, row);
	} else if (found_kind(f) >= FOUND_ALONE) {
		tell_alone(t, side, f, row[0]);
		look_at_bytes(t, side);
	} else {
		tell_pair(t, f, row);
		look_at_bytes(t, 0);
		look_at_bytes(t, 1);
	}
}
