/* SPDX-License-Identifier: ISC */
/* Two sorted streams: rows wait until the other side's have come as far, and
 * go on as tagged lines, those of one key together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "roster/engine.h"
#include "roster/key.h"
#include "roster/run_priv.h"
#include "roster/sorted.h"
#include "roster/tagged.h"

#define READ_BLOCK (64u << 10)
#define MEMORY (64u << 20)		/* unless the user says another */
#define WRITE_AT (256u << 10)
#define MAX_CELLS (PLAN_MAX_COLUMNS + 1)

/* A row that waits; its cells' lengths and texts stand behind it. */
struct waiting {
	unsigned long long line;
	const char *reject;
	size_t cells, bytes;
};

struct source {
	struct sheet *sheet;
	const struct plan *plan;
	unsigned version;
	struct buf rows;		/* that wait, from `at` on */
	size_t at;
	bool ended, any;		/* any: bytes at all */
	bool there;			/* the first row is taken apart */
	struct waiting now;
	struct slice cell[MAX_CELLS], of[MAX_CELLS];
	struct keyer *keyer;
	struct buf key, last, is;
};

struct merger {
	struct sorted *s;
	struct source side[2];
	struct run *run;		/* of the columns alone */
	struct engine engine, rest;
	struct buf line, aside;
	int fd;				/* of what is left over */
};

static enum err
refuse(struct merger *m, unsigned side, enum err e, unsigned long long line,
    const char *why)
{
	m->s->side = side;
	m->s->line = line;
	m->s->why = why;
	return e;
}

static enum err
on_row(void *ctx, const struct sheet_row *row)
{
	struct source *c = ctx;
	struct waiting w = { row->line, row->reject, row->n, 0 };
	size_t i;

	if (c->plan == NULL) {
		c->plan = row->plan;
		c->version = row->plan->version;
	}
	if (c->version != row->plan->version)
		return ERR_UNSUPPORTED;
	if (w.cells > c->plan->columns)
		w.cells = c->plan->columns;
	for (i = 0; i < w.cells; i++)
		w.bytes += row->cell[i].n;
	buf_add(&c->rows, (const char *)&w, sizeof w);
	for (i = 0; i < w.cells; i++)
		buf_add(&c->rows, (const char *)&row->cell[i].n,
		    sizeof row->cell[i].n);
	for (i = 0; i < w.cells; i++)
		buf_add_slice(&c->rows, row->cell[i]);
	return ERR_OK;
}

/* Reads on until a row waits or there are no more. */
static enum err
read_on(struct merger *m, unsigned side)
{
	struct source *c = &m->side[side];
	char block[READ_BLOCK];
	enum err e = ERR_OK;
	ssize_t n;

	if (c->at == c->rows.n)
		c->at = c->rows.n = 0;
	while (e == ERR_OK && c->rows.n == 0 && !c->ended) {
		n = read(m->s->fd[side], block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(m, side, errno == EISDIR ?
			    ERR_UNSUPPORTED : ERR_IO, 0, NULL);
		c->ended = n == 0;
		c->any = c->any || n > 0;
		if (n > 0)
			e = sheet_feed(c->sheet, (struct slice){ block,
			    (size_t)n });
		else if (c->any)
			e = sheet_end(c->sheet);
	}
	if (e == ERR_UNSUPPORTED && sheet_why(c->sheet) == NULL)
		return refuse(m, side, e, sheet_line(c->sheet),
		    N_("another table begins here: compare without --sorted"));
	return e == ERR_OK ? e : refuse(m, side, e, sheet_line(c->sheet),
	    sheet_why(c->sheet));
}

/* Takes the row that waits apart: *keyed when its place can be told by it. */
static void
look(struct merger *m, unsigned side, bool *keyed)
{
	struct source *c = &m->side[side];
	const struct run *r = m->run;
	const char *p = c->rows.p + c->at, *text;
	struct key key;
	size_t i, n;

	memcpy(&c->now, p, sizeof c->now);
	p += sizeof c->now;
	text = p + c->now.cells * sizeof n;
	for (i = 0; i < c->now.cells; i++, text += n) {
		memcpy(&n, p + i * sizeof n, sizeof n);
		c->cell[i] = (struct slice){ text, n };
	}
	buf_reset(&c->key);
	*keyed = c->now.reject == NULL && key_of(c->keyer, &r->side[side],
	    c->cell, c->now.cells, r->key[side], r->keys, r->numbers, &key);
	if (*keyed && r->numbers)
		*keyed = slice_eq(key.text,
		    slice_trim(c->cell[r->key[side][0]]));
	if (*keyed)
		buf_add_slice(&c->key, key.text);
}

static void
next(struct source *c)
{
	c->at += sizeof c->now + c->now.cells * sizeof(size_t) + c->now.bytes;
	c->there = false;
}

/* The row as a tagged line. */
static void
tag(struct merger *m, unsigned side)
{
	struct source *c = &m->side[side];
	const struct run *r = m->run;
	struct diff_row row = { c->now.line, c->of };
	struct diff_item i = { .key = buf_slice(&c->key) };
	size_t k;

	for (k = 0; k < r->head.columns; k++) {
		long at = r->at[side][k];

		c->of[k] = at < 0 ? (struct slice){ NULL, 0 } :
		    (size_t)at < c->now.cells ? c->cell[at] : SLICE("");
	}
	if (side == 0)
		i.left = &row;
	else
		i.right = &row;
	i.class = side == 0 ? DIFF_REMOVED : DIFF_ADDED;
	if (c->now.reject != NULL)
		i.class = side == 0 ? DIFF_REJECT_LEFT : DIFF_REJECT_RIGHT;
	i.why = c->now.reject;
	buf_reset(&m->line);
	tagged_write(&r->head, &i, buf_slice(&c->is), &m->line);
}

static enum err
flush(struct merger *m)
{
	enum err e = m->aside.n > 0 ? engine_write(m->fd,
	    buf_slice(&m->aside)) : ERR_OK;

	buf_reset(&m->aside);
	return e;
}

/* -1, 0, 1 as the bytes are. */
static int
order(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return c != 0 ? (c < 0 ? -1 : 1) : a.n < b.n ? -1 : a.n > b.n;
}

/* The next row of a side that has a key in its place; those without one are
 * set aside. */
static enum err
find(struct merger *m, unsigned side)
{
	struct source *c = &m->side[side];
	bool keyed = false;
	enum err e;

	while (!c->there) {
		e = read_on(m, side);
		if (e != ERR_OK || c->rows.n == 0)
			return e;
		look(m, side, &keyed);
		c->there = keyed;
		if (keyed)
			break;
		tag(m, side);
		buf_add_slice(&m->aside, buf_slice(&m->line));
		next(c);
		if (m->aside.n > WRITE_AT && (e = flush(m)) != ERR_OK)
			return e;
	}
	if (!keyed)
		return ERR_OK;
	if (order(buf_slice(&c->key), buf_slice(&c->last)) < 0)
		return refuse(m, side, ERR_FORMAT, c->now.line, N_("this key "
		    "stands before the one above it: sort by the bytes of the "
		    "key (LC_ALL=C sort), or compare without --sorted"));
	buf_reset(&c->last);
	buf_add_slice(&c->last, buf_slice(&c->key));
	return ERR_OK;
}

static enum err
send(struct merger *m, unsigned side)
{
	struct slice line;
	enum err e;

	tag(m, side);
	line = buf_slice(&m->line);
	line.n--;
	e = engine_line(&m->engine, line);
	if (e != ERR_OK)
		(void)refuse(m, 2, e, 0, m->engine.why);
	next(&m->side[side]);
	return e;
}

/* The smaller key first, of equal ones the left. */
static enum err
merge(struct merger *m)
{
	struct source *l = &m->side[0], *r = &m->side[1];
	enum err e = ERR_OK;

	while (e == ERR_OK) {
		e = find(m, 0);
		if (e == ERR_OK)
			e = find(m, 1);
		if (e != ERR_OK || (!l->there && !r->there))
			break;
		e = send(m, !l->there || (r->there &&
		    order(buf_slice(&r->key), buf_slice(&l->key)) < 0));
	}
	return e;
}

/* The first rows of both tell the columns. */
static enum err
begin(struct merger *m)
{
	const struct sorted *s = m->s;
	unsigned i;
	size_t k;
	enum err e;

	for (i = 0; i < 2; i++) {
		struct source *c = &m->side[i];
		struct side made = { .name = s->name[i], .fd = -1 };
		const struct plan *p;

		if ((e = read_on(m, i)) != ERR_OK)
			return e;
		p = sheet_plan(c->sheet);
		made.columns = p->columns;
		made.column = xcalloc(p->columns + 1, sizeof *made.column);
		for (k = 0; k < p->columns; k++)
			made.column[k] = (struct side_column){
			    p->column[k].is, p->column[k].header };
		run_take(m->run, i, &made);
	}
	e = run_columns(m->run);
	if (e != ERR_OK)
		return refuse(m, 2, e, 0, run_why(m->run));
	for (i = 0; i < 2; i++)
		tagged_is(run_head(m->run), i, &m->side[i].is);
	s->say(m->s->run->ctx, m->run, run_only);
	return ERR_OK;
}

/* What is left over meets at the end. */
static enum err
last(struct merger *m)
{
	struct buf text = { 0 };
	struct slice rest, line;
	size_t kept;
	ssize_t n = 1;
	enum err e = lseek(m->fd, 0, SEEK_SET) < 0 ? ERR_IO : ERR_OK;

	while (e == ERR_OK && n != 0) {
		buf_grow(&text, WRITE_AT);
		n = read(m->fd, text.p + text.n, WRITE_AT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = ERR_IO;
		if (n <= 0)
			continue;
		text.n += (size_t)n;
		rest = buf_slice(&text);
		while (e == ERR_OK && memchr(rest.p, '\n', rest.n) != NULL &&
		    slice_split(&rest, '\n', &line))
			e = engine_line(&m->rest, line);
		kept = rest.p != NULL ? rest.n : 0;
		if (kept > 0)
			memmove(text.p, rest.p, kept);
		text.n = kept;
	}
	buf_wipe(&text);
	if (e == ERR_OK)
		e = engine_end(&m->rest);
	return e == ERR_OK ? e : refuse(m, 2, e, 0, m->rest.why);
}

static void
add_up(struct merger *m)
{
	struct diff_summary *sum = &m->s->sum;
	unsigned i;

	*sum = m->engine.sum;
	diff_summary_add(sum, &m->rest.sum);
	for (i = 0; i < 2; i++) {
		struct sheet_counts c = sheet_counts(m->side[i].sheet);
		unsigned long long n = c.blank + c.headers - c.before +
		    c.totals;

		sum->rows[i] += n;
		sum->skipped[i] += n;
		sum->bad_bytes[i] += c.bad_bytes;
		run_sheet(m->run, i, m->side[i].sheet);
	}
	m->s->say(m->s->run->ctx, m->run, run_note);
}

static void
start(struct merger *m)
{
	const struct run_options *o = m->s->run;
	unsigned i;

	m->run = run_new(o);
	m->engine = (struct engine){ .run = *o, .grouped = true,
	    .left_over = m->fd, .blocks = -1 };
	m->engine.run.progress = NULL;
	if (o->memory == 0)
		m->engine.run.memory = MEMORY;
	m->rest = (struct engine){ .run = *o, .last = true, .left_over = -1,
	    .blocks = -1 };
	for (i = 0; i < 2; i++) {
		m->side[i].sheet = sheet_new(m->s->plan[i], on_row,
		    &m->side[i]);
		m->side[i].keyer = keyer_new();
	}
}

static void
finish(struct merger *m)
{
	unsigned i;

	engine_release(&m->engine);
	engine_release(&m->rest);
	run_free(m->run);
	for (i = 0; i < 2; i++) {
		struct source *c = &m->side[i];

		sheet_free(c->sheet);
		keyer_free(c->keyer);
		buf_wipe(&c->rows);
		buf_wipe(&c->key);
		buf_wipe(&c->last);
		buf_wipe(&c->is);
	}
	buf_wipe(&m->line);
	buf_wipe(&m->aside);
	close(m->fd);
	free(m);
}

enum err
sorted_run(struct sorted *s)
{
	struct merger *m = xcalloc(1, sizeof *m);
	enum err e;

	m->s = s;
	s->side = 2;
	if ((m->fd = spill_nameless(s->run->tmp)) < 0) {
		free(m);
		return spill_errno(errno);
	}
	start(m);
	e = begin(m);
	if (e == ERR_OK)
		e = merge(m);
	if (e == ERR_OK) {
		e = engine_end(&m->engine);
		if (e != ERR_OK)
			(void)refuse(m, 2, e, 0, m->engine.why);
	}
	if (e == ERR_OK)
		e = flush(m);
	if (e == ERR_OK)
		e = last(m);
	if (e == ERR_OK) {
		add_up(m);
		if (!diff_balances(&s->sum))
			e = ERR_DAMAGED;
	}
	finish(m);
	return e;
}
