/* SPDX-License-Identifier: ISC */
/* Which key waits for which reader. Pure: the time comes in as an argument, in
 * milliseconds of any clock that only goes forward.
 *
 * A desk is a scanner and a reader that stand together. A key from a desk's
 * scanner is for that desk's readers only; a key from elsewhere is for the
 * readers that stand at no desk. Without desks every key is for every reader.
 * The newest key is tried first, for people scan a card and then lay it down;
 * one that opened nothing waits on, for the next card may be its own, but those
 * that were not tried come first then. */
#ifndef DESK_KEYDESK_H
#define DESK_KEYDESK_H

#include "chip/password.h"

#define KEYDESK_PATIENCE_MS 60000	/* then a key without a card goes out */
#define KEYDESK_MAX 4096	/* keys; who adds asks keydesk_is_full */
#define KEYDESK_MAX_DESKS 32

/* A key and the record that it came in. `last` is what became of it so far:
 * ERR_NO_CARD while it was not tried. The rest is keydesk's own. */
struct keydesk_key {
	struct password password;
	struct buf line;
	enum err last;
	unsigned long long number;	/* of its line, for messages */

	long long until;
	int desk;			/* -1: none */
	bool in_use;
};

struct keydesk;
struct keydesk *keydesk_new(void);
void keydesk_free(struct keydesk *d);	/* wipes; NULL is fine */

/* How long a key waits that comes from now on. */
void keydesk_patience(struct keydesk *d, long long ms);

/* A desk: records whose `from` is `name`, with or without a line number behind
 * it, and readers with `part` in their name. ERR_TOO_LONG: too many. */
MUST_CHECK enum err keydesk_tie(struct keydesk *d, struct slice name,
    struct slice part);

/* A key comes in, with `from` of its record (may be empty). It takes the place
 * of an older one for the same card, which is gone then: the same guest was
 * scanned twice. Copies everything. */
void keydesk_add(struct keydesk *d, long long now, const struct password *p,
    struct slice line, struct slice from, unsigned long long number);
bool keydesk_is_full(const struct keydesk *d);

/* The newest key that is for this reader, and from now on in use; NULL: none.
 * It stays where it is until keydesk_done or keydesk_back. */
struct keydesk_key *keydesk_take(struct keydesk *d, const char *reader);

/* It is finished with: gone, and so are others for the same card. */
void keydesk_done(struct keydesk *d, struct keydesk_key *k);

/* It opened nothing (`why`): it waits anew. One that was wrong for a card does
 * not, and is tried after all others from now on: else a guest who went away
 * would stop those who come. Where a newer one for the same card has come
 * meanwhile, it is gone. */
void keydesk_back(struct keydesk *d, long long now, struct keydesk_key *k,
    enum err why);

/* The oldest key whose patience is over and that is not in use, or with `all`
 * the oldest that is not in use; NULL: none. In use afterwards. */
struct keydesk_key *keydesk_expired(struct keydesk *d, long long now,
    bool all);

/* When the next one expires; -1: never. And how many there are, those in use
 * included. */
long long keydesk_next(const struct keydesk *d);
size_t keydesk_count(const struct keydesk *d);

#endif
