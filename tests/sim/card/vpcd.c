/* SPDX-License-Identifier: ISC */
/* The card in a virtual reader: vpcd of vsmartcard listens, we connect, and a
 * connection is an inserted card. Each message has its length in two octets in
 * front; one of a single octet is for the reader's sake, not the chip's. */
#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "priv.h"

#define POWER_OFF 0x00
#define POWER_ON 0x01
#define RESET 0x02
#define GET_ATR 0x04
#define MAX_MESSAGE 65535
#define SLOW_MS 1500
#define SPLIT_MS 3000
#define ANEW_MS 2000	/* a reader that starts anew does so within that */

struct link {
	const struct sim_vpcd *how;
	int fd;
	enum sim_vpcd_end end;
	bool used;		/* it has answered since it was inserted */
	bool resting;		/* and lies there without power since */
	uint8_t in[MAX_MESSAGE];
	struct sim_bytes answer, frame;
};

static bool
stopped(const struct link *l)
{
	return l->how->stop != NULL && *l->how->stop != 0;
}

static void
nap(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);	/* shorter when a signal came */
}

static int
dial(const struct sim_vpcd *how)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list, *a;
	char port[16];
	int fd = -1, on = 1;

	snprintf(port, sizeof port, "%d", how->port);
	if (getaddrinfo(how->host != NULL ? how->host : "127.0.0.1", port,
	    &hints, &list) != 0)
		return -1;
	for (a = list; a != NULL && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(list);
	if (fd >= 0)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* Waits for octets at most `ms`, for ever when negative. False: none came, or
 * an end is reached. */
static bool
await(struct link *l, int ms)
{
	struct pollfd p = { .fd = l->fd, .events = POLLIN };
	int n;

	do {
		if (stopped(l)) {
			l->end = SIM_VPCD_STOPPED;
			return false;
		}
		n = poll(&p, 1, ms);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		l->end = SIM_VPCD_CLOSED;
	return n > 0;
}

/* The driver sends length and message apart without TCP_NODELAY: without a
 * quick ACK each message costs 44 ms. The option holds for one call. */
static bool
take(struct link *l, uint8_t *p, size_t n)
{
	int on = 1;
	ssize_t got;

	while (n > 0) {
		if (!await(l, -1))
			return false;
		setsockopt(l->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
		got = recv(l->fd, p, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			l->end = SIM_VPCD_CLOSED;
			return false;
		}
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool
give(struct link *l, const uint8_t *p, size_t n)
{
	ssize_t put;

	while (n > 0) {
		put = send(l->fd, p, n, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			l->end = SIM_VPCD_CLOSED;
			return false;
		}
		p += put;
		n -= (size_t)put;
	}
	return true;
}

/* Length and message in one piece; `promised` is what the length says. Never
 * an empty message, which blocks the reader, nor one octet of the length. */
static void
pack(struct link *l, const uint8_t *p, size_t n, size_t promised)
{
	uint8_t head[2];

	if (promised == 0 || promised > MAX_MESSAGE)
		abort();
	head[0] = (uint8_t)(promised >> 8);
	head[1] = (uint8_t)promised;
	l->frame.n = 0;
	sim_add(&l->frame, head, sizeof head);
	sim_add(&l->frame, p, n);
}

static bool
give_frame(struct link *l, const uint8_t *p, size_t n)
{
	pack(l, p, n, n);
	return give(l, l->frame.p, l->frame.n);
}

static bool
give_atr(struct link *l, const struct sim_card *c)
{
	uint8_t atr[33];
	size_t n = sim_card_atr(c, atr);

	return give_frame(l, atr, n);
}

static bool
give_split(struct link *l)
{
	size_t half;

	pack(l, l->answer.p, l->answer.n, l->answer.n);
	half = 2 + l->answer.n / 2;
	if (!give(l, l->frame.p, half))
		return false;
	nap(SPLIT_MS);
	return give(l, l->frame.p + half, l->frame.n - half);
}

/* The reader waits; nothing comes but its end. */
static bool
silence(struct link *l)
{
	uint8_t octet;

	while (take(l, &octet, 1))
		;
	return false;
}

static bool
deliver(struct link *l, struct sim_card *c, size_t n, enum sim_event event)
{
	switch (event) {
	case SIM_GONE_NOW:
		l->end = SIM_VPCD_GONE;
		return false;
	case SIM_TORN_NOW:
		pack(l, l->answer.p, l->answer.n, l->answer.n + 218);
		give(l, l->frame.p, l->frame.n);
		l->end = SIM_VPCD_GONE;
		return false;
	case SIM_SILENT_NOW:
		return silence(l);
	case SIM_SLOW_NOW:
		nap(SLOW_MS);
		break;
	case SIM_SPLIT_NOW:
		return give_split(l);
	case SIM_EXTRA_NOW:
		if (!give_atr(l, c))
			return false;
		break;
	case SIM_RESET_NOW:
		/* The command meets a chip that has forgotten everything. */
		while (event == SIM_RESET_NOW)
			sim_card_apdu(c, l->in, n, &l->answer, &event);
		return deliver(l, c, n, event);
	case SIM_ANSWER:
		break;
	}
	return give_frame(l, l->answer.p, l->answer.n);
}

static bool
control(struct link *l, struct sim_card *c, uint8_t what)
{
	bool open = c->access;

	switch (what) {
	case POWER_OFF:
	case RESET:
		sim_card_power(c);
		l->resting = l->used;
		if (open && l->how->once && l->how->linger_ms <= 0) {
			l->end = SIM_VPCD_DONE;
			return false;
		}
		return true;
	case POWER_ON:
		sim_card_power(c);
		return true;
	case GET_ATR:
		return give_atr(l, c);
	default:
		return true;
	}
}

static void
trace(const struct link *l, const char *way, const uint8_t *p, size_t n)
{
	if (l->how->log == NULL)
		return;
	fputs(way, l->how->log);
	while (n-- > 0)
		fprintf(l->how->log, "%02X", *p++);
	putc('\n', l->how->log);
	fflush(l->how->log);
}

static bool
message(struct link *l, struct sim_card *c)
{
	enum sim_event event;
	uint8_t head[2];
	size_t n;

	if (!take(l, head, sizeof head))
		return false;
	n = (size_t)head[0] << 8 | head[1];
	if (n == 0)
		return true;
	if (!take(l, l->in, n))
		return false;
	if (n == 1)
		return control(l, c, l->in[0]);
	l->used = true;
	l->resting = false;
	trace(l, "> ", l->in, n);
	sim_card_apdu(c, l->in, n, &l->answer, &event);
	trace(l, "< ", l->answer.p, event != SIM_GONE_NOW &&
	    event != SIM_SILENT_NOW && event != SIM_RESET_NOW ?
	    l->answer.n : 0);
	return deliver(l, c, n, event);
}

/* Whether the reading is over: no command for so long since the reset. The
 * reader asks for the ATR every 400 ms, which is no sign of life. */
static bool
left_alone(const struct link *l, struct timespec *since)
{
	int ms = l->how->linger_ms > 0 ? l->how->linger_ms : ANEW_MS;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!l->resting)
		*since = now;
	return l->how->once && l->resting &&
	    (now.tv_sec - since->tv_sec) * 1000 +
	    (now.tv_nsec - since->tv_nsec) / 1000000 >= ms;
}

enum sim_vpcd_end
sim_vpcd(struct sim_card *c, const struct sim_vpcd *how)
{
	struct link *l = calloc(1, sizeof *l);
	struct timespec since = { 0 };
	enum sim_vpcd_end end;
	int waited;

	if (l == NULL)
		abort();
	l->how = how;
	l->fd = -1;
	l->end = SIM_VPCD_NO_READER;
	for (waited = 0; !stopped(l); waited += 10) {
		l->fd = dial(how);
		if (l->fd >= 0 || waited >= how->wait_ms)
			break;
		nap(10);
	}
	if (l->fd >= 0) {
		sim_card_power(c);
		l->end = SIM_VPCD_STOPPED;
		for (;;) {
			if (left_alone(l, &since)) {
				l->end = SIM_VPCD_DONE;
				break;
			}
			if (await(l, how->once ? 20 : -1) ? !message(l, c) :
			    l->end == SIM_VPCD_CLOSED || stopped(l))
				break;
		}
		close(l->fd);
	}
	end = l->end;
	sim_clear(&l->answer);
	sim_clear(&l->frame);
	free(l);
	return end;
}
