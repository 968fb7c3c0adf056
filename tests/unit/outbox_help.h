/* SPDX-License-Identifier: ISC */
/* Guests and attempts for the tests of the outbox. */
#ifndef OUTBOX_HELP_H
#define OUTBOX_HELP_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stay/outbox.h"
#include "stay/stay.h"
#include "tap.h"

/* 2026-11-25T15:00:00+07:00; arrivals are then, leave is the next noon */
#define NOW 1795593600LL
#define HOUR 3600LL
#define DUE (NOW + 8 * HOUR)		/* 23:00 */
#define NOON (NOW + 21 * HOUR)		/* of the 26th */
#define LAST (NOW + 33 * HOUR - 1)	/* 23:59:59 of the 26th */
#define LEASE 150

static char dir[] = "/tmp/cccd-test.XXXXXX";
static unsigned folders;

/* A folder that is not there yet. */
static inline const char *
fresh(struct buf *b)
{
	buf_reset(b);
	buf_printf(b, "%s/o%u/deep", dir, ++folders);
	return buf_cstr(b);
}

/* Guest n: her number, room 203 or another. */
static inline void
guest(struct stay *s, unsigned n, const char *room, const char *arrive)
{
	struct buf b = { 0 };

	stay_release(s);
	buf_printf(&b, "{\"name\":\"Nguyễn Văn Mẫu\",\"dob\":\"1999-01-31\","
	    "\"sex\":\"M\",\"nationality\":\"VNM\",\"doc_type\":\"1\","
	    "\"doc_no\":\"001099%06u\",\"room\":\"%s\",\"arrive\":\"%s\","
	    "\"leave\":\"2026-11-26T12:00:00+07:00\",\"reason\":\"1\"}", n,
	    room, arrive);
	if (stay_read(buf_slice(&b), s) != ERR_OK)
		abort();
	buf_release(&b);
}

#define ARRIVE "2026-11-25T15:00:00+07:00"

static inline enum err
add(struct outbox *o, const struct stay *s, bool correct, bool *known,
    struct outbox_row *row)
{
	struct outbox_add a = { "coso1", s, correct, NOW };
	enum err e = outbox_begin(o);

	*known = false;
	*row = (struct outbox_row){ .id = 0 };
	if (e == ERR_OK)
		e = outbox_add(o, &a, known, row);
	if (e == ERR_OK)
		e = outbox_commit(o);
	else
		outbox_rollback(o);
	return e;
}

static inline long long
add_guest(struct outbox *o, unsigned n)
{
	struct outbox_row row;
	struct stay s = { 0 };
	bool known;

	guest(&s, n, "203", ARRIVE);
	if (add(o, &s, false, &known, &row) != ERR_OK)
		abort();
	stay_release(&s);
	return row.id;
}

/* One attempt at `now` with this reply; the state after it. */
static inline enum stay_state
attempt(struct outbox *o, long long now, enum outcome out, long http,
    const char *words)
{
	struct outbox_reply reply = { out, slice_str(words), http, "f1" };
	enum stay_state state = STAY_STATES;
	struct outbox_row row;

	if (outbox_claim(o, "coso1", now, LEASE, &row) != ERR_OK ||
	    row.state != STATE_SENDING ||
	    outbox_result(o, &row, &reply, now, &state) != ERR_OK)
		return STAY_STATES;
	return state;
}

static inline enum stay_state
state_of(struct outbox *o, long long id)
{
	struct outbox_row row;

	return outbox_get(o, id, &row) == ERR_OK ? row.state : STAY_STATES;
}

/* As it is shown at `now`. */
static inline enum stay_state
shown(struct outbox *o, long long id, long long now)
{
	struct outbox_row row;

	return outbox_get(o, id, &row) == ERR_OK ? outbox_state(&row, now) :
	    STAY_STATES;
}

static inline struct outbox *
open_new(struct buf *folder)
{
	struct outbox *o = NULL;

	if (outbox_open(fresh(folder), &o) != ERR_OK)
		abort();
	return o;
}

/* Ends the test and takes its folder away. */
static inline int
end_of_test(void)
{
	struct buf rm = { 0 };

	buf_printf(&rm, "rm -rf '%s'; exit %d", dir, tap_done());
	fflush(stdout);
	execl("/bin/sh", "sh", "-c", buf_cstr(&rm), (char *)NULL);
	return 2;
}

#endif
