/* SPDX-License-Identifier: ISC */
/* The end of an alarm that no program can end. */
#include "stay/outbox_priv.h"
#include "stay/settle.h"
#include "stay/stay_priv.h"

#define ANSWER "settled by hand"

static void
bind_key(struct outbox *o, const struct stay_key *k)
{
	sql_text(o->q, 1, slice_str(k->doc_no));
	sql_int(o->q, 2, k->day);
}

/* One of the stays with this key: the one being sent, if any. */
static enum err
find(struct outbox *o, const struct stay_key *k, struct outbox_row *row)
{
	enum err e;

	sql_use(o->q, "SELECT " OUTBOX_COLUMNS " FROM stay WHERE doc_no = ?1"
	    " AND day = ?2 ORDER BY state = 1 DESC, id LIMIT 1");
	bind_key(o, k);
	e = sql_step(o->q);
	if (e == ERR_OK)
		outbox_fill(o, row);
	sql_done(o->q);
	return e;
}

static enum err
settle(struct outbox *o, const struct stay_key *k, long long now,
    struct outbox_row *row, struct stay_problem *why)
{
	enum err e = outbox_take_orphans(o, now);

	if (e == ERR_OK)
		e = find(o, k, row);
	if (e == ERR_NOT_FOUND)
		*why = (struct stay_problem){ "stay",
		    N_("is not in the outbox: compare with lt-status") };
	if (e != ERR_OK)
		return e;
	if (row->state == STATE_SENDING) {
		*why = (struct stay_problem){ "stay",
		    outbox_conflict(ERR_BUSY, row) };
		return ERR_BUSY;
	}
	sql_use(o->q, "UPDATE stay SET state = 3, answer = ?3, filed_at = ?4"
	    " WHERE doc_no = ?1 AND day = ?2 AND state <> 3");
	bind_key(o, k);
	sql_text(o->q, 3, SLICE(ANSWER));
	sql_int(o->q, 4, now);
	return sql_run(o->q);
}

enum err
settle_record(struct outbox *o, struct record *r, long long now,
    struct outbox_row *row, struct stay_problem *why)
{
	struct stay_key k;
	enum err e = stay_key(r, &k, why);

	if (e != ERR_OK)
		return e;
	*why = (struct stay_problem){ NULL, NULL };
	if ((e = outbox_begin(o)) != ERR_OK)
		return e;
	e = settle(o, &k, now, row, why);
	if (e == ERR_OK)
		e = outbox_commit(o);
	if (e != ERR_OK) {
		outbox_rollback(o);
		return e;
	}
	return outbox_get(o, row->id, row);
}
