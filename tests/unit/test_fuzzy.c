/* SPDX-License-Identifier: ISC */
/* Who is paired with whom: against a plain model, in any order and with any
 * number of threads, with the sides swapped, from weights as text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fuzzy_people.h"
#include "match/fuzzy_priv.h"
#include "tap.h"

static void
write_pair(void *ctx, const struct fuzzy_pair *p)
{
	buf_printf(ctx, "%llu-%llu %s %d %d\n", (unsigned long long)p->left,
	    (unsigned long long)p->right, p->sure ? "sure" : "look",
	    p->score.total, p->score.lead);
}

static void
write_swapped(void *ctx, const struct fuzzy_pair *p)
{
	struct fuzzy_pair q = *p;

	q.left = p->right;
	q.right = p->left;
	write_pair(ctx, &q);
}

static void
add_side(struct fuzzy *f, unsigned side, const struct fuzzy_side *s,
    bool backwards)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		fuzzy_add(f, side, &s->person[backwards ? s->n - 1 - i : i]);
}

/* A small town where many are alike, and the same with a few real twins. */
static void
town(uint64_t seed, struct fuzzy_side s[2])
{
	struct people p = { .n = 250, .seed = seed, .cell = 300000,
	    .missing = 50000, .key = 700000 };
	unsigned side;
	size_t i;

	for (side = 0; side < 2; side++) {
		fuzzy_people_side(&p, side, &s[side]);
		for (i = 0; i < s[side].n; i++) {
			struct fuzzy_person *q = &s[side].person[i];

			if (s[side].truth[i] % 3 == 0)
				q->birth = (struct date){ 1990, 5,
				    q->birth.d % 3 + 1 };
			if (s[side].truth[i] % 7 == 0)
				q->name = SLICE("Nguyễn Văn Mẫu");
			if (s[side].truth[i] % 21 == 0)
				q->number = 0;
		}
	}
}

static void
town_free(struct fuzzy_side s[2])
{
	fuzzy_people_free(&s[0]);
	fuzzy_people_free(&s[1]);
}

static void
solve(const struct fuzzy_side s[2], unsigned threads, bool backwards,
    struct buf *out)
{
	struct fuzzy *f = fuzzy_new();

	buf_reset(out);
	add_side(f, backwards, &s[backwards], backwards);
	add_side(f, !backwards, &s[!backwards], backwards);
	fuzzy_solve(f, threads, write_pair, out);
	fuzzy_free(f);
}

/* ---- the plain model ---- */

struct model {
	struct fuzzy_scored *pair;
	size_t n;
	unsigned long long rows[2];
};

/* Every pair, once for each block in common. */
static void
model_pairs(struct fuzzy *f, const struct fuzzy_side s[2], struct model *m)
{
	struct fuzzy_score score;
	size_t l, r, b;

	m->pair = xcalloc(s[0].n * s[1].n * FUZZY_BLOCKS,
	    sizeof *m->pair);
	m->n = 0;
	for (l = 0; l < s[0].n; l++)
		for (r = 0; r < s[1].n; r++) {
			struct buf x[FUZZY_BLOCKS] = { { 0 } };
			struct buf y[FUZZY_BLOCKS] = { { 0 } };

			fuzzy_blocks(&s[0].person[l], x);
			fuzzy_blocks(&s[1].person[r], y);
			for (b = 0; b < FUZZY_BLOCKS; b++) {
				if (x[b].n > 0 && slice_eq(buf_slice(&x[b]),
				    buf_slice(&y[b]))) {
					fuzzy_compare(f, &s[0].person[l],
					    &s[1].person[r], &score);
					m->pair[m->n++] =
					    (struct fuzzy_scored){ l, r,
					    score.total, score.doubt };
				}
				buf_release(&x[b]);
				buf_release(&y[b]);
			}
		}
}

static bool
comes_first(const struct fuzzy_scored *a, const struct fuzzy_scored *b)
{
	uint64_t x = a->left + a->right, y = b->left + b->right;

	if (a->total != b->total)
		return a->total > b->total;
	if (x != y)
		return x < y;
	x = a->left > a->right ? a->left : a->right;
	y = b->left > b->right ? b->left : b->right;
	return x != y ? x < y : a->left < b->left;
}

/* The best total of another pair with one of the rows of `k`. */
static int
model_rival(const struct model *m, const struct fuzzy_scored *k)
{
	int best = 0;
	size_t i;

	for (i = 0; i < m->n; i++)
		if ((m->pair[i].left == k->left) !=
		    (m->pair[i].right == k->right) &&
		    m->pair[i].total > best)
			best = m->pair[i].total;
	return best;
}

/* The best pair of which neither row has a partner yet. */
static struct fuzzy_scored *
model_best(const struct model *m, struct fuzzy_scored *const *of,
    const bool *taken)
{
	struct fuzzy_scored *best = NULL;
	size_t i;

	for (i = 0; i < m->n; i++)
		if (m->pair[i].total > 0 && of[m->pair[i].left] == NULL &&
		    !taken[m->pair[i].right] &&
		    (best == NULL || comes_first(&m->pair[i], best)))
			best = &m->pair[i];
	return best;
}

static bool
model_sure(const struct model *m, const struct fuzzy_scored *k, int bound)
{
	return k != NULL && k->total >= bound && !k->doubt &&
	    k->total - model_rival(m, k) >= FUZZY_LEAD;
}

/* Two to one that a pair at the bound is one person; *look is so far below
 * where it would be eight to one. */
static int
model_bound(const struct model *m, struct fuzzy_scored *const *of, size_t rows,
    int *look)
{
	int bound = 0, next = FUZZY_SURE, eight = FUZZY_SURE;
	double u0, u1;
	size_t i, n;

	while (next > bound) {
		bound = next;
		for (i = n = 0; i < rows; i++)
			n += model_sure(m, of[i], bound);
		if (n == 0)
			break;
		u0 = m->rows[0] > n ? (double)(m->rows[0] - n) : 1;
		u1 = m->rows[1] > n ? (double)(m->rows[1] - n) : 1;
		next = (int)lround(100 * log2(u0 * u1 / (double)n * 2));
		eight = next + 200 > FUZZY_SURE ? next + 200 : FUZZY_SURE;
	}
	*look = eight - FUZZY_LOOK_BELOW;
	return bound;
}

static void
model_solve(const struct model *m, const struct fuzzy_side s[2],
    struct buf *out)
{
	struct fuzzy_scored **of = xcalloc(s[0].n, sizeof *of), *best;
	bool *taken = xcalloc(s[1].n, sizeof *taken);
	size_t i;
	int bound, look;

	while ((best = model_best(m, of, taken)) != NULL) {
		of[best->left] = best;
		taken[best->right] = true;
	}
	bound = model_bound(m, of, s[0].n, &look);
	for (i = 0; i < s[0].n; i++)
		if (of[i] != NULL && of[i]->total >= look)
			buf_printf(out, "%zu-%zu %s %d %d\n", i,
			    (size_t)of[i]->right, model_sure(m, of[i], bound) ?
			    "sure" : "look", of[i]->total,
			    of[i]->total - model_rival(m, of[i]));
	free(of);
	free(taken);
}

static void
test_model(uint64_t seed)
{
	struct fuzzy_side s[2];
	struct buf ours = { 0 }, model = { 0 };
	struct model m;
	struct fuzzy *f = fuzzy_new();
	size_t i;

	town(seed, s);
	add_side(f, 0, &s[0], false);
	add_side(f, 1, &s[1], false);
	fuzzy_solve(f, 2, write_pair, &ours);
	model_pairs(f, s, &m);
	m.rows[0] = s[0].n;
	m.rows[1] = s[1].n;
	model_solve(&m, s, &model);
	OK(ours.n > 1000, "%zu bytes of pairs", ours.n);
	OK(memmem(ours.p, ours.n, "look", 4) != NULL,
	    "some to look at");
	OK(slice_eq(buf_slice(&ours), buf_slice(&model)),
	    "as the plain model finds it");
	for (i = 0; i < m.n / 2; i++) {		/* the order does not matter */
		struct fuzzy_scored t = m.pair[i];

		m.pair[i] = m.pair[m.n - 1 - i];
		m.pair[m.n - 1 - i] = t;
	}
	buf_reset(&model);
	fuzzy_resolve(m.pair, m.n, m.rows, write_pair, &model);
	OK(slice_eq(buf_slice(&ours), buf_slice(&model)),
	    "as it comes out of blocks on other machines");
	/* among many strangers less is sure */
	m.rows[0] = 50000;
	m.rows[1] = 70000;
	buf_reset(&model);
	fuzzy_resolve(m.pair, m.n, m.rows, write_pair, &model);
	OK(model.n < ours.n, "strangers raise the bounds");
	buf_reset(&ours);
	model_solve(&m, s, &ours);
	OK(slice_eq(buf_slice(&ours), buf_slice(&model)),
	    "as in the plain model");
	free(m.pair);
	fuzzy_free(f);
	buf_release(&ours);
	buf_release(&model);
	town_free(s);
}

static void
test_orders(void)
{
	struct fuzzy_side s[2], swapped[2];
	struct buf first = { 0 }, other = { 0 };
	unsigned threads;
	struct fuzzy *f;
	size_t lines = 0, i;

	town(9, s);
	solve(s, 1, false, &first);
	for (threads = 2; threads < 8; threads += 3) {
		solve(s, threads, false, &other);
		OK(slice_eq(buf_slice(&first), buf_slice(&other)),
		    "%u threads", threads);
	}
	solve(s, 2, true, &other);
	OK(slice_eq(buf_slice(&first), buf_slice(&other)), "backwards");
	swapped[0] = s[1];
	swapped[1] = s[0];
	buf_reset(&other);
	f = fuzzy_new();
	add_side(f, 0, &swapped[0], false);
	add_side(f, 1, &swapped[1], false);
	fuzzy_solve(f, 1, write_swapped, &other);
	fuzzy_free(f);
	OK(first.n == other.n, "sides swapped: as much");
	for (i = 0; i < first.n; i++)
		lines += first.p[i] == '\n';
	for (struct slice rest = buf_slice(&other), line;
	    slice_split(&rest, '\n', &line) && rest.p != NULL;)
		lines -= memmem(first.p, first.n, line.p, line.n + 1) != NULL;
	OK(lines == 0, "sides swapped: the same pairs");
	buf_release(&first);
	buf_release(&other);
	town_free(s);
}

static void
test_caps(void)
{
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person p = { .name = SLICE("Nguyễn Văn Mẫu"),
	    .birth = { 1990, 5, 1 } };
	struct buf out = { 0 };
	unsigned i;

	for (i = 0; i < 300; i++) {
		p.where = i;
		p.birth.m = (int)(i % 12) + 1;
		p.birth.d = (int)(i / 12) + 2;
		fuzzy_add(f, 0, &p);
		fuzzy_add(f, 1, &p);
	}
	fuzzy_solve(f, 2, write_pair, &out);
	OK(fuzzy_left_out(f) == 0 && f->pairs >= 300 && f->pairs < 20000,
	    "a large block is divided: %llu pairs", f->pairs);
	OK(slice_starts(buf_slice(&out), "0-0 sure"), "and found in");
	fuzzy_free(f);
	f = fuzzy_new();
	p.birth = (struct date){ 1990, 5, 2 };
	for (p.where = 0; p.where < 300; p.where++) {
		fuzzy_add(f, 0, &p);
		fuzzy_add(f, 1, &p);
	}
	buf_reset(&out);
	fuzzy_solve(f, 2, write_pair, &out);
	OK(out.n == 0 && fuzzy_left_out(f) == 3 * 300 * 300,
	    "what nothing divides is left out and counted: %llu",
	    fuzzy_left_out(f));
	p.number = 1099000001;
	p.province = 1;
	p.birth.d = 3;
	fuzzy_add(f, 0, &p);
	fuzzy_add(f, 1, &p);
	fuzzy_solve(f, 2, write_pair, &out);
	OK(slice_starts(buf_slice(&out), "300-300 sure") &&
	    fuzzy_left_out(f) == 3 * 300 * 300, "others are found: %.*s",
	    (int)out.n, out.p);
	fuzzy_free(f);
	buf_release(&out);
}

/* Twins, each on one side only, are not one person. */
static void
test_twins(void)
{
	static const struct {
		const char *name;
		const char *left, *right;
		uint64_t a, b;
		const char *want;
	} t[] = {
		{ "twins without numbers", "Nguyễn Văn Mẫu",
		    "Nguyễn Văn Sáu", 0, 0, "look" },
		{ "twins with numbers", "Nguyễn Văn Mẫu", "Nguyễn Văn Sáu",
		    1220000123, 1220456789, "look" },
		{ "one person, a slip in the middle name", "Nguyễn Văn Mẫu",
		    "Nguyễn Vă Mẫu", 0, 0, "sure" },
		{ "a slip in given name and number", "Nguyễn Văn Mẫu",
		    "Nguyễn Văn Mẫ", 1220000123, 1220000128, "sure" },
		{ "one name, two numbers", "Nguyễn Văn Mẫu",
		    "Nguyễn Văn Mẫu", 1220000123, 1220456789, "look" },
		{ "one name, a number missing", "Nguyễn Văn Mẫu",
		    "NGUYEN VAN MAU", 1220000123, 0, "sure" },
	};
	struct fuzzy_person p = { .birth = { 2020, 3, 14 }, .sex = 'M',
	    .province = 1 };
	struct buf out = { 0 };
	struct fuzzy *f;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		f = fuzzy_new();
		p.name = slice_str(t[i].left);
		p.number = t[i].a;
		fuzzy_add(f, 0, &p);
		p.name = slice_str(t[i].right);
		p.number = t[i].b;
		fuzzy_add(f, 1, &p);
		buf_reset(&out);
		fuzzy_solve(f, 1, write_pair, &out);
		OK(memmem(out.p, out.n, t[i].want, 4) != NULL, "%s: %.*s",
		    t[i].name, (int)(out.n > 0 ? out.n - 1 : 0), out.p);
		fuzzy_free(f);
	}
	buf_release(&out);
}

static void
test_odd(void)
{
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person p = { .name = SLICE("李"), .where = 1 };
	struct buf out = { 0 };

	fuzzy_solve(f, 0, write_pair, &out);
	OK(out.n == 0, "nobody");
	fuzzy_add(f, 0, &p);
	fuzzy_solve(f, 1000, write_pair, &out);
	OK(out.n == 0, "one side empty");
	p.name = SLICE("");
	fuzzy_add(f, 1, &p);
	fuzzy_solve(f, 1, write_pair, &out);
	OK(out.n == 0, "rows with nothing to compare");
	fuzzy_resolve(NULL, 0, (unsigned long long[2]){ 5, 0 }, write_pair,
	    &out);
	OK(out.n == 0, "no pairs");
	fuzzy_free(f);
	fuzzy_free(NULL);
	buf_release(&out);
}

int
main(void)
{
	uint64_t seed;

	for (seed = 1; seed < 5; seed++)
		test_model(seed);
	test_orders();
	test_caps();
	test_twins();
	test_odd();
	return tap_done();
}
