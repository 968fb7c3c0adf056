/* SPDX-License-Identifier: ISC */
/* The order of things that makes a crash harmless: the token is there, then
 * the intent is on disk, then the bytes go out, then the reply is on disk. */
#include "stay/send.h"
#include "stay/stay.h"

/* A refused request, a broken renewal, a login and the request again may each
 * take the longest time that can be set. */
#define LEASE_S (4 * KBTT_MAX_S + 30)
/* So many in a row without an answer: the portal is ill, others wait. */
#define MAX_SILENT 3

const char *
send_end_text(enum send_end end)
{
	switch (end) {
	case SEND_CLOCK:
		return N_("clock: the clock of this machine is wrong: set it;"
		    " nothing was sent, all is queued");
	case SEND_AUTH:
		return N_("portal: the account was refused: check the"
		    " credentials; the rest is queued");
	case SEND_DOWN:
		return N_("portal: gives no answer now; the rest is queued");
	case SEND_ALL:
	default:
		return "";
	}
}

/* A claimed stay: the row's texts end with the next call to the outbox, so
 * what is to be sent is read at once. */
struct job {
	struct outbox_row row;
	struct stay stay;
	bool claimed;
};

/* The pass: the job at hand, the words of its reply. */
struct pass {
	const struct send *s;
	struct job job;
	struct outbox_reply reply;
	struct buf words;
	unsigned silent;
};

/* A payload that cannot be read was damaged on disk. */
static enum err
take(struct job *j, enum err e)
{
	j->claimed = false;
	stay_release(&j->stay);
	j->stay = (struct stay){ .foreign = false };
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	j->claimed = true;
	return stay_read(j->row.stay, &j->stay) != ERR_OK ? ERR_DAMAGED :
	    ERR_OK;
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

/* The token first, so that nothing is claimed that cannot be sent. */
static enum err
claim(struct pass *p, enum send_end *end, struct buf *answer)
{
	const struct send *s = p->s;
	bool pending = false;
	enum outcome ready;
	enum err e = outbox_pending(s->o, s->account, s->now(), &pending);

	if (e != ERR_OK || !pending)
		return e;
	ready = kbtt_ready(s->k, s->now(), answer);
	if (ready != OUTCOME_OK) {
		*end = ready == OUTCOME_AUTH ? SEND_AUTH : SEND_DOWN;
		return ERR_OK;
	}
	return take(&p->job, outbox_claim(s->o, s->account, s->now(), LEASE_S,
	    &p->job.row));
}

/* Sends the job; its reply becomes durable together with the next intent
 * where the token is good for one more. */
static enum err
send_one(struct pass *p, enum send_end *end)
{
	const struct send *s = p->s;
	struct outbox_row sent = p->job.row;
	struct outbox_turn t = { &sent, &p->reply, s->account, 0, LEASE_S };
	enum stay_state state;
	enum err e;

	buf_reset(&p->words);
	p->reply.http = 0;
	p->reply.outcome = kbtt_file(s->k, &p->job.stay, s->now(), &p->words,
	    &p->reply.http);
	p->reply.answer = buf_slice(&p->words);
	p->reply.facility = kbtt_facility(s->k);
	t.now = s->now();
	if (is_end(&p->reply, &p->silent, end) ||
	    !kbtt_is_ready(s->k, t.now)) {
		e = outbox_result(s->o, &sent, &p->reply, t.now, &state);
		if (e == ERR_OK)
			e = take(&p->job, ERR_NOT_FOUND);
	} else
		e = take(&p->job, outbox_turn(s->o, &t, &p->job.row));
	if (e == ERR_OK)
		e = outbox_get(s->o, sent.id, &sent);
	if (e == ERR_OK && s->done != NULL)
		s->done(s->ctx, &sent);
	return e;
}

enum err
send_due(const struct send *s, enum send_end *end, struct buf *answer)
{
	struct pass p = { .s = s };
	/* also where no token can be had: who died sending is no secret */
	enum err e = outbox_sweep(s->o, s->now());

	*end = s->now() < STAY_CLOCK_MIN ? SEND_CLOCK : SEND_ALL;
	while (*end == SEND_ALL && e == ERR_OK) {
		if (!p.job.claimed)
			e = claim(&p, end, answer);
		if (e != ERR_OK || !p.job.claimed)
			break;
		e = send_one(&p, end);
	}
	stay_release(&p.job.stay);
	buf_wipe(&p.words);
	return e;
}
