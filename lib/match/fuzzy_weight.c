/* SPDX-License-Identifier: ISC */
/* What an agreement is worth: log2 of how often it is seen among pairs of one
 * person over how often among strangers. Whole numbers throughout. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "match/fuzzy_priv.h"

#define MAX_SAMPLE 16384
#define STRANGERS 65536			/* drawn, but no more than */
#define MOST_DRAWS 32			/* for each of the sample */
#define NAME_DRAWS 8
#define WHOLE 100000000			/* parts, below */
#define MATCHES_BEFORE 200		/* weights of the shares below */
#define STRANGERS_BEFORE 10000

/* Shares of the levels before anything was learned. Names that are equal as
 * skeletons are weighed by how many bear them; `stranger` is there the share
 * of those written alike and of those not. */
struct before {
	unsigned match, stranger;
};
static const struct before before[FUZZY_PARTS][FUZZY_MAX_LEVELS] = {
	[FUZZY_NAME] = { { 90000000, 85000000 }, { 6000000, 15000000 },
	    { 800000, 4000 }, { 100000, 400 }, { 1600000, 200000 },
	    { 900000, 3000000 }, { 600000, 96795600 } },
	[FUZZY_BIRTH] = { { 95000000, 4000 }, { 600000, 1500 },
	    { 1400000, 10000 }, { 2000000, 300000 }, { 400000, 1400000 },
	    { 600000, 98284500 } },
	[FUZZY_SEX] = { { 98500000, 50000000 }, { 1500000, 50000000 } },
	[FUZZY_PLACE] = { { 90000000, 6000000 }, { 10000000, 94000000 } },
};

/* No pair found by its number says how often numbers are mistyped: by hand. An
 * equal number is worth so little because fuzzy_compare is asked to doubt it:
 * who has another's number has the place, sex and year in it in common too. */
static const int number_weight[FUZZY_MAX_LEVELS] = { 200, 1200, 300, -900 };

/* Sixteen more bits by squaring the mantissa: the bits of a logarithm. */
int32_t
fuzzy_log2(uint64_t v)
{
	int32_t whole = 63 - __builtin_clzll(v), i;
	uint64_t m = v << (63 - whole) >> 32;	/* [1, 2) in 2^-31 */

	for (i = 0; i < 16; i++) {
		m = m * m >> 31;
		whole <<= 1;
		if (m >> 32 != 0) {
			m >>= 1;
			whole |= 1;
		}
	}
	return whole;
}

int
fuzzy_bits(int32_t log2)
{
	int64_t v = (int64_t)log2 * 100;

	return (int)(v >= 0 ? (v + 32768) / 65536 : -((32768 - v) / 65536));
}

/* A number for a row that is the same whatever came before it. */
static uint64_t
row_hash(const struct fuzzy_row *r, uint64_t seed)
{
	return fuzzy_mix(r->bytes + seed * 0x9e3779b97f4a7c15 +
	    fuzzy_mix(r->number + fuzzy_mix((uint64_t)r->birth << 16 |
	    (uint64_t)r->province << 8 | r->sex)));
}

static uint64_t
pair_hash(const struct fuzzy_seen *s, size_t i)
{
	return row_hash(&s->row[0][i], 1) ^ row_hash(&s->row[1][i], 2);
}

/* Half of the sample goes; which half does not depend on the order. */
static void
thin(struct fuzzy_seen *s)
{
	size_t i, n = 0;

	s->below /= 2;
	for (i = 0; i < s->n; i++)
		if (pair_hash(s, i) < s->below) {
			s->row[0][n] = s->row[0][i];
			s->row[1][n++] = s->row[1][i];
		}
	s->n = n;
}

static void
keep(struct fuzzy_seen *s, const struct fuzzy_row *l,
    const struct fuzzy_row *r)
{
	uint64_t hash = row_hash(l, 1) ^ row_hash(r, 2);

	while (hash < s->below && s->n == MAX_SAMPLE)
		thin(s);
	if (hash >= s->below)
		return;
	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 256 : s->cap * 2;
		s->row[0] = xreallocarray(s->row[0], s->cap,
		    sizeof **s->row);
		s->row[1] = xreallocarray(s->row[1], s->cap,
		    sizeof **s->row);
	}
	s->row[0][s->n] = *l;
	s->row[1][s->n++] = *r;
}

/* Nothing but `where` may differ. */
static bool
same_person(const struct fuzzy_person *a, const struct fuzzy_person *b)
{
	return slice_eq(a->name, b->name) && a->number == b->number &&
	    a->birth.y == b->birth.y && a->birth.m == b->birth.m &&
	    a->birth.d == b->birth.d && a->sex == b->sex &&
	    a->province == b->province;
}

static void
learn(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right, unsigned times, struct fuzzy_row row[2])
{
	struct fuzzy_face a, b;
	uint8_t level[FUZZY_PARTS];
	unsigned i;

	fuzzy_row_of(f, left, false, &row[0]);
	if (same_person(left, right))
		row[1] = row[0];
	else
		fuzzy_row_of(f, right, false, &row[1]);
	a = fuzzy_face_of(f, &row[0]);
	b = fuzzy_face_of(f, &row[1]);
	fuzzy_level_of(&a, &b, level);
	for (i = 0; i < FUZZY_PARTS; i++)
		f->seen.match[i][level[i]] += times;
	f->ready = false;
}

void
fuzzy_learn(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right)
{
	struct fuzzy_row row[2];

	if (f->fixed)
		return;
	learn(f, left, right, 1, row);
	keep(&f->seen, &row[0], &row[1]);
}

void
fuzzy_teach(struct fuzzy *f, const struct fuzzy_person *left,
    const struct fuzzy_person *right, unsigned times, bool drawn)
{
	struct fuzzy_row row[2];

	if (f->fixed)
		return;
	learn(f, left, right, times, row);
	if (!drawn)
		return;
	fuzzy_count(f, row[1].name);
	keep(&f->seen, &row[0], &row[1]);
}

void
fuzzy_when_due(struct fuzzy *f, fuzzy_teach_fn *teach, void *ctx)
{
	f->teach = teach;
	f->teach_ctx = ctx;
}

struct drawn {
	uint64_t hash;
	uint32_t at;
};

static int
by_hash(const void *a, const void *b)
{
	const struct drawn *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* The faces of the sample, pairs in an order that has nothing to do with who
 * they are. */
static struct fuzzy_face *
shuffled(const struct fuzzy *f)
{
	const struct fuzzy_seen *s = &f->seen;
	struct drawn *d = xreallocarray(NULL, s->n, sizeof *d);
	struct fuzzy_face *face = xreallocarray(NULL, 2 * s->n, sizeof *face);
	uint32_t i;

	for (i = 0; i < s->n; i++)
		d[i] = (struct drawn){ pair_hash(s, i), i };
	qsort(d, s->n, sizeof *d, by_hash);
	for (i = 0; i < s->n; i++) {
		face[i] = fuzzy_face_of(f, &s->row[0][d[i].at]);
		face[s->n + i] = fuzzy_face_of(f, &s->row[1][d[i].at]);
	}
	free(d);
	return face;
}

typedef unsigned long long counts[FUZZY_PARTS][FUZZY_MAX_LEVELS];

static size_t
draws(size_t n, size_t most)
{
	size_t k = STRANGERS / n;

	k = k < most ? k : most;
	return k < n ? k : n - 1;
}

/* Strangers: the sample's left rows with right ones of other pairs. Of names,
 * which take longest, there are fewer. */
static void
draw_strangers(const struct fuzzy *f, counts to)
{
	size_t n = f->seen.n, i, k, all, names;
	struct fuzzy_face *face;
	const struct fuzzy_face *a, *b;
	uint8_t level[FUZZY_PARTS];
	unsigned p;

	if (n < 2)
		return;
	face = shuffled(f);
	all = draws(n, MOST_DRAWS);
	names = draws(n, NAME_DRAWS);
	for (i = 0; i < n; i++)
		for (k = 1; k <= all; k++) {
			a = &face[i];
			b = &face[n + (i + k < n ? i + k : i + k - n)];
			if (k <= names)
				to[FUZZY_NAME][fuzzy_level_name_of(a, b)]++;
			fuzzy_level_others(a, b, level);
			for (p = FUZZY_BIRTH; p < FUZZY_NUMBER; p++)
				to[p][level[p]]++;
		}
	mem_wipe(face, 2 * n * sizeof *face);
	free(face);
}

/* log2 of the share of `level` among those that have the part, what was
 * assumed before mixed in. */
static int32_t
share(const unsigned long long *seen, const unsigned *assumed, unsigned n,
    unsigned weight, unsigned level)
{
	unsigned long long all = 0;
	unsigned i;

	for (i = 0; i < n; i++)
		all += seen[i];
	return fuzzy_log2(seen[level] * WHOLE +
	    (uint64_t)assumed[level] * weight) -
	    fuzzy_log2((all + weight) * WHOLE);
}

static void
weigh_part(struct fuzzy *f, unsigned part, const counts strangers)
{
	unsigned match[FUZZY_MAX_LEVELS], stranger[FUZZY_MAX_LEVELS];
	unsigned n = fuzzy_levels[part] - 1, i;
	int32_t m, u;

	for (i = 0; i < n; i++) {
		match[i] = before[part][i].match;
		stranger[i] = before[part][i].stranger;
	}
	for (i = 0; i < n; i++) {
		m = share(f->seen.match[part], match, n, MATCHES_BEFORE, i);
		if (part == FUZZY_NAME && i <= NAME_SKELETON)
			u = fuzzy_log2(stranger[i]) - fuzzy_log2(WHOLE);
		else
			u = share(strangers[part], stranger, n,
			    STRANGERS_BEFORE, i);
		f->weight[part][i] = fuzzy_bits(m - u);
	}
	f->weight[part][n] = 0;
}

static void
weigh(struct fuzzy *f)
{
	counts strangers = { { 0 } };
	unsigned i;

	draw_strangers(f, strangers);
	for (i = 0; i < FUZZY_NUMBER; i++)
		weigh_part(f, i, strangers);
	memcpy(f->weight[FUZZY_NUMBER], number_weight, sizeof number_weight);
}

void
fuzzy_ready(struct fuzzy *f)
{
	fuzzy_teach_fn *teach = f->teach;

	/* threads that find it ready write nothing */
	if (f->ready && teach == NULL)
		return;
	f->teach = NULL;
	if (teach != NULL)
		teach(f->teach_ctx);
	if (!f->ready && !f->fixed)
		weigh(f);
	f->ready = true;
}
