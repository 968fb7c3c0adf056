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

/* Each row was found once, and its line is where it belongs. False: twice. */
static bool
put_in_order(struct teller *t, unsigned side, size_t n)
{
	size_t lines = (size_t)1 << t->r->piece_bits[side], i, k = 0;

	memset(t->line, 0, lines * sizeof *t->line);
	for (i = 0; i < n; i++)
		t->line[found_place(&t->found[i]) & (lines - 1)] =
		    (uint32_t)i + 1;
	for (i = 0; i < lines && k < n; i++) {
		t->order[k] = t->line[i] - 1;
		k += t->line[i] != 0;
	}
	return k == n;
}

/* All that was found for the rows of one piece. */
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
		free(t->order);
		t->found = xreallocarray(NULL, t->cap, sizeof *t->found);
		t->order = xreallocarray(NULL, t->cap + 1, sizeof *t->order);
	}
	for (i = 0; i < r->threads; i++) {
		struct spill_lists *l = &r->part[i].found[side];

		if (l->count[c] > 0 && !spill_take(l, c, t->found + at)) {
			run_fail(r, spill_error(r->spill), 2, NULL, 0);
			return 0;
		}
		at += l->count[c];
	}
	if (n > 0 && !put_in_order(t, side, n)) {
		run_fail(r, ERR_DAMAGED, 2, NULL, 0);
		return 0;
	}
	return n;
}

void
teller_item(struct teller *t, struct diff_item *item)
{
	struct run *r = t->r;
	struct piece *p = &t->piece;

	teller_same(t);
	t->sum->of[item->class]++;
	if (r->o->quiet || (item->class == DIFF_SAME && !r->o->all))
		return;
	r->o->item(r->o->ctx, &r->head, item, &p->out);
	if (r->o->same == NULL || r->order != NULL)
		buf_add(&p->ends, (const char *)&p->out.n, sizeof p->out.n);
	if (r->order == NULL)
		return;
	buf_add_slice(&p->keys, item->key);
	buf_add(&p->key_ends, (const char *)&p->keys.n, sizeof p->keys.n);
}

/* Rows of the right side lie anywhere: they are on their way while those
 * before them are told. */
static void
ahead(const struct teller *t, size_t i, size_t n)
{
	const struct side *s = &t->r->side[1];
	const struct spill_pair *f;

	if (t->r->far != NULL)
		return;
	if (i + 2 * AHEAD < n) {
		f = &t->found[t->order[i + 2 * AHEAD]];
		if (has_partner(f))
			side_soon(s, found_other(f));
	}
	if (i + AHEAD < n) {
		f = &t->found[t->order[i + AHEAD]];
		if (has_partner(f))
			side_sooner(s, found_other(f));
	}
}

/* A part of a file that is not in memory is read in one go. */
static void
wait_for(const struct run *r, unsigned side, uint64_t place)
{
	const struct side *s = &r->side[side];
	size_t c = place >> s->shift, end = (c + 1) << s->shift;

	ahead_wait(r->ahead, side, end < s->text.n ? end : s->text.n);
	/* nobody is so far behind */
	if (c > 2 * r->threads)
		side_behind(s, c - 2 * r->threads - 1);
}

static void
work(struct run_part *p)
{
	struct run *r = p->r;
	size_t piece, n, i, all = r->pieces[0] + r->pieces[1];
	struct teller t;

	teller_start(&t, p);
	while (run_next(r, all, &piece)) {
		unsigned side = piece >= r->pieces[0];

		n = load(&t, side, side == 0 ? piece : piece - r->pieces[0]);
		if (r->far != NULL && side == 0 && !far_load(r, piece, &t.far))
			break;
		if (r->far != NULL && n > 0)
			wait_for(r, side, found_place(&t.found[0]));
		for (i = 0; i < n; i++) {
			ahead(&t, i, n);
			teller_found(&t, side, &t.found[t.order[i]]);
		}
		teller_same(&t);
		items_out_put(r, piece, &t.piece);
	}
	teller_end(&t);
}

void
run_items(struct run *r)
{
	enum err e;

	if (r->o->by_key)
		r->order = order_new(r->o->tmp, r->o->memory > 0 ?
		    r->o->memory / 2 : ORDER_IN_MEMORY);
	items_out_open(r, r->pieces[0] + r->pieces[1]);
	if (r->far != NULL)
		r->ahead = ahead_new(r->side);
	run_threads(r, N_("telling"), r->far != NULL ? 20 : 30, work);
	ahead_free(r->ahead);
	r->ahead = NULL;
	items_out_close(r);
	if (r->order == NULL || run_failed(r))
		return;
	e = order_end(r->order, r->o->write, r->o->ctx);
	if (e != ERR_OK)
		run_fail(r, e, 2, NULL, 0);
}
