/* SPDX-License-Identifier: ISC */
/* The memory that the blocks of lists are cut from. */
#include <sys/mman.h>

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "roster/spill_priv.h"

#define SLOW 1000000			/* ns for a segment's pages: too many */
#define RUN 64				/* blocks that lists take at once */
#define MANY 64				/* segments: fewer are kept sooner than
					 * fetched again */

struct segment {
	size_t i;			/* in the order in which they came */
	struct spill_block *unused;	/* those that were given back */
	size_t used;
	void *map;			/* SEGMENT bytes at `block`, and what is
					 * round them */
	struct spill_block *block;
};

/* All of a segment's pages, as one huge page where there are such. False: it
 * has not come, or came slowly. */
static bool
fetch(void *p)
{
#if defined(MADV_HUGEPAGE) && defined(MADV_POPULATE_WRITE)
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	if (madvise(p, SEGMENT, MADV_HUGEPAGE) != 0 ||
	    madvise(p, SEGMENT, MADV_POPULATE_WRITE) != 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &to);
	return (to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec -
	    from.tv_nsec < SLOW;
#else
	(void)p;
	return false;
#endif
}

static struct segment *
new_segment(void)
{
	struct segment *g = xcalloc(1, sizeof *g);

	g->map = mmap(NULL, 2 * SEGMENT, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (g->map == MAP_FAILED)
		mem_out();
	g->block = (void *)((char *)g->map + -(uintptr_t)g->map % SEGMENT);
	return g;
}

/* While the lock is held. */
static void
add_segment(struct spill *s, struct segment *g)
{
	g->i = s->segments++;
	s->segment = xreallocarray(s->segment, s->segments,
	    sizeof(struct segment *));
	s->segment[g->i] = g;
}

/* A segment for these lists. A huge page comes in a third of the time of small
 * ones, but in a virtual machine that has handed it back it takes twenty times
 * as long: the first slow one is the last. */
static void
take_segment(struct spill_lists *l)
{
	struct segment *g = new_segment();
	bool fast = fetch(g->block);
	struct spill *s = l->s;

	pthread_mutex_lock(&s->lock);
	s->huge = s->huge && fast;
	add_segment(s, g);
	g->used = BLOCKS;
	pthread_mutex_unlock(&s->lock);
	l->of = g;
	l->fresh = g->block;
	l->left = BLOCKS;
}

/* Blocks never used, for these lists alone. Their pages come all at once where
 * there are many: a fault for each costs half as much again. */
static void
take_run(struct spill_lists *l)
{
	struct spill *s = l->s;
	bool first;

	pthread_mutex_lock(&s->lock);
	/* the first is more than small rosters need */
	if (s->left == 0 && s->segments > 0 && s->huge) {
		pthread_mutex_unlock(&s->lock);
		take_segment(l);
		return;
	}
	first = s->segments < 2;
	if (s->left == 0) {
		s->cut = new_segment();
		add_segment(s, s->cut);
		s->left = BLOCKS;
	}
	s->left -= RUN;
	l->of = s->cut;
	l->of->used += RUN;
	l->fresh = l->of->block + s->left;
	pthread_mutex_unlock(&s->lock);
	l->left = RUN;
#ifdef MADV_POPULATE_WRITE
	if (!first)
		(void)madvise(l->fresh, RUN * BLOCK, MADV_POPULATE_WRITE);
#else
	(void)first;
#endif
}

struct spill_block *
spill_new_block(struct spill_lists *l)
{
	struct spill *s = l->s;
	struct spill_block *b = NULL;
	struct segment *g;

	/* the oldest that has some: the newest become free */
	pthread_mutex_lock(&s->lock);
	for (; s->low < s->segments && b == NULL; s->low += b == NULL) {
		g = s->segment[s->low];
		if ((b = g->unused) != NULL) {
			g->unused = b->next;
			g->used++;
		}
	}
	pthread_mutex_unlock(&s->lock);
	if (b != NULL)
		return b;
	if (l->left == 0)
		take_run(l);
	l->left--;
	b = l->fresh++;
	b->of = l->of;
	return b;
}

void
spill_give_back(struct spill *s, struct spill_block *first,
    struct spill_block *last)
{
	struct spill_block *b, *next;
	struct segment *g;

	pthread_mutex_lock(&s->lock);
	for (b = first; last != NULL; b = next) {
		g = b->of;
		next = b->next;
		b->next = g->unused;
		g->unused = b;
		g->used--;
		if (g->i < s->low)
			s->low = g->i;
		if (b == last)
			break;
	}
	pthread_mutex_unlock(&s->lock);
}

/* What was taken at once and is not needed any more. */
void
spill_give_run(struct spill_lists *l)
{
	struct spill *s = l->s;

	pthread_mutex_lock(&s->lock);
	l->of->used -= l->left;
	pthread_mutex_unlock(&s->lock);
	l->left = 0;
}

static void
let_go(struct segment *g, const struct spill_block *unused)
{
	bool is[BLOCKS] = { false };
	size_t i, k;

	for (; unused != NULL; unused = unused->next)
		is[unused - g->block] = true;
	for (i = 0; i < BLOCKS; i = k) {
		for (k = i; k < BLOCKS && is[k] == is[i]; k++)
			;
		if (is[i])
			(void)madvise(g->block + i, (k - i) * BLOCK,
			    MADV_DONTNEED);
	}
}

void
spill_trim(struct spill *s)
{
	struct segment *g;
	struct spill_block *unused;

	do {
		pthread_mutex_lock(&s->lock);
		g = s->segments >= MANY && s->trimmed < s->segments ?
		    s->segment[s->trimmed++] : NULL;
		unused = NULL;
		if (g != NULL && g->used < BLOCKS / 8) {
			unused = g->unused;
			g->unused = NULL;
		}
		pthread_mutex_unlock(&s->lock);
		if (unused != NULL)
			let_go(g, unused);
	} while (g != NULL);
}

void
spill_unmap(struct spill *s)
{
	struct segment *g;

	do {
		pthread_mutex_lock(&s->lock);
		g = s->segments > 0 ? s->segment[--s->segments] : NULL;
		s->left = 0;
		pthread_mutex_unlock(&s->lock);
		if (g != NULL)
			munmap(g->map, 2 * SEGMENT);
		free(g);
	} while (g != NULL);
}
