/* SPDX-License-Identifier: ISC */
/* Records through several threads, in and out in the same order. The main
 * thread reads blocks of whole lines and gives them to the crew. */
#include <stdlib.h>

#include "base/mem.h"
#include "cli/priv.h"

#define BLOCK_BYTES (256u << 10)
#define KEPT_BYTES (4u << 20)	/* a buffer that grew beyond is given back */

struct block {
	struct line_reader in;
	const char *file;
	enum cli_status status;
	unsigned long long records, no;		/* that became of it */
};

struct pool {
	struct cli *c;
	const struct cli_records *l;
	struct cli_crew *crew;
	struct line_reader fill;	/* what is being read */
	struct cli_sink aside;		/* said while reading: goes with it */
	enum cli_status aside_status, status;
	struct progress done;
	bool stopped;
};

struct worker {
	struct pool *pool;
	struct record_loop loop;
};

static void
work(void *arg, void *piece)
{
	struct worker *w = arg;
	struct block *b = piece;
	const struct cli_lines lines = { .line = cli_one_record,
	    .ctx = &w->loop };

	w->loop.done.records = w->loop.done.no = 0;
	(void)cli_drain(w->pool->c, &lines, &b->in, b->file, &b->status);
	b->records = w->loop.done.records;
	b->no = w->loop.done.no;
}

static bool
done(void *ctx, void *piece)
{
	struct pool *p = ctx;
	struct block *b = piece;

	p->status = cli_worse(p->status, b->status);
	p->done.records += b->records;
	p->done.no += b->no;
	if (b->in.b.cap > KEPT_BYTES)
		buf_wipe(&b->in.b);
	buf_reset(&b->in.b);
	return !(p->c->strict && p->status == CLI_TROUBLE);
}

static void
release(void *piece)
{
	line_release(&((struct block *)piece)->in);
}

static void *
worker_new(void *ctx)
{
	struct worker *w = xcalloc(1, sizeof *w);

	w->pool = ctx;
	record_loop_start(&w->loop, w->pool->l);
	return w;
}

static void
worker_free(void *ctx, void *worker)
{
	struct worker *w = worker;

	(void)ctx;
	record_loop_end(&w->loop);
	free(w);
}

static void
collect(struct pool *p)
{
	p->stopped = !cli_crew_collect(p->crew);
	progress_tell(&p->done);
	cli_beat(p->c);
}

/* Gives the workers what was read of `o`, all of it or the whole lines. */
static void
hand_on(struct pool *p, const struct operand *o)
{
	struct block *b = cli_crew_piece(p->crew);
	struct cli_sink *sink = cli_crew_sink(p->crew), quiet = *sink;
	struct line_reader spare = b->in;

	b->in = p->fill;
	p->fill = (struct line_reader){ .b = spare.b };
	if (!b->in.eof)
		line_hand_over(&b->in, &p->fill);
	*sink = p->aside;
	p->aside = quiet;
	b->status = p->aside_status;
	p->aside_status = CLI_OK;
	b->file = o->name;
	cli_crew_give(p->crew);
}

static void
read_more(struct pool *p, struct operand *o)
{
	size_t waiting = p->fill.b.n - p->fill.at;

	cli_set_sink(&p->aside);
	p->aside_status = cli_worse(p->aside_status,
	    operand_fill(o, &p->fill));
	cli_set_sink(NULL);
	p->done.octets += p->fill.b.n - p->fill.at - waiting;
}

/* One operand to its end. Fewer lines than a block holds go on where a worker
 * has nothing to do and the input would block. */
static void
pump(struct pool *p, struct operand *o)
{
	bool whole, handed = false;

	if (o->error != 0) {
		cli_set_sink(&p->aside);
		p->aside_status = operand_missing(o);
		cli_set_sink(NULL);
		p->fill.eof = true;
	}
	while (!handed && !p->stopped) {
		collect(p);
		if (p->stopped)
			break;
		whole = p->fill.eof || line_whole(&p->fill);
		if (whole && !cli_crew_room(p->crew))
			(void)cli_crew_listen(p->crew, -1, true);
		else if (p->fill.eof || (whole && p->fill.b.n >= BLOCK_BYTES)) {
			handed = p->fill.eof;
			hand_on(p, o);
		} else if (cli_crew_listen(p->crew, o->fd, !whole ||
		    !cli_crew_idle(p->crew)))
			read_more(p, o);
		else if (whole && cli_crew_idle(p->crew))
			hand_on(p, o);
	}
	if (o->error == 0)
		operand_close(o);
}

enum cli_status
cli_each_record_at_once(struct cli *c, const struct cli_records *l)
{
	struct pool p = { .c = c, .l = l };
	const struct cli_crew_terms t = { work, done, release, worker_new,
	    worker_free, &p, sizeof(struct block) };
	struct operand *all = operands_open(c), *o;

	p.crew = cli_crew_new(c->jobs, &t);
	progress_start(&p.done, c, all);
	if (l->opened != NULL)
		l->opened(l->ctx);
	p.stopped = !cli_crew_start(p.crew);
	if (p.stopped) {
		cli_warn(_("this system has no threads left: use --jobs 1"));
		p.status = CLI_TROUBLE;
	}
	for (o = all; o->name != NULL && !p.stopped; o++)
		pump(&p, o);
	(void)cli_crew_finish(p.crew);
	progress_tell(&p.done);
	cli_crew_free(p.crew);
	line_release(&p.fill);
	buf_wipe(&p.aside.out);
	buf_release(&p.aside.said);
	free(all);
	return p.status;
}
