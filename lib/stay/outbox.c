/* SPDX-License-Identifier: ISC */
/* Groups of stays, put in and read back. */
#include <string.h>

#include "base/sha256.h"
#include "stay/outbox_priv.h"

#define NOON (12 * 3600)

enum err
outbox_begin(struct outbox *o)
{
	sql_use(o->q, "BEGIN IMMEDIATE");
	return sql_run(o->q);
}

enum err
outbox_commit(struct outbox *o)
{
	sql_use(o->q, "COMMIT");
	return sql_run(o->q);
}

void
outbox_rollback(struct outbox *o)
{
	if (o->q != NULL && sql_in_group(o->q) &&
	    sql_exec(o->q, "ROLLBACK") != ERR_OK)
		return;		/* closing undoes it as well */
}

static struct slice
kept(struct outbox *o, size_t at, struct slice s)
{
	return s.p == NULL ? s : (struct slice){ o->text.p + at, s.n };
}

void
outbox_fill(struct outbox *o, struct outbox_row *row)
{
	struct slice account = sql_col(o->q, 9), stay = sql_col(o->q, 10),
	    answer = sql_col(o->q, 11);
	long long again = sql_col_int(o->q, 7), next = sql_col_int(o->q, 8);

	*row = (struct outbox_row){ .id = sql_col_int(o->q, 0),
	    .attempt = sql_col_int(o->q, 1), .due = sql_col_int(o->q, 2),
	    .last = sql_col_int(o->q, 3), .filed_at = sql_col_int(o->q, 4),
	    .state = (enum stay_state)sql_col_int(o->q, 5),
	    .attempts = (unsigned)sql_col_int(o->q, 6) };
	if (row->state == STATE_WAITING ? next <= row->last :
	    row->state == STATE_UNKNOWN && next < again)
		row->retry = next;
	if ((unsigned)row->state >= STAY_STATES)
		row->state = STATE_UNKNOWN;	/* of no version known here */
	buf_reset(&o->text);
	buf_add_slice(&o->text, account);
	buf_add_slice(&o->text, stay);
	buf_add_slice(&o->text, answer);
	buf_cstr(&o->text);
	row->account = kept(o, 0, account);
	row->stay = kept(o, account.n, stay);
	row->answer = kept(o, account.n + stay.n, answer);
}

/* What the row is made of. */
struct entry {
	struct buf json;
	uint8_t mark[SHA256_BYTES];
	long long day, due, last, again;
};

/* An unknown stay may be sent again while the portal would still refuse a
 * double: a stay closes by itself at noon of the planned leave. */
static void
entry_make(const struct stay *s, struct entry *en)
{
	struct moment noon = { s->leave.date, NOON };
	struct stay timeless = *s;
	struct buf b = { 0 };

	*en = (struct entry){ .due = stay_due(s), .last = stay_last_moment(s) };
	en->day = date_to_days(s->arrive.date);
	en->again = moment_to_unix(noon);
	if (en->again > en->last + 1)
		en->again = en->last + 1;
	stay_write(s, &en->json);
	timeless.f[STAY_ARRIVE] = (struct slice){ NULL, 0 };
	stay_write(&timeless, &b);
	sha256(buf_slice(&b), en->mark);
	buf_wipe(&b);
}

static void
bind_entry(struct outbox *o, const struct outbox_add *a,
    const struct entry *en)
{
	sql_text(o->q, 1, slice_str(a->account));
	sql_text(o->q, 2, a->stay->f[STAY_DOC_TYPE]);
	sql_text(o->q, 3, a->stay->f[STAY_DOC_NO]);
	sql_int(o->q, 4, en->day);
	sql_blob(o->q, 5, (struct slice){ (const char *)en->mark,
	    sizeof en->mark });
	sql_text(o->q, 6, buf_slice(&en->json));
	sql_int(o->q, 7, en->due);
	sql_int(o->q, 8, en->last);
	sql_int(o->q, 9, en->again);
	sql_int(o->q, 10, a->now);
}

static enum err
insert(struct outbox *o, const struct outbox_add *a, const struct entry *en,
    struct outbox_row *row)
{
	enum err e;

	sql_use(o->q, "INSERT INTO stay (account, doc_type, doc_no, day, mark,"
	    " stay, state, due, last, again, next, queued_at) VALUES"
	    " (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?10)");
	bind_entry(o, a, en);
	e = sql_run(o->q);
	if (e != ERR_OK)
		return e;
	*row = (struct outbox_row){ .id = sql_last_id(o->q), .due = en->due,
	    .last = en->last, .state = STATE_WAITING, .retry = a->now };
	buf_reset(&o->text);
	buf_add_slice(&o->text, buf_slice(&en->json));
	row->stay = buf_slice(&o->text);
	return ERR_OK;
}

/* What is there with this key. */
struct found {
	bool same;		/* with this payload too */
	bool live;		/* and a program will send it yet */
	bool arrived;		/* the portal may have it */
};

/* The cards of one person bear one number under three document types. A
 * correction may be one of the day, too: of the day before or after, and of
 * any that a clock never set has given. */
static enum err
look_up(struct outbox *o, const struct outbox_add *a, const struct entry *en,
    struct outbox_row *row, struct found *f)
{
	enum err e;

	sql_use(o->q, "SELECT " OUTBOX_COLUMNS ", mark = ?5 AND day = ?4,"
	    " CASE state WHEN 0 THEN last >= ?8 WHEN 2 THEN again > ?8"
	    " ELSE 0 END, day <> ?4 AND day >= ?7, EXISTS (SELECT 1 FROM"
	    " attempt WHERE attempt.stay = stay.id AND " OUTBOX_ARRIVED ")"
	    " FROM stay WHERE doc_no = ?3 AND (doc_type = ?2 OR (doc_type IN"
	    " ('1', '2', '8') AND ?2 IN ('1', '2', '8')))"
	    " AND (account IN (?1, '') OR ?1 = '')"
	    " AND (day = ?4 OR (?6 AND (day < ?7 OR (state <> 3"
	    " AND day BETWEEN ?4 - 1 AND ?4 + 1))))"
	    " ORDER BY day = ?4 DESC, day DESC, account DESC LIMIT 1");
	sql_text(o->q, 1, slice_str(a->account));
	sql_text(o->q, 2, a->stay->f[STAY_DOC_TYPE]);
	sql_text(o->q, 3, a->stay->f[STAY_DOC_NO]);
	sql_int(o->q, 4, en->day);
	sql_blob(o->q, 5, (struct slice){ (const char *)en->mark,
	    sizeof en->mark });
	sql_int(o->q, 6, a->correct);
	sql_int(o->q, 7, OUTBOX_FIRST_DAY);
	sql_int(o->q, 8, a->now);
	e = sql_step(o->q);
	if (e == ERR_OK) {
		outbox_fill(o, row);
		f->same = sql_col_int(o->q, 12) != 0;
		f->live = sql_col_int(o->q, 13) != 0;
		row->other_day = sql_col_int(o->q, 14) != 0;
		f->arrived = sql_col_int(o->q, 15) != 0;
	}
	sql_done(o->q);
	return e;
}

/* The new payload in the old one's place; its attempts stay on record. While
 * the portal may hold the old one open it would refuse the new one; it would
 * no longer once the old one has closed, so that the new one is not sent by
 * itself beyond that moment. When it is past a person has looked. */
static enum err
replace(struct outbox *o, const struct outbox_add *a, const struct entry *en,
    struct outbox_row *row)
{
	enum err e;

#define LIMITED "attempts > 0 AND (state = 2 OR last < again)" \
	" AND min(last, again - 1) >= ?10"
	sql_use(o->q, "UPDATE stay SET account = ?1, doc_type = ?2,"
	    " doc_no = ?3, day = ?4, mark = ?5, stay = ?6, due = ?7,"
	    " last = CASE WHEN " LIMITED " THEN min(?8, last, again - 1)"
	    " ELSE ?8 END, again = CASE WHEN " LIMITED
	    " THEN min(?9, last + 1, again) ELSE ?9 END, next = ?10,"
	    " state = 0, answer = NULL WHERE id = ?11");
#undef LIMITED
	bind_entry(o, a, en);
	sql_int(o->q, 11, row->id);
	e = sql_run(o->q);
	return e == ERR_OK ? outbox_get(o, row->id, row) : e;
}

enum err
outbox_add(struct outbox *o, const struct outbox_add *a, bool *known,
    struct outbox_row *row)
{
	struct entry en;
	struct found f = { false, false, false };
	enum err e;

	entry_make(a->stay, &en);
	e = look_up(o, a, &en, row, &f);
	if (e == ERR_OK && row->state == STATE_SENDING) {
		e = outbox_take_orphans(o, a->now);
		if (e == ERR_OK)
			e = look_up(o, a, &en, row, &f);
	}
	*known = e == ERR_OK;
	if (e == ERR_NOT_FOUND)
		e = insert(o, a, &en, row);
	else if (e == ERR_OK && a->correct && row->state == STATE_SENDING)
		e = ERR_BUSY;
	else if (e == ERR_OK && row->other_day && f.arrived)
		e = ERR_DUPLICATE;
	else if (e == ERR_OK && a->correct && row->state != STATE_FILED &&
	    !(f.same && f.live))
		e = replace(o, a, &en, row);
	else if (e == ERR_OK && !f.same)
		e = ERR_DUPLICATE;
	buf_wipe(&en.json);
	return e;
}

enum err
outbox_get(struct outbox *o, long long id, struct outbox_row *row)
{
	enum err e;

	sql_use(o->q, "SELECT " OUTBOX_COLUMNS " FROM stay WHERE id = ?1");
	sql_int(o->q, 1, id);
	e = sql_step(o->q);
	if (e == ERR_OK)
		outbox_fill(o, row);
	sql_done(o->q);
	return e;
}

enum err
outbox_each(struct outbox *o,
    bool (*row)(void *ctx, const struct outbox_row *row), void *ctx)
{
	struct outbox_row x;
	enum err e;

	sql_use(o->q, "SELECT " OUTBOX_COLUMNS " FROM stay ORDER BY due, id");
	while ((e = sql_step(o->q)) == ERR_OK) {
		outbox_fill(o, &x);
		if (!row(ctx, &x))
			break;
	}
	sql_done(o->q);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}
