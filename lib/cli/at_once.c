/* SPDX-License-Identifier: ISC */
/* Records through several threads, in and out in the same order. The main
 * thread reads blocks of whole lines and writes what was made of them, oldest
 * first; the others take the blocks as they come. There are so many blocks and
 * no more, so memory stays the same however long the input is. */
#include <sys/eventfd.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/priv.h"

#define BLOCK_BYTES (256u << 10)
#define KEPT_BYTES (4u << 20)	/* a buffer that grew beyond is given back */

struct block {
	struct line_reader in;
	struct cli_sink sink;
	const char *file;
	enum cli_status status;
	unsigned long long records, no;		/* that became of it */
	bool done;
};

/* Blocks from head to tail are on their way; those from next on wait. `lock`
 * is over next, tail, busy, ended and every block's done. */
struct pool {
	struct cli *c;
	struct line_reader fill;	/* what is being read */
	struct cli_sink aside;		/* said while reading: goes with it */
	enum cli_status aside_status, status;
	struct progress done;
	struct block *ring;
	struct worker *workers;
	size_t blocks, head, next, tail, started, busy;
	int bell;			/* rung for every block done */
	bool ended, stopped;
	pthread_mutex_t lock;
	pthread_cond_t more;
};

struct worker {
	struct pool *pool;
	pthread_t thread;
	struct record_loop loop;
};

static void
work_on(struct worker *w, struct block *b)
{
	const struct cli_lines lines = { .line = cli_one_record,
	    .ctx = &w->loop };

	cli_set_sink(&b->sink);
	w->loop.done.records = w->loop.done.no = 0;
	(void)cli_drain(w->pool->c, &lines, &b->in, b->file, &b->status);
	b->records = w->loop.done.records;
	b->no = w->loop.done.no;
}

static void *
work(void *arg)
{
	static const uint64_t once = 1;
	struct worker *w = arg;
	struct pool *p = w->pool;
	struct block *b;
	ssize_t n;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (p->next == p->tail && !p->ended)
			pthread_cond_wait(&p->more, &p->lock);
		if (p->next == p->tail)
			break;
		b = &p->ring[p->next++ % p->blocks];
		pthread_mutex_unlock(&p->lock);
		work_on(w, b);
		pthread_mutex_lock(&p->lock);
		b->done = true;
		p->busy--;
		n = write(p->bell, &once, sizeof once);
		(void)n;
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static bool
is_done(struct pool *p, const struct block *b)
{
	bool done;

	pthread_mutex_lock(&p->lock);
	done = b->done;
	pthread_mutex_unlock(&p->lock);
	return done;
}

static bool
has_idle_worker(struct pool *p)
{
	bool idle;

	pthread_mutex_lock(&p->lock);
	idle = p->busy < p->started;
	pthread_mutex_unlock(&p->lock);
	return idle;
}

static void
shrink(struct buf *b)
{
	if (b->cap > KEPT_BYTES)
		buf_wipe(b);
	buf_reset(b);
}

/* Writes what is done, up to the first block that is not. */
static void
collect(struct pool *p)
{
	struct block *b;

	while (p->head < p->tail && !p->stopped) {
		b = &p->ring[p->head % p->blocks];
		if (!is_done(p, b))
			break;
		cli_write_sink(&b->sink);
		p->status = cli_worse(p->status, b->status);
		p->stopped = cli_failed() ||
		    (p->c->strict && p->status == CLI_TROUBLE);
		p->done.records += b->records;
		p->done.no += b->no;
		shrink(&b->sink.out);
		shrink(&b->in.b);
		p->head++;
	}
	progress_tell(&p->done);
	cli_beat(p->c);
}

static bool
has_room(const struct pool *p)
{
	return p->tail - p->head < p->blocks;
}

/* Gives the workers what was read of `o`, all of it or the whole lines. */
static void
hand_on(struct pool *p, const struct operand *o)
{
	struct block *b = &p->ring[p->tail % p->blocks];
	struct line_reader spare = b->in;
	struct cli_sink quiet = b->sink;

	b->in = p->fill;
	p->fill = (struct line_reader){ .b = spare.b };
	if (!b->in.eof)
		line_hand_over(&b->in, &p->fill);
	b->sink = p->aside;
	p->aside = quiet;
	b->status = p->aside_status;
	p->aside_status = CLI_OK;
	b->file = o->name;
	b->done = false;
	pthread_mutex_lock(&p->lock);
	p->tail++;
	p->busy++;
	pthread_cond_signal(&p->more);
	pthread_mutex_unlock(&p->lock);
}

/* Waits until `o` (NULL: none) has something to read, which is true, or a
 * block is done; or not at all. */
static bool
wait_for(struct pool *p, const struct operand *o, bool at_all)
{
	struct pollfd f[2] = { { .fd = p->bell, .events = POLLIN },
	    { .fd = o != NULL ? o->fd : -1, .events = POLLIN } };
	uint64_t rung;
	ssize_t n;

	while (poll(f, 2, at_all ? -1 : 0) < 0 && errno == EINTR)
		continue;
	if (f[0].revents != 0) {
		n = read(p->bell, &rung, sizeof rung);
		(void)n;
	}
	return f[1].revents != 0;
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
		whole = p->fill.eof || line_whole(&p->fill);
		if (whole && !has_room(p))
			(void)wait_for(p, NULL, true);
		else if (p->fill.eof || (whole && p->fill.b.n >= BLOCK_BYTES)) {
			handed = p->fill.eof;
			hand_on(p, o);
		} else if (wait_for(p, o, !whole || !has_idle_worker(p)))
			read_more(p, o);
		else if (whole && has_idle_worker(p))
			hand_on(p, o);
	}
	if (o->error == 0)
		operand_close(o);
}

static void
start(struct pool *p, const struct cli_records *l)
{
	struct worker *w;

	for (; p->bell >= 0 && p->started < p->c->jobs; p->started++) {
		w = &p->workers[p->started];
		w->pool = p;
		record_loop_start(&w->loop, l);
		if (pthread_create(&w->thread, NULL, work, w) == 0)
			continue;
		record_loop_end(&w->loop);
		break;
	}
}

static void
end(struct pool *p)
{
	size_t i;

	pthread_mutex_lock(&p->lock);
	if (p->stopped)
		p->next = p->tail;
	p->ended = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (i = 0; i < p->started; i++)
		pthread_join(p->workers[i].thread, NULL);
	for (i = 0; i < p->started; i++)
		record_loop_end(&p->workers[i].loop);
	for (i = 0; i < p->blocks; i++) {
		line_release(&p->ring[i].in);
		buf_wipe(&p->ring[i].sink.out);
		buf_release(&p->ring[i].sink.said);
	}
	line_release(&p->fill);
	buf_wipe(&p->aside.out);
	buf_release(&p->aside.said);
	pthread_cond_destroy(&p->more);
	pthread_mutex_destroy(&p->lock);
	free(p->ring);
	free(p->workers);
}

enum cli_status
cli_each_record_at_once(struct cli *c, const struct cli_records *l)
{
	struct pool p = { .c = c, .blocks = 2 * c->jobs + 2,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .more = PTHREAD_COND_INITIALIZER,
	    .bell = eventfd(0, EFD_CLOEXEC) };
	struct operand *all = operands_open(c), *o;

	p.ring = xcalloc(p.blocks, sizeof *p.ring);
	p.workers = xcalloc(c->jobs, sizeof *p.workers);
	progress_start(&p.done, c, all);
	if (l->opened != NULL)
		l->opened(l->ctx);
	start(&p, l);
	if (p.started == 0) {
		cli_warn(_("this system has no threads left: use --jobs 1"));
		p.status = CLI_TROUBLE;
		p.stopped = true;
	}
	for (o = all; o->name != NULL && !p.stopped; o++)
		pump(&p, o);
	while (p.head < p.tail && !p.stopped) {
		(void)wait_for(&p, NULL, true);
		collect(&p);
	}
	end(&p);
	if (p.bell >= 0)
		close(p.bell);
	free(all);
	return p.status;
}
