/* SPDX-License-Identifier: ISC */
/* The outbox: stays on disk before they are sent, and what became of them.
 * Several processes at once; SQLite (WAL, synchronous=FULL, secure_delete). */
#ifndef STAY_OUTBOX_H
#define STAY_OUTBOX_H

#include "stay/kbtt.h"

struct stay;
struct outbox;

/* The numbers stand in the database: only ever add at the end. */
enum stay_state {
	STATE_WAITING, STATE_SENDING, STATE_UNKNOWN, STATE_FILED,
	STATE_REJECTED, STATE_EXPIRED, STAY_STATES
};

/* A row. Texts are valid until the next call with the same outbox. */
struct outbox_row {
	long long id, attempt;			/* attempt: of this claim */
	long long due, last, filed_at;		/* Unix time; 0: none */
	long long retry;			/* when it may be tried again;
						 * 0: by no program */
	enum stay_state state;
	unsigned attempts;
	bool other_day;				/* of outbox_add: see there */
	struct slice account;
	struct slice stay;			/* JSON of stay_write */
	struct slice answer;			/* the portal's words */
};

/* Opens or makes `folder`/outbox.db: folder 0700, files 0600, owner checked.
 * ERR_ACCESS, ERR_BUSY, ERR_DAMAGED, ERR_FULL, ERR_IO; ERR_UNSUPPORTED: made
 * by a newer version; ERR_FORMAT: another program's database. Nothing there is
 * overwritten. */
MUST_CHECK enum err outbox_open(const char *folder, struct outbox **out);

/* The same for reading alone; ERR_NOT_FOUND where there is no outbox yet. */
MUST_CHECK enum err outbox_open_read(const char *folder, struct outbox **out);
void outbox_close(struct outbox *o);

/* What to do about an error of these calls (N_ text), or NULL. */
const char *outbox_advice(enum err e);

/* A group of changes that become durable together. */
MUST_CHECK enum err outbox_begin(struct outbox *o);
MUST_CHECK enum err outbox_commit(struct outbox *o);
void outbox_rollback(struct outbox *o);

/* Adds a stay inside a group. Key: account of the facility, document type,
 * number, day of arrival. The same key with the same payload (but for the time
 * of day of the arrival, which a second scan gives anew) is found again:
 * *known = true, *row is the old one. Another payload is ERR_DUPLICATE, *row
 * the old one, unless `correct`: then it takes the old one's place and waits
 * anew, also where the old one was refused or unknown; ERR_DUPLICATE once
 * filed, ERR_BUSY while it is being sent. A stay that was queued under a wrong
 * clock (DATE_CLOCK_MIN) is corrected from whatever day it bears, one that is
 * not filed from the day before or after, too; where the portal may have that
 * one, ERR_DUPLICATE with row->other_day. Document types 1, 2 and 8 are one
 * person's and count as one. An empty account means: not known yet. */
struct outbox_add {
	const char *account;
	const struct stay *stay;
	bool correct;
	long long now;
};
MUST_CHECK enum err outbox_add(struct outbox *o, const struct outbox_add *a,
    bool *known, struct outbox_row *row);

/* Whether outbox_claim would find something. */
MUST_CHECK enum err outbox_pending(struct outbox *o, const char *account,
    long long now, bool *pending);

/* Ends the pauses between tries, for a pass that a person or cron asked for. */
MUST_CHECK enum err outbox_hurry(struct outbox *o, const char *account,
    long long now);

/* Whether anything waits to be sent, or for a person's decision; and whether
 * some of it is being sent by another process. */
MUST_CHECK enum err outbox_unsent(struct outbox *o, bool *unsent,
    bool *sending);

/* Leases that ran out or whose process has died come back as unknown. */
MUST_CHECK enum err outbox_sweep(struct outbox *o, long long now);

/* Takes the next stay of `account` to send and writes the intent durably:
 * state sending, an attempt with the hash of its request, a lease of lease_s
 * for this process. ERR_NOT_FOUND when none is to be tried now. Those with
 * few attempts come first, so that some that the portal chokes on do not keep
 * the others. Sweeps where it finds nothing else. Waiting ones are taken up to
 * their last moment, unknown ones only before 12:00 of the planned leave and
 * the end of arrival + 1 (a closed stay may no longer be refused as a
 * duplicate). */
MUST_CHECK enum err outbox_claim(struct outbox *o, const char *account,
    long long now, unsigned lease_s, struct outbox_row *row);

/* What the portal said to a claimed row. */
struct outbox_reply {
	enum outcome outcome;
	struct slice answer;
	long http;
	const char *facility;
};

/* Writes the reply durably and gives the new state. A DUP counts as filed only
 * when an earlier attempt of ours may have reached the portal. */
MUST_CHECK enum err outbox_result(struct outbox *o,
    const struct outbox_row *claimed, const struct outbox_reply *reply,
    long long now, enum stay_state *state);

/* outbox_result and outbox_claim in one durable step: one wait for the disk for
 * each stay. The two need not be neighbours: a pass writes the reply to one
 * stay and the intent of a later one while the stay between is under way.
 * ERR_NOT_FOUND: the reply is written and nothing more is to be tried now. */
struct outbox_turn {
	const struct outbox_row *claimed;
	const struct outbox_reply *reply;
	const char *account;
	long long now;
	unsigned lease_s;
};
MUST_CHECK enum err outbox_turn(struct outbox *o, const struct outbox_turn *t,
    struct outbox_row *next);

/* Gives back a claim that was never sent. */
MUST_CHECK enum err outbox_unclaim(struct outbox *o,
    const struct outbox_row *claimed);

/* One row, and all rows in order of due time (the callback returns false to
 * stop, and calls nothing here). */
MUST_CHECK enum err outbox_get(struct outbox *o, long long id,
    struct outbox_row *row);
MUST_CHECK enum err outbox_each(struct outbox *o,
    bool (*row)(void *ctx, const struct outbox_row *row), void *ctx);

const char *stay_state_word(enum stay_state s);

/* The state at `now`: what waits past its last moment has expired. It is never
 * written: a clock that was ahead for a while would write off good stays. What
 * had to stop earlier, since the portal may have it, is unknown. */
enum stay_state outbox_state(const struct outbox_row *row, long long now);

/* Appends the row as a sentence (with a line feed) in the language of `tr`,
 * which is gettext(3) or the like; `queued`: nothing was to be sent yet. */
void outbox_say(const struct outbox_row *row, long long now, bool queued,
    char *(*tr)(const char *), struct buf *out);

/* Why outbox_add did not put a stay in the old one's place (N_ text). */
const char *outbox_conflict(enum err e, const struct outbox_row *old);

/* Not filed, and the law's time is over. */
bool outbox_is_overdue(const struct outbox_row *row, long long now);

/* Appends the `notify` member's value, and a whole record for a row that came
 * from no input (with a line feed). ERR_DAMAGED for a row that is no stay. */
void outbox_notify(const struct outbox_row *row, long long now,
    struct buf *out);
MUST_CHECK enum err outbox_record(const struct outbox_row *row, long long now,
    struct buf *out);

#endif
