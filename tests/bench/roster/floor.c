/* SPDX-License-Identifier: ISC */
/* floor LEFT RIGHT [all]: how fast a comparison can be that may do all that
 * rosterdiff may not: the number is the first cell, no cell has a line feed, no
 * number comes twice, the order is any, cells are equal bytes or not. Prints
 * number, class and the columns that differ; two threads. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/spill.h"
#include "roster/hash.h"

#define THREADS 2
#define PART_BYTES 720000		/* of a side: 12,000 short rows */
#define MAX_BITS 12
#define OUT (1u << 20)
#define LINE 128			/* room for one */
#define HASH 24				/* bits of each half of an entry */
#define SEEN (1ull << 63)

static struct slice text[2];
static struct spill_lists lists[2][THREADS];
static unsigned bits = 4;		/* of the number of parts */
static bool all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned next_part;
static unsigned long long count[4];	/* same changed removed added */

static void
scan_side(unsigned side, size_t t)
{
	const char *p = text[side].p, *end = p + text[side].n, *nl;
	const char *limit = p + text[side].n * (t + 1) / THREADS;
	uint64_t key, hash;

	nl = memchr(p + text[side].n * t / THREADS, '\n', (size_t)(end - p) -
	    text[side].n * t / THREADS);
	for (p = nl != NULL ? nl + 1 : end; p < end && p <= limit; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (nl == NULL)
			nl = end;
		if (nl - p < 13 || !hash_twelve(p, &key))
			continue;
		hash = hash_bytes(p + 12, (size_t)(nl - p) - 12);
		key = hash_mix(key);
		spill_add(&lists[side][t], key >> (HASH_KEY_BITS - bits),
		    key << HASH | (hash & 0xffffff),
		    (uint64_t)(p - text[side].p) << HASH | hash >> 40);
	}
}

static void *
scan_thread(void *arg)
{
	size_t t = (size_t)arg;

	scan_side(0, t);
	scan_side(1, t);
	spill_done(&lists[0][t]);
	spill_done(&lists[1][t]);
	return NULL;
}

static const char *
cell_end(const char *p)
{
	bool quoted = false;

	for (; *p != '\n' && (quoted || *p != ','); p++)
		quoted ^= *p == '"';
	return p;
}

/* The numbers of the columns that differ. */
static void
columns(struct buf *out, const struct spill_pair *l, const struct spill_pair *r)
{
	const char *a = text[0].p + ((l->b & ~SEEN) >> HASH), *x;
	const char *b = text[1].p + (r->b >> HASH), *y;
	char c = '0';

	for (out->p[out->n++] = '\t';; a = x + 1, b = y + 1, c++) {
		x = cell_end(a);
		y = cell_end(b);
		if (x - a != y - b || memcmp(a, b, (size_t)(x - a)) != 0)
			out->p[out->n++] = c;
		if (*x == '\n' || *y == '\n')
			return;
	}
}

static inline void
put(struct buf *out, uint64_t key, const char *class,
    const struct spill_pair *l, const struct spill_pair *r)
{
	size_t i, n = strlen(class);
	char *to;

	buf_grow(out, LINE);
	to = out->p + out->n;
	key = hash_unmix(key >> HASH);
	for (i = 12; i-- > 0; key /= 10)
		to[i] = (char)('0' + key % 10);
	to[12] = '\t';
	memcpy(to + 13, class, n);
	out->n += 13 + n;
	if (l != NULL)
		columns(out, l, r);
	out->p[out->n++] = '\n';
	if (out->n < OUT)
		return;
	pthread_mutex_lock(&lock);
	if (write(STDOUT_FILENO, out->p, out->n) < 0)
		exit(2);
	pthread_mutex_unlock(&lock);
	buf_reset(out);
}

static size_t
take(unsigned side, size_t part, struct spill_pair **to)
{
	size_t n = 0, t, at = 0;

	for (t = 0; t < THREADS; t++)
		n += lists[side][t].count[part];
	*to = xreallocarray(NULL, n + 1, sizeof **to);
	for (t = 0; t < THREADS; t++) {
		if (!spill_take(&lists[side][t], part, *to + at))
			exit(2);
		at += lists[side][t].count[part];
	}
	return n;
}

static void
join_part(size_t part, struct buf *out, unsigned long long sum[4])
{
	struct spill_pair *l, *r, *table;
	size_t nl = take(0, part, &l), nr = take(1, part, &r), size = 16, i, k;
	bool differ;

	while (size < nl * 2)
		size *= 2;
	table = xreallocarray(NULL, size, sizeof *table);
	memset(table, 0xff, size * sizeof *table);
	for (i = 0; i < nl; i++) {
		for (k = l[i].a >> HASH & (size - 1);
		    table[k].a != UINT64_MAX;)
			k = (k + 1) & (size - 1);
		table[k] = l[i];
	}
	for (i = 0; i < nr; i++) {
		for (k = r[i].a >> HASH & (size - 1);
		    table[k].a != UINT64_MAX &&
		    table[k].a >> HASH != r[i].a >> HASH;)
			k = (k + 1) & (size - 1);
		if (table[k].a == UINT64_MAX) {
			sum[3]++;
			put(out, r[i].a, "added", NULL, NULL);
			continue;
		}
		table[k].b |= SEEN;
		differ = table[k].a != r[i].a ||
		    ((table[k].b ^ r[i].b) & 0xffffff) != 0;
		if (differ)
			put(out, r[i].a, "changed", &table[k], &r[i]);
		else if (all)
			put(out, r[i].a, "same", NULL, NULL);
		sum[differ]++;
	}
	for (k = 0; k < size; k++)
		if (table[k].a != UINT64_MAX && (table[k].b & SEEN) == 0) {
			sum[2]++;
			put(out, table[k].a, "removed", NULL, NULL);
		}
	free(table);
	free(l);
	free(r);
}

static void *
join_thread(void *arg)
{
	struct buf out = { 0 };
	unsigned long long sum[4] = { 0 };
	size_t part, i;

	(void)arg;
	while ((part = __atomic_fetch_add(&next_part, 1,
	    __ATOMIC_RELAXED)) < 1u << bits)
		join_part(part, &out, sum);
	pthread_mutex_lock(&lock);
	if (out.n > 0 && write(STDOUT_FILENO, out.p, out.n) < 0)
		exit(2);
	for (i = 0; i < 4; i++)
		count[i] += sum[i];
	pthread_mutex_unlock(&lock);
	buf_release(&out);
	return NULL;
}

static void
run(void *(*work)(void *))
{
	pthread_t id[THREADS];
	size_t i;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&id[i], NULL, work, (void *)i) != 0)
			exit(2);
	for (i = 0; i < THREADS; i++)
		pthread_join(id[i], NULL);
}

int
main(int argc, char **argv)
{
	struct spill *s = spill_new("/tmp");
	struct stat st;
	unsigned i, t;
	int fd;

	if (argc < 3)
		return 2;
	all = argc > 3;
	for (i = 0; i < 2; i++) {
		fd = open(argv[1 + i], O_RDONLY | O_CLOEXEC);
		if (fd < 0 || fstat(fd, &st) != 0)
			return 2;
		text[i].n = (size_t)st.st_size;
		text[i].p = mmap(NULL, text[i].n, PROT_READ, MAP_SHARED, fd,
		    0);
		if (text[i].p == MAP_FAILED)
			return 2;
		while (text[i].n >> bits > PART_BYTES && bits < MAX_BITS)
			bits++;
	}
	for (i = 0; i < 2; i++)
		for (t = 0; t < THREADS; t++)
			spill_open(&lists[i][t], s, 1u << bits, 0);
	run(scan_thread);
	run(join_thread);
	fprintf(stderr, "same %llu changed %llu removed %llu added %llu\n",
	    count[0], count[1], count[2], count[3]);
	return 0;
}
