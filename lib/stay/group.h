/* SPDX-License-Identifier: ISC */
/* Lines whose stays become durable together and are given back after that,
 * in their order. */
#ifndef STAY_GROUP_H
#define STAY_GROUP_H

#include "stay/outbox.h"

#define GROUP_MAX 1000		/* lines in a group */
#define GROUP_MS 50		/* and no older than this */

struct group {
	struct outbox *o;
	struct group_item *items;
	size_t n, cap;
	struct buf lines;
	long long since;		/* ms of the first stay */
	bool open;
};

/* Milliseconds of a clock that nobody sets: for pauses. */
long long group_ms(void);

void group_release(struct group *g);	/* wipes; keeps the outbox */

/* Queues a stay and keeps its line. ERR_DUPLICATE and ERR_BUSY with a row->id:
 * the old row stands in the way (see outbox_add), the group goes on; any other
 * error is the outbox's. */
MUST_CHECK enum err group_add(struct group *g, const struct outbox_add *a,
    struct slice line, struct outbox_row *row);

/* Keeps a line whose stay is on disk already; id 0: it only passes through. */
void group_pass(struct group *g, struct slice line, long long id);

/* Time to commit: the group is full or old. */
bool group_is_due(const struct group *g);
MUST_CHECK enum err group_commit(struct group *g);

/* Line `i` and its stay as it stands now; row->id is 0 for one that passes
 * through. With wait_s, a stay that another process is sending is waited for,
 * so long. */
MUST_CHECK enum err group_get(struct group *g, size_t i, unsigned wait_s,
    struct slice *line, struct outbox_row *row);

/* Whether a line of the group has this stay. */
bool group_holds(const struct group *g, long long id);

/* Appends the line with `notify` in it, where it has a stay. */
MUST_CHECK enum err group_echo(struct slice line, const struct outbox_row *row,
    long long now, struct buf *out);
void group_reset(struct group *g);

#endif
