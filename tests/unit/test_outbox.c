/* SPDX-License-Identifier: ISC */
/* The outbox: every transition of a stay, keys, pauses, ends. */
#include "outbox_help.h"

static bool
is_idle(struct outbox *o, long long now)
{
	struct outbox_row row;
	bool pending = true;

	return outbox_claim(o, "coso1", now, LEASE, &row) == ERR_NOT_FOUND &&
	    outbox_pending(o, "coso1", now, &pending) == ERR_OK && !pending;
}

/* What a single attempt leads to. */
static void
test_first(void)
{
	static const struct {
		enum outcome out;
		long http;
		enum stay_state state;
		long long retry;	/* s after; 0: never */
	} t[] = {
		{ OUTCOME_OK, 200, STATE_FILED, 0 },
		{ OUTCOME_DUP, 400, STATE_REJECTED, 0 },
		{ OUTCOME_BAD, 200, STATE_REJECTED, 0 },
		{ OUTCOME_AUTH, 401, STATE_WAITING, 1 },
		{ OUTCOME_TEMP, 0, STATE_WAITING, 5 },
		{ OUTCOME_TEMP, 503, STATE_WAITING, 5 },
		{ OUTCOME_UNKNOWN, 0, STATE_UNKNOWN, 5 },
	};
	struct buf folder = { 0 };
	struct outbox_row row;
	struct outbox *o;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		long long id;

		o = open_new(&folder);
		id = add_guest(o, 1);
		OK(attempt(o, NOW, t[i].out, t[i].http, "lời") == t[i].state,
		    "%s leads to %s", outcome_word(t[i].out),
		    stay_state_word(t[i].state));
		OK(outbox_get(o, id, &row) == ERR_OK && row.attempts == 1 &&
		    slice_is(row.answer, "lời") &&
		    row.filed_at == (t[i].state == STATE_FILED ? NOW : 0),
		    "its row");
		if (t[i].retry == 0)
			OK(is_idle(o, NOW) && is_idle(o, NOW + 600) &&
			    row.retry == 0, "never tried again");
		else
			OK((t[i].retry == 1 || is_idle(o, NOW + t[i].retry -
			    1)) && attempt(o, NOW + t[i].retry, OUTCOME_OK, 200,
			    "") == STATE_FILED, "and is tried again");
		outbox_close(o);
	}
	buf_release(&folder);
}

/* A DUP after this attempt: ours or somebody else's? */
static void
test_dup(void)
{
	static const struct {
		enum outcome out;
		long http;
		enum stay_state state;
	} t[] = {
		{ OUTCOME_UNKNOWN, 0, STATE_FILED },
		{ OUTCOME_TEMP, 502, STATE_FILED },
		{ OUTCOME_TEMP, 200, STATE_FILED },	/* no JSON */
		{ OUTCOME_TEMP, 429, STATE_REJECTED },
		{ OUTCOME_TEMP, 0, STATE_REJECTED },
		{ OUTCOME_AUTH, 401, STATE_REJECTED },
	};
	struct buf folder = { 0 };
	struct outbox *o;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		o = open_new(&folder);
		add_guest(o, 1);
		(void)attempt(o, NOW, t[i].out, t[i].http, "");
		OK(attempt(o, NOW + 60, OUTCOME_DUP, 400, "đang lưu trú") ==
		    t[i].state, "dup after %s/%ld is %s",
		    outcome_word(t[i].out), t[i].http,
		    stay_state_word(t[i].state));
		outbox_close(o);
	}
	buf_release(&folder);
}

/* The ends of waiting and of not knowing. */
static void
test_ends(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	long long id = add_guest(o, 1);
	struct outbox_row row;

	OK(attempt(o, LAST, OUTCOME_TEMP, 0, "") == STATE_WAITING,
	    "a waiting stay is tried in its last second");
	OK(is_idle(o, LAST + 1) && shown(o, id, LAST + 1) == STATE_EXPIRED,
	    "and is expired after it");
	OK(outbox_hurry(o, "coso1", LAST) == ERR_OK &&
	    attempt(o, LAST, OUTCOME_OK, 200, "") == STATE_FILED,
	    "unless the clock was only ahead for a while");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	OK(attempt(o, NOW, OUTCOME_TEMP, 504, "") == STATE_WAITING &&
	    attempt(o, NOON - 1, OUTCOME_TEMP, 0, "") == STATE_WAITING &&
	    is_idle(o, NOON) && shown(o, id, NOON) == STATE_UNKNOWN,
	    "after an error page it is not sent once the stay may be closed");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	OK(attempt(o, NOW, OUTCOME_UNKNOWN, 0, "") == STATE_UNKNOWN &&
	    attempt(o, NOON - 1, OUTCOME_TEMP, 0, "") == STATE_UNKNOWN,
	    "what was unknown is not waiting after a failed connection");
	OK(is_idle(o, NOON) && is_idle(o, LAST + 1) &&
	    outbox_get(o, id, &row) == ERR_OK && row.state == STATE_UNKNOWN &&
	    row.retry == 0, "an unknown stay is a person's from noon on");
	OK(outbox_is_overdue(&row, DUE) && !outbox_is_overdue(&row, DUE - 1),
	    "and overdue from 23:00 on");
	outbox_close(o);
	buf_release(&folder);
}

/* Pauses grow, but several tries fall before the deadline. */
static void
test_pauses(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	long long now, from = DUE - 600, last = 0, longest = 0;
	unsigned before = 0, all = 0;

	add_guest(o, 1);
	for (now = from; now < DUE + 3600; now++)
		if (attempt(o, now, OUTCOME_TEMP, 503, "") == STATE_WAITING) {
			all++;
			before += now < DUE;
			if (last != 0 && now - last > longest)
				longest = now - last;
			last = now;
		}
	OK(before >= 10, "%u tries in the last ten minutes", before);
	OK(longest <= 180 && all < 80, "%u tries, pauses up to %llds", all,
	    longest);
	outbox_close(o);
	buf_release(&folder);
}

static void
test_key(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row;
	struct stay s = { 0 };
	bool known = true;
	long long id = add_guest(o, 1);

	guest(&s, 1, "203", "2026-11-25T16:30:00+07:00");
	OK(add(o, &s, false, &known, &row) == ERR_OK && known && row.id == id,
	    "a second scan of the day is the same stay");
	guest(&s, 1, "204", ARRIVE);
	OK(add(o, &s, false, &known, &row) == ERR_DUPLICATE && row.id == id,
	    "another room needs a word");
	OK(add(o, &s, true, &known, &row) == ERR_OK && row.id == id,
	    "--correct");
	OK(outbox_get(o, id, &row) == ERR_OK &&
	    memmem(row.stay.p, row.stay.n, "\"204\"", 5) != NULL,
	    "the new room is queued");
	guest(&s, 1, "204", "2026-11-24T15:00:00+07:00");
	OK(add(o, &s, false, &known, &row) == ERR_OK && !known &&
	    row.id != id, "another day is another stay");
	guest(&s, 2, "204", ARRIVE);
	OK(attempt(o, NOW, OUTCOME_BAD, 400, "sai") == STATE_REJECTED &&
	    attempt(o, NOW, OUTCOME_BAD, 400, "sai") == STATE_REJECTED,
	    "both are refused");
	guest(&s, 1, "205", ARRIVE);
	OK(add(o, &s, true, &known, &row) == ERR_OK &&
	    row.state == STATE_WAITING && row.answer.n == 0,
	    "a refused stay is corrected");
	OK(attempt(o, NOW + 1, OUTCOME_DUP, 400, "") == STATE_REJECTED,
	    "whose refusals prove no filing");
	OK(add(o, &s, true, &known, &row) == ERR_OK &&
	    attempt(o, NOW + 9, OUTCOME_OK, 200, "") == STATE_FILED,
	    "filed at last");
	guest(&s, 1, "206", ARRIVE);
	OK(add(o, &s, true, &known, &row) == ERR_DUPLICATE,
	    "what is filed is not corrected");
	guest(&s, 3, "1", "1970-01-01T07:00:00+07:00");
	OK(add(o, &s, false, &known, &row) == ERR_OK && is_idle(o, NOW + 60) &&
	    state_of(o, row.id) == STATE_WAITING,
	    "a stay of a clock never set is neither sent nor expired");
	id = row.id;
	guest(&s, 3, "1", ARRIVE);
	OK(add(o, &s, true, &known, &row) == ERR_OK && row.id == id &&
	    attempt(o, NOW + 60, OUTCOME_OK, 200, "") == STATE_FILED,
	    "its correction is");
	stay_release(&s);
	outbox_close(o);
	buf_release(&folder);
}

/* Two accounts in one folder; no account known yet. */
static void
test_accounts(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row;
	struct stay s = { 0 };
	struct outbox_add a = { "", &s, false, NOW };
	bool known;

	guest(&s, 1, "1", ARRIVE);
	OK(outbox_begin(o) == ERR_OK &&
	    outbox_add(o, &a, &known, &row) == ERR_OK &&
	    outbox_commit(o) == ERR_OK, "queued without an account");
	OK(add(o, &s, false, &known, &row) == ERR_OK && known,
	    "and known to the account later");
	OK(outbox_claim(o, "coso1", NOW, LEASE, &row) == ERR_OK &&
	    outbox_unclaim(o, &row) == ERR_OK, "claimed and given back");
	OK(outbox_begin(o) == ERR_OK &&
	    outbox_add(o, &a, &known, &row) == ERR_OK && known &&
	    outbox_commit(o) == ERR_OK, "known also without the account");
	OK(outbox_claim(o, "coso2", NOW, LEASE, &row) == ERR_NOT_FOUND,
	    "then it is not another account's");
	OK(outbox_get(o, row.id, &row) == ERR_OK && row.attempts == 0 &&
	    row.state == STATE_WAITING, "an unclaimed stay waits unchanged");
	stay_release(&s);
	outbox_close(o);
	buf_release(&folder);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 2;
	test_first();
	test_dup();
	test_ends();
	test_pauses();
	test_key();
	test_accounts();
	return end_of_test();
}
