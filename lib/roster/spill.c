/* SPDX-License-Identifier: ISC */
/* Blocks of one page; a list is a chain of them. Of many lists, lines of 64
 * bytes are gathered in a buffer that stays in the cache and written past it.
 * What is too much goes out block by block, and comes back with the rest of its
 * list. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "roster/spill_priv.h"

#define FEW 258				/* lists: their lines stay in L1 */
#define IOV 256				/* blocks written at once */

struct spill_extent {
	struct spill_extent *next;
	off_t at;
	size_t blocks;
};

struct spill *
spill_new(const char *dir)
{
	struct spill *s = xcalloc(1, sizeof *s);

	pthread_mutex_init(&s->lock, NULL);
	s->dir = dir;
	s->fd = -1;
	s->huge = true;
	return s;
}

void
spill_free(struct spill *s)
{
	if (s == NULL)
		return;
	spill_unmap(s);
	free(s->segment);
	if (s->fd >= 0)
		close(s->fd);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

enum err
spill_error(struct spill *s)
{
	enum err e;

	pthread_mutex_lock(&s->lock);
	e = s->e;
	pthread_mutex_unlock(&s->lock);
	return e;
}

void
spill_open(struct spill_lists *l, struct spill *s, size_t n, size_t share)
{
	void *lines;

	*l = (struct spill_lists){ .s = s, .n = n,
	    .share = (share + BLOCK - 1) / BLOCK };
	/* one each is being written, and some have to go at a time */
	if (share > 0 && l->share < 2 * n)
		l->share = 2 * n;
	if (share > 0)
		s->huge = false;
	l->list = xcalloc(n, sizeof *l->list);
	l->count = xcalloc(n, sizeof *l->count);
	if (n <= FEW)
		return;
	if (posix_memalign(&lines, 64, n * 64) != 0)
		lines = xreallocarray(NULL, n, 64);
	l->wait = lines;
}

static void
free_list(struct spill_list *list)
{
	struct spill_extent *e;

	while ((e = list->extent) != NULL) {
		list->extent = e->next;
		free(e);
	}
}

static void
give_all(struct spill *s, struct spill_list *list)
{
	struct spill_block *last = list->block;

	if (last == NULL)
		return;
	while (last->next != NULL)
		last = last->next;
	spill_give_back(s, list->block, last);
	list->block = NULL;
	list->at = list->end = NULL;
}

void
spill_close(struct spill_lists *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free_list(&l->list[i]);
		give_all(l->s, &l->list[i]);
	}
	free(l->list);
	free(l->count);
	free(l->wait);
	*l = (struct spill_lists){ .n = 0 };
}

/* Up to IOV blocks behind the newest of a list go out. */
static void
write_some(struct spill_lists *l, struct spill_list *list)
{
	struct iovec iov[IOV];
	struct spill_block *first = list->block->next, *b = first, *last = b;
	struct spill_extent *e;
	off_t at;
	int n = 0;

	for (; b != NULL && n < IOV; last = b, b = b->next)
		iov[n++] = (struct iovec){ b->pair, PAYLOAD };
	at = spill_write(l->s, iov, n, (size_t)n * PAYLOAD);
	if (at >= 0) {
		e = xmalloc(sizeof *e);
		*e = (struct spill_extent){ list->extent, at, (size_t)n };
		list->extent = e;
	}
	list->block->next = b;
	list->full -= (size_t)n;
	l->used -= (size_t)n;
	spill_give_back(l->s, first, last);
}

static void
write_full(struct spill_lists *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		while (l->list[i].full > 0)
			write_some(l, &l->list[i]);
}

static void
next_block(struct spill_lists *l, struct spill_list *list)
{
	struct spill_block *b = spill_new_block(l);

	b->next = list->block;
	if (b->next != NULL)
		list->full++;
	list->block = b;
	list->at = b->pair;
	list->end = b->pair + PAIRS;
	l->used++;
	if (l->share > 0 && l->used > l->share)
		write_full(l);
}

void
spill_block(struct spill_lists *l, size_t i)
{
	next_block(l, &l->list[i]);
}

void
spill_line(struct spill_lists *l, size_t i)
{
	struct spill_list *list = &l->list[i];
	const struct spill_pair *from = &l->wait[i * SPILL_LINE];

	if (list->at == list->end)
		next_block(l, list);
#ifdef __SSE2__
	{
		const __m128i *f = (const void *)from;
		__m128i *to = (void *)list->at;
		int k;

		for (k = 0; k < SPILL_LINE; k++)
			_mm_stream_si128(to + k, _mm_load_si128(f + k));
	}
#else
	memcpy(list->at, from, SPILL_LINE * sizeof *from);
#endif
	list->at += SPILL_LINE;
}

void
spill_done(struct spill_lists *l)
{
	if (l->left > 0)
		spill_give_run(l);
#ifdef __SSE2__
	_mm_sfence();
#endif
}

/* A block lies anywhere: its lines are on their way while those before it are
 * copied. */
static void
soon(const struct spill_block *b)
{
	const char *p = (const char *)b;
	unsigned i;

	for (i = 0; i < BLOCK; i += 64)
		__builtin_prefetch(p + i, 0, 2);
}

static bool
each_spilled(struct spill *s, const struct spill_extent *e,
    spill_each_fn *each, void *ctx)
{
	struct spill_pair *p = xreallocarray(NULL, IOV * PAIRS, sizeof *p);
	bool good = true;

	for (; e != NULL && good; e = e->next) {
		good = spill_read(s, (char *)p, e->blocks * PAYLOAD, e->at);
		if (good)
			each(ctx, p, e->blocks * PAIRS);
	}
	free(p);
	return good;
}

bool
spill_each(struct spill_lists *l, size_t i, spill_each_fn *each, void *ctx)
{
	struct spill_list *list = &l->list[i];
	struct spill_block *b = list->block;
	size_t n = b != NULL ? (size_t)(list->at - b->pair) : 0;
	bool good;

	if (l->wait != NULL)
		each(ctx, &l->wait[i * SPILL_LINE], l->count[i] % SPILL_LINE);
	for (; b != NULL; b = b->next, n = PAIRS) {
		if (b->next != NULL)
			soon(b->next);
		each(ctx, b->pair, n);
	}
	give_all(l->s, list);
	good = list->extent == NULL ||
	    each_spilled(l->s, list->extent, each, ctx);
	free_list(list);
	return good;
}

struct taken {
	struct spill_pair *to;
};

static void
take(void *ctx, const struct spill_pair *p, size_t n)
{
	struct taken *t = ctx;

	memcpy(t->to, p, n * sizeof *p);
	t->to += n;
}

bool
spill_take(struct spill_lists *l, size_t i, struct spill_pair *out)
{
	struct taken t = { out };

	return spill_each(l, i, take, &t);
}
