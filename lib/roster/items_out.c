/* SPDX-License-Identifier: ISC */
/* The way out of pieces that were made in any order: whoever has one leaves it
 * and goes on, unless nobody is writing. */
#include <stdlib.h>

#include "base/mem.h"
#include "roster/items_priv.h"

struct items_out {
	struct piece *piece;		/* those made and not yet written, */
	size_t pieces;			/* in turn */
	size_t written, all;
	bool writing;
};

void
items_out_open(struct run *r, size_t all)
{
	struct items_out *o = xcalloc(1, sizeof *o);

	o->pieces = r->threads + 2;
	o->piece = xcalloc(o->pieces, sizeof *o->piece);
	o->all = all;
	r->out = o;
}

void
piece_wipe(struct piece *p)
{
	buf_wipe(&p->out);
	buf_wipe(&p->keys);
	buf_release(&p->ends);
	buf_release(&p->key_ends);
}

static void
reset(struct piece *p)
{
	buf_reset(&p->out);
	buf_reset(&p->ends);
	buf_reset(&p->keys);
	buf_reset(&p->key_ends);
	p->made = false;
}

void
items_out_close(struct run *r)
{
	size_t i;

	for (i = 0; i < r->out->pieces; i++)
		piece_wipe(&r->out->piece[i]);
	free(r->out->piece);
	free(r->out);
	r->out = NULL;
}

static const size_t *
ends_of(const struct buf *b)
{
	return (const size_t *)(const void *)b->p;
}

/* By key: the items one by one to whoever sorts them. */
static enum err
to_order(struct run *r, const struct piece *p)
{
	const size_t *end = ends_of(&p->ends), *key = ends_of(&p->key_ends);
	size_t i, n = p->ends.n / sizeof *end, at = 0, from = 0;
	enum err e = ERR_OK;

	for (i = 0; i < n && e == ERR_OK; i++) {
		e = order_add(r->order,
		    (struct slice){ p->keys.p + from, key[i] - from },
		    (struct slice){ p->out.p + at, end[i] - at });
		at = end[i];
		from = key[i];
	}
	return e;
}

static enum err
write_piece(struct run *r, const struct piece *p)
{
	const struct run_options *o = r->o;

	if (o->progress != NULL)
		o->progress(o->ctx, r->doing, r->done + (unsigned)
		    (r->out->written * r->step / r->out->all));
	if (p->out.n == 0 && p->ends.n == 0)
		return ERR_OK;
	return r->order != NULL ? to_order(r, p) : o->write(o->ctx,
	    buf_slice(&p->out), ends_of(&p->ends), p->ends.n /
	    sizeof(size_t));
}

/* All that can be written now; others go on meanwhile. */
static void
write_made(struct run *r, struct items_out *o)
{
	struct piece *p = &o->piece[o->written % o->pieces];
	enum err e;

	while (p->made && r->e == ERR_OK) {
		pthread_mutex_unlock(&r->lock);
		e = write_piece(r, p);
		reset(p);
		pthread_mutex_lock(&r->lock);
		if (e != ERR_OK && r->e == ERR_OK) {
			r->e = e;
			r->where = 2;
		}
		p = &o->piece[++o->written % o->pieces];
		pthread_cond_broadcast(&r->turn);
	}
}

void
items_out_put(struct run *r, size_t i, struct piece *made)
{
	struct items_out *o = r->out;
	struct piece *p = &o->piece[i % o->pieces], empty;

	pthread_mutex_lock(&r->lock);
	while (i >= o->written + o->pieces && r->e == ERR_OK)
		pthread_cond_wait(&r->turn, &r->lock);
	if (r->e == ERR_OK) {
		empty = *p;
		*p = *made;
		*made = empty;
		p->made = true;
	}
	if (!o->writing) {
		o->writing = true;
		write_made(r, o);
		o->writing = false;
	}
	pthread_mutex_unlock(&r->lock);
	reset(made);
}
