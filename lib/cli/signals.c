/* SPDX-License-Identifier: ISC */
/* The signals that end a program, where it has to clean up behind itself. */
#include <sys/signalfd.h>

#include "cli/cli.h"

int
cli_signals(sigset_t *old)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGINT);
	sigaddset(&s, SIGTERM);
	sigaddset(&s, SIGHUP);
	sigprocmask(SIG_BLOCK, &s, old);
	return signalfd(-1, &s, SFD_CLOEXEC);
}
