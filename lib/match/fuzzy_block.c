/* SPDX-License-Identifier: ISC */
/* Which pairs are worth a look: those that share one of the blocks. A block
 * too large for all of its pairs is divided by a finer key once, and left out
 * if that does not help. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define MAX_PAIRS 16384			/* of one key */
#define MAX_FINE_PAIRS 1024		/* of a finer one */
#define ROW_PAIRS 16			/* of a block, in the mean, and some: */
#define FEW_PAIRS (1u << 20)
#define PIECES (1u << PIECE_BITS)	/* of a block's rows, by hash */
#define PIECE_BITS 10
#define AHEAD 8				/* entries; rows twice as far */

enum { CAP_NONE, CAP_DIVIDED, CAP_LEFT_OUT };

struct piece_work {
	struct fuzzy *f;
	struct fuzzy_entry *e;
	size_t start[PIECES + 1];
	unsigned block;
	bool sorted;
	uint64_t max;			/* pairs of one key, at this block */
	atomic_uint next;
};

struct worker {
	pthread_t thread;
	struct piece_work *w;
	struct fuzzy_candidates found;
	struct fuzzy_room room;		/* of a sort */
	unsigned long long left_out, pairs;
	unsigned long long sized[64];	/* pairs of keys with 2^n and more */
};

static uint64_t
bag_of(const struct fuzzy *f, const struct fuzzy_row *r)
{
	return f->names.name[r->name].bag;
}

static bool
has_key(const struct fuzzy_row *r, unsigned block)
{
	bool named = r->name != FUZZY_NO_NAME;

	switch (block) {
	case 0:
		return named && r->birth != 0;
	case 1:
		return named && BIRTH_D(r->birth) != 0 &&
		    (r->birth & 511) != (1 << 5 | 1);
	case 2:
		return named && BIRTH_D(r->birth) != 0;
	case 3:
		return BIRTH_D(r->birth) != 0 && r->province != 0;
	default:
		return named && r->number != 0;
	}
}

/* The first half of the number in block 4, the second in block 5. */
static uint32_t
half_of(const struct fuzzy_row *r, unsigned block)
{
	return (uint32_t)(block == 4 ? r->number >> 24 : r->number & 0xffffff);
}

static uint32_t
given_of(const struct fuzzy *f, const struct fuzzy_row *r)
{
	return f->names.name[r->name].given;
}

/* A number for the block of a row, equal when fuzzy_blocks' text is (and, once
 * in many millions, when it is not); 0: in none. */
static uint64_t
key_of(const struct fuzzy *f, const struct fuzzy_row *r, unsigned block)
{
	if (!has_key(r, block))
		return 0;
	switch (block) {
	case 0:
		return fuzzy_mix(bag_of(f, r) + BIRTH_Y(r->birth)) | 1;
	case 1:
		return fuzzy_mix(bag_of(f, r) - (r->birth & 511)) | 1;
	case 2:
		return fuzzy_mix((uint64_t)r->birth << 32 |
		    given_of(f, r)) | 1;
	case 3:
		return fuzzy_mix((uint64_t)r->birth << 8 | r->province) | 1;
	default:
		return fuzzy_mix((uint64_t)half_of(r, block) << 32 |
		    given_of(f, r)) | 1;
	}
}

/* What divides a block that is too large. */
static uint64_t
finer_of(const struct fuzzy *f, const struct fuzzy_row *r, unsigned block)
{
	if (block < 2)
		return r->birth;
	return r->name == FUZZY_NO_NAME ? 0 : bag_of(f, r);
}

static unsigned
capped(const struct fuzzy_row *r, unsigned block)
{
	return r->capped >> 2 * block & 3;
}

static bool
same_bag(const struct fuzzy *f, const struct fuzzy_row *l,
    const struct fuzzy_row *r)
{
	return l->name == r->name || (l->name != FUZZY_NO_NAME &&
	    r->name != FUZZY_NO_NAME && bag_of(f, l) == bag_of(f, r));
}

/* As equal keys, but certain: of two rows that are both in the block. */
static bool
share_block(const struct fuzzy *f, const struct fuzzy_row *l,
    const struct fuzzy_row *r, unsigned block)
{
	switch (block) {
	case 0:
		return BIRTH_Y(l->birth) == BIRTH_Y(r->birth) &&
		    same_bag(f, l, r);
	case 1:
		return (l->birth & 511) == (r->birth & 511) &&
		    same_bag(f, l, r);
	case 2:
		return l->birth == r->birth && given_of(f, l) == given_of(f, r);
	case 3:
		return l->birth == r->birth && l->province == r->province;
	default:
		return half_of(l, block) == half_of(r, block) &&
		    given_of(f, l) == given_of(f, r);
	}
}

/* Whether an earlier block has the pair already. */
static bool
is_seen(const struct fuzzy *f, const struct fuzzy_row *l,
    const struct fuzzy_row *r, unsigned block)
{
	unsigned i;

	for (i = 0; i < block; i++) {
		if (!has_key(l, i) || !has_key(r, i) ||
		    !share_block(f, l, r, i))
			continue;
		if (capped(l, i) == CAP_NONE)
			return true;
		if (capped(l, i) == CAP_DIVIDED &&
		    finer_of(f, l, i) == finer_of(f, r, i))
			return true;
	}
	return false;
}

static void
offer(struct worker *w, uint32_t l, uint32_t r)
{
	const struct fuzzy *f = w->w->f;
	const struct fuzzy_row *a = &f->row[0][l], *b = &f->row[1][r];
	struct fuzzy_face x, y;
	int total;
	bool doubt;

	if (!share_block(f, a, b, w->w->block) ||
	    is_seen(f, a, b, w->w->block))
		return;
	w->pairs++;
	x = fuzzy_face_of(f, a);
	y = fuzzy_face_of(f, b);
	total = fuzzy_total(f, &x, &y, &doubt);
	if (total <= 0)
		return;
	if (w->found.n == w->found.cap) {
		w->found.cap = w->found.cap == 0 ? 1024 :
		    w->found.cap + w->found.cap / 2;
		w->found.c = xreallocarray(w->found.c, w->found.cap,
		    sizeof *w->found.c);
	}
	w->found.c[w->found.n++] = (struct fuzzy_candidate){ l, r, total,
	    doubt };
}

static struct fuzzy_row *
row_of(const struct fuzzy *f, uint32_t row)
{
	unsigned side = (row & FUZZY_RIGHT) != 0;

	return &f->row[side][row & ~FUZZY_RIGHT];
}

static void
mark(struct worker *w, struct fuzzy_entry *e, size_t n, unsigned cap)
{
	size_t i;

	for (i = 0; i < n; i++)
		row_of(w->w->f, e[i].row)->capped |=
		    (uint16_t)(cap << 2 * w->w->block);
}

/* Rows lie anywhere, and their names: on their way while those before them are
 * paired. */
static void
ahead(const struct fuzzy *f, const struct fuzzy_entry *e, size_t n, size_t i)
{
	const struct fuzzy_row *r;

	if (i + 2 * AHEAD < n)
		__builtin_prefetch(&row_of(f, e[i + 2 * AHEAD].row)->name);
	if (i + AHEAD < n) {
		r = row_of(f, e[i + AHEAD].row);
		if (r->name != FUZZY_NO_NAME)
			__builtin_prefetch(&f->names.name[r->name]);
	}
}

/* The length of the run at e that shares its hash; *left: so many of them are
 * left rows, which come first. */
static size_t
run_of(const struct fuzzy_entry *e, size_t n, size_t *left)
{
	size_t i = 0;

	while (i < n && e[i].hash == e[0].hash && !(e[i].row & FUZZY_RIGHT))
		i++;
	*left = i;
	while (i < n && e[i].hash == e[0].hash)
		i++;
	return i;
}

static void
pair_all(struct worker *w, const struct fuzzy_entry *e, size_t n, size_t left)
{
	size_t i, j;

	for (i = 0; i < left; i++)
		for (j = left; j < n; j++)
			offer(w, e[i].row, e[j].row & ~FUZZY_RIGHT);
}

static void
divide(struct worker *w, struct fuzzy_entry *e, size_t n)
{
	size_t i, run, left;

	for (i = 0; i < n; i++)
		e[i].hash = finer_of(w->w->f, row_of(w->w->f, e[i].row),
		    w->w->block);
	fuzzy_sort(e, n, 0, &w->room);
	for (i = 0; i < n; i += run) {
		run = run_of(e + i, n - i, &left);
		if (left * (run - left) <= MAX_FINE_PAIRS) {
			mark(w, e + i, run, CAP_DIVIDED);
			pair_all(w, e + i, run, left);
		} else {
			mark(w, e + i, run, CAP_LEFT_OUT);
			w->left_out += left * (run - left);
		}
	}
}

static void
sort_piece(struct worker *w, struct fuzzy_entry *e, size_t n)
{
	size_t i, run, left;
	uint64_t pairs;

	fuzzy_sort(e, n, PIECE_BITS, &w->room);
	for (i = 0; i < n; i += run) {
		run = run_of(e + i, n - i, &left);
		pairs = (uint64_t)left * (run - left);
		if (pairs > 0)
			w->sized[63 - __builtin_clzll(pairs)] += pairs;
	}
}

static void
pair_piece(struct worker *w, struct fuzzy_entry *e, size_t n)
{
	size_t i, k, run, left;

	for (i = 0; i < n; i += run) {
		run = run_of(e + i, n - i, &left);
		for (k = i; k < i + run; k++)
			ahead(w->w->f, e, n, k);
		if ((uint64_t)left * (run - left) <= w->w->max)
			pair_all(w, e + i, run, left);
		else
			divide(w, e + i, run);
	}
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct piece_work *p = w->w;
	unsigned i;

	while ((i = atomic_fetch_add(&p->next, 1)) < PIECES)
		if (p->start[i] < p->start[i + 1])
			(p->sorted ? pair_piece : sort_piece)(w,
			    p->e + p->start[i],
			    p->start[i + 1] - p->start[i]);
	return NULL;
}

static void
work_all(struct piece_work *p, struct worker *w, unsigned threads)
{
	unsigned started;

	atomic_store(&p->next, 0);
	for (started = 1; started < threads; started++)
		if (pthread_create(&w[started].thread, NULL, work,
		    &w[started]) != 0)
			break;
	work(&w[0]);
	while (--started > 0)
		pthread_join(w[started].thread, NULL);
}

/* Keys with most pairs go first when there would be too many of them: what is
 * dear is not only time, but the memory for what is found. False: there are
 * none. */
static bool
set_max(struct piece_work *p, struct worker *w, unsigned threads)
{
	unsigned long long most = FEW_PAIRS +
	    (unsigned long long)ROW_PAIRS * (p->f->n[0] + p->f->n[1]), all = 0;
	unsigned size, i;

	for (size = 0; size < 63; size++) {
		for (i = 0; i < threads; i++) {
			all += w[i].sized[size];
			w[i].sized[size] = 0;
		}
		if (all <= most && 2ull << size <= MAX_PAIRS)
			p->max = (2ull << size) - 1;
	}
	return all > 0;
}

/* Rows by the top bits of their hash. */
static void
scatter(struct piece_work *p)
{
	size_t at[PIECES], i;
	unsigned side, k;
	uint64_t key;

	memset(p->start, 0, sizeof p->start);
	for (side = 0; side < 2; side++)
		for (i = 0; i < p->f->n[side]; i++) {
			key = key_of(p->f, &p->f->row[side][i], p->block);
			if (key != 0)
				p->start[(key >> (64 - PIECE_BITS)) + 1]++;
		}
	for (k = 0; k < PIECES; k++) {
		at[k] = p->start[k];
		p->start[k + 1] += p->start[k];
	}
	for (side = 0; side < 2; side++)
		for (i = 0; i < p->f->n[side]; i++) {
			key = key_of(p->f, &p->f->row[side][i], p->block);
			if (key != 0)
				p->e[at[key >> (64 - PIECE_BITS)]++] =
				    (struct fuzzy_entry){ key, (uint32_t)i |
				    (side == 1 ? FUZZY_RIGHT : 0) };
		}
}

static void
join_found(struct fuzzy *f, struct worker *w, unsigned n,
    struct fuzzy_candidates *out)
{
	size_t all = 0;
	unsigned i;

	for (i = 0; i < n; i++)
		all += w[i].found.n;
	out->c = xreallocarray(NULL, all > 0 ? all : 1, sizeof *out->c);
	out->n = 0;
	for (i = 0; i < n; i++) {
		if (w[i].found.n > 0)
			memcpy(out->c + out->n, w[i].found.c,
			    w[i].found.n * sizeof *out->c);
		out->n += w[i].found.n;
		free(w[i].found.c);
		free(w[i].room.e);
		f->left_out += w[i].left_out;
		f->pairs += w[i].pairs;
	}
}

void
fuzzy_find(struct fuzzy *f, unsigned threads, struct fuzzy_candidates *out)
{
	struct piece_work *p = xcalloc(1, sizeof *p);
	struct worker *w = xcalloc(threads, sizeof *w);
	unsigned i;

	p->f = f;
	p->e = xreallocarray(NULL, f->n[0] + f->n[1] + 1, sizeof *p->e);
	for (i = 0; i < threads; i++)
		w[i].w = p;
	for (p->block = 0; p->block < FUZZY_BLOCKS; p->block++) {
		scatter(p);
		p->sorted = false;
		work_all(p, w, threads);
		p->max = 1;
		if (!set_max(p, w, threads))
			continue;	/* nobody shares a key */
		fuzzy_ready(f);
		p->sorted = true;
		work_all(p, w, threads);
	}
	join_found(f, w, threads, out);
	free(p->e);
	free(p);
	free(w);
}
