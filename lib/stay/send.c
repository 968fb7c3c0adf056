/* SPDX-License-Identifier: ISC */
/* The order of things that makes a crash harmless: the token is there, then
 * the intent is on disk, then the bytes go out, then the reply is on disk. */
#include "stay/send.h"
#include "stay/stay.h"

/* Longer than a request with a renewed token may take. */
#define LEASE_S 150
/* So many in a row without an answer: the portal is ill, others wait. */
#define MAX_SILENT 3

/* Sends the claimed row. A payload that cannot be read was damaged on disk. */
static enum err
send_one(const struct send *s, struct outbox_row *row, struct buf *answer,
    struct outbox_reply *reply)
{
	enum stay_state state;
	struct stay stay = { 0 };
	long long id = row->id;
	enum err e = stay_read(row->stay, &stay);

	if (e != ERR_OK)
		return ERR_DAMAGED;
	buf_reset(answer);
	reply->http = 0;
	reply->outcome = kbtt_file(s->k, &stay, s->now(), answer,
	    &reply->http);
	reply->answer = buf_slice(answer);
	reply->facility = kbtt_facility(s->k);
	e = outbox_result(s->o, row, reply, s->now(), &state);
	stay_release(&stay);
	return e == ERR_OK ? outbox_get(s->o, id, row) : e;
}

/* Whether the pass ends with this reply. */
static bool
is_end(const struct outbox_reply *reply, unsigned *silent, enum send_end *end)
{
	if (reply->outcome == OUTCOME_AUTH)
		*end = SEND_AUTH;
	else if (reply->outcome == OUTCOME_UNKNOWN ||
	    reply->outcome == OUTCOME_TEMP) {
		/* not even connected: nobody else will be either */
		if (reply->http == 0 && reply->outcome == OUTCOME_TEMP)
			*silent = MAX_SILENT - 1;
		if (++*silent >= MAX_SILENT)
			*end = SEND_DOWN;
	} else
		*silent = 0;
	return *end != SEND_ALL;
}

enum err
send_due(const struct send *s, enum send_end *end, struct buf *answer)
{
	struct outbox_reply reply = { .outcome = OUTCOME_OK };
	struct buf words = { 0 };
	struct outbox_row row;
	unsigned silent = 0;
	bool pending = true;
	enum outcome ready;
	enum err e = ERR_OK;

	*end = s->now() < STAY_CLOCK_MIN ? SEND_CLOCK : SEND_ALL;
	while (*end == SEND_ALL && e == ERR_OK) {
		e = outbox_pending(s->o, s->account, s->now(), &pending);
		if (e != ERR_OK || !pending)
			break;
		ready = kbtt_ready(s->k, s->now(), answer);
		if (ready != OUTCOME_OK) {
			*end = ready == OUTCOME_AUTH ? SEND_AUTH : SEND_DOWN;
			break;
		}
		e = outbox_claim(s->o, s->account, s->now(), LEASE_S, &row);
		if (e == ERR_OK)
			e = send_one(s, &row, &words, &reply);
		if (e == ERR_OK && s->done != NULL)
			s->done(s->ctx, &row);
		if (e == ERR_OK && is_end(&reply, &silent, end))
			break;
	}
	buf_wipe(&words);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}
