/* SPDX-License-Identifier: ISC */
/* Rows read again. Those of a pair are the same nearly everywhere: what was
 * seen of the left one holds for as much of the right one as both share. */
#include <string.h>

#include "roster/items_priv.h"
#include "text/utf8.h"

#define MIDDLE 64			/* bytes that are worth a look */

/* Eight bytes of each, the first lowest: bits that differ. */
static inline uint64_t
differ(const char *a, const char *b)
{
	uint64_t v, w;

	memcpy(&v, a, sizeof v);
	memcpy(&w, b, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(v ^ w);
#else
	return v ^ w;
#endif
}

/* Bytes that are the same from the beginning on, */
static inline size_t
same_front(const char *a, const char *b, size_t n)
{
	uint64_t bits;
	size_t i;

	for (i = 0; n - i >= 8; i += 8)
		if ((bits = differ(a + i, b + i)) != 0)
			return i + (size_t)__builtin_ctzll(bits) / 8;
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

/* and before both ends. */
static inline size_t
same_back(const char *a, const char *b, size_t n)
{
	uint64_t bits;
	size_t i;

	for (i = 0; n - i >= 8; i += 8)
		if ((bits = differ(a - i - 8, b - i - 8)) != 0)
			return i + (size_t)__builtin_clzll(bits) / 8;
	while (i < n && a[-1 - (ptrdiff_t)i] == b[-1 - (ptrdiff_t)i])
		i++;
	return i;
}

static bool
is_inside(struct slice s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

/* The left row is UTF-8: then so is the right one, if that part of whole
 * letters is which they do not share. */
static bool
is_utf8_too(struct slice l, struct slice r, size_t front, size_t back)
{
	while (front > 0 && (is_inside(l, front) || is_inside(r, front)))
		front--;
	while (back > 0 && is_inside(r, r.n - back))
		back--;
	return utf8_is_valid((struct slice){ r.p + front,
	    r.n - back - front });
}

/* Each cell of a diff column. */
static void
place(struct teller *t, unsigned side)
{
	const struct run *r = t->r;
	struct telling *l = &t->side[side];
	size_t i;

	l->cell = l->raw;
	if (!t->straight[side] || l->n < r->head.columns) {
		for (i = 0; i < r->head.columns; i++) {
			long k = r->at[side][i];

			l->placed[i] = k < 0 ? (struct slice){ NULL, 0 } :
			    (size_t)k < l->n ? l->raw[k] : SLICE("");
		}
		l->cell = l->placed;
	}
	l->row.cell = l->cell;
}

static void
cut(struct teller *t, unsigned side)
{
	const struct side *s = &t->r->side[side];
	struct telling *l = &t->side[side];

	l->n = side_plain_cells(s, l->text, l->raw, ITEMS_CELLS);
	l->plain = l->n > 0;
	if (!l->plain)
		l->n = side_cells(s, l->text, l->raw, ITEMS_CELLS, &l->made);
	if (l->n > ITEMS_CELLS)
		l->n = ITEMS_CELLS;
	place(t, side);
}

void
teller_row(struct teller *t, unsigned side, struct slice row, uint64_t at)
{
	const struct side *s = &t->r->side[side];
	struct telling *l = &t->side[side];

	l->text = row;
	l->row.line = run_line_of(s, row, side_line(s, at));
	l->utf8 = !s->made && utf8_is_valid(row);
	cut(t, side);
}

/* The rows differ inside of one cell: its number, and what is in the right row
 * where the difference is. */
static bool
find_only(struct teller *t, struct slice *middle)
{
	const struct telling *l = &t->side[0], *r = &t->side[1];
	const char *from = l->text.p + t->front;
	const char *to = l->text.p + l->text.n - t->back;
	size_t k = 0;

	if (!t->alike || !l->plain || l->n < t->r->head.columns)
		return false;
	while (k < l->n && l->raw[k].p + l->raw[k].n < to)
		k++;
	t->only = k;
	*middle = (struct slice){ r->text.p + t->front, r->text.n - t->back -
	    t->front };
	return k < l->n && l->raw[k].p <= from;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The right row's cells are where the left one's are, but for the one that
 * differs, unless that makes it begin or end otherwise. */
static bool
cut_alike(struct teller *t)
{
	const struct telling *l = &t->side[0];
	struct telling *r = &t->side[1];
	struct slice middle, *c;
	char separator = t->r->side[1].separator;
	size_t i;

	if (!find_only(t, &middle) || middle.n > MIDDLE)
		return false;
	for (i = 0; i < middle.n; i++)
		if (middle.p[i] == separator || middle.p[i] == '"' ||
		    middle.p[i] == '\n' || middle.p[i] == '\r')
			return false;
	for (i = 0; i < l->n; i++)
		r->raw[i] = (struct slice){ i <= t->only ? r->text.p +
		    (l->raw[i].p - l->text.p) : r->text.p + r->text.n -
		    (l->text.p + l->text.n - l->raw[i].p), l->raw[i].n };
	c = &r->raw[t->only];
	c->n = c->n + r->text.n - l->text.n;
	r->n = l->n;
	r->plain = true;
	place(t, 1);
	return c->n == 0 || (*c->p != '"' && !is_blank(*c->p) &&
	    !is_blank(c->p[c->n - 1]));
}

void
teller_other(struct teller *t, struct slice row, uint64_t at)
{
	const struct side *s = &t->r->side[1];
	struct slice l = t->side[0].text;
	struct telling *r = &t->side[1];
	size_t n = l.n < row.n ? l.n : row.n;

	r->text = row;
	r->row.line = run_line_of(s, row, side_line(s, at));
	t->front = same_front(l.p, row.p, n);
	t->back = same_back(l.p + l.n, row.p + row.n, n - t->front);
	r->utf8 = !s->made && (t->side[0].utf8 ? is_utf8_too(l, row, t->front,
	    t->back) : utf8_is_valid(row));
	if (!cut_alike(t)) {
		t->only = SIZE_MAX;
		cut(t, 1);
	}
}

/* Both lie at one place in what the rows share. A cell that had to be made
 * lies elsewhere. */
static bool
is_shared(const struct teller *t, struct slice a, struct slice b)
{
	struct slice l = t->side[0].text, r = t->side[1].text;
	uintptr_t from = (uintptr_t)a.p - (uintptr_t)l.p;
	uintptr_t to = (uintptr_t)l.p + l.n - (uintptr_t)a.p;

	if (from == (uintptr_t)b.p - (uintptr_t)r.p && from < t->front &&
	    a.n <= t->front - from)
		return true;
	return to == (uintptr_t)r.p + r.n - (uintptr_t)b.p && to <= t->back;
}

bool
teller_same(const struct teller *t, size_t i)
{
	struct slice l = t->side[0].cell[i], r = t->side[1].cell[i];

	if (t->only != SIZE_MAX && t->only != i)
		return true;
	return l.n == r.n && (is_shared(t, l, r) || slice_eq(l, r));
}
