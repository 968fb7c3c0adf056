/* SPDX-License-Identifier: ISC */
/* Attends to the readers: brings keys and cards together, and tells by calls
 * what comes of it. Every key that came in is told of exactly once. Times are
 * monotonic milliseconds. */
#ifndef DESK_ATTEND_H
#define DESK_ATTEND_H

#include "desk/hall.h"
#include "desk/keydesk.h"

struct attend_calls {
	/* A card was read: ev->line is its record. */
	void (*read)(void *ctx, const struct reader_event *ev);
	/* A card was not read on the reader of that name, or (err of readers
	 * and service) the reader is lost; NULL: all of them. */
	void (*trouble)(void *ctx, const char *reader, enum err e,
	    uint16_t sw);
	/* This key's record goes out unread. */
	void (*unread)(void *ctx, const struct keydesk_key *k, enum err why);
	void (*progress)(void *ctx, enum lds_file f, unsigned percent);
	/* Cards lie on several readers where one was asked for. */
	void (*ambiguous)(void *ctx, const struct hall *h);
	void *ctx;
};

/* `fixed` is a key for every card, else NULL and they come into `keys`. With
 * `watch` it goes on from card to card and over readers and services that come
 * back; without, `done` is set after one card or the first trouble. All but
 * the settings is zero at first. */
struct attend {
	struct attend_calls calls;
	const struct password *fixed;
	struct keydesk *keys;
	struct hall hall;
	bool watch;

	bool tried, done, down;
	enum err why_down;
	long long next_look;
};

/* Whether `e` lies with readers, service or machine, and not with a card. */
bool attend_is_trouble(enum err e);

/* As err_str, in the words of a card reader (N_ text). */
const char *attend_text(enum err e);

/* Everything that is due now: readers looked for, keys given, old keys let go.
 * The next moment at which there is something to do, or -1. */
long long attend_step(struct attend *a, long long now);

/* After poll: f as hall_poll filled it in. */
void attend_events(struct attend *a, const struct pollfd *f, size_t n,
    long long now);

/* The end: readers are let go, all keys too. */
void attend_finish(struct attend *a, long long now);

/* Where it waits. */
struct attend_io {
	int signals;			/* a signalfd; -1: none */
	int input, output;		/* for keys, -1: no more; of records */
	bool (*idle)(void *ctx);	/* before it waits; false ends it */
	void (*readable)(void *ctx);	/* read the input; may set it to -1 */
	void *ctx;
	long long until;		/* for the card of `fixed`; -1: ever */
};

enum attend_end {
	ATTEND_DONE,			/* all cards or keys had their turn */
	ATTEND_LATE,			/* nobody laid the card */
	ATTEND_SIGNAL,			/* number in *signo */
	ATTEND_DEAF,			/* nobody reads the output any more */
	ATTEND_IDLE			/* idle said so */
};

/* The clock of all times here. */
long long attend_now(void);

/* Attends until the end, attend_finish included. */
enum attend_end attend_run(struct attend *a, struct attend_io *io,
    int *signo);

#endif
