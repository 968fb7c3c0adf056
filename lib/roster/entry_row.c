/* SPDX-License-Identifier: ISC */
/* Rows that need a second look: other numbers than twelve digits, too few or
 * many cells, several lines, what is no person at all. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/entry_priv.h"

static void
aside(struct scanner *sc, size_t list)
{
	spill_add(sc->out, list, 0, (sc->base | sc->line) << ENTRY_PLACE);
}

static bool
all_empty(const struct slice *cell, size_t from, size_t n)
{
	for (; from < n; from++)
		if (slice_trim(cell[from]).n > 0)
			return false;
	return true;
}

/* True: it is no row of data, and counted. */
static bool
is_other(struct scanner *sc, const struct slice *cell, size_t n)
{
	switch (plan_row(&sc->side->plan, cell, n)) {
	case ROW_DATA:
		return false;
	case ROW_OTHER_HEADER:
		sc->remake = true;
		break;
	case ROW_BLANK:
	case ROW_HEADER:
	case ROW_TOTAL:
		break;
	}
	sc->skipped++;
	return true;
}

/* A hash that no row has by its bytes: cells are missing. */
static uint64_t
hash_short(struct slice row)
{
	return hash_bytes(row.p, row.n);
}

/* Marks of the row, its end with them. */
static size_t
marks(struct scanner *sc, struct slice b, uint32_t from, uint32_t end)
{
	struct scan q = { .separator = sc->side->separator };
	size_t n = scan_marks(&q, (struct slice){ b.p + from, end - from +
	    (end < b.n) }, sc->one);

	if (end == b.n)
		sc->one[n++] = end - from;
	return n;
}

size_t
entry_last(struct scanner *sc, struct slice b, size_t n)
{
	struct scan_row before = { 0, 0 };
	uint32_t end = (uint32_t)b.n, k;

	if (n > 0) {
		before = sc->found[n - 1];
		before.end++;
	}
	k = before.marks + (uint32_t)marks(sc, b, before.end, end);
	if (sc->marked)
		sc->mark[k - 1] = end;
	sc->found[n] = (struct scan_row){ end, k };
	return n + 1;
}

void
entry_row(struct scanner *sc, struct slice b, uint32_t from, uint32_t end)
{
	size_t n, max = PLAN_MAX_COLUMNS + 2;
	struct slice row = { b.p + from, end - from };
	struct side *s = sc->side;
	uint64_t hash;
	struct key key;
	bool whole;

	if (sc->row == NULL)
		sc->row = xcalloc(max, sizeof *sc->row);
	n = side_cells(s, row, sc->row, max, &sc->text);
	n = n < max ? n : max;
	if (!s->made && is_other(sc, sc->row, n))
		return;
	if (s->made ? !entry_is_good(row.p) :
	    n > sc->width && !all_empty(sc->row, sc->width, n)) {
		aside(sc, RUN_REJECT(sc->r));
		return;
	}
	n = n < sc->width ? n : sc->width;
	if (n < sc->width && !s->made)
		sc->short_rows++;
	if (!key_of(sc->keyer, s, sc->row, n, sc->r->key[sc->number],
	    sc->r->keys, sc->r->numbers, &key)) {
		sc->unkeyed++;
		aside(sc, RUN_UNKEYED(sc->r));
		return;
	}
	whole = marks(sc, b, from, end) == sc->width;
	hash = whole ? entry_hash_row(sc, row.p, sc->one, 0, (uint32_t)row.n) :
	    hash_short(row);
	entry_put(sc, key.number, hash, key.repaired || !whole ||
	    sc->r->numbers);
}

void
entry_lines(struct scanner *sc, const char *p, uint32_t from, uint32_t end)
{
	struct side_chunk *c = sc->chunk;
	size_t behind = (size_t)(p - sc->side->text.p) + end + 1;

	for (; from < end; from++) {
		if (p[from] != '\n')
			continue;
		side_lines_add(&c->index, (uint32_t)(behind - c->start), 0);
		sc->line++;
	}
}

void
entry_again(struct run *r, unsigned side)
{
	struct side *s = &r->side[side];
	size_t i;

	side_undivide(s);
	side_divide(s, r->threads, r->o->part_bits);
	for (i = 0; i < r->threads; i++) {
		struct diff_summary *sum = &r->part[i].sum;

		spill_close(&r->part[i].entry[side]);
		spill_open(&r->part[i].entry[side], r->spill, r->parts + 2,
		    r->share);
		sum->rows[side] = sum->skipped[side] = 0;
		sum->short_rows[side] = sum->unkeyed[side] = 0;
	}
}
