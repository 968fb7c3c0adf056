/* SPDX-License-Identifier: ISC */
/* The loop round attend_step. */
#include <sys/signalfd.h>

#include <time.h>
#include <unistd.h>

#include "desk/attend.h"

#define DRAIN_MS 1000

long long
attend_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Nobody is left to be attended to. Where readers fail before the first key
 * came, it is awaited all the same, for its record has to go on. */
static bool
is_over(const struct attend *a, const struct attend_io *io)
{
	bool waits = keydesk_count(a->keys) > 0;

	if (a->done)
		return a->fixed != NULL || a->tried || waits || io->input < 0;
	return a->fixed == NULL && io->input < 0 && !waits;
}

static int
take_signal(int fd)
{
	struct signalfd_siginfo s;

	return read(fd, &s, sizeof s) == (ssize_t)sizeof s ?
	    (int)s.ssi_signo : 0;
}

/* Until `next`, or until the card should have come. */
static int
patience(const struct attend *a, const struct attend_io *io, long long next)
{
	long long now = attend_now();

	if (io->until >= 0 && !a->tried && (next < 0 || io->until < next))
		next = io->until;
	return next < 0 ? -1 : next <= now ? 0 : (int)(next - now);
}

/* Waits for whatever comes first. False: *end has come. */
static bool
wait_events(struct attend *a, struct attend_io *io, int ms,
    enum attend_end *end, int *signo)
{
	struct pollfd f[3 + PCSC_MAX_READERS] = {
		{ .fd = io->signals, .events = POLLIN },
		{ .fd = io->output, .events = 0 },
		{ .fd = keydesk_is_full(a->keys) ? -1 : io->input,
		    .events = POLLIN },
	};
	size_t n = hall_poll(&a->hall, f + 3);

	if (poll(f, (nfds_t)n + 3, ms) <= 0)
		return true;
	*end = ATTEND_SIGNAL;
	if (f[0].revents != 0 && (*signo = take_signal(io->signals)) != 0)
		return false;
	*end = ATTEND_DEAF;
	if (f[1].revents & (POLLERR | POLLNVAL))
		return false;
	if (f[2].revents != 0)
		io->readable(io->ctx);
	attend_events(a, f + 3, n, attend_now());
	return true;
}

static enum attend_end
loop(struct attend *a, struct attend_io *io, int *signo)
{
	enum attend_end end;
	long long next;

	for (;;) {
		next = attend_step(a, attend_now());
		if (!io->idle(io->ctx))
			return ATTEND_IDLE;
		if (is_over(a, io))
			return ATTEND_DONE;
		if (io->until >= 0 && !a->tried && attend_now() >= io->until)
			return ATTEND_LATE;
		if (!wait_events(a, io, patience(a, io, next), &end, signo))
			return end;
	}
}

enum attend_end
attend_run(struct attend *a, struct attend_io *io, int *signo)
{
	enum attend_end end = loop(a, io, signo);
	struct pollfd in = { .fd = io->input, .events = POLLIN };
	long long stop = attend_now() + DRAIN_MS;

	/* what has come already is answered */
	while (io->input >= 0 && end != ATTEND_DEAF && attend_now() < stop &&
	    !keydesk_is_full(a->keys) && poll(&in, 1, 0) > 0) {
		io->readable(io->ctx);
		in.fd = io->input;
	}
	attend_finish(a, attend_now());
	return end;
}
