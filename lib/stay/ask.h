/* SPDX-License-Identifier: ISC */
/* A guest without a card: the questions, each answer held against the
 * portal's rules at once. Reads and prints nothing itself. */
#ifndef STAY_ASK_H
#define STAY_ASK_H

#include "stay/stay.h"

/* `f` borrows from `text`; the fields that `d` gives are not asked for. */
struct ask {
	const struct stay_defaults *d;
	struct buf text[STAY_FIELDS];
	struct slice f[STAY_FIELDS];
	char nights[4];
	unsigned at;
};

/* Starts with the next guest; releasing wipes. */
void ask_start(struct ask *a, const struct stay_defaults *d);
void ask_release(struct ask *a);

/* The question (N_ text), or NULL when all is answered. */
const char *ask_question(struct ask *a);

/* Takes the answer to it: NULL, or why it cannot be filed (N_ text). */
const char *ask_answer(struct ask *a, struct slice answer, long long now);

/* True while nothing was answered for this guest. */
bool ask_is_first(const struct ask *a);

/* Appends the record of the guest, without a line feed. */
void ask_record(const struct ask *a, struct buf *out);

#endif
