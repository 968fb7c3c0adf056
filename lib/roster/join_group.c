/* SPDX-License-Identifier: ISC */
/* A key that several rows have, or that is the hash of a text. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/join_priv.h"

/* How the hash of a row is made of its cells: the key's among them or not; or
 * one that does not depend on which side's order the columns are in. */
enum hashed { WITH_KEY, WITHOUT_KEY, ANY_ORDER };

/* Of the cells that are compared, as they read: entries have the hash of how
 * they are written. */
static uint64_t
hash_text(struct joiner *j, unsigned side, uint64_t place, enum hashed how)
{
	const struct run *r = j->r;
	const struct side *s = &r->side[side];
	unsigned long long line;
	size_t i, n = side_cells(s, side_row(s, place, &line), j->cell,
	    PLAN_MAX_COLUMNS + 2, &j->text);
	uint64_t h = 0;

	for (i = 0; i < r->head.columns; i++) {
		struct slice c = { "", 0 };

		if (!r->column[i].compared ||
		    (r->column[i].key && how != WITH_KEY))
			continue;
		if ((size_t)r->at[side][i] < n)
			c = j->cell[r->at[side][i]];
		if (how == ANY_ORDER)
			h += hash_bytes(c.p, c.n);
		else
			h = hash_more(c.p, c.n, h);
	}
	return h;
}

/* a: the hash, b: which one of the rows. */
static struct spill_pair *
hash_all(struct joiner *j, unsigned side, const struct spill_pair *p, size_t n,
    enum hashed how)
{
	struct spill_pair *out = xreallocarray(NULL, n, sizeof *out);
	size_t i;

	for (i = 0; i < n; i++) {
		out[i].b = i;
		out[i].a = hash_text(j, side, entry_place(&p[i]), how);
	}
	return out;
}

static int
by_hash(const void *a, const void *b)
{
	const struct spill_pair *p = a, *q = b;

	return p->a != q->a ? p->a < q->a ? -1 : 1 :
	    p->b < q->b ? -1 : p->b > q->b;
}

/* Two equal rows of one key, by their numbers among those of their side. */
struct equals {
	size_t l, r;
};

/* Whether `a` goes before `b`, whichever side is the left one. */
static bool
sooner(struct joiner *j, struct equals a, struct equals b,
    const struct spill_pair *l)
{
	size_t p = a.l > a.r ? a.l : a.r, q = b.l > b.r ? b.l : b.r;

	if (p != q)
		return p < q;
	if (a.l + a.r != b.l + b.r)
		return a.l + a.r < b.l + b.r;
	return hash_text(j, 0, entry_place(&l[a.l]), ANY_ORDER) <
	    hash_text(j, 0, entry_place(&l[b.l]), ANY_ORDER);
}

/* The earliest two that are equal. */
static bool
find_equals(struct joiner *j, const struct spill_pair *l, size_t nl,
    const struct spill_pair *r, size_t nr, enum hashed how, struct equals *out)
{
	struct spill_pair *left = hash_all(j, 0, l, nl, how);
	struct spill_pair *right = hash_all(j, 1, r, nr, how);
	size_t i, lo, hi, mid;
	bool found = false;

	qsort(right, nr, sizeof *right, by_hash);
	for (i = 0; i < nl; i++) {
		struct equals now = { i, 0 };

		for (lo = 0, hi = nr; lo < hi;) {
			mid = lo + (hi - lo) / 2;
			if (right[mid].a < left[i].a)
				lo = mid + 1;
			else
				hi = mid;
		}
		if (lo == nr || right[lo].a != left[i].a)
			continue;
		now.r = right[lo].b;
		if (!found || sooner(j, now, *out, l))
			*out = now;
		found = true;
	}
	free(left);
	free(right);
	return found;
}

/* Two equal rows, their numbers written alike if there are such; else the first
 * of each side. */
static void
choose(struct joiner *j, const struct spill_pair *l, size_t nl,
    const struct spill_pair *r, size_t nr, uint64_t kept[2])
{
	struct equals e;

	if (!find_equals(j, l, nl, r, nr, WITH_KEY, &e) &&
	    !find_equals(j, l, nl, r, nr, WITHOUT_KEY, &e))
		return;
	kept[0] = entry_place(&l[e.l]);
	kept[1] = entry_place(&r[e.r]);
}

/* All rows of one key. */
void
join_group(struct joiner *j, const struct spill_pair *l, size_t nl,
    const struct spill_pair *r, size_t nr)
{
	uint64_t kept[2] = { 0, 0 };
	size_t i, k;

	if (nl > 0)
		kept[0] = entry_place(l);
	if (nr > 0)
		kept[1] = entry_place(r);
	if (nl > 0 && nr > 0) {
		if (nl > 1 || nr > 1)
			choose(j, l, nl, r, nr, kept);
		for (i = 0; entry_place(&l[i]) != kept[0]; i++)
			;
		for (k = 0; entry_place(&r[k]) != kept[1]; k++)
			;
		join_pair(j, &l[i], &r[k]);
	} else
		join_alone(j, nl == 0, kept[nl == 0]);
	for (i = 0; i < nl; i++)
		if (entry_place(&l[i]) != kept[0])
			run_found(j->p, 0, FOUND_DUPLICATE, entry_place(&l[i]),
			    kept[0], 0);
	for (i = 0; i < nr; i++)
		if (entry_place(&r[i]) != kept[1])
			run_found(j->p, 1, FOUND_DUPLICATE, entry_place(&r[i]),
			    kept[1], 0);
}

/* The key's text of a row, for the hash may be that of another. */
static void
key_text(struct joiner *j, unsigned side, uint64_t place, struct buf *out)
{
	const struct side *s = &j->r->side[side];
	unsigned long long line;
	struct key key;
	size_t n, max = PLAN_MAX_COLUMNS + 2;

	n = side_cells(s, side_row(s, place, &line), j->cell, max, &j->text);
	buf_reset(out);
	if (key_of(j->keyer, s, j->cell, n < max ? n : max, j->r->key[side],
	    j->r->keys, j->r->numbers, &key))
		buf_add_slice(out, key.text);
}

/* Rows whose key begins the list are moved to its front; returns how many. */
static size_t
gather(struct joiner *j, unsigned side, struct spill_pair *p, size_t n,
    struct slice want)
{
	struct spill_pair *rest = xreallocarray(NULL, n + 1, sizeof *rest);
	struct buf text = { 0 };
	size_t i, same = 0, others = 0;

	for (i = 0; i < n; i++) {
		key_text(j, side, entry_place(&p[i]), &text);
		if (slice_eq(buf_slice(&text), want))
			p[same++] = p[i];
		else
			rest[others++] = p[i];
	}
	if (others > 0)
		memcpy(p + same, rest, others * sizeof *rest);
	buf_release(&text);
	free(rest);
	return same;
}

void
join_text_group(struct joiner *j, struct spill_pair *l, size_t nl,
    struct spill_pair *r, size_t nr)
{
	struct buf want = { 0 };
	size_t a, b;

	while (nl + nr > 0) {
		if (nl > 0)
			key_text(j, 0, entry_place(l), &want);
		else
			key_text(j, 1, entry_place(r), &want);
		a = gather(j, 0, l, nl, buf_slice(&want));
		b = gather(j, 1, r, nr, buf_slice(&want));
		join_group(j, l, a, r, b);
		l += a;
		nl -= a;
		r += b;
		nr -= b;
	}
	buf_release(&want);
}
