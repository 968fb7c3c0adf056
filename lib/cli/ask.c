/* SPDX-License-Identifier: ISC */
/* A question to the person at the terminal. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "text/utf8.h"

#define ANSWER_MAX 4096

static void
put_all(int fd, struct slice s)
{
	ssize_t n;

	while (s.n > 0) {
		n = write(fd, s.p, s.n);
		if (n < 0 && errno != EINTR)
			break;
		s.p += n > 0 ? n : 0;
		s.n -= n > 0 ? (size_t)n : 0;
	}
}

/* Byte by byte: nothing beyond the line may be taken from whoever reads the
 * same terminal next. */
static bool
get_line(int fd, struct buf *answer)
{
	ssize_t n;
	char c;

	for (;;) {
		n = read(fd, &c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		if (c == '\n')
			return true;
		if (answer->n < ANSWER_MAX)
			buf_add_char(answer, c);
	}
}

bool
cli_ask(const char *question, struct buf *answer)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	struct buf b = { 0 };
	bool ok;

	buf_reset(answer);
	utf8_add_shown(&b, slice_str(question));
	buf_add_str(&b, ": ");
	put_all(tty >= 0 ? tty : STDERR_FILENO, buf_slice(&b));
	ok = get_line(tty >= 0 ? tty : STDIN_FILENO, answer);
	if (tty >= 0)
		close(tty);
	buf_release(&b);
	return ok;
}
