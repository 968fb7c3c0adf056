/* SPDX-License-Identifier: ISC */
/* Equal keys of both sides, partition by partition: each fits in the cache,
 * is sorted there and merged, so that a key's rows stand together whether one
 * or a million. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/key.h"
#include "roster/run_priv.h"

#define CROWDED 32			/* in a bucket: sorted on its own */

struct joiner {
	struct run_part *p;
	struct run *r;
	struct spill_pair *in, *side[2];
	size_t in_cap, cap[2], n[2];
	uint32_t *bucket;
	size_t buckets;
	struct keyer *keyer;
	struct buf text;
	struct slice *cell;
};

static inline bool
before(const struct spill_pair *a, const struct spill_pair *b)
{
	uint64_t x = entry_mixed(a), y = entry_mixed(b);

	return x != y ? x < y : a->b < b->b;
}

static int
compare(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a);
}

static void
insert(struct spill_pair *p, size_t n)
{
	size_t i, k;

	for (i = 1; i < n; i++) {
		struct spill_pair x = p[i];

		for (k = i; k > 0 && before(&x, &p[k - 1]); k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

/* By the bits of the key behind those of the partition, then what is left to
 * do in each bucket. */
static void
sort(struct joiner *j, const struct spill_pair *in, struct spill_pair *out,
    size_t n)
{
	unsigned bits = 1, shift;
	uint32_t at = 0, k;
	size_t i;

	while (bits < 20 && (1ull << bits) < n)
		bits++;
	shift = 64 - bits;
	if (j->buckets < (1ull << bits) + 1) {
		j->buckets = (1ull << bits) + 1;
		free(j->bucket);
		j->bucket = xreallocarray(NULL, j->buckets, sizeof *j->bucket);
	}
	if (n == 0 || in == NULL || out == NULL)
		return;
	memset(j->bucket, 0, ((1ull << bits) + 1) * sizeof *j->bucket);
	for (i = 0; i < n; i++)
		j->bucket[(in[i].a << j->r->bits) >> shift]++;
	for (i = 0; i < 1ull << bits; i++) {
		k = j->bucket[i];
		j->bucket[i] = at;
		at += k;
	}
	for (i = 0; i < n; i++)
		out[j->bucket[(in[i].a << j->r->bits) >> shift]++] = in[i];
	/* each bucket[i] is where its bucket ends now */
	for (at = 0, i = 0; i < 1ull << bits; at = j->bucket[i++])
		if (j->bucket[i] - at > CROWDED)
			qsort(out + at, j->bucket[i] - at, sizeof *out,
			    compare);
		else if (j->bucket[i] - at > 1)
			insert(out + at, j->bucket[i] - at);
}

static struct spill_pair *
room(struct spill_pair *p, size_t *cap, size_t n)
{
	if (n <= *cap)
		return p;
	*cap = n + n / 4;
	free(p);
	return xreallocarray(NULL, *cap, sizeof *p);
}

static bool
load(struct joiner *j, unsigned side, size_t i)
{
	struct run *r = j->r;
	size_t n = 0, at = 0;
	unsigned t;

	for (t = 0; t < r->threads; t++)
		n += r->part[t].entry[side].count[i];
	j->in = room(j->in, &j->in_cap, n);
	j->side[side] = room(j->side[side], &j->cap[side], n);
	j->n[side] = n;
	for (t = 0; t < r->threads; t++) {
		struct spill_lists *l = &r->part[t].entry[side];

		if (l->count[i] > 0 && !spill_take(l, i, j->in + at))
			return false;
		at += l->count[i];
	}
	if (n > 0)
		sort(j, j->in, j->side[side], n);
	return true;
}

void
run_found(struct run_part *p, unsigned side, enum found kind, uint64_t place,
    uint64_t other, uint64_t key)
{
	spill_add(&p->found[side], place >> p->r->side[side].shift,
	    place << 25 | (key >> 20) << 5 | kind,
	    other << 25 | (key & 0xfffff) << 5);
}

static void
alone(struct joiner *j, unsigned side, uint64_t place)
{
	buf_add(&j->p->left_over[side], (const char *)&place, sizeof place);
}

static void
pair(struct joiner *j, const struct spill_pair *l, const struct spill_pair *r)
{
	bool unsure = ((l->b | r->b) & ENTRY_UNSURE) != 0;
	uint64_t key = hash_unmix(entry_mixed(l));
	uint64_t places[2] = { entry_place(l), entry_place(r) };

	if ((entry_mixed(l) & 0xffffff) < j->r->sampled)
		buf_add(&j->p->sample, (const char *)places, sizeof places);
	if (!unsure && !j->r->o->verify && entry_hash(l) == entry_hash(r)) {
		j->p->sum.of[DIFF_SAME]++;
		if (j->r->o->all)
			run_found(j->p, 0, FOUND_SAME, places[0], places[1],
			    key);
		return;
	}
	run_found(j->p, 0, unsure ? FOUND_UNSURE : FOUND_PAIR, places[0],
	    places[1], key);
}

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
static void
group(struct joiner *j, const struct spill_pair *l, size_t nl,
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
		pair(j, &l[i], &r[k]);
	} else
		alone(j, nl == 0, kept[nl == 0]);
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

static void
text_group(struct joiner *j, struct spill_pair *l, size_t nl,
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
		group(j, l, a, r, b);
		l += a;
		nl -= a;
		r += b;
		nr -= b;
	}
	buf_release(&want);
}

static void
merge(struct joiner *j)
{
	struct spill_pair *l = j->side[0], *r = j->side[1];
	size_t nl = j->n[0], nr = j->n[1], a = 0, b = 0, i, k;
	uint64_t x, y, key;

	while (a < nl || b < nr) {
		x = a < nl ? entry_mixed(&l[a]) : UINT64_MAX;
		y = b < nr ? entry_mixed(&r[b]) : UINT64_MAX;
		key = x < y ? x : y;
		for (i = a; i < nl && entry_mixed(&l[i]) == key; i++)
			;
		for (k = b; k < nr && entry_mixed(&r[k]) == key; k++)
			;
		if (i - a + k - b > 1 && hash_unmix(key) >= HASH_TEXT)
			text_group(j, l + a, i - a, r + b, k - b);
		else if (i - a == 1 && k - b == 1)
			pair(j, &l[a], &r[b]);
		else
			group(j, l + a, i - a, r + b, k - b);
		a = i;
		b = k;
	}
}

/* Rows without a usable number, and those that cannot be read. */
static bool
set_aside(struct joiner *j, unsigned side)
{
	struct run *r = j->r;
	size_t i;

	if (!load(j, side, RUN_UNKEYED(r)))
		return false;
	for (i = 0; i < j->n[side]; i++)
		alone(j, side, entry_place(&j->side[side][i]));
	if (!load(j, side, RUN_REJECT(r)))
		return false;
	for (i = 0; i < j->n[side]; i++)
		run_found(j->p, side, FOUND_REJECT,
		    entry_place(&j->side[side][i]), 0, 0);
	return true;
}

static void
work(struct run_part *p)
{
	struct joiner j = { .p = p, .r = p->r, .keyer = keyer_new(),
	    .cell = xcalloc(PLAN_MAX_COLUMNS + 2, sizeof *j.cell) };
	struct run *r = p->r;
	size_t i;

	while (run_next(r, r->parts + 2, &i)) {
		if (i >= r->parts) {
			if (set_aside(&j, (unsigned)(i - r->parts)))
				continue;
		} else if (load(&j, 0, i) && load(&j, 1, i)) {
			merge(&j);
			continue;
		}
		run_fail(r, spill_error(r->spill), 2, NULL, 0);
	}
	spill_done(&p->found[0]);
	spill_done(&p->found[1]);
	keyer_free(j.keyer);
	buf_wipe(&j.text);
	free(j.cell);
	free(j.bucket);
	free(j.in);
	free(j.side[0]);
	free(j.side[1]);
}

void
run_join(struct run *r)
{
	run_threads(r, N_("finding pairs"), 20, work);
}
