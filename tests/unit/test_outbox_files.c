/* SPDX-License-Identifier: ISC */
/* The outbox among several processes, deaths and bad databases. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>

#include "outbox_help.h"

#define MANY 1000
#define PROCESSES 4

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
	if (mkdtemp(dir) == NULL)
		return 2;
	test_death();
	test_many();
	test_birth();
	test_damage();
	test_access();
	test_full();
	return end_of_test();
}
