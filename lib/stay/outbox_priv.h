/* SPDX-License-Identifier: ISC */
/* Between the files of the outbox. */
#ifndef STAY_OUTBOX_PRIV_H
#define STAY_OUTBOX_PRIV_H

#include "stay/outbox.h"
#include "stay/outbox_sql.h"
#include "stay/stay.h"

/* `lock` holds a byte of outbox.lock at offset `owner` as long as the process
 * lives: the kernel lets go of it at any death, whatever the number of the
 * process or its container. */
struct outbox {
	struct sql *q;
	int lock;
	long long owner;
	struct buf text;		/* what rows borrow */
};

/* The columns that outbox_fill reads, from column 0 on. */
#define OUTBOX_COLUMNS "id, attempt, due, last, filed_at, state, attempts," \
	" again, next, account, stay, answer"
void outbox_fill(struct outbox *o, struct outbox_row *row);

/* An attempt without an answer, or with one that says nothing (a server's
 * error, a page that is no JSON), may have been filed by the portal; one that
 * never reached it cannot have been, nor one that it refused or put off
 * (429). The numbers are those of enum outcome: ok, temp, unknown. */
#define OUTBOX_ARRIVED "(outcome IS NULL OR outcome IN (0, 5)" \
	" OR (outcome = 4 AND http > 0 AND http <> 429))"

/* Inside a group: what was being sent by a process that is gone, or whose
 * lease is over, becomes unknown. */
MUST_CHECK enum err outbox_take_orphans(struct outbox *o, long long now);

/* Day 0.. of a day that only a clock that was never set can give. */
#define OUTBOX_FIRST_DAY ((DATE_CLOCK_MIN + 7 * 3600) / 86400)

enum err outbox_lock(struct outbox *o, const char *folder);
bool outbox_is_alive(const struct outbox *o, long long owner);

#endif
