/* SPDX-License-Identifier: ISC */
/* The signals that end a program, where it has to clean up behind itself. */
#include <sys/signalfd.h>

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

int
cli_signals(sigset_t *old)
{
	static const int list[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction was;
	sigset_t s;
	size_t i;

	sigemptyset(&s);
	/* what nohup or a shell's & has us ignore stays ignored; once blocked
	 * it would come all the same */
	for (i = 0; i < sizeof list / sizeof *list; i++)
		if (sigaction(list[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN)
			sigaddset(&s, list[i]);
	sigprocmask(SIG_BLOCK, &s, old);
	return signalfd(-1, &s, SFD_CLOEXEC);
}

static void
on_bus(int sig)
{
	static atomic_flag told = ATOMIC_FLAG_INIT;
	static const char text[] =
	    ": a file became shorter while it was read: start again\n";
	const char *name = program_invocation_short_name;

	(void)sig;
	while (atomic_flag_test_and_set(&told))
		pause();	/* another thread says it, and ends us all */
	/* of the calls that a handler may make */
	if (write(STDERR_FILENO, name, strlen(name)) < 0 ||
	    write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(CLI_TROUBLE);
	_exit(CLI_TROUBLE);
}

void
cli_mapped(void)
{
	(void)signal(SIGBUS, on_bus);
}
