/* SPDX-License-Identifier: ISC */
/* The way of a stay through its attempts: intent first, then the reply. */
#include <limits.h>
#include <string.h>

#include "base/sha256.h"
#include "stay/outbox_priv.h"

_Static_assert(OUTCOME_OK == 0 && OUTCOME_TEMP == 4 && OUTCOME_UNKNOWN == 5 &&
    STATE_FILED == 3, "the statements have the numbers");

#define REPLY_TRIES 12		/* of the busy time-out */

#define HTTP_TOO_MANY 429	/* put off: certainly not processed */

enum err
outbox_pending(struct outbox *o, const char *account, long long now,
    bool *pending)
{
	enum err e;

	/* sending is taken for pending: its process may have died */
	sql_use(o->q, "SELECT 1 FROM stay WHERE state IN (0, 1, 2)"
	    " AND account IN (?1, '') AND day >= ?3 AND (state = 1 OR"
	    " (next <= ?2 AND CASE state WHEN 0 THEN last >= ?2"
	    " ELSE again > ?2 END)) LIMIT 1");
	sql_text(o->q, 1, slice_str(account));
	sql_int(o->q, 2, now);
	sql_int(o->q, 3, OUTBOX_FIRST_DAY);
	e = sql_step(o->q);
	sql_done(o->q);
	if (e == ERR_OK || e == ERR_NOT_FOUND)
		*pending = e == ERR_OK;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err
outbox_hurry(struct outbox *o, const char *account, long long now)
{
	sql_use(o->q, "UPDATE stay SET next = ?2 WHERE state IN (0, 1, 2)"
	    " AND state <> 1 AND next > ?2 AND account IN (?1, '')");
	sql_text(o->q, 1, slice_str(account));
	sql_int(o->q, 2, now);
	return sql_run(o->q);
}

enum err
outbox_unsent(struct outbox *o, bool *unsent, bool *sending)
{
	enum err e;

	sql_use(o->q, "SELECT count(*), count(*) FILTER (WHERE state = 1)"
	    " FROM stay WHERE state IN (0, 1, 2)");
	e = sql_step(o->q);
	if (e == ERR_OK) {
		*unsent = sql_col_int(o->q, 0) > 0;
		*sending = sql_col_int(o->q, 1) > 0;
	}
	sql_done(o->q);
	return e;
}

/* Whether somebody still sends what stands as sending; *id is the first one
 * that nobody does. */
static enum err
find_orphan(struct outbox *o, long long now, long long *id)
{
	enum err e;

	sql_use(o->q, "SELECT id, owner, lease FROM stay"
	    " WHERE state IN (0, 1, 2) AND state = 1");
	while ((e = sql_step(o->q)) == ERR_OK) {
		*id = sql_col_int(o->q, 0);
		if (sql_col_int(o->q, 2) <= now ||
		    !outbox_is_alive(o, sql_col_int(o->q, 1)))
			break;
	}
	sql_done(o->q);
	return e;
}

enum err
outbox_take_orphans(struct outbox *o, long long now)
{
	long long id = 0;
	enum err e;

	while ((e = find_orphan(o, now, &id)) == ERR_OK) {
		sql_use(o->q, "UPDATE stay SET state = 2, next = ?2,"
		    " owner = NULL, lease = NULL WHERE id = ?1");
		sql_int(o->q, 1, id);
		sql_int(o->q, 2, now);
		if ((e = sql_run(o->q)) != ERR_OK)
			return e;
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err
pick(struct outbox *o, const char *account, long long now, int attempts,
    struct outbox_row *row)
{
	enum err e;

	sql_use(o->q, "SELECT " OUTBOX_COLUMNS " FROM stay"
	    " WHERE state IN (0, 1, 2) AND state <> 1 AND next <= ?2"
	    " AND account IN (?1, '') AND day >= ?3"
	    " AND CASE state WHEN 0 THEN last >= ?2 ELSE again > ?2 END"
	    " AND attempts <= ?4 ORDER BY due, id LIMIT 1");
	sql_text(o->q, 1, slice_str(account));
	sql_int(o->q, 2, now);
	sql_int(o->q, 3, OUTBOX_FIRST_DAY);
	sql_int(o->q, 4, attempts);
	e = sql_step(o->q);
	if (e == ERR_OK)
		outbox_fill(o, row);
	sql_done(o->q);
	return e;
}

/* The hash of what will be sent: the local half of a receipt. */
static enum err
request_hash(struct slice json, uint8_t out[SHA256_BYTES])
{
	struct buf body = { 0 };
	struct stay s = { 0 };

	if (stay_read(json, &s) != ERR_OK)
		return ERR_DAMAGED;
	kbtt_body(&s, &body);
	sha256(buf_slice(&body), out);
	buf_wipe(&body);
	stay_release(&s);
	return ERR_OK;
}

static enum err
write_intent(struct outbox *o, const char *account, long long now,
    unsigned lease_s, struct outbox_row *row)
{
	uint8_t hash[SHA256_BYTES];
	enum err e = request_hash(row->stay, hash);

	if (e != ERR_OK)
		return e;
	sql_use(o->q, "INSERT INTO attempt (stay, at, request)"
	    " VALUES (?1, ?2, ?3)");
	sql_int(o->q, 1, row->id);
	sql_int(o->q, 2, now);
	sql_blob(o->q, 3, (struct slice){ (const char *)hash, sizeof hash });
	if ((e = sql_run(o->q)) != ERR_OK)
		return e;
	row->attempt = sql_last_id(o->q);
	row->attempts++;
	sql_use(o->q, "UPDATE stay SET prior = state, state = 1, attempt = ?2,"
	    " attempts = attempts + 1, owner = ?3, lease = ?4 WHERE id = ?1");
	sql_int(o->q, 1, row->id);
	sql_int(o->q, 2, row->attempt);
	sql_int(o->q, 3, o->owner);
	sql_int(o->q, 4, now + lease_s);
	row->state = STATE_SENDING;
	if ((e = sql_run(o->q)) != ERR_OK || row->account.n > 0)
		return e;
	/* queued before it was known; an index has it: only where needed */
	sql_use(o->q, "UPDATE stay SET account = ?2 WHERE id = ?1");
	sql_int(o->q, 1, row->id);
	sql_text(o->q, 2, slice_str(account));
	return sql_run(o->q);
}

/* Those with few attempts first. */
static enum err
pick_fairly(struct outbox *o, const char *account, long long now,
    struct outbox_row *row)
{
	static const int attempts[] = { 0, 2, INT_MAX };
	enum err e = ERR_NOT_FOUND;
	size_t i;

	for (i = 0; i < sizeof attempts / sizeof *attempts &&
	    e == ERR_NOT_FOUND; i++)
		e = pick(o, account, now, attempts[i], row);
	return e;
}

/* Inside a group: the next stay, with its intent. To look for orphans is to
 * look at all that is open, so it is done when there is nothing better. */
static enum err
take_next(struct outbox *o, const char *account, long long now,
    unsigned lease_s, struct outbox_row *row)
{
	enum err e = pick_fairly(o, account, now, row);

	if (e == ERR_NOT_FOUND) {
		e = outbox_take_orphans(o, now);
		if (e == ERR_OK)
			e = pick_fairly(o, account, now, row);
	}
	if (e == ERR_OK)
		e = write_intent(o, account, now, lease_s, row);
	return e;
}

/* Ends a group: ERR_NOT_FOUND is a good end, too, and is passed on. */
static enum err
finish(struct outbox *o, enum err e)
{
	enum err done = ERR_OK;

	if (e == ERR_OK || e == ERR_NOT_FOUND)
		done = outbox_commit(o);
	if (done != ERR_OK || (e != ERR_OK && e != ERR_NOT_FOUND))
		outbox_rollback(o);
	return done != ERR_OK ? done : e;
}

enum err
outbox_sweep(struct outbox *o, long long now)
{
	long long id;
	enum err e = find_orphan(o, now, &id);

	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	e = outbox_begin(o);
	return e != ERR_OK ? e : finish(o, outbox_take_orphans(o, now));
}

enum err
outbox_claim(struct outbox *o, const char *account, long long now,
    unsigned lease_s, struct outbox_row *row)
{
	enum err e = outbox_begin(o);

	if (e != ERR_OK)
		return e;
	return finish(o, take_next(o, account, now, lease_s, row));
}

/* A refusal as a duplicate proves the very payload that is refused. */
static enum err
may_be_ours(struct outbox *o, const struct outbox_row *row, bool *ours)
{
	enum err e;

	sql_use(o->q, "SELECT 1 FROM attempt WHERE stay = ?1 AND id < ?2"
	    " AND request = (SELECT request FROM attempt WHERE id = ?2)"
	    " AND " OUTBOX_ARRIVED " LIMIT 1");
	sql_int(o->q, 1, row->id);
	sql_int(o->q, 2, row->attempt);
	e = sql_step(o->q);
	sql_done(o->q);
	*ours = e == ERR_OK;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Seconds to the next try: growing, but never so long that fewer than a few
 * tries are left before the notice is due. */
static long long
pause_of(unsigned attempts, long long due, long long now)
{
	static const unsigned steps[] = { 5, 10, 30, 60, 120, 180 };
	unsigned n = sizeof steps / sizeof *steps;
	long long s = steps[attempts == 0 ? 0 :
	    attempts > n ? n - 1 : attempts - 1];
	long long share = (due - now) / 4;

	if (due <= now)
		return s;
	return s <= share ? s : share < 2 ? 2 : share;
}

/* The row as it is now; *ours while our claim on it holds. */
struct claim {
	enum stay_state state, prior;
	long long due;
	unsigned attempts;
	bool ours;
};

static enum err
read_claim(struct outbox *o, const struct outbox_row *row, struct claim *c)
{
	enum err e;

	sql_use(o->q, "SELECT state, prior, due, attempts, attempt FROM stay"
	    " WHERE id = ?1");
	sql_int(o->q, 1, row->id);
	e = sql_step(o->q);
	if (e == ERR_OK) {
		c->state = (enum stay_state)sql_col_int(o->q, 0);
		c->prior = (enum stay_state)sql_col_int(o->q, 1);
		c->due = sql_col_int(o->q, 2);
		c->attempts = (unsigned)sql_col_int(o->q, 3);
		c->ours = c->state == STATE_SENDING &&
		    sql_col_int(o->q, 4) == row->attempt;
	}
	sql_done(o->q);
	return e;
}

static enum err
next_state(struct outbox *o, const struct outbox_row *row,
    const struct claim *c, enum outcome out, enum stay_state *state)
{
	bool ours = false;
	enum err e = ERR_OK;

	switch (out) {
	case OUTCOME_OK:
		*state = STATE_FILED;
		break;
	case OUTCOME_DUP:
		e = may_be_ours(o, row, &ours);
		*state = ours ? STATE_FILED : STATE_REJECTED;
		break;
	case OUTCOME_BAD:
		*state = STATE_REJECTED;
		break;
	case OUTCOME_UNKNOWN:
		*state = STATE_UNKNOWN;
		break;
	case OUTCOME_AUTH:
	case OUTCOME_TEMP:
	default:
		/* what was unknown before is not known better now */
		*state = c->prior == STATE_UNKNOWN ? STATE_UNKNOWN :
		    STATE_WAITING;
		break;
	}
	return e;
}

static enum err
close_attempt(struct outbox *o, const struct outbox_row *row,
    const struct outbox_reply *reply, long long now)
{
	sql_use(o->q, "UPDATE attempt SET done_at = ?2, outcome = ?3,"
	    " http = ?4, answer = ?5, facility = ?6 WHERE id = ?1");
	sql_int(o->q, 1, row->attempt);
	sql_int(o->q, 2, now);
	sql_int(o->q, 3, reply->outcome);
	sql_int(o->q, 4, reply->http);
	sql_text(o->q, 5, reply->answer);
	sql_text(o->q, 6, slice_str(reply->facility));
	return sql_run(o->q);
}

static enum err
close_stay(struct outbox *o, const struct outbox_row *row,
    const struct claim *c, const struct outbox_reply *reply, long long now,
    enum stay_state state)
{
	/* a refused account is no fault of this stay: no pause */
	long long next = reply->outcome == OUTCOME_AUTH ? now :
	    now + pause_of(c->attempts, c->due, now);
	/* an error page may hide a filing: like an unknown one it is not sent
	 * again when the stay may have closed and be no duplicate any more */
	bool hidden = reply->outcome == OUTCOME_TEMP && reply->http > 0 &&
	    reply->http != HTTP_TOO_MANY;

	sql_use(o->q, "UPDATE stay SET state = ?2, next = ?3, answer = ?4,"
	    " filed_at = ?5, owner = NULL, lease = NULL, last = CASE WHEN ?6"
	    " THEN min(last, again - 1) ELSE last END WHERE id = ?1");
	sql_int(o->q, 1, row->id);
	sql_int(o->q, 2, state);
	sql_int(o->q, 3, next);
	sql_text(o->q, 4, reply->answer.n > 0 ? reply->answer :
	    (struct slice){ NULL, 0 });
	sql_int(o->q, 5, state == STATE_FILED ? now : 0);
	sql_int(o->q, 6, hidden);
	return sql_run(o->q);
}

/* Whether the row still holds what this attempt sent: a correction may have
 * taken its place meanwhile. */
static enum err
is_unchanged(struct outbox *o, const struct outbox_row *row, bool *same)
{
	uint8_t hash[SHA256_BYTES] = { 0 };
	struct slice sent;
	enum err e;

	sql_use(o->q, "SELECT stay.stay, request FROM attempt JOIN stay"
	    " ON stay.id = attempt.stay WHERE attempt.id = ?1");
	sql_int(o->q, 1, row->attempt);
	e = sql_step(o->q);
	if (e == ERR_OK)
		e = request_hash(sql_col(o->q, 0), hash);
	if (e == ERR_OK) {
		sent = sql_col(o->q, 1);
		*same = sent.n == sizeof hash &&
		    memcmp(sent.p, hash, sizeof hash) == 0;
	}
	sql_done(o->q);
	return e;
}

/* Inside a group. A reply that comes after the lease was lost still proves a
 * filing; anything else is left to the process that has the stay now. */
static enum err
put_reply(struct outbox *o, const struct outbox_row *claimed,
    const struct outbox_reply *reply, long long now, enum stay_state *state)
{
	struct claim c = { .ours = false };
	enum stay_state to = STATE_UNKNOWN;
	bool proof = false;
	enum err e = read_claim(o, claimed, &c);

	if (e == ERR_OK && !c.ours && reply->outcome == OUTCOME_OK)
		e = is_unchanged(o, claimed, &proof);
	if (e == ERR_OK)
		e = close_attempt(o, claimed, reply, now);
	if (e == ERR_OK)
		e = next_state(o, claimed, &c, reply->outcome, &to);
	if (e == ERR_OK && (c.ours || proof))
		e = close_stay(o, claimed, &c, reply, now, to);
	else
		to = c.state;
	if (e == ERR_OK)
		*state = to;
	/* a row that is gone is damage, not an end of the work */
	return e == ERR_NOT_FOUND ? ERR_DAMAGED : e;
}

/* A reply is worth more patience than a new stay: without it the stay would
 * be unknown and be sent again. */
static enum err
begin_with_reply(struct outbox *o)
{
	enum err e = ERR_BUSY;
	int i;

	for (i = 0; i < REPLY_TRIES && e == ERR_BUSY; i++)
		e = outbox_begin(o);
	return e;
}

enum err
outbox_result(struct outbox *o, const struct outbox_row *claimed,
    const struct outbox_reply *reply, long long now, enum stay_state *state)
{
	enum stay_state to = STATE_UNKNOWN;
	enum err e = begin_with_reply(o);

	if (e != ERR_OK)
		return e;
	e = finish(o, put_reply(o, claimed, reply, now, &to));
	if (e == ERR_OK)
		*state = to;
	return e;
}

enum err
outbox_turn(struct outbox *o, const struct outbox_turn *t,
    struct outbox_row *next)
{
	enum stay_state state;
	enum err e = begin_with_reply(o);

	if (e != ERR_OK)
		return e;
	e = put_reply(o, t->claimed, t->reply, t->now, &state);
	if (e == ERR_OK)
		e = take_next(o, t->account, t->now, t->lease_s, next);
	return finish(o, e);
}

enum err
outbox_unclaim(struct outbox *o, const struct outbox_row *claimed)
{
	struct claim c = { .ours = false };
	enum err e = outbox_begin(o);

	if (e != ERR_OK)
		return e;
	e = read_claim(o, claimed, &c);
	if (e == ERR_OK && c.ours) {
		sql_use(o->q, "UPDATE stay SET state = prior, owner = NULL,"
		    " lease = NULL, attempts = attempts - 1 WHERE id = ?1");
		sql_int(o->q, 1, claimed->id);
		e = sql_run(o->q);
	}
	if (e == ERR_OK) {
		sql_use(o->q, "DELETE FROM attempt WHERE id = ?1");
		sql_int(o->q, 1, claimed->attempt);
		e = sql_run(o->q);
	}
	if (e == ERR_OK)
		e = outbox_commit(o);
	if (e != ERR_OK)
		outbox_rollback(o);
	return e;
}
