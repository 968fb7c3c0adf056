/* SPDX-License-Identifier: ISC */
/* What is learned from pairs, and weights as text. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fuzzy_people.h"
#include "match/fuzzy_priv.h"
#include "tap.h"

/* People who stand on both sides, row i of one is row i of the other. */
struct pairs {
	struct people_row *row[2];
	struct fuzzy_person *person[2];
	size_t n;
};

static void
make_pairs(struct pairs *p, size_t n)
{
	struct people q = { .n = n, .seed = 3, .cell = 100000 };
	unsigned side;
	size_t i;
	bool again;

	p->n = n;
	for (side = 0; side < 2; side++) {
		p->row[side] = xcalloc(n, sizeof **p->row);
		p->person[side] = xcalloc(n, sizeof **p->person);
		for (i = 0; i < n; i++) {
			people_row(&q, i, side, &p->row[side][i], &again);
			fuzzy_people_person(&p->row[side][i],
			    &p->person[side][i]);
		}
	}
}

static void
free_pairs(struct pairs *p)
{
	unsigned side;

	for (side = 0; side < 2; side++) {
		free(p->row[side]);
		free(p->person[side]);
	}
}

/* Learns from all pairs, from the `from`th on and round. */
static struct fuzzy *
taught(const struct pairs *p, size_t from, bool backwards)
{
	struct fuzzy *f = fuzzy_new();
	size_t i, k;

	for (i = 0; i < p->n; i++) {
		k = (from + (backwards ? p->n - i : i)) % p->n;
		fuzzy_learn(f, &p->person[0][k], &p->person[1][k]);
		fuzzy_population(f, p->person[1][k].name);
	}
	return f;
}

static int
weight(struct fuzzy *f, const char *line)
{
	struct buf b = { 0 };
	const char *at;
	int w = -1;

	fuzzy_weights_write(f, &b);
	at = strstr(buf_cstr(&b), line);
	if (at != NULL)
		w = (int)strtol(at + strlen(line), NULL, 10);
	buf_release(&b);
	return w;
}

static void
test_learned(const struct pairs *p)
{
	struct fuzzy *none = fuzzy_new(), *f = taught(p, 0, false);
	struct buf x = { 0 }, y = { 0 };
	struct fuzzy *g;

	/* One in 20,000 strangers has one's birthday: 14 bits. */
	OK(weight(none, "birth equal ") > 1300 &&
	    weight(none, "birth equal ") < 1600, "before: %d",
	    weight(none, "birth equal "));
	OK(weight(f, "birth equal ") > 1300 &&
	    weight(f, "birth equal ") < 1600, "learned: %d",
	    weight(f, "birth equal "));
	OK(weight(f, "sex equal ") > 80 && weight(f, "sex equal ") < 100,
	    "a sex is a bit: %d", weight(f, "sex equal "));
	OK(weight(f, "name other ") < -500 &&
	    weight(f, "birth other ") < -400 &&
	    weight(f, "place different ") < -200, "against");
	fuzzy_weights_write(f, &x);
	g = taught(p, 1234, true);
	fuzzy_weights_write(g, &y);
	OK(slice_eq(buf_slice(&x), buf_slice(&y)),
	    "in any order the same is learned");
	OK(f->seen.n > 4000 && f->seen.n < p->n, "from a sample of %zu",
	    f->seen.n);
	buf_release(&x);
	buf_release(&y);
	fuzzy_free(g);
	fuzzy_free(f);
	fuzzy_free(none);
}

/* All pairs, `times` for each; `apart`: those that are not drawn by themselves,
 * the last first. */
static void
teach(const struct pairs *p, unsigned times, bool apart, struct buf *out)
{
	struct fuzzy *f = fuzzy_new();
	size_t i;

	for (i = 0; i < p->n; i += 10)
		fuzzy_teach(f, &p->person[0][i], &p->person[1][i],
		    apart ? 1 : times, true);
	for (i = p->n; i > 0 && apart; i--)
		if ((i - 1) % 10 == 0)
			fuzzy_teach(f, &p->person[0][i - 1],
			    &p->person[1][i - 1], times - 1, false);
	fuzzy_weights_write(f, out);
	fuzzy_free(f);
}

/* What differs is learned from all pairs, what is the same from one in eight
 * that stands for all: to half a bit what all would have taught. */
static void
test_strata(const struct pairs *p)
{
	static const char *const line[] = { "birth equal ", "birth one-part ",
	    "birth other ", "sex equal ", "sex different ", "name middle ",
	    "name close ", "name near ", "place equal " };
	struct fuzzy *all = fuzzy_new(), *f = fuzzy_new();
	const struct fuzzy_person *l, *r;
	size_t i, k;
	bool drawn;

	for (i = 0; i < p->n; i++) {
		l = &p->person[0][i];
		r = &p->person[1][i];
		drawn = i % 8 == 0;
		fuzzy_teach(all, l, r, 1, true);
		if (!slice_eq(l->name, r->name) || l->sex != r->sex ||
		    memcmp(&l->birth, &r->birth, sizeof l->birth) != 0)
			fuzzy_teach(f, l, r, 1, drawn);
		else if (drawn)
			fuzzy_teach(f, l, r, 8, true);
	}
	for (k = 0; k < sizeof line / sizeof *line; k++)
		OK(abs(weight(all, line[k]) - weight(f, line[k])) <= 50,
		    "%s: %d, %d", line[k], weight(all, line[k]),
		    weight(f, line[k]));
	OK(f->seen.n > p->n / 10 && f->seen.n <= p->n / 8 + 1 &&
	    f->names.total == f->seen.n, "strangers and names are those drawn");
	fuzzy_free(all);
	fuzzy_free(f);
}

static void
test_times(const struct pairs *p)
{
	struct buf one = { 0 }, three = { 0 }, apart = { 0 };

	teach(p, 1, false, &one);
	teach(p, 3, false, &three);
	teach(p, 3, true, &apart);
	OK(!slice_eq(buf_slice(&one), buf_slice(&three)),
	    "three times are not once");
	OK(slice_eq(buf_slice(&three), buf_slice(&apart)),
	    "three at once, or one and two that are not drawn");
	buf_release(&one);
	buf_release(&three);
	buf_release(&apart);
}

static bool
same_scores(struct fuzzy *f, struct fuzzy *g, const struct pairs *p)
{
	struct fuzzy_score x, y;
	size_t i;
	unsigned k;

	for (i = 0; i < 2000; i++) {
		fuzzy_compare(f, &p->person[0][i],
		    &p->person[1][i % 2 ? i : i / 2], &x);
		fuzzy_compare(g, &p->person[0][i],
		    &p->person[1][i % 2 ? i : i / 2], &y);
		if (x.total != y.total || x.lead != 0)
			return false;
		for (k = 0; k < FUZZY_PARTS; k++)
			if (x.part[k].weight != y.part[k].weight)
				return false;
	}
	return true;
}

static void
test_text(const struct pairs *p)
{
	struct fuzzy *f = taught(p, 0, false), *g = fuzzy_new();
	struct buf x = { 0 }, y = { 0 };
	struct fuzzy_score s, t;

	fuzzy_weights_write(f, &x);
	OK(fuzzy_weights_read(g, buf_slice(&x)) == ERR_OK, "read");
	fuzzy_weights_write(g, &y);
	OK(slice_eq(buf_slice(&x), buf_slice(&y)), "written the same");
	OK(same_scores(f, g, p), "the same scores");
	fuzzy_compare(g, &p->person[0][0], &p->person[1][0], &s);
	fuzzy_learn(g, &p->person[0][0], &p->person[1][1]);
	fuzzy_population(g, p->person[1][0].name);
	fuzzy_add(g, 0, &p->person[0][0]);
	fuzzy_compare(g, &p->person[0][0], &p->person[1][0], &t);
	OK(s.total == t.total, "what was read stays");
	fuzzy_free(f);
	fuzzy_free(g);
	buf_release(&x);
	buf_release(&y);
}

/* A rare name counts for more. */
static void
test_rarity(void)
{
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person a = { .name = SLICE("Nguyễn Văn Mẫu") },
	    b = { .name = SLICE("Bế Văn Hiếm") };
	struct fuzzy_score x, y;
	int i;

	fuzzy_compare(f, &a, &a, &x);
	fuzzy_compare(f, &b, &b, &y);
	OK(x.total == y.total && x.total > 1000, "nobody is known: %d",
	    x.total);
	for (i = 0; i < 10000; i++)
		fuzzy_population(f, i % 10 == 0 ? SLICE("Lê Thị Khác") :
		    a.name);
	fuzzy_population(f, b.name);
	fuzzy_compare(f, &a, &a, &x);
	fuzzy_compare(f, &b, &b, &y);
	OK(x.total < 100 && y.total > 1200, "common %d, rare %d", x.total,
	    y.total);
	fuzzy_free(f);
}

static const struct {
	const char *find, *put;
	enum err want;
} bad_texts[] = {
	{ "cccd-fuzzy 1", "cccd-fuzzy 2", ERR_UNSUPPORTED },
	{ "cccd-fuzzy", "fuzzy", ERR_FORMAT },
	{ "name equal", "name like", ERR_FORMAT },
	{ "name equal 8", "name equal ", ERR_FORMAT },
	{ "name equal ", "name equal x", ERR_FORMAT },
	{ "name equal ", "name equal 99999", ERR_RANGE },
	{ "sex equal", "sex different", ERR_FORMAT },
	{ "population 3", "population -3", ERR_FORMAT },
	{ "population 3", "population 99999999999999999999",
	    ERR_RANGE },
	{ "population", "populated", ERR_FORMAT },
	{ "2 nguyen van mau", "0 nguyen van mau", ERR_RANGE },
	{ "2 nguyen van mau", "4 nguyen van mau", ERR_RANGE },
	{ "2 nguyen van mau", "2 Nguyen van mau", ERR_FORMAT },
	{ "2 nguyen van mau", "2 nguyen  van mau", ERR_FORMAT },
	{ "2 nguyen van mau", "2 a", ERR_FORMAT },	/* order */
	{ "2 nguyen van mau", "2 le thi khac", ERR_FORMAT },
	{ "2 nguyen van mau", "2", ERR_FORMAT },
	{ "van mau\n", "van mau", ERR_TRUNCATED },
	{ "van mau\n", "van mau\n\n", ERR_FORMAT },
	{ "population 3\n", "", ERR_FORMAT },
};

static void
test_bad(void)
{
	struct fuzzy *f = fuzzy_new(), *g = fuzzy_new();
	struct buf b = { 0 }, bad = { 0 }, after = { 0 };
	const char *at, *text;
	size_t i;

	fuzzy_population(f, SLICE("Nguyễn Văn Mẫu"));
	fuzzy_population(f, SLICE("Nguyen Van Mau"));
	fuzzy_population(f, SLICE("Lê Thị Khác"));
	fuzzy_weights_write(f, &b);
	text = buf_cstr(&b);
	OK(strstr(text, "\npopulation 3\n1 le thi khac\n2 nguyen van mau\n")
	    != NULL, "names in order");
	for (i = 0; i < sizeof bad_texts / sizeof *bad_texts; i++) {
		at = strstr(text, bad_texts[i].find);
		if (!OK(at != NULL, "case %zu: is there", i))
			continue;
		buf_reset(&bad);
		buf_add(&bad, text, (size_t)(at - text));
		buf_add_str(&bad, bad_texts[i].put);
		buf_add_str(&bad, at + strlen(bad_texts[i].find));
		OK(fuzzy_weights_read(g, buf_slice(&bad)) == bad_texts[i].want,
		    "case %zu: %s", i, err_word(bad_texts[i].want));
	}
	for (i = 0; i < b.n; i++)
		if (fuzzy_weights_read(g, (struct slice){ text, i }) ==
		    ERR_OK)
			break;
	OK(i >= strstr(text, "population") - text + strlen("population 3\n"),
	    "no shorter text is taken before its names: %zu of %zu", i, b.n);
	fuzzy_free(g);
	g = fuzzy_new();
	OK(fuzzy_weights_read(g, SLICE("")) != ERR_OK, "nothing");
	fuzzy_weights_write(g, &after);
	OK(strstr(buf_cstr(&after), "population 0\n") != NULL,
	    "as it was");
	fuzzy_free(f);
	fuzzy_free(g);
	buf_release(&b);
	buf_release(&bad);
	buf_release(&after);
}

int
main(void)
{
	struct pairs p;

	make_pairs(&p, 20000);
	test_learned(&p);
	test_times(&p);
	test_strata(&p);
	test_text(&p);
	free_pairs(&p);
	test_rarity();
	test_bad();
	return tap_done();
}
