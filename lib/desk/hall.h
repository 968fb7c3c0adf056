/* SPDX-License-Identifier: ISC */
/* All readers of this machine, or those with a part in their name. */
#ifndef DESK_HALL_H
#define DESK_HALL_H

#include <poll.h>

#include "chip/card_pcsc.h"
#include "desk/reader.h"

/* `part` NULL: every reader. Borrows both. */
struct hall {
	const struct reader_job *job;
	const char *part;
	struct reader *r[PCSC_MAX_READERS];
	size_t n;
};

/* Where one reader was asked for by its part: ERR_DUPLICATE where several are
 * meant (their names are in `names`, in a row), ERR_NO_READER where none is. */
MUST_CHECK enum err hall_choose(const struct hall *h, struct buf *names);

/* Starts a process for every reader that has come. ERR_NO_READER: none is
 * there; ERR_NO_SERVICE, ERR_READER_DENIED, ERR_IO. */
MUST_CHECK enum err hall_look(struct hall *h);

/* Starts a process for that reader. */
MUST_CHECK enum err hall_add(struct hall *h, const char *name);

/* Frees the i-th; those behind it move up. */
void hall_drop(struct hall *h, size_t i);

/* Appends the names of those in this phase. */
void hall_names(const struct hall *h, enum reader_phase phase,
    struct buf *out);

/* How many are in this phase. */
size_t hall_count(const struct hall *h, enum reader_phase phase);

/* Fills in f[0 .. n-1] and gives back n. */
size_t hall_poll(const struct hall *h, struct pollfd f[PCSC_MAX_READERS]);

/* Gives up cards that have taken too long at `now`; the next such moment, or
 * -1. */
long long hall_deadline(struct hall *h, long long now);

#endif
