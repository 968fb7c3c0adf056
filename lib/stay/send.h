/* SPDX-License-Identifier: ISC */
/* One pass over what is due to be sent: intent, request, reply. The intent is
 * on disk before its request, the reply before anybody is told of it; while a
 * request is under way the reply before it and the intent after it are written.
 * So a crash leaves up to two stays `sending`, one of them perhaps never sent:
 * both become unknown and are sent again. */
#ifndef STAY_SEND_H
#define STAY_SEND_H

#include "stay/outbox.h"

/* `done` is told of every stay that was tried, with its row as it is now; it
 * may be NULL. `now` is asked again for each stay. */
struct send {
	struct outbox *o;
	struct kbtt *k;
	const char *account;
	long long (*now)(void);
	void (*done)(void *ctx, const struct outbox_row *row);
	void *ctx;
};

/* Why the pass ended. */
enum send_end {
	SEND_ALL,		/* nothing more to be tried now */
	SEND_AUTH,		/* the account or a token was refused */
	SEND_DOWN,		/* the portal cannot be reached or is ill */
	SEND_CLOCK		/* the clock was never set: nothing was sent */
};

/* What happened and what to do, for all but SEND_ALL (N_ text). */
const char *send_end_text(enum send_end end);

/* So long no new pass should be tried after one that ended so. */
long long send_pause_ms(enum send_end end);

/* Errors are the outbox's; what was not tried waits there. `answer` gets the
 * words of the portal or the network for SEND_AUTH and SEND_DOWN where no
 * stay's answer holds them (no person is named in them). */
MUST_CHECK enum err send_due(const struct send *s, enum send_end *end,
    struct buf *answer);

#endif
