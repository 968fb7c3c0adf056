/* SPDX-License-Identifier: ISC */
/* Equal keys of both sides, partition by partition: each fits in the cache.
 * The left side's keys become a table, the right side's are looked up in it;
 * what has more than one row of a side, which are few as a rule, is sorted and
 * merged, so that a key's rows stand together whether one or a million. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/join_priv.h"

#define CROWDED 32			/* in a bucket: sorted on its own */

/* A slot of the table: mixed key << 24 | number of the row + 1. */
#define MAX_STEPS 64			/* from where a key should be */
#define SLOT_ROW ENTRY_HASH_MASK

/* What is known of a left row: the number of its right one + 1, and */
#define SEVERAL (1u << 31)		/* rows of a side have its key */

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

static void
room(struct join_rows *rows, size_t n)
{
	if (n <= rows->cap)
		return;
	rows->cap = n + n / 4;
	free(rows->p);
	rows->p = xreallocarray(NULL, rows->cap, sizeof *rows->p);
}

/* By the bits of the key behind those of the partition, then what is left to
 * do in each bucket. */
static void
sort(struct joiner *j, const struct join_rows *in, struct join_rows *out)
{
	unsigned bits = 1, shift;
	uint32_t at = 0, k;
	size_t i, n = in->n;

	room(out, n);
	out->n = n;
	while (bits < 20 && (1ull << bits) < n)
		bits++;
	shift = 64 - bits;
	if (j->buckets < (1ull << bits) + 1) {
		j->buckets = (1ull << bits) + 1;
		free(j->bucket);
		j->bucket = xreallocarray(NULL, j->buckets, sizeof *j->bucket);
	}
	if (n == 0 || in->p == NULL || out->p == NULL)
		return;
	memset(j->bucket, 0, ((1ull << bits) + 1) * sizeof *j->bucket);
	for (i = 0; i < n; i++)
		j->bucket[(in->p[i].a << j->r->bits) >> shift]++;
	for (i = 0; i < 1ull << bits; i++) {
		k = j->bucket[i];
		j->bucket[i] = at;
		at += k;
	}
	for (i = 0; i < n; i++)
		out->p[j->bucket[(in->p[i].a << j->r->bits) >> shift]++] =
		    in->p[i];
	/* each bucket[i] is where its bucket ends now */
	for (at = 0, i = 0; i < 1ull << bits; at = j->bucket[i++])
		if (j->bucket[i] - at > CROWDED)
			qsort(out->p + at, j->bucket[i] - at, sizeof *out->p,
			    compare);
		else if (j->bucket[i] - at > 1)
			insert(out->p + at, j->bucket[i] - at);
}

static bool
load(struct joiner *j, unsigned side, size_t i)
{
	struct run *r = j->r;
	struct join_rows *in = &j->in[side];
	size_t n = 0;
	unsigned t;

	for (t = 0; t < r->threads; t++)
		n += r->part[t].entry[side].count[i];
	room(in, n);
	in->n = 0;
	for (t = 0; t < r->threads; t++) {
		struct spill_lists *l = &r->part[t].entry[side];

		if (l->count[i] > 0 && !spill_take(l, i, in->p + in->n))
			return false;
		in->n += l->count[i];
	}
	return true;
}

void
run_found(struct run_part *p, unsigned side, enum found kind, uint64_t place,
    uint64_t other, uint64_t key)
{
	spill_add(&p->found[side], run_piece(p->r, side, place),
	    place << 25 | (key >> 20) << 5 | kind,
	    other << 25 | (key & 0xfffff) << 5);
}

void
join_alone(struct joiner *j, unsigned side, uint64_t place)
{
	buf_add(&j->p->left_over[side], (const char *)&place, sizeof place);
}

/* To be learned from, perhaps. */
static void
take_sample(struct joiner *j, const struct spill_pair *l,
    const struct spill_pair *r, bool same)
{
	struct run_sample s = { entry_place(l) << 24 |
	    (entry_mixed(l) & 0xffffff), entry_place(r) << 1 | same };

	buf_add(&j->p->sample, (const char *)&s, sizeof s);
}

void
join_pair(struct joiner *j, const struct spill_pair *l,
    const struct spill_pair *r)
{
	bool unsure = ((l->b | r->b) & ENTRY_UNSURE) != 0;
	uint64_t key = hash_unmix(entry_mixed(l));
	bool same = !unsure && entry_hash(l) == entry_hash(r);
	uint64_t places[2] = { entry_place(l), entry_place(r) };

	if ((entry_mixed(l) & 0xffffff) < j->r->sampled)
		take_sample(j, l, r, same);
	if (same && !j->r->o->verify) {
		j->p->sum.of[DIFF_SAME]++;
		if (j->r->o->all)
			run_found(j->p, 0, FOUND_SAME, places[0], places[1],
			    key);
		return;
	}
	run_found(j->p, 0, unsure ? FOUND_UNSURE : FOUND_PAIR, places[0],
	    places[1], key);
}

static void
merge(struct joiner *j)
{
	struct spill_pair *l = j->sorted[0].p, *r = j->sorted[1].p;
	size_t nl = j->sorted[0].n, nr = j->sorted[1].n, a = 0, b = 0, i, k;
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
			join_text_group(j, l + a, i - a, r + b, k - b);
		else if (i - a == 1 && k - b == 1)
			join_pair(j, &l[a], &r[b]);
		else
			join_group(j, l + a, i - a, r + b, k - b);
		a = i;
		b = k;
	}
}

/* An empty table, with room behind it for the last steps. Returns what makes
 * a key's first slot of it. */
static unsigned
empty(struct joiner *j, size_t n)
{
	unsigned bits = 4;
	size_t slots;

	while ((1ull << bits) < 3 * n)
		bits++;
	slots = (1ull << bits) + MAX_STEPS + 1;
	if (slots > j->slots) {
		free(j->slot);
		j->slot = xreallocarray(NULL, slots, sizeof *j->slot);
		j->slots = slots;
	}
	if (n > j->partners) {
		free(j->partner);
		j->partners = n + n / 4;
		j->partner = xreallocarray(NULL, j->partners,
		    sizeof *j->partner);
	}
	memset(j->slot, 0, slots * sizeof *j->slot);
	if (n > 0)
		memset(j->partner, 0, n * sizeof *j->partner);
	return 64 - bits;
}

/* The slot that the key of `a` has or may take; NULL: it would be too far from
 * where it should be. None is further, so that crafted numbers do not make
 * everybody walk past all of them. */
static inline uint64_t *
slot_of(struct joiner *j, uint64_t a, unsigned shift)
{
	uint64_t *s = &j->slot[a << j->r->bits >> shift], *last = s + MAX_STEPS;

	for (; *s != 0 && (*s ^ a) > SLOT_ROW; s++)
		if (s == last)
			return NULL;
	return s;
}

/* False: too many keys want the same slots. */
static bool
fill(struct joiner *j, unsigned shift)
{
	const struct spill_pair *l = j->in[0].p;
	size_t i, n = j->in[0].n;

	for (i = 0; i < n; i++) {
		uint64_t a = l[i].a, *s = slot_of(j, a, shift);

		if (s == NULL)
			return false;
		if (*s == 0)
			*s = (a & ~(uint64_t)SLOT_ROW) | (i + 1);
		else
			j->partner[i] = j->partner[(*s & SLOT_ROW) - 1] =
			    SEVERAL;
	}
	return true;
}

static inline void
put_rest(struct joiner *j, unsigned side, size_t i)
{
	struct join_rows *rest = &j->rest[side];

	rest->p[rest->n++] = j->in[side].p[i];
}

static void
look_up(struct joiner *j, unsigned shift)
{
	const struct spill_pair *r = j->in[1].p;
	size_t i, n = j->in[1].n;

	for (i = 0; i < n; i++) {
		const uint64_t *s = slot_of(j, r[i].a, shift);
		uint32_t *p;

		if (s == NULL || *s == 0) {
			put_rest(j, 1, i);
			continue;
		}
		p = &j->partner[(*s & SLOT_ROW) - 1];
		if ((*p & ~SEVERAL) == 0)
			*p |= (uint32_t)i + 1;
		else {
			*p |= SEVERAL;
			put_rest(j, 1, i);
		}
	}
}

/* As nearly all pairs are: no learning, no telling. */
static inline bool
is_common(const struct spill_pair *l, const struct spill_pair *r,
    uint64_t sampled)
{
	return l->a == r->a && (((l->b ^ r->b) & ENTRY_HASH_MASK) |
	    ((l->b | r->b) & ENTRY_UNSURE)) == 0 &&
	    (entry_mixed(l) & 0xffffff) >= sampled &&
	    hash_unmix(entry_mixed(l)) < HASH_TEXT;
}

static void
tell(struct joiner *j)
{
	const struct run_options *o = j->r->o;
	const struct spill_pair *l = j->in[0].p, *r = j->in[1].p;
	uint64_t sampled = j->r->sampled;
	bool counted = !o->all && !o->verify;
	size_t i, n = j->in[0].n, same = 0;

	for (i = 0; i < n; i++) {
		uint32_t p = j->partner[i];

		if (p == 0)
			join_alone(j, 0, entry_place(&l[i]));
		else if ((p & SEVERAL) == 0 && counted &&
		    is_common(&l[i], &r[p - 1], sampled))
			same++;
		else if ((p & SEVERAL) == 0 &&
		    hash_unmix(entry_mixed(&l[i])) < HASH_TEXT)
			join_pair(j, &l[i], &r[p - 1]);
		else {
			put_rest(j, 0, i);
			if ((p &= ~SEVERAL) != 0)
				put_rest(j, 1, p - 1);
		}
	}
	j->p->sum.of[DIFF_SAME] += same;
}

static void
partition(struct joiner *j)
{
	struct join_rows *rest = j->rest;
	unsigned shift;
	bool good = j->in[0].n < SLOT_ROW && j->in[1].n < SEVERAL;

	if (good) {
		shift = empty(j, j->in[0].n);
		good = fill(j, shift);
	}
	if (good) {
		room(&rest[0], j->in[0].n);
		room(&rest[1], j->in[1].n);
		rest[0].n = rest[1].n = 0;
		look_up(j, shift);
		tell(j);
	} else
		rest = j->in;
	sort(j, &rest[0], &j->sorted[0]);
	sort(j, &rest[1], &j->sorted[1]);
	merge(j);
}

/* Rows without a usable number, and those that cannot be read. */
static bool
set_aside(struct joiner *j, unsigned side)
{
	struct run *r = j->r;
	size_t i;

	if (!load(j, side, RUN_UNKEYED(r)))
		return false;
	for (i = 0; i < j->in[side].n; i++)
		join_alone(j, side, entry_place(&j->in[side].p[i]));
	if (!load(j, side, RUN_REJECT(r)))
		return false;
	for (i = 0; i < j->in[side].n; i++)
		run_found(j->p, side, FOUND_REJECT,
		    entry_place(&j->in[side].p[i]), 0, 0);
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
			partition(&j);
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
	free(j.slot);
	free(j.partner);
	for (i = 0; i < 2; i++) {
		free(j.in[i].p);
		free(j.rest[i].p);
		free(j.sorted[i].p);
	}
}

void
run_join(struct run *r)
{
	run_threads(r, N_("finding pairs"), 20, work);
}
