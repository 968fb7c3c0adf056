/* SPDX-License-Identifier: ISC */
/* Writing all of it, in parts, through a pipe that takes little at a time. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "tap.h"

#define PARTS 40
#define LONG 5000

/* So many bytes came through as text says. */
static bool
reads(int fd, const struct buf *want)
{
	struct buf got = { 0 };
	ssize_t n;
	bool same;

	do {
		buf_grow(&got, 700);
		n = read(fd, got.p + got.n, 700);
		got.n += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	same = slice_eq(buf_slice(&got), buf_slice(want));
	buf_release(&got);
	return same;
}

static void
test_parts(void)
{
	struct slice part[PARTS];
	struct buf all = { 0 };
	int p[2], status = 1, i;
	size_t k, at[PARTS];
	pid_t pid;

	for (i = 0; i < PARTS; i++) {
		at[i] = all.n;
		part[i].n = i % 3 == 0 ? 0 : i % 7 == 0 ? LONG : (size_t)i;
		for (k = 0; k < part[i].n; k++)
			buf_add_char(&all, (char)('a' + (i + (int)k) % 26));
	}
	for (i = 0; i < PARTS; i++)
		part[i].p = all.p + at[i];
	if (pipe(p) != 0)
		abort();
	(void)fcntl(p[1], F_SETPIPE_SZ, 4096);
	pid = fork();
	if (pid == 0) {
		close(p[1]);
		_exit(reads(p[0], &all) ? 0 : 1);
	}
	close(p[0]);
	OK(fd_write_parts(p[1], part, PARTS), "%d parts", PARTS);
	close(p[1]);
	OK(waitpid(pid, &status, 0) == pid && status == 0,
	    "all of them came, in order");
	buf_release(&all);
}

static void
test_none(void)
{
	struct slice part[] = { { NULL, 0 }, { "", 0 } };
	struct slice some[] = { { "ab", 2 }, { "c", 1 } };
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	OK(fd_write_parts(-1, part, 2) && fd_write_parts(-1, part, 0),
	    "nothing to write");
	OK(!fd_write_parts(full, some, 2) && !fd_write_all(full, some[0]),
	    "a full disk");
	close(full);
}

int
main(void)
{
	test_parts();
	test_none();
	return tap_done();
}
