/* SPDX-License-Identifier: ISC */
/* The outbox: every transition, several processes, deaths, bad databases. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
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

#define MANY 1000
#define PROCESSES 4

static char dir[] = "/tmp/cccd-test.XXXXXX";
static unsigned folders;

/* A folder that is not there yet. */
static const char *
fresh(struct buf *b)
{
	buf_reset(b);
	buf_printf(b, "%s/o%u/deep", dir, ++folders);
	return buf_cstr(b);
}

/* Guest n: her number, room 203 or another. */
static void
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

static enum err
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

static long long
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
static enum stay_state
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

static enum stay_state
state_of(struct outbox *o, long long id)
{
	struct outbox_row row;

	return outbox_get(o, id, &row) == ERR_OK ? row.state : STAY_STATES;
}

static bool
is_idle(struct outbox *o, long long now)
{
	struct outbox_row row;
	bool pending = true;

	return outbox_claim(o, "coso1", now, LEASE, &row) == ERR_NOT_FOUND &&
	    outbox_pending(o, "coso1", now, &pending) == ERR_OK && !pending;
}

static struct outbox *
open_new(struct buf *folder)
{
	struct outbox *o = NULL;

	if (outbox_open(fresh(folder), &o) != ERR_OK)
		abort();
	return o;
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
	OK(is_idle(o, LAST + 1) && state_of(o, id) == STATE_EXPIRED,
	    "and is expired after it");
	outbox_close(o);
	o = open_new(&folder);
	id = add_guest(o, 1);
	OK(attempt(o, NOW, OUTCOME_TEMP, 504, "") == STATE_WAITING &&
	    attempt(o, NOON - 1, OUTCOME_TEMP, 0, "") == STATE_WAITING &&
	    is_idle(o, NOON) && state_of(o, id) == STATE_EXPIRED,
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
	OK(outbox_is_overdue(&row, DUE + 1) && !outbox_is_overdue(&row, DUE),
	    "and overdue after 23:00");
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

/* A process that dies between intent and reply. */
static void
test_death(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder), *two = NULL;
	struct outbox_reply ok = { OUTCOME_OK, { "", 0 }, 200, "f1" };
	struct outbox_row row, late;
	enum stay_state state;
	long long id = add_guest(o, 1);
	int status;
	pid_t p = fork();

	if (p == 0) {
		/* its own connection: one must not be carried over a fork */
		if (outbox_open(folder.p, &two) == ERR_OK &&
		    outbox_claim(two, "coso1", NOW, LEASE, &row) == ERR_OK)
			raise(SIGKILL);
		_exit(1);
	}
	waitpid(p, &status, 0);
	OK(WIFSIGNALED(status) && state_of(o, id) == STATE_SENDING,
	    "killed while sending");
	OK(outbox_claim(o, "coso1", NOW + 1, LEASE, &row) == ERR_OK &&
	    row.attempts == 2, "taken over at once, within its lease");
	OK(outbox_open(folder.p, &two) == ERR_OK &&
	    outbox_claim(two, "coso1", NOW + 2, LEASE, &late) ==
	    ERR_NOT_FOUND, "but not from a living process");
	OK(outbox_claim(two, "coso1", NOW + 2 + LEASE, LEASE, &late) ==
	    ERR_OK && late.id == id, "unless its lease is over");
	OK(outbox_result(o, &row, &(struct outbox_reply){ OUTCOME_TEMP,
	    { "", 0 }, 0, "" }, NOW + 200, &state) == ERR_OK &&
	    state == STATE_SENDING, "a late failure changes nothing");
	OK(outbox_result(o, &row, &ok, NOW + 200, &state) == ERR_OK &&
	    state == STATE_FILED, "a late success is proof");
	outbox_close(two);
	outbox_close(o);
	buf_release(&folder);
}

/* What a worker does: claims until nothing is left; tells each id. */
static void
worker(const char *folder, int to)
{
	struct outbox_reply ok = { OUTCOME_OK, { "", 0 }, 200, "f1" };
	struct outbox *o = NULL;
	enum stay_state state;
	struct outbox_row row;
	long long id;
	enum err e = outbox_open(folder, &o);

	while (e == ERR_OK) {
		e = outbox_claim(o, "coso1", NOW, LEASE, &row);
		id = row.id;
		if (e == ERR_OK && write(to, &id, sizeof id) != sizeof id)
			_exit(1);
		if (e == ERR_OK)
			e = outbox_result(o, &row, &ok, NOW, &state);
	}
	outbox_close(o);
	_exit(e == ERR_NOT_FOUND ? 0 : 1);
}

static bool
count_filed(void *ctx, const struct outbox_row *row)
{
	*(int *)ctx += row->state == STATE_FILED && row->attempts == 1;
	return true;
}

static void
test_many(void)
{
	static unsigned char seen[MANY + 1];
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct stay s = { 0 };
	struct outbox_add a = { "coso1", &s, false, NOW };
	struct outbox_row row;
	int to[2], n = 0, twice = 0, filed = 0, i, status, bad = 0;
	long long id;
	bool known;

	if (outbox_begin(o) != ERR_OK || pipe(to) != 0)
		abort();
	for (i = 0; i < MANY; i++) {
		guest(&s, (unsigned)i, "1", ARRIVE);
		if (outbox_add(o, &a, &known, &row) != ERR_OK)
			abort();
	}
	stay_release(&s);
	OK(outbox_commit(o) == ERR_OK, "1000 in one group");
	outbox_close(o);
	for (i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			worker(folder.p, to[1]);
	close(to[1]);
	while (read(to[0], &id, sizeof id) == sizeof id && id <= MANY) {
		n++;
		twice += seen[id]++ > 0;
	}
	close(to[0]);
	for (i = 0; i < PROCESSES; i++)
		bad += wait(&status) < 0 || status != 0;
	OK(bad == 0 && n == MANY && twice == 0,
	    "4 processes claim each once: %d claims, %d twice", n, twice);
	OK(outbox_open_read(folder.p, &o) == ERR_OK &&
	    outbox_each(o, count_filed, &filed) == ERR_OK && filed == MANY,
	    "all are filed after one attempt");
	outbox_close(o);
	buf_release(&folder);
}

/* Processes that make the same outbox in the same moment. */
static void
test_birth(void)
{
	struct buf folder = { 0 };
	struct outbox *o = NULL;
	int i, status, bad = 0;

	fresh(&folder);
	for (i = 0; i < 2 * PROCESSES; i++)
		if (fork() == 0) {
			if (outbox_open(folder.p, &o) != ERR_OK)
				_exit(1);
			add_guest(o, (unsigned)i);
			outbox_close(o);
			_exit(0);
		}
	for (i = 0; i < 2 * PROCESSES; i++)
		bad += wait(&status) < 0 || status != 0;
	OK(bad == 0, "8 processes make one outbox");
	buf_release(&folder);
}

static void
put_file(const char *folder, const char *name, const char *p, size_t n,
    off_t at)
{
	struct buf b = { 0 };
	int fd;

	buf_printf(&b, "%s/%s", folder, name);
	fd = open(buf_cstr(&b), O_WRONLY | O_CREAT, 0600);
	if (fd < 0 || pwrite(fd, p, n, at) != (ssize_t)n)
		abort();
	close(fd);
	buf_release(&b);
}

static void
test_damage(void)
{
	static char junk[8192];
	struct buf folder = { 0 }, path = { 0 };
	struct outbox *o = open_new(&folder);
	struct outbox_row row;
	struct stat st;

	memset(junk, 'x', sizeof junk);
	add_guest(o, 1);
	outbox_close(o);
	put_file(folder.p, "outbox.db", "\0\0\0\2", 4, 60);
	OK(outbox_open(folder.p, &o) == ERR_UNSUPPORTED, "a newer version");
	put_file(folder.p, "outbox.db", "\0\0\0\1", 4, 60);
	put_file(folder.p, "outbox.db", "\1\2\3\4", 4, 68);
	OK(outbox_open(folder.p, &o) == ERR_FORMAT, "another program's");
	put_file(folder.p, "outbox.db", "ltno", 4, 68);
	OK(outbox_open(folder.p, &o) == ERR_OK, "whole again");
	outbox_close(o);
	put_file(folder.p, "outbox.db", junk, sizeof junk, 4096);
	OK(outbox_open(folder.p, &o) == ERR_OK &&
	    outbox_get(o, 1, &row) == ERR_DAMAGED, "pages of rubbish");
	outbox_close(o);
	put_file(folder.p, "outbox.db", junk, sizeof junk, 0);
	OK(outbox_open(folder.p, &o) == ERR_DAMAGED, "no database at all");
	buf_printf(&path, "%s/outbox.db", folder.p);
	OK(stat(buf_cstr(&path), &st) == 0 && st.st_size > 12288,
	    "nothing was overwritten");
	buf_reset(&path);
	OK(outbox_open_read(fresh(&path), &o) == ERR_NOT_FOUND,
	    "reading makes no outbox");
	buf_release(&path);
	buf_release(&folder);
}

static void
test_access(void)
{
	struct buf folder = { 0 }, path = { 0 };
	struct outbox *o = open_new(&folder);
	struct stat st;

	buf_printf(&path, "%s/outbox.db-wal", folder.p);
	add_guest(o, 1);
	OK(stat(folder.p, &st) == 0 && (st.st_mode & 0777) == 0700 &&
	    stat(buf_cstr(&path), &st) == 0 && (st.st_mode & 0777) == 0600,
	    "folder 0700, files 0600");
	chmod(path.p, 0640);
	outbox_close(o);
	o = NULL;
	put_file(folder.p, "outbox.db-wal", "", 0, 0);
	chmod(path.p, 0640);
	OK(outbox_open(folder.p, &o) == ERR_ACCESS, "a wal that others read");
	unlink(path.p);
	chmod(folder.p, 0750);
	OK(outbox_open(folder.p, &o) == ERR_ACCESS, "an open folder");
	chmod(folder.p, 0700);
	buf_reset(&path);
	buf_printf(&path, "%s/outbox.db", folder.p);
	unlink(path.p);
	OK(symlink("/dev/null", buf_cstr(&path)) == 0 &&
	    outbox_open(folder.p, &o) == ERR_ACCESS, "a link for a database");
	buf_release(&path);
	buf_release(&folder);
}

/* A file that may not grow stands for a disk without room. */
static void
test_full(void)
{
	struct buf folder = { 0 };
	struct outbox *o = open_new(&folder);
	struct rlimit was, small = { 65536, 65536 };
	struct stay s = { 0 };
	struct outbox_add a = { "coso1", &s, false, NOW };
	struct outbox_row row;
	enum err e;
	unsigned i;
	bool known;

	add_guest(o, 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	small.rlim_max = was.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	e = outbox_begin(o);
	for (i = 1; i < 2000 && e == ERR_OK; i++) {
		guest(&s, i, "1", ARRIVE);
		e = outbox_add(o, &a, &known, &row);
	}
	if (e == ERR_OK)
		e = outbox_commit(o);
	OK(e == ERR_FULL, "a full disk is called so (%s)", err_word(e));
	outbox_rollback(o);
	setrlimit(RLIMIT_FSIZE, &was);
	OK(state_of(o, 1) == STATE_WAITING && state_of(o, 2) == STAY_STATES,
	    "the group is gone as a whole, what was before stays");
	OK(add_guest(o, 5) > 0, "and room helps");
	stay_release(&s);
	outbox_close(o);
	buf_release(&folder);
}

int
main(void)
{
	struct buf rm = { 0 };

	if (mkdtemp(dir) == NULL)
		return 2;
	test_first();
	test_dup();
	test_ends();
	test_pauses();
	test_key();
	test_accounts();
	test_death();
	test_many();
	test_birth();
	test_damage();
	test_access();
	test_full();
	buf_printf(&rm, "rm -rf '%s'; exit %d", dir, tap_done());
	fflush(stdout);
	execl("/bin/sh", "sh", "-c", buf_cstr(&rm), (char *)NULL);
	return 2;
}
