/* SPDX-License-Identifier: ISC */
/* What was found, in the order of the input, with the rows read again: part by
 * part in any thread, written one after the other. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/items_priv.h"

#define AHEAD 6				/* rows */
#define ORDER_IN_MEMORY (512u << 20)

static bool
has_partner(const struct spill_pair *f)
{
	return found_kind(f) > FOUND_SAME && found_kind(f) < FOUND_ALONE;
}

static inline int
by_place(const struct spill_pair *p, const struct spill_pair *q)
{
	return p->a != q->a ? p->a < q->a ? -1 : 1 :
	    p->b < q->b ? -1 : p->b > q->b;
}

/* The lines of a part are many and lie close: they go to where they should be
 * about, and only neighbours change places. */
static void
sort(struct teller *t, unsigned side, size_t c, size_t n)
{
	const struct side *s = &t->r->side[side];
	uint64_t mask = (1ull << s->shift) - 1;
	uint64_t lines = (uint64_t)s->chunk[c].lines + 1;
	struct spill_pair *in = t->found, *out = t->sorted, x;
	size_t i, k, at = 0;

	memset(t->bucket, 0, (n + 1) * sizeof *t->bucket);
	for (i = 0; i < n; i++)
		t->bucket[(found_place(&in[i]) & mask) * n / lines]++;
	for (i = 0; i < n; i++) {
		k = t->bucket[i];
		t->bucket[i] = at;
		at += k;
	}
	for (i = 0; i < n; i++)
		out[t->bucket[(found_place(&in[i]) & mask) * n / lines]++] =
		    in[i];
	for (i = 1; i < n; i++) {
		x = out[i];
		for (k = i; k > 0 && by_place(&x, &out[k - 1]) < 0; k--)
			out[k] = out[k - 1];
		out[k] = x;
	}
	t->found = out;
	t->sorted = in;
}

/* All that was found for the rows of one part. */
static size_t
load(struct teller *t, unsigned side, size_t c)
{
	struct run *r = t->r;
	size_t n = 0, at = 0;
	unsigned i;

	for (i = 0; i < r->threads; i++)
		n += r->part[i].found[side].count[c];
	if (n > t->cap) {
		t->cap = n + n / 4;
		free(t->found);
		free(t->sorted);
		free(t->bucket);
		t->found = xreallocarray(NULL, t->cap, sizeof *t->found);
		t->sorted = xreallocarray(NULL, t->cap, sizeof *t->sorted);
		t->bucket = xreallocarray(NULL, t->cap + 1,
		    sizeof *t->bucket);
	}
	for (i = 0; i < r->threads; i++) {
		struct spill_lists *l = &r->part[i].found[side];

		if (l->count[c] > 0 && !spill_take(l, c, t->found + at)) {
			run_fail(r, spill_error(r->spill), 2, NULL, 0);
			return 0;
		}
		at += l->count[c];
	}
	if (n > 1)
		sort(t, side, c, n);
	return n;
}

static const size_t *
ends_of(const struct buf *b)
{
	return (const size_t *)(const void *)b->p;
}

/* By key: the items one by one to whoever sorts them. */
static enum err
to_order(struct teller *t)
{
	const size_t *end = ends_of(&t->ends), *key = ends_of(&t->key_ends);
	size_t i, n = t->ends.n / sizeof *end, at = 0, from = 0;
	enum err e = ERR_OK;

	for (i = 0; i < n && e == ERR_OK; i++) {
		e = order_add(t->r->order,
		    (struct slice){ t->keys.p + from, key[i] - from },
		    (struct slice){ t->out.p + at, end[i] - at });
		at = end[i];
		from = key[i];
	}
	return e;
}

static enum err
write_items(struct teller *t)
{
	const struct run_options *o = t->r->o;
	enum err e = ERR_OK;

	if (t->ends.n > 0)
		e = t->r->order != NULL ? to_order(t) : o->write(o->ctx,
		    buf_slice(&t->out), ends_of(&t->ends),
		    t->ends.n / sizeof(size_t));
	return e;
}

/* Waits until all parts before this one are written. */
static void
hand_over(struct teller *t, size_t piece)
{
	struct run *r = t->r;
	enum err e = ERR_OK;

	pthread_mutex_lock(&r->lock);
	while (r->written != piece && r->e == ERR_OK)
		pthread_cond_wait(&r->turn, &r->lock);
	if (r->e == ERR_OK)
		e = write_items(t);
	if (e != ERR_OK && r->e == ERR_OK) {
		r->e = e;
		r->where = 2;
	}
	r->written = piece + 1;
	pthread_cond_broadcast(&r->turn);
	pthread_mutex_unlock(&r->lock);
	buf_reset(&t->out);
	buf_reset(&t->ends);
	buf_reset(&t->keys);
	buf_reset(&t->key_ends);
}

void
teller_item(struct teller *t, struct diff_item *item)
{
	struct run *r = t->r;

	t->sum->of[item->class]++;
	if (r->o->quiet || (item->class == DIFF_SAME && !r->o->all))
		return;
	r->o->item(r->o->ctx, &r->head, item, &t->out);
	buf_add(&t->ends, (const char *)&t->out.n, sizeof t->out.n);
	if (r->order == NULL)
		return;
	buf_add_slice(&t->keys, item->key);
	buf_add(&t->key_ends, (const char *)&t->keys.n, sizeof t->keys.n);
}

/* Rows of the right side lie anywhere: they are on their way while those
 * before them are told. */
static void
ahead(const struct teller *t, size_t i, size_t n)
{
	const struct side *s = &t->r->side[1];

	if (i + 2 * AHEAD < n && has_partner(&t->found[i + 2 * AHEAD]))
		side_soon(s, found_other(&t->found[i + 2 * AHEAD]));
	if (i + AHEAD < n && has_partner(&t->found[i + AHEAD]))
		side_sooner(s, found_other(&t->found[i + AHEAD]));
}

static void
work(struct run_part *p)
{
	struct run *r = p->r;
	size_t piece, n, i, all = r->side[0].chunks + r->side[1].chunks;
	struct teller t;

	teller_start(&t, p);
	while (run_next(r, all, &piece)) {
		unsigned side = piece >= r->side[0].chunks;

		n = load(&t, side, side == 0 ? piece :
		    piece - r->side[0].chunks);
		for (i = 0; i < n; i++) {
			ahead(&t, i, n);
			teller_found(&t, side, &t.found[i]);
		}
		hand_over(&t, piece);
	}
	teller_end(&t);
}

void
run_items(struct run *r)
{
	enum err e;

	r->written = 0;
	if (r->o->by_key)
		r->order = order_new(r->o->tmp, r->o->memory > 0 ?
		    r->o->memory / 2 : ORDER_IN_MEMORY);
	run_threads(r, N_("telling"), 30, work);
	if (r->order == NULL || run_failed(r))
		return;
	e = order_end(r->order, r->o->write, r->o->ctx);
	if (e != ERR_OK)
		run_fail(r, e, 2, NULL, 0);
}
