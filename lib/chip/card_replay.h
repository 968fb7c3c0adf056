/* SPDX-License-Identifier: ISC */
/* The card of a transcript: it answers as the real one did, and only to the
 * same commands. */
#ifndef CHIP_CARD_REPLAY_H
#define CHIP_CARD_REPLAY_H

#include "chip/transcript.h"

#define CARD_REPLAY_READER 128

/* The struct stays where it is: card and random point into it. Borrows the
 * text. `number` is the line that was used last. */
struct card_replay {
	struct card card;
	struct random random;
	struct password password;
	char reader[CARD_REPLAY_READER];
	uint8_t nonce[SESSION_NONCE];
	char read_at[32];
	bool no_portrait;
	size_t answer_limit;
	size_t number;
	/* private */
	struct slice rest, line;
	struct buf octets;
	long long us;
};

/* Reads the head. ERR_FORMAT: it is no transcript; see number. Afterwards
 * transmit, reset and fill say ERR_FORMAT where the transcript has something
 * else at that place. */
MUST_CHECK enum err card_replay_open(struct slice text,
    struct card_replay *out);
void card_replay_release(struct card_replay *r);	/* wipes */

/* Fills in what the transcript knows: random source, clock (the time of the
 * recorded answers), nonce, read_at, portrait, answer limit. progress is left
 * alone. */
void card_replay_env(struct card_replay *r, struct session_env *env);

/* Whether everything was used; *result is then what came of the read. False
 * also for a transcript that breaks off. */
bool card_replay_done(struct card_replay *r, enum err *result);

#endif
