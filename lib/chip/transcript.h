/* SPDX-License-Identifier: ISC */
/* One read, written down so that it can be replayed without the card: what went
 * over, what random numbers were drawn, what the reader was told. It holds the
 * key of the card, the secrets of the session and a person.
 *
 * Lines of text; '#' begins a comment, hex in either case, '-' is no value.
 *
 *	cccd-transcript 1
 *	reader NAME
 *	read-at 2026-01-31T08:00:00+07:00
 *	nonce HEX
 *	portrait yes|no
 *	answer-limit OCTETS
 *	key KIND ID CAN DOCUMENT BIRTH [EXPIRY ...]
 *
 * and then what happened, in its order:
 *
 *	r HEX			random octets, all of one draw
 *	> HEX			a command
 *	< MICROSECONDS HEX	its answer with the status word
 *	! MICROSECONDS WORD	what the transport said in place of one
 *	reset WORD		a cold start of the card; "ok"
 *	end WORD		what came of the read */
#ifndef CHIP_TRANSCRIPT_H
#define CHIP_TRANSCRIPT_H

#include "chip/session.h"

#define TRANSCRIPT_MAGIC "cccd-transcript 1"

/* Put `card` and the random source `random` in the place of the real ones; both
 * point into the struct, which stays where it is. `write` gets whole lines. */
struct transcript {
	struct card card;
	struct random random;
	void (*write)(void *ctx, struct slice line);
	void *ctx;
	/* private */
	const struct card *under;
	const struct session_env *env;
	struct buf line;
};

/* Writes the head. Borrows `under` and `env`, from whose random source the
 * numbers are drawn; the read itself needs a copy of `env` with t->random. */
void transcript_start(struct transcript *t, const struct card *under,
    const struct session_env *env, const struct password *p,
    const char *reader);
void transcript_end(struct transcript *t, enum err result);	/* wipes */

#endif
