/* SPDX-License-Identifier: ISC */
/* Between the files of this room. */
#ifndef CLI_PRIV_H
#define CLI_PRIV_H

#include <sys/types.h>

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

struct cli;

/* A terminal or serial device, raw while it is open. */
struct tty {
	int fd, signals;
	bool keyboard;		/* standard input: Ctrl-C and Ctrl-D work */
	struct termios saved;
	sigset_t mask;
};

/* True when `fd` is a terminal; it is raw until tty_restore. A signal that
 * ends the program restores it first. */
bool tty_raw(struct tty *t, int fd);
void tty_restore(struct tty *t);

/* As read. With `partial`, TTY_SILENT after 300 ms without a byte. */
#define TTY_SILENT (-2)
ssize_t tty_read(struct tty *t, char *p, size_t room, bool partial);

void cli_set_prog(const char *name);
void cli_vwarn(const char *fmt, va_list ap)
    __attribute__((__format__(__printf__, 1, 0)));

/* Language, message catalogue, settings file (the --config in argv, else the
 * one under XDG_CONFIG_HOME when it is there). Exits with 2 on a bad one. */
void cli_start(struct cli *c);

#endif
