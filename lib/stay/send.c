/* SPDX-License-Identifier: ISC */
/* The order of things that makes a crash harmless: the token is there, then
 * the intent is on disk, then the bytes go out, then the reply is on disk, then
 * the stay is told of. A crash leaves at most two stays without a reply. */
#include "stay/http.h"
#include "stay/send.h"
#include "stay/stay.h"

/* A refused request, a broken renewal, a login and the request again may each
 * take the longest time that can be set; and so may those for the stay before,
 * under way while this one is claimed. */
#define LEASE_S (2 * 4 * KBTT_MAX_S + 60)
/* So many in a row without an answer: the portal is ill, others wait. */
#define MAX_SILENT 3
#define QUIET_MS 30000		/* no new pass after the portal was silent */
#define REFUSED_MS 300000	/* or refused the account, which it may lock */

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

long long
send_pause_ms(enum send_end end)
{
	if (end == SEND_ALL)
		return 0;
	return end == SEND_AUTH ? REFUSED_MS : QUIET_MS;
}

/* A claimed stay and what the portal said to it. The row's texts end with the
 * next call to the outbox, so what is to be sent is read at once. */
struct job {
	struct outbox_row row;
	struct stay stay;
	struct outbox_reply reply;
	struct buf words;
	bool claimed;
};

/* While one request is under way the disk is busy with its neighbours: the
 * reply to the one before and the intent of the one after are one commit. */
struct pass {
	const struct send *s;
	struct job last;	/* answered, the reply not on disk yet */
	struct job at;		/* to be sent, or under way */
	struct job next;
	bool turned;		/* this was done for `at` */
	unsigned silent;
	enum err e;		/* the outbox's first */
};

static void
release(struct job *j)
{
	stay_release(&j->stay);
	buf_wipe(&j->words);
	*j = (struct job){ .claimed = false };
}

/* A payload that cannot be read was damaged on disk. */
static enum err
take(struct job *j, enum err e)
{
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	j->claimed = true;
	return stay_read(j->row.stay, &j->stay) != ERR_OK ? ERR_DAMAGED :
	    ERR_OK;
}

static void
failed(struct pass *p, enum err e)
{
	if (p->e == ERR_OK)
		p->e = e;
}

/* The reply to this job is on disk. */
static void
tell(struct pass *p, struct job *j)
{
	struct outbox_row row;
	enum err e = outbox_get(p->s->o, j->row.id, &row);

	if (e == ERR_OK && p->s->done != NULL)
		p->s->done(p->s->ctx, &row);
	release(j);
	failed(p, e);
}

/* Writes a reply that nothing more is to be claimed with. */
static void
keep(struct pass *p, struct job *j)
{
	const struct send *s = p->s;
	enum stay_state state;
	enum err e;

	if (!j->claimed)
		return;
	j->reply.facility = kbtt_facility(s->k);
	e = outbox_result(s->o, &j->row, &j->reply, s->now(), &state);
	if (e == ERR_OK)
		tell(p, j);
	release(j);
	failed(p, e);
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
	return take(&p->at, outbox_claim(s->o, s->account, s->now(), LEASE_S,
	    &p->at.row));
}

/* Called while `at` is under way, or after it where the answer was faster. */
static void
meanwhile(void *ctx)
{
	struct pass *p = ctx;
	const struct send *s = p->s;
	struct outbox_turn t = { &p->last.row, &p->last.reply, s->account,
	    s->now(), LEASE_S };
	enum err e;

	p->turned = true;
	p->last.reply.facility = kbtt_facility(s->k);
	if (p->last.claimed)
		e = outbox_turn(s->o, &t, &p->next.row);
	else
		e = outbox_claim(s->o, s->account, t.now, LEASE_S,
		    &p->next.row);
	failed(p, take(&p->next, e));
	if (p->e == ERR_OK && p->last.claimed)
		tell(p, &p->last);
}

/* Sends `at`. Its reply waits for the time of the next request where there is
 * to be one; what was claimed for nothing is given back. */
static void
send_one(struct pass *p, enum send_end *end)
{
	const struct http_meanwhile m = { meanwhile, p };
	const struct send *s = p->s;
	struct outbox_reply *r = &p->at.reply;

	p->turned = false;
	r->outcome = kbtt_file(s->k, &p->at.stay, s->now(), &p->at.words,
	    &r->http, &m);
	r->answer = buf_slice(&p->at.words);
	if (!is_end(r, &p->silent, end) && !p->turned)
		meanwhile(p);
	keep(p, &p->last);		/* where that was not done */
	p->last = p->at;
	p->at = p->next;
	p->next = (struct job){ .claimed = false };
	if (*end == SEND_ALL && p->e == ERR_OK && p->at.claimed &&
	    kbtt_is_ready(s->k, s->now()))
		return;
	keep(p, &p->last);
	if (p->at.claimed)
		failed(p, outbox_unclaim(s->o, &p->at.row));
	release(&p->at);
}

enum err
send_due(const struct send *s, enum send_end *end, struct buf *answer)
{
	struct pass p = { .s = s };

	/* also where no token can be had: who died sending is no secret */
	failed(&p, outbox_sweep(s->o, s->now()));
	*end = s->now() < DATE_CLOCK_MIN ? SEND_CLOCK : SEND_ALL;
	while (*end == SEND_ALL && p.e == ERR_OK) {
		if (!p.at.claimed)
			failed(&p, claim(&p, end, answer));
		if (p.e != ERR_OK || !p.at.claimed)
			break;
		send_one(&p, end);
	}
	release(&p.at);
	return p.e;
}
