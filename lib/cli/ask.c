/* SPDX-License-Identifier: ISC */
/* A question to the person at the terminal. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/cli.h"
#include "text/utf8.h"

#define ANSWER_MAX 4096

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
	(void)!fd_write_all(tty >= 0 ? tty : STDERR_FILENO, buf_slice(&b));
	ok = get_line(tty >= 0 ? tty : STDIN_FILENO, answer);
	if (tty >= 0)
		close(tty);
	buf_release(&b);
	return ok;
}
