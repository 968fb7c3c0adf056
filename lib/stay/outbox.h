/* SPDX-License-Identifier: ISC */
/* The outbox: stays on disk before they are sent, and what became of them.
 * Several processes at once; SQLite (WAL, synchronous=FULL, secure_delete). */
#ifndef STAY_OUTBOX_H
#define STAY_OUTBOX_H

#include "stay/kbtt.h"

struct stay;
struct outbox;

enum stay_state {
	STATE_WAITING, STATE_SENDING, STATE_UNKNOWN, STATE_FILED,
	STATE_REJECTED, STATE_EXPIRED
};

/* A row. Texts are valid until the next call with the same outbox. */
struct outbox_row {
	long long id, due, last, filed_at;	/* Unix time; 0: none */
	enum stay_state state;
	unsigned attempts;
	struct slice stay;			/* JSON of stay_write */
	struct slice answer;			/* the portal's words */
};

/* Opens or makes `folder`/outbox.db: folder 0700, file 0600, owner checked.
 * ERR_ACCESS, ERR_BUSY, ERR_DAMAGED, ERR_FULL, ERR_IO. */
MUST_CHECK enum err outbox_open(const char *folder, struct outbox **out);
void outbox_close(struct outbox *o);

/* A group of changes that become durable together. */
MUST_CHECK enum err outbox_begin(struct outbox *o);
MUST_CHECK enum err outbox_commit(struct outbox *o);
void outbox_rollback(struct outbox *o);

/* Adds a stay inside a group. Key: facility account, document type, number,
 * day of arrival. The same key with the same payload is found again
 * (*known = true, *row is the old one); with another payload ERR_DUPLICATE
 * unless `correct`, and then only while it is not filed. */
MUST_CHECK enum err outbox_add(struct outbox *o, const char *account,
    const struct stay *s, bool correct, long long now, bool *known,
    struct outbox_row *row);

/* Takes the next stay to send and writes the intent durably (state sending, a
 * lease until now + lease_s for this process): ERR_NOT_FOUND when none is due
 * to be tried. Expired leases of dead processes come back as unknown.
 * Waiting ones past their last moment become expired; unknown ones are taken
 * again only before 12:00 of the planned leave and the end of arrival + 1. */
MUST_CHECK enum err outbox_claim(struct outbox *o, long long now,
    unsigned lease_s, struct outbox_row *row);

/* Writes the outcome durably and gives the new state. A DUP counts as filed
 * only when an attempt of ours before this one is on record. */
MUST_CHECK enum err outbox_result(struct outbox *o, long long id,
    enum outcome out, struct slice answer, long http, long long now,
    enum stay_state *state);

/* Gives back a claim that was never sent. */
MUST_CHECK enum err outbox_unclaim(struct outbox *o, long long id);

/* All rows in order of due time; the callback returns false to stop. */
MUST_CHECK enum err outbox_each(struct outbox *o,
    bool (*row)(void *ctx, const struct outbox_row *row), void *ctx);

const char *stay_state_word(enum stay_state s);

#endif
