/* SPDX-License-Identifier: ISC */
/* What was found, in the order of the input, with the rows read again: part by
 * part in any thread, written one after the other. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/items_priv.h"

#define ORDER_IN_MEMORY (512u << 20)

/* Where lines and numbers are all, rows that are the same need not be read
 * again. */
static bool
are_numbers(const struct run *r)
{
	return r->o->same != NULL && r->order == NULL && !r->side[0].made &&
	    !r->side[1].made;
}

static inline bool
is_number(bool numbers, const struct spill_pair *f)
{
	return numbers && found_kind(f) == FOUND_SAME &&
	    found_key(f) < HASH_TEXT;
}

static void
put(void *ctx, const struct spill_pair *p, size_t n)
{
	struct teller *t = ctx;
	size_t i, line;

	for (i = 0; i < n; i++) {
		line = found_place(&p[i]) & (t->lines - 1);
		t->found[line] = p[i];
		t->has[line / 64] |= 1ull << line % 64;
	}
}

/* Each row was found once: as many lines as `n`. */
static bool
put_in_order(struct teller *t, size_t n)
{
	bool numbers = are_numbers(t->r);
	size_t i, k = 0;
	uint64_t bits;

	t->items = 0;
	for (i = 0; i <= t->lines / 64; i++)
		for (bits = t->has[i], t->has[i] = 0; bits != 0 && k < n;
		    bits &= bits - 1) {
			uint32_t line = (uint32_t)(i * 64) +
			    (uint32_t)__builtin_ctzll(bits);

			t->order[k++] = line;
			t->item[t->items] = line;
			t->items += !is_number(numbers, &t->found[line]);
		}
	return k == n;
}

/* All that was found for the rows of one piece. */
static size_t
load(struct teller *t, unsigned side, size_t c)
{
	struct run *r = t->r;
	size_t n = 0;
	unsigned i;

	for (i = 0; i < r->threads; i++)
		n += r->part[i].found[side].count[c];
	if (n > t->cap) {
		t->cap = n + n / 4;
		free(t->order);
		free(t->item);
		t->order = xreallocarray(NULL, t->cap, sizeof *t->order);
		t->item = xreallocarray(NULL, t->cap + 1, sizeof *t->item);
	}
	for (i = 0; i < r->threads; i++) {
		struct spill_lists *l = &r->part[i].found[side];

		if (l->count[c] > 0 && !spill_each(l, c, put, t)) {
			run_fail(r, spill_error(r->spill), 2, NULL, 0);
			return 0;
		}
	}
	if (n > 0 && !put_in_order(t, n)) {
		run_fail(r, ERR_DAMAGED, 2, NULL, 0);
		return 0;
	}
	return n;
}

static void
tell_numbers(struct teller *t)
{
	const struct run_options *o = t->r->o;

	if (t->sames > 0 && !o->quiet)
		o->same(o->ctx, t->same, t->sames, &t->piece.out);
	t->sames = 0;
}

static inline void
add_number(struct teller *t, const struct spill_pair *f)
{
	const struct run *r = t->r;

	t->same[t->sames++] = (struct diff_same){ found_key(f),
	    { run_line_at(r, 0, found_place(f)),
	    run_line_at(r, 1, found_other(f)) } };
	if (t->sames == ITEMS_SAME)
		tell_numbers(t);
}

void
teller_item(struct teller *t, struct diff_item *item)
{
	struct run *r = t->r;
	struct piece *p = &t->piece;

	tell_numbers(t);
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
tell_piece(struct teller *t, unsigned side, size_t n)
{
	bool numbers = are_numbers(t->r);
	size_t i, told = 0;

	for (i = 0; i < n; i++) {
		const struct spill_pair *f = &t->found[t->order[i]];

		if (is_number(numbers, f)) {
			add_number(t, f);
			continue;
		}
		if (told % ITEMS_FETCH == 0)
			teller_fetch(t, side, told);
		teller_found(t, side, told++);
	}
	tell_numbers(t);
}

static void
work(struct run_part *p)
{
	struct run *r = p->r;
	size_t piece, n, all = r->pieces[0] + r->pieces[1];
	struct teller t;

	/* the way of what is written, and sooner than new memory */
	spill_trim(r->spill);
	teller_start(&t, p);
	while (run_next(r, all, &piece)) {
		unsigned side = piece >= r->pieces[0];

		n = load(&t, side, side == 0 ? piece : piece - r->pieces[0]);
		if (r->far != NULL && side == 0 && !far_load(r, piece, &t.far))
			break;
		if (r->far != NULL && n > 0)
			wait_for(r, side, found_place(&t.found[t.order[0]]));
		tell_piece(&t, side, n);
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
