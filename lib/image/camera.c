/* SPDX-License-Identifier: ISC */
/* Reads while the child looks. */
#include <sys/stat.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "image/camera.h"
#include "image/view.h"

#define FILE_FRAME_MS 40	/* a film that does not tell its rate */

struct loop {
	struct camera *c;
	struct stream in;
	struct view view;
	struct buf pending;			/* the picture that waits */
	struct stream_frame frame, at_work;	/* their numbers and times */
	struct child_answer answer;
	struct timespec start;
	bool live, waiting, busy, end;
};

static long long
since_start(const struct loop *l)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (t.tv_sec - l->start.tv_sec) * 1000LL +
	    (t.tv_nsec - l->start.tv_nsec) / 1000000;
}

static void
trouble(struct loop *l, enum err e)
{
	if (!(l->c->troubles & 1u << e))
		l->c->trouble(l->c->ctx, e);
	l->c->troubles |= 1u << e;
}

static void
wait_here(struct loop *l, struct stream_frame *f)
{
	buf_reset(&l->pending);
	buf_add_slice(&l->pending, f->head);
	buf_add_slice(&l->pending, f->body);
	if (l->live)
		f->t_ms = since_start(l);
	else if (f->t_ms < 0)
		f->t_ms = (long long)(f->number - 1) * FILE_FRAME_MS;
	f->head = f->body = (struct slice){ 0 };
	l->frame = *f;
	l->c->skipped += l->waiting;
	l->waiting = true;
}

/* Complete pictures out of what was read. */
static void
cut(struct loop *l)
{
	struct stream_frame f;
	enum err e;

	while (l->live || !l->waiting) {
		e = stream_next(&l->in, &f);
		if (e == ERR_OK)
			wait_here(l, &f);
		else if (e != ERR_AGAIN && e != ERR_EOF)
			trouble(l, e);
		else {
			l->end |= e == ERR_EOF;
			return;
		}
	}
}

static void
send(struct loop *l)
{
	struct qr_options o = { .all = true, .video = true,
	    .budget_ms = l->c->budget_ms };
	enum err e;

	if (o.budget_ms == 0)
		o.budget_ms = CAMERA_BUDGET_MS;
	memcpy(child_space(l->c->child), l->pending.p, l->pending.n);
	e = child_send(l->c->child, l->pending.n, &o);
	l->at_work = l->frame;
	l->waiting = false;
	l->busy = e == ERR_OK;
	if (e != ERR_OK)
		trouble(l, e);
}

static void
receive(struct loop *l)
{
	struct child_answer *a = &l->answer;
	size_t i;

	child_receive(l->c->child, a);
	l->busy = false;
	if (a->err != ERR_OK)
		trouble(l, a->err);
	else {
		l->c->decoded++;
		view_picture(&l->view);
	}
	for (i = 0; i < a->codes.n; i++)
		if (view_is_new(&l->view, buf_slice(&a->codes.c[i].raw),
		    l->at_work.t_ms))
			l->c->code(l->c->ctx, a, &a->codes.c[i], &l->at_work);
	qr_codes_release(&a->codes);
}

static void
fill(struct loop *l)
{
	size_t room;
	char *p = stream_space(&l->in, &room);
	ssize_t n = read(l->c->fd, p, room);

	if (n < 0 && errno == EINTR)
		return;
	if (n < 0)
		trouble(l, ERR_IO);
	stream_filled(&l->in, n > 0 ? (size_t)n : 0);
}

/* For the camera or the child, whichever comes first. */
static void
wait_for_either(struct loop *l)
{
	bool want = !l->in.eof && (l->live || !l->waiting);
	struct pollfd f[2] = {
	    { .fd = want ? l->c->fd : -1, .events = POLLIN },
	    { .fd = l->busy ? child_fd(l->c->child) : -1, .events = POLLIN } };
	int ready = poll(f, 2, l->busy ? child_patience(l->c->child) : -1);

	if (ready < 0)
		return;
	if (l->busy && (ready == 0 || f[1].revents != 0))
		receive(l);
	if (f[0].revents != 0)
		fill(l);
}

void
camera_run(struct camera *c)
{
	struct loop *l = xcalloc(1, sizeof *l);
	struct stat st;

	l->c = c;
	l->live = fstat(c->fd, &st) != 0 || !S_ISREG(st.st_mode);
	clock_gettime(CLOCK_MONOTONIC, &l->start);
	while (c->more(c->ctx)) {
		cut(l);
		if (l->waiting && !l->busy)
			send(l);
		else if (l->end && !l->busy)
			break;
		else
			wait_for_either(l);
	}
	c->pictures = l->in.frames;
	view_release(&l->view);
	stream_release(&l->in);
	buf_wipe(&l->pending);
	free(l);
}
