/* SPDX-License-Identifier: ISC */
/* Scanners on a terminal or a serial device: every byte as it was sent. */
#include <sys/signalfd.h>

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/priv.h"

#define SILENCE_MS 300
#define END_OF_INPUT 4		/* Ctrl-D */

bool
tty_raw(struct tty *t, int fd)
{
	struct termios raw;

	*t = (struct tty){ .fd = fd, .signals = -1,
	    .keyboard = fd == STDIN_FILENO };
	if (tcgetattr(fd, &t->saved) != 0)
		return false;
	/* no handler, and so no global state */
	t->signals = cli_signals(&t->mask);
	raw = t->saved;
	cfmakeraw(&raw);
	if (t->keyboard) {
		raw.c_lflag |= ISIG;
		raw.c_oflag = t->saved.c_oflag;
	}
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	(void)tcsetattr(fd, TCSANOW, &raw);
	return true;
}

void
tty_restore(struct tty *t)
{
	(void)tcsetattr(t->fd, TCSANOW, &t->saved);
	sigprocmask(SIG_SETMASK, &t->mask, NULL);
	if (t->signals >= 0)
		close(t->signals);
	t->signals = -1;
}

/* The signal ends the program as if it had not been caught. */
static void
die_of_signal(struct tty *t)
{
	struct signalfd_siginfo info;

	if (read(t->signals, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	(void)cli_flush();
	tty_restore(t);
	raise((int)info.ssi_signo);
}

ssize_t
tty_read(struct tty *t, char *p, size_t room, bool partial)
{
	struct pollfd f[2] = { { .fd = t->fd, .events = POLLIN },
	    { .fd = t->signals, .events = POLLIN } };
	ssize_t n;
	int ready;

	do {
		ready = poll(f, 2, partial ? SILENCE_MS : -1);
		if (ready == 0)
			return TTY_SILENT;
		if (f[1].revents & POLLIN)
			die_of_signal(t);
	} while (ready < 0 && errno == EINTR);
	do
		n = read(t->fd, p, room);
	while (n < 0 && errno == EINTR);
	/* what was typed before Ctrl-D is a line */
	if (t->keyboard && n > 0 && p[n - 1] == END_OF_INPUT)
		return partial && n == 1 ? TTY_SILENT : n - 1;
	return n;
}
