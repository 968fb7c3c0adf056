/* SPDX-License-Identifier: ISC */
/* Precision, recall and cost of lib/match/fuzzy on two sides written by gen
 * -f tsv -t: fuzzy [-j THREADS] [-v] LEFT RIGHT. Pairs with one number are
 * learned from, what is left over is solved, the truth column judges. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "identity/number.h"
#include "match/fuzzy.h"
#include "people.h"

#define SAMPLE 20000			/* pairs to learn from */
#define POPULATION 200000		/* names */

struct side {
	struct slice text;
	struct slice *line;
	uint64_t *key;			/* 0: none */
	uint32_t *truth;
	bool *found;			/* by its number */
	uint32_t *partner;
	size_t n;
};

struct bench {
	struct side side[2];
	struct buf province[PEOPLE_PROVINCES];
	struct fuzzy *f;
	size_t left[2], possible, matched, wrong;
	size_t sure[2], look[2];	/* wrong, right */
	size_t by[41][2];		/* with total and lead enough */
	size_t other[2];		/* one number, two people: seen */
	bool verbose;
};

static double
now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t
memory_kib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (size_t)u.ru_maxrss;
}

static struct slice
cell(struct slice line, unsigned n)
{
	struct slice c = { 0 };

	do
		slice_split(&line, '\t', &c);
	while (n-- > 0);
	return c;
}

static uint64_t
digits(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v;
}

static void
load(struct side *s, const char *name)
{
	int fd = open(name, O_RDONLY);
	struct stat st;
	struct slice rest;
	size_t cap;

	if (fd < 0 || fstat(fd, &st) != 0) {
		perror(name);
		exit(2);
	}
	s->text.n = (size_t)st.st_size;
	s->text.p = mmap(NULL, s->text.n, PROT_READ,
	    MAP_SHARED | MAP_POPULATE, fd, 0);
	close(fd);
	if (s->text.p == MAP_FAILED)
		exit(2);
	cap = s->text.n / 20 + 2;	/* a line is longer */
	s->line = xcalloc(cap, sizeof *s->line);
	s->key = xcalloc(cap, sizeof *s->key);
	s->truth = xcalloc(cap, sizeof *s->truth);
	s->found = xcalloc(cap, sizeof *s->found);
	s->partner = xcalloc(cap, sizeof *s->partner);
	rest = s->text;
	slice_split(&rest, '\n', &s->line[0]);
	while (slice_split(&rest, '\n', &s->line[s->n]) &&
	    s->line[s->n].n > 0) {
		struct slice k = cell(s->line[s->n], 0);

		s->key[s->n] = k.n == 12 ? digits(k) : 0;
		s->truth[s->n] = (uint32_t)digits(cell(s->line[s->n], 5));
		s->n++;
	}
}

static unsigned
province(const struct bench *b, struct slice address)
{
	struct buf k = { 0 };
	const char *c = memrchr(address.p, ',', address.n);
	unsigned i, code = 0;

	if (c != NULL) {
		address.n -= (size_t)(c + 1 - address.p);
		address.p = c + 1;
	}
	if (vi_key(address, VI_K4, &k) == ERR_OK)
		for (i = 0; i < PEOPLE_PROVINCES && code == 0; i++)
			if (slice_eq(buf_slice(&k),
			    buf_slice(&b->province[i])))
				code = people_province[i].now;
	buf_release(&k);
	return code;
}

static void
person(const struct bench *b, const struct side *s, size_t i,
    struct fuzzy_person *p)
{
	struct slice line = s->line[i], sex = cell(line, 3);

	*p = (struct fuzzy_person){ .name = cell(line, 1),
	    .number = s->key[i], .where = i,
	    .sex = sex.n == 0 ? 0 : slice_is(sex, "Nam") ? 'M' : 'F',
	    .province = province(b, cell(line, 4)) };
	if (date_parse(cell(line, 2), &p->birth) != ERR_OK)
		p->birth = (struct date){ 0 };
}

/* The key stage: right rows by number in a table of left ones. */
static void
match_keys(struct bench *b)
{
	struct side *l = &b->side[0], *r = &b->side[1];
	struct fuzzy_person x, y;
	size_t slots = 1, i, k, every = r->n / SAMPLE + 1;
	uint32_t *slot;

	while (slots < l->n * 2)
		slots *= 2;
	slot = xcalloc(slots, sizeof *slot);
	for (i = 0; i < l->n; i++) {
		if (l->key[i] == 0)
			continue;
		k = people_mix(l->key[i]) & (slots - 1);
		while (slot[k] != 0)
			k = (k + 1) & (slots - 1);
		slot[k] = (uint32_t)i + 1;
	}
	for (i = 0; i < r->n; i++) {
		if (r->key[i] == 0)
			continue;
		k = people_mix(r->key[i]) & (slots - 1);
		while (slot[k] != 0 && l->key[slot[k] - 1] != r->key[i])
			k = (k + 1) & (slots - 1);
		if (slot[k] == 0)
			continue;
		l->found[slot[k] - 1] = r->found[i] = true;
		r->partner[i] = slot[k] - 1;
		b->wrong += l->truth[slot[k] - 1] != r->truth[i];
		if (b->matched++ % every != 0)
			continue;
		person(b, l, slot[k] - 1, &x);
		person(b, r, i, &y);
		fuzzy_learn(b->f, &x, &y);
	}
	free(slot);
	every = r->n / POPULATION + 1;
	for (i = 0; i < r->n; i += every)
		fuzzy_population(b->f, cell(r->line[i], 1));
}

/* Those who share a number and are two, by their score. */
static void
find_others(struct bench *b)
{
	struct side *l = &b->side[0], *r = &b->side[1];
	struct fuzzy_person x, y;
	struct fuzzy_score s;
	size_t i;

	fuzzy_ready(b->f);
	for (i = 0; i < r->n; i++) {
		if (!r->found[i] || (i % 10 != 0 &&
		    l->truth[r->partner[i]] == r->truth[i]))
			continue;
		person(b, l, r->partner[i], &x);
		person(b, r, i, &y);
		fuzzy_compare(b->f, &x, &y, &s);
		if (s.total < FUZZY_OTHER_PERSON)
			b->other[l->truth[x.where] != r->truth[y.where]]++;
		if (b->verbose && (s.total < FUZZY_OTHER_PERSON) !=
		    (l->truth[x.where] != r->truth[y.where]))
			printf("%s: %d\n%.*s\n%.*s\n", s.total <
			    FUZZY_OTHER_PERSON ? "one taken for two" :
			    "two taken for one", s.total,
			    (int)l->line[x.where].n, l->line[x.where].p,
			    (int)r->line[y.where].n, r->line[y.where].p);
	}
}

static void
add_left_over(struct bench *b)
{
	struct fuzzy_person p;
	unsigned side;
	size_t i;
	bool *there = xcalloc(UINT32_MAX, 1);

	for (side = 0; side < 2; side++)
		for (i = 0; i < b->side[side].n; i++) {
			if (b->side[side].found[i])
				continue;
			person(b, &b->side[side], i, &p);
			fuzzy_add(b->f, side, &p);
			b->left[side]++;
			if (side == 0)
				there[b->side[0].truth[i]] = true;
			else
				b->possible += there[b->side[1].truth[i]];
		}
	free(there);
}

static void
judge(void *ctx, const struct fuzzy_pair *p)
{
	struct bench *b = ctx;
	bool right = b->side[0].truth[p->left] == b->side[1].truth[p->right];
	int i;

	(p->sure ? b->sure : b->look)[right]++;
	if (p->score.lead >= FUZZY_LEAD)
		for (i = 0; i <= 40 && i * 100 <= p->score.total; i++)
			b->by[i][right]++;
	if (b->verbose && ((p->sure && !right) || (!p->sure && right)))
		printf("%s %s: total %d lead %d: %s %d, %s %d, %s %d, %s %d, "
		    "%s %d\n%.*s\n%.*s\n", p->sure ? "sure" : "look",
		    right ? "right" : "wrong", p->score.total, p->score.lead,
		    p->score.part[0].level, p->score.part[0].weight,
		    p->score.part[1].level, p->score.part[1].weight,
		    p->score.part[2].level, p->score.part[2].weight,
		    p->score.part[3].level, p->score.part[3].weight,
		    p->score.part[4].level, p->score.part[4].weight,
		    (int)b->side[0].line[p->left].n,
		    b->side[0].line[p->left].p,
		    (int)b->side[1].line[p->right].n,
		    b->side[1].line[p->right].p);
}

static void
show(const struct bench *b, double wall, double cpu, size_t kib)
{
	size_t rows = b->left[0] + b->left[1], i;
	double all = b->possible > 0 ? (double)b->possible : 1;

	printf("%zu pairs by number (%zu wrong), left over %zu x %zu, %zu "
	    "possible\n", b->matched, b->wrong, b->left[0], b->left[1],
	    b->possible);
	printf("two people with one number: %zu of %zu found, and %zu in a "
	    "tenth of the others\n", b->other[1], b->wrong, b->other[0]);
	printf("sure: %zu, precision %.4f, recall %.4f; to look at: %zu, "
	    "recall with them %.4f; left out %llu\n", b->sure[0] + b->sure[1],
	    (double)b->sure[1] / ((double)(b->sure[0] + b->sure[1]) + 1e-9),
	    (double)b->sure[1] / all, b->look[0] + b->look[1],
	    (double)(b->sure[1] + b->look[1]) / all, fuzzy_left_out(b->f));
	printf("cost: wall %.2f s, CPU %.2f s, %.2f us a row, memory %zu MiB, "
	    "%zu bytes a row\n", wall, cpu, cpu * 1e6 / (double)rows,
	    kib >> 10, (kib << 10) / (rows > 0 ? rows : 1));
	for (i = 0; i <= 32 && b->verbose; i += 2)
		printf("total >= %zu: precision %.4f recall %.4f\n", i,
		    (double)b->by[i][1] / ((double)(b->by[i][0] +
		    b->by[i][1]) + 1e-9), (double)b->by[i][1] / all);
}

int
main(int argc, char **argv)
{
	struct bench b = { .f = fuzzy_new() };
	unsigned threads = 1, i;
	double wall, cpu;
	size_t before;
	int ch;

	while ((ch = getopt(argc, argv, "j:v")) != -1)
		if (ch == 'j')
			threads = (unsigned)atoi(optarg);
		else
			b.verbose = true;
	if (argc - optind != 2)
		return 2;
	for (i = 0; i < PEOPLE_PROVINCES; i++)
		if (vi_key(slice_str(people_province[i].name), VI_K4,
		    &b.province[i]) != ERR_OK)
			return 2;
	load(&b.side[0], argv[optind]);
	load(&b.side[1], argv[optind + 1]);
	before = memory_kib();
	match_keys(&b);
	find_others(&b);
	wall = now(CLOCK_MONOTONIC);
	cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	add_left_over(&b);
	printf("taking in: CPU %.2f s\n", now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
	fuzzy_solve(b.f, threads, judge, &b);
	show(&b, now(CLOCK_MONOTONIC) - wall,
	    now(CLOCK_PROCESS_CPUTIME_ID) - cpu, memory_kib() - before);
	fuzzy_free(b.f);
	return 0;
}
