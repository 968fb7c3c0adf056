/* SPDX-License-Identifier: ISC */
/* The steps of a comparison in pieces. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/blocks.h"
#include "roster/engine_priv.h"
#include "roster/hash.h"

#define BATCH (32u << 20)		/* groups that are compared at once */
#define LEFT_OVER '\001'		/* before a line that is one, */
#define BLOCK '\002'			/* or one of a block */
#define WRITE_AT (256u << 10)

struct engine_state {
	struct tagged *rows;
	struct buf key;			/* the last one */
	bool keyed;			/* there was one */
	uint64_t *seen;			/* keys of the batch, hashed */
	size_t seens, room;
	struct partition *partition;
	struct buf is[2], told, left_over, by_block;
	struct block_maker *maker;
	struct block *block;
	struct fuzzy *fuzzy;
};

static struct engine_state *
state(struct engine *g)
{
	if (g->state == NULL) {
		g->state = xcalloc(1, sizeof *g->state);
		g->state->rows = tagged_new(g->run.tmp, g->run.memory > 0 ?
		    g->run.memory / 4 : 4ul * BATCH);
	}
	return g->state;
}

void
engine_release(struct engine *g)
{
	struct engine_state *s = g->state;

	if (s == NULL)
		return;
	tagged_free(s->rows);
	buf_wipe(&s->key);
	buf_release(&s->is[0]);
	buf_release(&s->is[1]);
	buf_wipe(&s->told);
	buf_wipe(&s->left_over);
	buf_wipe(&s->by_block);
	block_maker_free(s->maker);
	block_free(s->block);
	fuzzy_free(s->fuzzy);
	free(s->seen);
	free(s);
	g->state = NULL;
}

static void
emit_item(void *ctx, const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	struct engine *g = ctx;

	tagged_write(h, i, buf_slice(&g->state->is[i->left == NULL]), out);
}

static enum err
of_out(struct engine *g, enum err e)
{
	if (e != ERR_OK)
		g->at = g->out;
	return e;
}

static enum err
emit_write(void *ctx, struct slice text, const size_t *end, size_t n)
{
	struct engine *g = ctx;

	if (g->state->partition != NULL)
		return of_out(g, partition_add(g->state->partition, text, end,
		    n));
	return g->run.write(g->run.ctx, text, end, n);
}

static void
emit_progress(void *ctx, const char *step, unsigned percent)
{
	struct engine *g = ctx;

	if (g->run.progress != NULL)
		g->run.progress(g->run.ctx, step, percent);
}

/* The rows themselves are counted where they are compared. */
static void
emit_summary(const struct diff_summary *s, struct diff_summary *out)
{
	unsigned i;

	for (i = 0; i < 2; i++) {
		out->rows[i] = out->skipped[i] = s->skipped[i];
		out->short_rows[i] = s->short_rows[i];
		out->bad_bytes[i] = s->bad_bytes[i];
	}
}

static struct run *
start(struct engine *g, struct run_options *o)
{
	*o = g->run;
	o->pieces = true;
	o->alone = !g->last;
	o->ctx = g;
	o->progress = emit_progress;
	o->same = NULL;			/* items are wrapped one by one */
	return run_new(o);
}

static enum err
finish(struct engine *g, struct run *r, enum err e)
{
	if (e != ERR_OK) {
		g->why = run_why(r);
		g->line = run_side(r) < 2 ? run_line(r) : 0;
	}
	run_free(r);
	return e;
}

enum err
engine_emit(struct engine *g, unsigned side, int fd, const char *name,
    const struct plan_options *plan)
{
	struct engine_state *s = state(g);
	struct diff_summary sum;
	struct run_options o;
	struct run *r = start(g, &o);
	enum err e = run_open(r, side, fd, name, plan), f;

	o.item = emit_item;
	o.write = emit_write;
	o.all = o.quiet = o.by_key = false;
	o.alone = true;
	if (e == ERR_OK) {
		run_like(r, 1 - side, name);
		e = run_columns(r);
	}
	if (e == ERR_OK && g->partitions > 0)
		e = of_out(g, partition_open(g->out, g->partitions,
		    side == 0 ? 'L' : 'R', &s->partition));
	if (e == ERR_OK) {
		tagged_is(run_head(r), side, &s->is[side]);
		e = run_all(r, &sum);
	}
	if (s->partition != NULL) {
		f = partition_close(s->partition, e == ERR_OK);
		e = e == ERR_OK ? of_out(g, f) : e;
		s->partition = NULL;
	}
	if (e == ERR_OK)
		emit_summary(&sum, &g->sum);
	return finish(g, r, e);
}

/* The line of the row once more, with each block in the place of the key. */
static void
put_blocks(const struct units *units, const struct diff_head *h,
    const struct diff_item *i, struct slice is, struct buf *out)
{
	const struct diff_row *row = i->left != NULL ? i->left : i->right;
	struct block_maker *m = block_maker_new(units);
	struct slice of[COLUMNS] = { { NULL, 0 } };
	struct buf key[FUZZY_BLOCKS] = { { 0 } };
	struct diff_item copy = *i;
	struct fuzzy_person p;
	size_t k;

	for (k = 0; k < h->columns; k++)
		if (h->column[k].is != COLUMN_NONE && row->cell[k].p != NULL)
			of[h->column[k].is] = row->cell[k];
	if (block_person(m, of, &p))
		fuzzy_blocks(&p, key);
	for (k = 0; k < FUZZY_BLOCKS; k++) {
		if (key[k].n > 0) {
			buf_add_char(out, BLOCK);
			copy.key = buf_slice(&key[k]);
			tagged_write(h, &copy, is, out);
		}
		buf_wipe(&key[k]);
	}
	block_maker_free(m);
}

static void
tagged_item(void *ctx, const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	struct engine *g = ctx;
	struct slice is = buf_slice(&g->state->is[i->left == NULL]);

	if (g->left_over < 0 ||
	    (i->class != DIFF_REMOVED && i->class != DIFF_ADDED)) {
		if (!g->run.quiet)
			g->run.item(g->run.ctx, h, i, out);
		return;
	}
	buf_add_char(out, LEFT_OVER);
	tagged_write(h, i, is, out);
	if (g->blocks >= 0)
		put_blocks(g->run.units, h, i, is, out);
}

static enum err
flush(int fd, struct buf *b)
{
	enum err e = b->n > 0 ? engine_write(fd, buf_slice(b)) : ERR_OK;

	buf_reset(b);
	return e;
}

/* The lines of a row that is left over; the first byte tells of what kind. */
static void
sort_out(struct engine_state *s, struct slice lines)
{
	struct slice line;

	while (lines.n > 0 && slice_split(&lines, '\n', &line)) {
		struct buf *to = line.p[0] == LEFT_OVER ? &s->left_over :
		    &s->by_block;

		buf_add(to, line.p + 1, line.n - 1);
		buf_add_char(to, '\n');
	}
}

/* What is told one way, what is left over the other. */
static enum err
tagged_write_out(void *ctx, struct slice text, const size_t *end, size_t n)
{
	struct engine *g = ctx;
	struct engine_state *s = g->state;
	size_t i, from = 0;
	enum err e = ERR_OK;

	if (g->left_over < 0)
		return g->run.write(g->run.ctx, text, end, n);
	buf_reset(&s->told);
	for (i = 0; i < n; from = end[i++]) {
		struct slice one = { text.p + from, end[i] - from };

		if (one.n > 0 && one.p[0] == LEFT_OVER)
			sort_out(s, one);
		else
			buf_add_slice(&s->told, one);
	}
	if (s->told.n > 0)
		e = g->run.write(g->run.ctx, buf_slice(&s->told), &s->told.n,
		    1);
	if (e == ERR_OK && s->left_over.n > WRITE_AT)
		e = flush(g->left_over, &s->left_over);
	if (e == ERR_OK && s->by_block.n > WRITE_AT)
		e = flush(g->blocks, &s->by_block);
	return e;
}

/* Rows that go on are counted where they come to. */
static void
add_up(struct engine *g, struct diff_summary *s)
{
	static const enum diff_class class[2] = { DIFF_REMOVED, DIFF_ADDED };
	unsigned i;

	for (i = 0; i < 2 && g->left_over >= 0; i++) {
		s->rows[i] -= s->of[class[i]];
		s->of[class[i]] = 0;
		s->unkeyed[i] = 0;
	}
	diff_summary_add(&g->sum, s);
}

static enum err
compare(struct engine *g)
{
	struct engine_state *s = state(g);
	struct diff_summary sum;
	struct run_options o;
	struct run *r;
	enum err e;
	unsigned i;

	if (tagged_rows(s->rows) == 0)
		return ERR_OK;
	r = start(g, &o);
	o.item = tagged_item;
	o.write = tagged_write_out;
	o.quiet = g->run.quiet && g->left_over < 0;
	e = tagged_give(s->rows, r);
	if (e == ERR_OK)
		e = run_columns(r);
	for (i = 0; i < 2 && e == ERR_OK; i++) {
		buf_reset(&s->is[i]);
		tagged_is(run_head(r), i, &s->is[i]);
	}
	if (e == ERR_OK)
		e = run_all(r, &sum);
	if (e == ERR_OK)
		add_up(g, &sum);
	s->seens = 0;
	if (s->seen != NULL)
		memset(s->seen, 0, s->room * sizeof *s->seen);
	return finish(g, r, e);
}

static void
grow(struct engine_state *s)
{
	uint64_t *old = s->seen;
	size_t n = s->room, i, at;

	s->room = n > 0 ? 2 * n : 4096;
	s->seen = xcalloc(s->room, sizeof *s->seen);
	for (i = 0; i < n; i++) {
		if (old[i] == 0)
			continue;
		for (at = old[i] % s->room; s->seen[at] != 0;)
			at = (at + 1) % s->room;
		s->seen[at] = old[i];
	}
	free(old);
}

/* False: it was here before, and others came between. */
static bool
is_new(struct engine_state *s, struct slice key)
{
	uint64_t h = hash_partition(key) | 1;
	size_t at;

	if (2 * s->seens >= s->room)
		grow(s);
	for (at = h % s->room; s->seen[at] != 0; at = (at + 1) % s->room)
		if (s->seen[at] == h)
			return false;
	s->seen[at] = h;
	s->seens++;
	return true;
}

/* Between two groups: enough may have gathered. */
static enum err
next_group(struct engine *g, struct slice key)
{
	struct engine_state *s = state(g);
	size_t limit = g->run.memory > 0 && g->run.memory / 4 < BATCH ?
	    g->run.memory / 4 : BATCH;
	enum err e = ERR_OK;

	if (key.n > 0 && s->keyed && slice_eq(key, buf_slice(&s->key)))
		return ERR_OK;
	if (tagged_bytes(s->rows) >= limit)
		e = compare(g);
	if (e == ERR_OK && key.n > 0 && !is_new(s, key)) {
		g->why = N_("this key has come before: with --grouped the "
		    "lines of a key stand together");
		e = ERR_FORMAT;
	}
	buf_reset(&s->key);
	buf_add_slice(&s->key, key);
	s->keyed = true;
	return e;
}

/* The scores of a block whose lines are over. */
static enum err
end_block(struct engine *g)
{
	struct engine_state *s = state(g);
	enum err e = ERR_OK;

	buf_reset(&s->told);
	if (s->block != NULL)
		g->sum.left_out[DIFF_PAIRS] += block_score(s->block, s->fuzzy,
		    &s->told);
	if (s->told.n > 0)
		e = g->run.write(g->run.ctx, buf_slice(&s->told), &s->told.n,
		    1);
	return e;
}

static enum err
score_line(struct engine *g, struct slice line)
{
	struct engine_state *s = state(g);
	struct slice key = tagged_key(line), of[COLUMNS];
	struct fuzzy_person p;
	uint64_t number;
	unsigned side;
	enum err e = ERR_OK;

	if (s->block == NULL) {
		s->maker = block_maker_new(g->run.units);
		s->block = block_new();
		s->fuzzy = fuzzy_new();
		if (g->run.weights.n > 0)
			e = fuzzy_weights_read(s->fuzzy, g->run.weights);
	}
	if (e == ERR_OK && key.p != NULL &&
	    !slice_eq(key, buf_slice(&s->key)))
		e = end_block(g);
	buf_reset(&s->key);
	buf_add_slice(&s->key, key);
	if (e == ERR_OK)
		e = tagged_look(s->rows, line, &side, &number, of, &g->why);
	if (e == ERR_OK && block_person(s->maker, of, &p)) {
		p.where = number;
		block_add(s->block, side, &p);
	}
	return e;
}

enum err
engine_line(struct engine *g, struct slice line)
{
	struct engine_state *s = state(g);
	struct slice key = tagged_key(line);
	enum err e = ERR_OK;

	if (g->score)
		return score_line(g, line);
	if (g->grouped && key.p != NULL)
		e = next_group(g, key);
	return e != ERR_OK ? e : tagged_add(s->rows, line, &g->why);
}

enum err
engine_end(struct engine *g)
{
	struct engine_state *s = state(g);
	enum err e = g->score ? end_block(g) : compare(g);

	if (e == ERR_OK)
		e = flush(g->left_over, &s->left_over);
	return e == ERR_OK ? flush(g->blocks, &s->by_block) : e;
}
