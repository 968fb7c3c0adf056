/* SPDX-License-Identifier: ISC */
/* Several threads that take pieces of work as they come, and one that gives
 * them and tells what became of them, oldest first. There are so many pieces
 * and no more, so memory stays the same however long the input is. */
#include <sys/eventfd.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/priv.h"

#define KEPT_BYTES (4u << 20)	/* a buffer that grew beyond is given back */

struct slot {
	struct cli_sink sink;
	void *piece;
	bool done;
};

struct member {
	struct cli_crew *crew;
	pthread_t thread;
	void *worker;
};

/* Slots from head to tail are on their way; those from next on wait. `lock`
 * is over next, tail, busy, ended and every slot's done. */
struct cli_crew {
	struct cli_crew_terms t;
	struct slot *ring;
	struct member *members;
	size_t threads, slots, head, next, tail, started, busy;
	int bell;			/* rung for every piece done */
	bool ended, stopped;
	pthread_mutex_t lock;
	pthread_cond_t more;
};

static void *
work(void *arg)
{
	static const uint64_t once = 1;
	struct member *m = arg;
	struct cli_crew *w = m->crew;
	struct slot *s;
	ssize_t n;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->next == w->tail && !w->ended)
			pthread_cond_wait(&w->more, &w->lock);
		if (w->next == w->tail)
			break;
		s = &w->ring[w->next++ % w->slots];
		pthread_mutex_unlock(&w->lock);
		cli_set_sink(&s->sink);
		w->t.work(m->worker, s->piece);
		pthread_mutex_lock(&w->lock);
		s->done = true;
		w->busy--;
		n = write(w->bell, &once, sizeof once);
		(void)n;
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct cli_crew *
cli_crew_new(unsigned threads, const struct cli_crew_terms *t)
{
	struct cli_crew *w = xcalloc(1, sizeof *w);
	size_t i;

	w->t = *t;
	w->threads = threads;
	w->slots = 2 * threads + 2;
	w->bell = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	w->ring = xcalloc(w->slots, sizeof *w->ring);
	for (i = 0; i < w->slots; i++)
		w->ring[i].piece = xcalloc(1, t->size);
	w->members = xcalloc(threads, sizeof *w->members);
	return w;
}

bool
cli_crew_start(struct cli_crew *w)
{
	struct member *m;

	for (; w->bell >= 0 && w->started < w->threads; w->started++) {
		m = &w->members[w->started];
		m->crew = w;
		m->worker = w->t.worker_new(w->t.ctx);
		if (pthread_create(&m->thread, NULL, work, m) == 0)
			continue;
		w->t.worker_free(w->t.ctx, m->worker);
		break;
	}
	w->stopped = w->started == 0;
	return !w->stopped;
}

void
cli_crew_free(struct cli_crew *w)
{
	size_t i;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	/* what nobody wants any more is not begun */
	w->next = w->tail;
	w->ended = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (i = 0; i < w->started; i++)
		pthread_join(w->members[i].thread, NULL);
	for (i = 0; i < w->started; i++)
		w->t.worker_free(w->t.ctx, w->members[i].worker);
	for (i = 0; i < w->slots; i++) {
		w->t.release(w->ring[i].piece);
		free(w->ring[i].piece);
		buf_wipe(&w->ring[i].sink.out);
		buf_release(&w->ring[i].sink.said);
	}
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	if (w->bell >= 0)
		close(w->bell);
	free(w->ring);
	free(w->members);
	free(w);
}

static bool
is_done(struct cli_crew *w, const struct slot *s)
{
	bool done;

	pthread_mutex_lock(&w->lock);
	done = s->done;
	pthread_mutex_unlock(&w->lock);
	return done;
}

bool
cli_crew_idle(struct cli_crew *w)
{
	bool idle;

	pthread_mutex_lock(&w->lock);
	idle = w->busy < w->started;
	pthread_mutex_unlock(&w->lock);
	return idle;
}

bool
cli_crew_collect(struct cli_crew *w)
{
	struct slot *s;

	while (w->head < w->tail && !w->stopped) {
		s = &w->ring[w->head % w->slots];
		if (!is_done(w, s))
			break;
		cli_write_sink(&s->sink);
		w->stopped = !w->t.done(w->t.ctx, s->piece) || cli_failed();
		if (s->sink.out.cap > KEPT_BYTES)
			buf_wipe(&s->sink.out);
		w->head++;
	}
	return !w->stopped;
}

bool
cli_crew_listen(struct cli_crew *w, int fd, bool at_all)
{
	struct pollfd f[2] = { { .fd = w->bell, .events = POLLIN },
	    { .fd = fd, .events = POLLIN } };
	uint64_t rung;
	ssize_t n;

	while (poll(f, 2, at_all ? -1 : 0) < 0 && errno == EINTR)
		continue;
	if (f[0].revents != 0) {
		n = read(w->bell, &rung, sizeof rung);
		(void)n;
	}
	return f[1].revents != 0;
}

bool
cli_crew_room(const struct cli_crew *w)
{
	return w->tail - w->head < w->slots;
}

void *
cli_crew_piece(struct cli_crew *w)
{
	while (cli_crew_collect(w) && !cli_crew_room(w))
		(void)cli_crew_listen(w, -1, true);
	return w->stopped ? NULL : w->ring[w->tail % w->slots].piece;
}

struct cli_sink *
cli_crew_sink(struct cli_crew *w)
{
	return &w->ring[w->tail % w->slots].sink;
}

void
cli_crew_give(struct cli_crew *w)
{
	pthread_mutex_lock(&w->lock);
	w->ring[w->tail % w->slots].done = false;
	w->tail++;
	w->busy++;
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

bool
cli_crew_here(struct cli_crew *w, void *worker)
{
	void *piece = w->ring[w->tail % w->slots].piece;

	w->t.work(worker, piece);
	return w->t.done(w->t.ctx, piece);
}

/* What nobody wants any more is not begun, and nobody is at work. */
static void
rest(struct cli_crew *w)
{
	size_t busy;

	pthread_mutex_lock(&w->lock);
	w->busy -= w->tail - w->next;
	w->next = w->tail;
	busy = w->busy;
	pthread_mutex_unlock(&w->lock);
	while (busy > 0) {
		(void)cli_crew_listen(w, -1, true);
		pthread_mutex_lock(&w->lock);
		busy = w->busy;
		pthread_mutex_unlock(&w->lock);
	}
}

bool
cli_crew_finish(struct cli_crew *w)
{
	while (cli_crew_collect(w) && w->head < w->tail)
		(void)cli_crew_listen(w, -1, true);
	if (w->stopped)
		rest(w);
	return !w->stopped;
}
