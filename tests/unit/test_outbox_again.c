/* SPDX-License-Identifier: ISC */
/* The outbox and what comes a second time: corrections, late answers, clocks
 * that jump, rows that fail again and again. */
#include <sys/wait.h>

#include <signal.h>
#include <sqlite3.h>

#include "outbox_help.h"

/* Guest n with another room, day or document; the error, and its row. */
static enum err
correct(struct outbox *o, unsigned n, const char *room, const char *arrive,
    long long now, struct outbox_row *row)
{
	struct stay s = { 0 };
	struct outbox_add a = { "coso1", &s, true, now };
	bool known;
	enum err e = outbox_begin(o);

	*row = (struct outbox_row){ .id = 0 };
	guest(&s, n, room, arrive);
	if (e == ERR_OK)
		e = outbox_add(o, &a, &known, row);
	if (e == ERR_OK)
		e = outbox_commit(o);
	else
		outbox_rollback(o);
	stay_release(&s);
	return e;
}

/* A statement past the library, as from another version or a bad day. */
static void
by_hand(const struct buf *folder, const char *text)
{
	struct buf path = { 0 };
	sqlite3 *db = NULL;

	buf_printf(&path, "%s/outbox.db", folder->p);
	if (sqlite3_open(buf_cstr(&path), &db) != SQLITE_OK ||
	    sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		abort();
	sqlite3_close(db);
	buf_release(&path);
}

/* What may be with the portal is not filed anew once it may have closed. */
static void
test_window(void)
{
	static const struct {
		enum outcome out;
		long http;
		bool limited;
	} t[] = {
		{ OUTCOME_UNKNOWN, 0, true },
		{ OUTCOME_TEMP, 502, true },
		{ OUTCOME_TEMP, 0, false },
		{ OUTCOME_BAD, 400, false },
	};
	struct buf folder = { 0 };
	struct outbox_row row;
	struct outbox *o;
	long long id;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		o = open_new(&folder);
		id = add_guest(o, 1);
		(void)attempt(o, NOW, t[i].out, t[i].http, "");
		OK(correct(o, 1, "204", ARRIVE, NOW + HOUR, &row) == ERR_OK &&
		    correct(o, 1, "205", ARRIVE, NOW + HOUR, &row) == ERR_OK,
		    "%s/%ld: corrected twice", outcome_word(t[i].out),
		    t[i].http);
		OK(outbox_claim(o, "coso1", NOON, LEASE, &row) ==
		    (t[i].limited ? ERR_NOT_FOUND : ERR_OK),
		    "sent after noon: %s", t[i].limited ? "no" : "yes");
		if (t[i].limited)
			OK(shown(o, id, NOON) == STATE_UNKNOWN &&
			    correct(o, 1, "205", ARRIVE, NOON, &row) ==
			    ERR_OK && attempt(o, NOON, OUTCOME_OK, 200, "") ==
			    STATE_FILED, "but when a person says so");
		outbox_close(o);
	}
	o = open_new(&folder);
	add_guest(o, 1);
	(void)attempt(o, NOW, OUTCOME_UNKNOWN, 0, "");
	OK(correct(o, 1, "204", ARRIVE, NOW + HOUR, &row) == ERR_OK &&
	    attempt(o, NOON - 1, OUTCOME_UNKNOWN, 0, "") == STATE_UNKNOWN &&
	    outbox_claim(o, "coso1", NOON, LEASE, &row) == ERR_NOT_FOUND,
	    "a corrected one that is unknown again neither");
	outbox_close(o);
	buf_release(&folder);
}

/* A duplicate proves only what was sent before in the same words. */
static void
test_proof(void)
{
	struct outbox_reply ok = { OUTCOME_OK, { "", 0 }, 200, "f1" };
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row, late;
	enum stay_state state;
	long long id = add_guest(o, 1);

	(void)attempt(o, NOW, OUTCOME_UNKNOWN, 0, "");
	OK(correct(o, 1, "204", ARRIVE, NOW + 1, &row) == ERR_OK &&
	    attempt(o, NOW + 1, OUTCOME_DUP, 400, "") == STATE_REJECTED,
	    "a duplicate of the old room is no filing of the new one");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	(void)attempt(o, NOW, OUTCOME_UNKNOWN, 0, "");
	OK(correct(o, 1, "203", "2026-11-25T16:00:00+07:00", NOW + 1, &row) ==
	    ERR_OK && attempt(o, NOW + 10, OUTCOME_DUP, 400, "") ==
	    STATE_FILED, "the same data again change nothing");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	OK(outbox_claim(o, "coso1", NOW, LEASE, &late) == ERR_OK &&
	    correct(o, 1, "204", ARRIVE, NOW + 1, &row) == ERR_BUSY &&
	    correct(o, 1, "204", ARRIVE, NOW + LEASE, &row) == ERR_OK,
	    "corrected when the lease is over");
	OK(outbox_result(o, &late, &ok, NOW + LEASE, &state) == ERR_OK &&
	    state == STATE_WAITING && state_of(o, id) == STATE_WAITING,
	    "a late success is the old room's");
	outbox_close(o);
	buf_release(&folder);
}

/* One person under the numbers of three cards; the day of arrival. */
static void
test_same_person(void)
{
	struct buf folder = { 0 }, json = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row;
	struct stay s = { 0 }, other = { 0 };
	bool known;
	long long id = add_guest(o, 1);

	guest(&s, 1, "203", ARRIVE);
	stay_write(&s, &json);
	((char *)memmem(json.p, json.n, "\"doc_type\":\"1\"", 14))[12] = '8';
	if (stay_read(buf_slice(&json), &other) != ERR_OK)
		abort();
	OK(add(o, &other, false, &known, &row) == ERR_DUPLICATE &&
	    row.id == id, "document type 8 is the guest of type 1");
	OK(add(o, &other, true, &known, &row) == ERR_OK && row.id == id,
	    "and takes her place");
	stay_release(&other);
	stay_release(&s);
	OK(correct(o, 1, "203", "2026-11-24T21:00:00+07:00", NOW, &row) ==
	    ERR_OK && row.id == id, "the day is corrected, too");
	(void)attempt(o, NOW, OUTCOME_UNKNOWN, 0, "");
	OK(correct(o, 1, "203", ARRIVE, NOW, &row) == ERR_DUPLICATE &&
	    row.other_day && strstr(outbox_conflict(ERR_DUPLICATE, &row),
	    "another day of arrival") != NULL,
	    "not where the portal may have the other day");
	OK(outbox_claim(o, "coso1", NOW + 60, LEASE, &row) == ERR_OK &&
	    correct(o, 1, "203", ARRIVE, NOW + 60, &row) == ERR_BUSY,
	    "nor while it is being sent");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	(void)attempt(o, NOW, OUTCOME_OK, 200, "");
	OK(correct(o, 1, "203", "2026-11-26T09:00:00+07:00", NOW + 18 * HOUR,
	    &row) == ERR_OK && row.id != id,
	    "a guest who was filed and comes again is another stay");
	outbox_close(o);
	buf_wipe(&json);
	buf_release(&folder);
}

/* Three that fail each time do not keep the fourth, and come again. */
static void
test_fair(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row;
	long long first[5];
	unsigned i;

	for (i = 0; i < 5; i++)
		first[i] = add_guest(o, i);
	for (i = 0; i < 3; i++)
		(void)attempt(o, NOW, OUTCOME_TEMP, 500, "");
	OK(outbox_hurry(o, "coso1", NOW) == ERR_OK &&
	    outbox_claim(o, "coso1", NOW, LEASE, &row) == ERR_OK &&
	    row.id == first[3], "those never tried come first");
	(void)attempt(o, NOW, OUTCOME_OK, 200, "");
	OK(outbox_claim(o, "coso1", NOW, LEASE, &row) == ERR_OK &&
	    row.id == first[0], "then the others");
	outbox_close(o);
	buf_release(&folder);
}

/* Dead owners; rows of no state known here; what is left to a person. */
static void
test_left(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder), *two = NULL;
	struct outbox_row row;
	bool unsent = false, sending = false;
	long long id = add_guest(o, 1);
	int status;
	pid_t p = fork();

	if (p == 0) {
		if (outbox_open(folder.p, &two) == ERR_OK &&
		    outbox_claim(two, "coso1", NOW, LEASE, &row) == ERR_OK)
			raise(SIGKILL);
		_exit(1);
	}
	waitpid(p, &status, 0);
	OK(outbox_unsent(o, &unsent, &sending) == ERR_OK && unsent && sending,
	    "somebody sends it");
	OK(correct(o, 1, "204", ARRIVE, NOW + 1, &row) == ERR_OK &&
	    row.state == STATE_WAITING, "a dead owner stops no correction");
	by_hand(&folder, "UPDATE stay SET state = 1, owner = 77, lease = 1e10");
	OK(outbox_sweep(o, NOW) == ERR_OK && state_of(o, id) == STATE_UNKNOWN,
	    "swept without a claim");
	OK(outbox_unsent(o, &unsent, &sending) == ERR_OK && unsent && !sending,
	    "then nobody does");
	by_hand(&folder, "UPDATE stay SET state = 99999999");
	OK(outbox_get(o, id, &row) == ERR_OK && row.state == STATE_UNKNOWN &&
	    row.retry == 0 && shown(o, id, NOW) == STATE_UNKNOWN,
	    "a state of no version");
	outbox_close(o);
	buf_release(&folder);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 2;
	test_window();
	test_proof();
	test_same_person();
	test_fair();
	test_left();
	return end_of_test();
}
