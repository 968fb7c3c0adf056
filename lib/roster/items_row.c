/* SPDX-License-Identifier: ISC */
/* Rows read again. Those of a pair are the same nearly everywhere: what was
 * seen of the left one holds for as much of the right one as both share. */
#include <string.h>

#include "roster/items_priv.h"
#include "text/utf8.h"

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

static void
take(struct teller *t, unsigned side, struct slice row,
    unsigned long long line)
{
	const struct run *r = t->r;
	const struct side *s = &r->side[side];
	struct telling *l = &t->side[side];
	size_t i;

	l->text = row;
	l->row.line = run_line_of(s, row, line);
	l->n = side_cells(s, row, l->raw, ITEMS_CELLS, &l->made);
	if (l->n > ITEMS_CELLS)
		l->n = ITEMS_CELLS;
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

void
teller_row(struct teller *t, unsigned side, struct slice row, uint64_t place)
{
	const struct side *s = &t->r->side[side];

	take(t, side, row, side_line(s, place));
	t->side[side].utf8 = !s->made && utf8_is_valid(row);
}

void
teller_other(struct teller *t, struct slice r, uint64_t place)
{
	const struct side *s = &t->r->side[1];
	struct slice l = t->side[0].text;
	size_t n = l.n < r.n ? l.n : r.n;

	take(t, 1, r, side_line(s, place));
	t->front = same_front(l.p, r.p, n);
	t->back = same_back(l.p + l.n, r.p + r.n, n - t->front);
	t->side[1].utf8 = !s->made && (t->side[0].utf8 ?
	    is_utf8_too(l, r, t->front, t->back) : utf8_is_valid(r));
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

	return l.n == r.n && (is_shared(t, l, r) || slice_eq(l, r));
}
