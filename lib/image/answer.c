/* SPDX-License-Identifier: ISC */
/* Reads what a child answers as any other hostile input. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "image/answer.h"
#include "image/gray.h"

long long
answer_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

int
answer_patience(long long deadline)
{
	long long left = deadline - answer_clock();

	return left > 0 ? (int)left : 0;
}

/* All of it, within the time. */
static enum err
receive(int fd, long long deadline, void *to, size_t n)
{
	struct pollfd f = { .fd = fd, .events = POLLIN };
	char *p = to;
	ssize_t got;
	int ready;

	while (n > 0) {
		ready = poll(&f, 1, answer_patience(deadline));
		if (ready == 0)
			return ERR_TIMEOUT;
		got = ready < 0 ? -1 : read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return ERR_CHILD;
		p += got;
		n -= (size_t)got;
	}
	return ERR_OK;
}

static bool
is_place(const struct answer_code *k)
{
	int i;

	for (i = 0; i < 4; i++)
		if (!(fabsf(k->x[i]) < ANSWER_MAX_COORDINATE) ||
		    !(fabsf(k->y[i]) < ANSWER_MAX_COORDINATE))
			return false;
	return true;
}

static enum err
receive_code(int fd, long long deadline, struct qr_code *q)
{
	struct answer_code k;
	enum err e = receive(fd, deadline, &k, sizeof k);
	int i;

	if (e != ERR_OK)
		return e;
	if (k.n > QR_MAX_BYTES || !is_place(&k))
		return ERR_CHILD;
	for (i = 0; i < 4; i++) {
		q->x[i] = k.x[i];
		q->y[i] = k.y[i];
	}
	buf_grow(&q->raw, k.n);
	e = receive(fd, deadline, q->raw.p, k.n);
	q->raw.n = e == ERR_OK ? k.n : 0;
	return e;
}

enum err
answer_read(int fd, long long deadline, struct child_answer *a, bool *unfenced)
{
	struct answer_head h;
	enum err e = receive(fd, deadline, &h, sizeof h);

	if (e != ERR_OK)
		return e;
	if (h.err < 0 || h.err >= ERR_MAX || h.codes > QR_MAX_CODES ||
	    h.w < 0 || h.w > GRAY_MAX_SIDE || h.h < 0 || h.h > GRAY_MAX_SIDE)
		return ERR_CHILD;
	a->damaged = h.damaged != 0;
	a->gave_up = h.gave_up != 0;
	a->w = h.w;
	a->h = h.h;
	*unfenced |= h.unfenced != 0;
	while (a->codes.n < h.codes) {
		e = receive_code(fd, deadline, &a->codes.c[a->codes.n]);
		a->codes.n++;
		if (e != ERR_OK)
			return e;
	}
	return (enum err)h.err;
}
