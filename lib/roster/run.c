/* SPDX-License-Identifier: ISC */
/* The steps of a comparison, one after the other, each on all threads. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/far.h"
#include "roster/run_priv.h"

#define ROWS_A_PART 8192		/* two sides and a table fit in L2 */
#define PIECE_BITS 13			/* lines that are told at once */
#define MAX_PIECES 2048
#define MANY_BITS 10			/* the lines being written of more parts
					 * leave L1: they have more rows */
#define ROWS_OF_MANY 32768
#define MAX_BITS 12
#define SMALL (1u << 20)		/* not worth threads */
#define SAMPLE_PAIRS 16384u
#define STORE_IN_MEMORY (256u << 20)	/* of a pipe's bytes */

struct run *
run_new(const struct run_options *o)
{
	struct run *r = xcalloc(1, sizeof *r);

	r->o = o;
	r->threads = o->threads;
	r->where = 2;
	r->side[0].fd = r->side[1].fd = -1;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->turn, NULL);
	return r;
}

static void
free_columns(struct run *r)
{
	free(r->column);
	free(r->at[0]);
	free(r->at[1]);
	free(r->right);
	buf_release(&r->names);
	r->column = NULL;
	r->right = NULL;
	r->at[0] = r->at[1] = NULL;
	r->head = (struct diff_head){ .columns = 0 };
	r->keys = 0;
	r->numbers = false;
}

static void
free_parts(struct run *r)
{
	unsigned i, k;

	for (i = 0; r->part != NULL && i < r->threads; i++) {
		for (k = 0; k < 2; k++) {
			spill_close(&r->part[i].entry[k]);
			spill_close(&r->part[i].found[k]);
			buf_release(&r->part[i].left_over[k]);
		}
		buf_release(&r->part[i].sample);
	}
	for (k = 0; k < 2; k++) {
		free(r->chunk_line[k]);
		free(r->chunk_piece[k]);
		r->chunk_line[k] = NULL;
		r->chunk_piece[k] = NULL;
	}
	free(r->part);
	r->part = NULL;
	spill_free(r->spill);
	r->spill = NULL;
}

void
run_free(struct run *r)
{
	if (r == NULL)
		return;
	far_free(r->far);
	free_parts(r);
	free_columns(r);
	side_release(&r->side[0]);
	side_release(&r->side[1]);
	fuzzy_free(r->fuzzy);
	order_free(r->order);
	free(r->pair);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->turn);
	free(r);
}

unsigned
run_side(const struct run *r)
{
	return r->where;
}

const char *
run_name(const struct run *r)
{
	return r->where < 2 ? r->side[r->where].name : r->why == NULL ?
	    r->o->tmp : NULL;
}

const char *
run_why(const struct run *r)
{
	return r->why;
}

unsigned long long
run_line(const struct run *r)
{
	return r->line;
}

const struct diff_head *
run_head(const struct run *r)
{
	return &r->head;
}

void
run_fail(struct run *r, enum err e, unsigned side, const char *why,
    unsigned long long line)
{
	pthread_mutex_lock(&r->lock);
	if (r->e == ERR_OK) {
		r->e = e;
		r->where = side;
		r->why = why;
		r->line = line;
	}
	pthread_cond_broadcast(&r->turn);
	pthread_mutex_unlock(&r->lock);
}

bool
run_failed(struct run *r)
{
	bool failed;

	pthread_mutex_lock(&r->lock);
	failed = r->e != ERR_OK;
	pthread_mutex_unlock(&r->lock);
	return failed;
}

bool
run_next(struct run *r, size_t all, size_t *i)
{
	bool more;

	pthread_mutex_lock(&r->lock);
	more = r->next < all && r->e == ERR_OK;
	if (more)
		*i = r->next++;
	/* who writes says how far it is */
	if (more && r->o->progress != NULL && r->out == NULL)
		r->o->progress(r->o->ctx, r->doing, r->done +
		    (unsigned)(*i * r->step / all));
	pthread_mutex_unlock(&r->lock);
	return more;
}

struct start {
	struct run_part *part;
	void (*work)(struct run_part *p);
};

static void *
start(void *arg)
{
	struct start *s = arg;

	s->work(s->part);
	return NULL;
}

void
run_threads(struct run *r, const char *doing, unsigned percent,
    void (*work)(struct run_part *p))
{
	pthread_t *id = xcalloc(r->threads, sizeof *id);
	struct start *s = xcalloc(r->threads, sizeof *s);
	unsigned i, n;

	r->next = 0;
	r->doing = doing;
	r->step = percent;
	/* fewer threads than wanted do the same work */
	for (n = 1; n < r->threads; n++) {
		s[n] = (struct start){ &r->part[n], work };
		if (pthread_create(&id[n], NULL, start, &s[n]) != 0)
			break;
	}
	work(&r->part[0]);
	for (i = 1; i < n; i++)
		pthread_join(id[i], NULL);
	r->done += percent;
	free(id);
	free(s);
}

/* A side is open already: these come of where it is kept. */
static bool
in_tmp(enum err e)
{
	return e == ERR_FULL || e == ERR_ACCESS || e == ERR_NOT_FOUND;
}

enum err
run_open(struct run *r, unsigned side, int fd, const char *name,
    const struct plan_options *plan)
{
	struct side *s = &r->side[side];
	size_t memory = r->o->memory / 4;
	enum err e;

	s->name = name;
	s->options = plan;
	e = side_open(s, fd, r->o->tmp, memory > 0 ? memory :
	    STORE_IN_MEMORY);
	if (e != ERR_OK) {
		r->where = s->why == NULL && in_tmp(e) ? 2 : side;
		r->why = s->why;
		r->line = s->line;
	}
	return e;
}

unsigned long long
run_line_of(const struct side *s, struct slice row, unsigned long long line)
{
	size_t i;

	if (!s->made)
		return line;
	for (line = 0, i = 0; i < row.n && row.p[i] >= '0' &&
	    row.p[i] <= '9'; i++)
		line = line * 10 + (unsigned)(row.p[i] - '0');
	return line;
}

void
run_take(struct run *r, unsigned side, struct side *made)
{
	r->side[side] = *made;
	*made = (struct side){ .fd = -1 };	/* now owned by the run */
}

void
run_like(struct run *r, unsigned side, const char *name)
{
	const struct side *o = &r->side[1 - side];
	struct side *s = &r->side[side];
	size_t i;

	r->like[side] = true;
	side_release(s);
	*s = (struct side){
	    .name = name, .fd = -1, .made = o->made,
	    .separator = o->separator, .data_line = 1, .columns = o->columns };
	s->column = xcalloc(o->columns + 1, sizeof *s->column);
	for (i = 0; i < o->columns; i++)
		s->column[i] = o->column[i];
}

/* Bytes of one entry's row, from the first rows. */
static size_t
guess_rows(const struct side *s)
{
	size_t n = s->text.n - s->data_at, look = n < 65536 ? n : 65536;
	const char *p = s->text.p + s->data_at, *end = p + look;
	size_t lines = 1;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		lines++;
		p++;
	}
	return (size_t)((double)n / (double)(look + 1) * (double)lines) + 1;
}

static void
make_parts(struct run *r)
{
	size_t left = guess_rows(&r->side[0]), right = guess_rows(&r->side[1]);
	size_t rows = left > right ? left : right, memory = r->o->memory, i;
	size_t fewer = left < right ? left : right;
	size_t small = r->side[0].text.n + r->side[1].text.n;

	if (small < SMALL && r->o->part_bits == 0)
		r->threads = 1;
	r->bits = 0;
	while (r->bits < MAX_BITS && rows >> r->bits > (r->bits < MANY_BITS ?
	    ROWS_A_PART : ROWS_OF_MANY))
		r->bits++;
	r->sampled = (uint64_t)((double)(1u << 24) * SAMPLE_PAIRS /
	    (double)fewer) + 1;
	if (r->sampled > 1u << 24)
		r->sampled = 1u << 24;
	r->share = 0;
	if (memory > 0 && (left + right) * sizeof(struct spill_pair) >
	    memory / 2)
		r->share = memory / 2 / (2 * r->threads);
	if (r->o->part_bits > 0) {
		r->bits = 2;
		r->share = 1;
	}
	r->parts = (size_t)1 << r->bits;
	r->spill = spill_new(r->o->tmp);
	r->part = xcalloc(r->threads, sizeof *r->part);
	side_divide(&r->side[0], r->threads, r->o->part_bits);
	side_divide(&r->side[1], r->threads, r->o->part_bits);
	for (i = 0; i < r->threads; i++) {
		struct run_part *p = &r->part[i];

		p->r = r;
		p->thread = (unsigned)i;
		spill_open(&p->entry[0], r->spill, r->parts + 2, r->share);
		spill_open(&p->entry[1], r->spill, r->parts + 2, r->share);
	}
}

/* A side turned out to hold several tables: through the sheet, and anew. */
static enum err
remake(struct run *r, unsigned side)
{
	size_t memory = r->o->memory / 4;
	struct side *s = &r->side[side];
	unsigned k;
	enum err e;

	free_parts(r);
	for (k = 0; k < 2; k++)
		side_undivide(&r->side[k]);
	free_columns(r);
	e = side_remake(s, r->o->tmp, memory > 0 ? memory : STORE_IN_MEMORY);
	if (e == ERR_OK && r->like[1 - side])
		run_like(r, 1 - side, r->side[1 - side].name);
	if (e != ERR_OK) {
		r->where = s->why == NULL && in_tmp(e) ? 2 : side;
		r->why = s->why;
		r->line = s->line;
		return e;
	}
	return run_columns(r);
}

/* Pieces of a side with so many lines each. */
static size_t
make_pieces(struct run *r, unsigned side, unsigned bits)
{
	const struct side *s = &r->side[side];
	size_t c, n = 0;

	for (c = 0; c < s->chunks; c++) {
		r->chunk_line[side][c] = s->chunk[c].line + 1;
		r->chunk_piece[side][c] = (uint32_t)n;
		n += (s->chunk[c].lines >> bits) + 1;
	}
	return n;
}

/* What is found for the lines of a part goes to one list or to several, so
 * that what is told of one is still in the cache when it is written. */
static void
open_found(struct run *r)
{
	unsigned side, i;

	for (side = 0; side < 2; side++) {
		size_t n = r->side[side].chunks, most = n + MAX_PIECES;
		unsigned bits = PIECE_BITS;

		r->chunk_line[side] = xcalloc(n, sizeof(uint64_t));
		r->chunk_piece[side] = xcalloc(n, sizeof(uint32_t));
		while ((n = make_pieces(r, side, bits)) > most && bits < 32)
			bits++;
		r->pieces[side] = n;
		r->piece_bits[side] = bits;
		for (i = 0; i < r->threads; i++)
			spill_open(&r->part[i].found[side], r->spill, n,
			    r->share / 2);
	}
}

static enum err
read_sides(struct run *r)
{
	unsigned side;
	enum err e;

	make_parts(r);
	r->side[0].once = r->side[1].once = far_wanted(r);
	r->ahead = ahead_new(r->side);
	for (side = 0; side < 2; side++) {
		run_entries(r, side);
		if (r->e != ERR_OK || r->remake)
			break;
	}
	ahead_free(r->ahead);
	r->ahead = NULL;
	if (r->e != ERR_OK)
		return r->e;
	if (side == 2)
		return spill_error(r->spill);
	e = remake(r, side);
	return e == ERR_OK ? read_sides(r) : e;
}

static void
add_up(struct run *r, struct diff_summary *out)
{
	unsigned i, k;

	*out = (struct diff_summary){ .rows = { 0 } };
	for (i = 0; i < r->threads; i++)
		diff_summary_add(out, &r->part[i].sum);
	for (k = 0; k < 2; k++) {
		const struct sheet_counts *c = &r->side[k].counts;
		unsigned long long n = c->blank + c->headers -
		    c->before + c->totals;

		if (!r->side[k].made)
			continue;
		out->rows[k] += n;
		out->skipped[k] += n;
		out->bad_bytes[k] += c->bad_bytes;
	}
}

static void
look_whole(struct run *r)
{
	unsigned side;

	for (side = 0; side < 2; side++)
		if (side_cut(&r->side[side]))
			run_fail(r, ERR_TRUNCATED, side, SIDE_CUT, 0);
}

enum err
run_all(struct run *r, struct diff_summary *out)
{
	void (*const step[])(struct run *r) = { run_join, run_left_over,
	    run_far, run_items, run_end };
	enum err e = read_sides(r);
	size_t i;

	if (e != ERR_OK)
		return e;
	open_found(r);
	if (r->numbers || r->o->weights.n > 0)
		r->fuzzy = fuzzy_new();
	if (r->o->weights.n > 0 &&
	    (e = fuzzy_weights_read(r->fuzzy, r->o->weights)) != ERR_OK) {
		r->why = N_("the weights are of another form");
		return e;
	}
	for (i = 0; i < sizeof step / sizeof *step; i++) {
		step[i](r);
		if (r->e == ERR_OK)
			r->e = spill_error(r->spill);
		if (r->e == ERR_OK)
			look_whole(r);
		if (r->e != ERR_OK)
			return r->e;
	}
	add_up(r, out);
	return diff_balances(out) ? ERR_OK : ERR_DAMAGED;
}
