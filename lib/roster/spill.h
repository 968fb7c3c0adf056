/* SPDX-License-Identifier: ISC */
/* Thousands of lists of sixteen-byte things, written by a thread each, read
 * once: in memory up to a limit, beyond it in a file without a name. */
#ifndef ROSTER_SPILL_H
#define ROSTER_SPILL_H

#include "base/buf.h"

struct spill_pair {
	uint64_t a, b;
};

/* The memory and the file behind lists; `dir` is borrowed. */
struct spill;
struct spill *spill_new(const char *dir);
void spill_free(struct spill *s);	/* NULL is fine */
/* Only the memory, from several threads at once: most of what no list has any
 * more, when none will get anything; all of it, when all are closed. */
void spill_trim(struct spill *s);
void spill_unmap(struct spill *s);

/* The first thing that went wrong: ERR_FULL, ERR_IO, ERR_ACCESS,
 * ERR_NOT_FOUND (no such folder). Lists are not whole then. */
enum err spill_error(struct spill *s);

#define SPILL_LINE 4			/* pairs that go out at once */

struct spill_block;
struct spill_extent;
struct spill_list {
	struct spill_pair *at, *end;
	struct spill_block *block;	/* the newest */
	struct spill_extent *extent;
	size_t full;			/* blocks behind the newest */
};

/* `n` lists of one thread. The pairs of a list come out as a set: their order
 * is not kept. */
struct spill_lists {
	struct spill *s;
	struct spill_list *list;
	struct spill_pair *wait;	/* SPILL_LINE a list, or NULL: few */
	uint32_t *count;
	size_t n, share, used;		/* blocks */
	struct spill_block *fresh;	/* of a run of them; how many: */
	size_t left;
	struct segment *of;
};

/* `share`: bytes that these lists may hold in memory; 0: no limit. */
void spill_open(struct spill_lists *l, struct spill *s, size_t n,
    size_t share);
void spill_close(struct spill_lists *l);	/* all zero is fine */

/* Takes the line of list `i` that is full; gives the list a new block. */
void spill_line(struct spill_lists *l, size_t i);
void spill_block(struct spill_lists *l, size_t i);

static inline void
spill_add(struct spill_lists *l, size_t i, uint64_t a, uint64_t b)
{
	struct spill_list *list = &l->list[i];
	unsigned k = l->count[i]++ % SPILL_LINE;
	struct spill_pair *p;

	if (l->wait != NULL)
		p = &l->wait[i * SPILL_LINE + k];
	else {
		if (list->at == list->end)
			spill_block(l, i);
		p = list->at++;
	}
	p->a = a;
	p->b = b;
	if (l->wait != NULL && k == SPILL_LINE - 1)
		spill_line(l, i);
}

/* Its thread has written all: others may read. */
void spill_done(struct spill_lists *l);

/* Copies all of list `i` to `out`, which has room for count[i], and gives its
 * memory back. False: see spill_error. Different lists may be taken by
 * different threads once their writer is done. */
bool spill_take(struct spill_lists *l, size_t i, struct spill_pair *out);

/* The same, some at a time to `each`. */
typedef void spill_each_fn(void *ctx, const struct spill_pair *p, size_t n);
bool spill_each(struct spill_lists *l, size_t i, spill_each_fn *each,
    void *ctx);

/* A file of mode 0600 that nobody can find and that is gone with us, or -1. */
int spill_nameless(const char *dir);
enum err spill_errno(int error);

#endif
