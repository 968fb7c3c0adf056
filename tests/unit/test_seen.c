/* SPDX-License-Identifier: ISC */
/* The file of signatures seen: bounded, shared, and whole after a crash. */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shelf/seen.h"
#include "tap.h"

/* SHA-256("abc") begins so (FIPS 180-4). */
#define ABC "ba7816bf8f01cfea414140de5dae2223 2026-01-31\n"
#define LINE (sizeof ABC - 1)

static const struct date day = { 2026, 1, 31 };
static char root[200], path[256];

static void
place(const char *name)
{
	const char *tmp = getenv("TMPDIR");

	if (root[0] == '\0') {
		snprintf(root, sizeof root, "%s/cccd-seen.XXXXXX",
		    tmp != NULL ? tmp : "/tmp");
		if (mkdtemp(root) == NULL)
			exit(2);
	}
	snprintf(path, sizeof path, "%s/%s", root, name);
}

static void
put(const char *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		exit(2);
	close(fd);
}

/* What the file holds; "" where it cannot be read. */
static const char *
content(void)
{
	static char text[100 * LINE];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static long
size(void)
{
	struct stat st;

	return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

/* 1: seen before, 0: not, -1: an error. */
static int
note(struct seen *s, unsigned i)
{
	char sig[32];
	bool before = false;
	int n = snprintf(sig, sizeof sig, "signature %u", i);

	if (seen_note(s, (struct slice){ sig, (size_t)n }, day, &before) !=
	    ERR_OK)
		return -1;
	return before;
}

static void
test_first(void)
{
	struct seen *s = NULL;
	struct stat st;
	bool before = true;

	place("first");
	umask(0);
	OK(seen_open(path, 100, &s) == ERR_OK && stat(path, &st) == 0 &&
	    (st.st_mode & 0777) == 0600, "made, for nobody else");
	OK(seen_note(s, SLICE("abc"), day, &before) == ERR_OK && !before &&
	    strcmp(content(), ABC) == 0, "noted, and in the file at once");
	OK(seen_note(s, SLICE("abc"), day, &before) == ERR_OK && before &&
	    size() == LINE, "seen before, and not noted twice");
	OK(note(s, 1) == 0 && note(s, 1) == 1 && note(s, 2) == 0, "others");
	OK(seen_sync(s) == ERR_OK && seen_sync(s) == ERR_OK, "synced");
	OK(seen_note(s, SLICE("x"), (struct date){ 2026, 1, 0 }, &before) ==
	    ERR_RANGE && size() == 3 * LINE, "no day");
	seen_close(s);
	seen_close(NULL);
	OK(seen_open(path, 100, &s) == ERR_OK && note(s, 1) == 1 &&
	    note(s, 2) == 1 && note(s, 3) == 0, "known again");
	seen_close(s);
}

static void
test_bounded(void)
{
	struct seen *s, *other;
	unsigned i, wrong = 0;
	long largest = 0;

	place("bounded");
	if (seen_open(path, 40, &s) != ERR_OK ||
	    seen_open(path, 40, &other) != ERR_OK)
		exit(2);
	for (i = 0; i < 1000; i++) {
		wrong += note(i % 3 == 0 ? s : other, i) != 0;
		wrong += note(i % 2 == 0 ? s : other, i) != 1;
		wrong += i >= 39 && note(i % 2 == 0 ? other : s, i - 39) != 1;
		largest = size() > largest ? size() : largest;
	}
	OK(wrong == 0, "two of one file: the last 40 are known to both");
	OK(largest == 50 * (long)LINE, "never more than a quarter above");
	OK(note(s, 0) == 0, "the oldest are not");
	seen_close(other);
	seen_close(s);
	OK(seen_open(path, 4, &s) == ERR_OK && note(s, 999) == 1 &&
	    note(s, 990) == 0, "a smaller number counts from the end");
	OK(size() == 4 * LINE, "and shortens the file");
	OK(truncate(path, 0) == 0 && note(s, 999) == 0 && size() == LINE,
	    "emptied by somebody");
	OK(unlink(path) == 0 && note(s, 999) == 0 && size() == LINE,
	    "taken away");
	seen_close(s);
}

/* Each of four notes the same ones: of all of them each is new once. */
static void
test_at_once(void)
{
	struct seen *s;
	unsigned i, k, new = 0, mine;
	int pipes[2];

	place("at-once");
	if (pipe(pipes) != 0)
		exit(2);
	for (k = 0; k < 4; k++)
		if (fork() == 0) {
			mine = 0;
			if (seen_open(path, 400, &s) != ERR_OK)
				_exit(1);
			for (i = 0; i < 300; i++)
				mine += note(s, i) == 0;
			_exit(write(pipes[1], &mine, sizeof mine) < 0);
		}
	close(pipes[1]);
	while (read(pipes[0], &mine, sizeof mine) == sizeof mine)
		new += mine;
	close(pipes[0]);
	while (wait(NULL) > 0)
		continue;
	OK(new == 300 && size() == 300 * LINE, "four at once: %u new", new);
}

static void
test_crash(void)
{
	static const char zeros[3 * LINE];
	struct seen *s;
	size_t cut;
	char text[8 * LINE];
	unsigned wrong = 0;
	bool before;

	place("crash");
	for (cut = 0; cut < LINE; cut++) {
		memcpy(text, ABC ABC, 2 * LINE);
		put(text, LINE + cut);
		if (seen_open(path, 10, &s) != ERR_OK || size() != LINE ||
		    seen_note(s, SLICE("abc"), day, &before) != ERR_OK ||
		    !before || note(s, 1) != 0 || size() != 2 * LINE)
			wrong++;
		else
			seen_close(s);
		memcpy(text + LINE + cut, zeros, sizeof zeros);
		put(text, LINE + cut + sizeof zeros);
		if (seen_open(path, 10, &s) != ERR_OK || size() != LINE)
			wrong++;
		else
			seen_close(s);
	}
	OK(wrong == 0, "a line that was cut short anywhere, zeros behind it");
	put("", 0);
	OK(seen_open(path, 10, &s) == ERR_OK && note(s, 1) == 0, "empty");
	seen_close(s);
}

static void
test_refused(void)
{
	static const char *const texts[] = { "hello\n", "abc\ndef\n",
	    ABC "hello, a list of names that is nobody's signature\n" ABC,
	    "BA7816BF8F01CFEA414140DE5DAE2223 2026-01-31\n",
	    "ba7816bf8f01cfea414140de5dae2223\t2026-01-31\n",
	    "ba7816bf8f01cfea414140de5dae2223 2026/01/31\n",
	    "ba7816bf8f01cfea414140de5dae2223 2026-01-31\r\n",
	    ABC "\n", "ba7816bf8f01cfea414140de5dae2223 2026-01-311\n" };
	struct seen *s = NULL;
	size_t i;

	place("refused");
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		put(texts[i], strlen(texts[i]));
		OK(seen_open(path, 10, &s) == ERR_DAMAGED &&
		    strcmp(content(), texts[i]) == 0,
		    "another file is left alone, %zu", i);
	}
	put(ABC, LINE);
	chmod(path, 0620);
	OK(seen_open(path, 10, &s) == ERR_ACCESS, "others may write it");
	chmod(path, 0644);
	OK(seen_open(path, 10, &s) == ERR_OK, "others may read it");
	put("hello", 5);
	OK(note(s, 1) == -1 && strcmp(content(), "hello") == 0,
	    "written over while it is open");
	seen_close(s);
	unlink(path);
	OK(symlink("elsewhere", path) == 0 &&
	    seen_open(path, 10, &s) == ERR_ACCESS, "a link");
	unlink(path);
	OK(mkfifo(path, 0600) == 0 && seen_open(path, 10, &s) == ERR_ACCESS,
	    "a pipe");
	unlink(path);
	OK(mkdir(path, 0700) == 0 && seen_open(path, 10, &s) == ERR_ACCESS,
	    "a folder");
	place("no/such");
	OK(seen_open(path, 10, &s) == ERR_NOT_FOUND, "no folder");
}

/* A disk with room for so many octets. */
static bool
room(rlim_t octets)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_FSIZE, &l) != 0)
		return false;
	l.rlim_cur = octets;
	return setrlimit(RLIMIT_FSIZE, &l) == 0;
}

static void
test_full(void)
{
	struct seen *s;
	unsigned i;

	place("full");
	signal(SIGXFSZ, SIG_IGN);
	if (seen_open(path, 4, &s) != ERR_OK)
		exit(2);
	OK(room(2 * LINE + 7) && note(s, 1) == 0 && note(s, 2) == 0,
	    "room for two");
	OK(note(s, 3) == -1 && size() == 2 * LINE,
	    "a third is not noted, nor half of it");
	OK(room(RLIM_INFINITY) && note(s, 3) == 0 && note(s, 1) == 1,
	    "later it is");
	for (i = 4; i < 6; i++)
		(void)note(s, i);
	OK(size() == 5 * LINE && room(3 * LINE) && note(s, 6) == -1 &&
	    size() == 5 * LINE, "no room");
	OK(room(RLIM_INFINITY) && note(s, 6) == 0 && size() == 4 * LINE &&
	    note(s, 3) == 1 && note(s, 5) == 1 && note(s, 2) == 0,
	    "and then the last four");
	seen_close(s);
}

static void
clean(void)
{
	static char rm[] = "rm", rf[] = "-rf";
	char *argv[] = { rm, rf, root, NULL };

	if (fork() == 0) {
		execvp("rm", argv);
		_exit(1);
	}
	wait(NULL);
}

int
main(void)
{
	test_first();
	test_bounded();
	test_at_once();
	test_crash();
	test_refused();
	test_full();
	clean();
	return tap_done();
}
