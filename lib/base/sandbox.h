/* SPDX-License-Identifier: ISC */
/* Gives up rights for good before hostile bytes are read. One of the few
 * impure modules of this room (with mem).
 *
 * Three fences stand one behind the other: resource limits, Landlock (files,
 * TCP, since Linux 5.13) and a seccomp list of the system calls that remain.
 * seccomp alone closes every way out, so a kernel without Landlock is told by
 * `--version` only; a kernel without seccomp makes sandbox_enter answer
 * ERR_UNSUPPORTED after all else was done, and the tool must say so on
 * standard error before it goes on. Calls beyond the list fail with EPERM
 * instead of killing: a C library that asks for something new loses that
 * call and not the user's picture, and what is refused stays refused.
 *
 * Under AddressSanitizer there is no fence at all (its run-time needs files
 * and terabytes of address space), nor with -DSANDBOX_OFF, which is for
 * valgrind alone; sandbox_word says so. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* What remains allowed. Nothing at all: memory, the clock, reading and writing
 * what is open already; the limit on file sizes is 0 then. */
enum {
	/* files and terminals already open: seek, poll */
	SANDBOX_STDIO = 1,
	SANDBOX_OPEN = 2,	/* open more files and folders, to read */
	SANDBOX_FORK = 4,	/* children, which cannot exec anything */
	SANDBOX_THREADS = 8,
	SANDBOX_SOCKET = 16	/* send and receive on sockets already open;
				 * an alarm clock */
};

/* 0 leaves a limit as it is. */
struct sandbox_limits {
	size_t memory;		/* bytes of address space */
	unsigned cpu_s;		/* seconds of CPU, then SIGKILL */
};

struct sandbox_state {
	bool seccomp, landlock;
};

/* What this kernel and this build have; changes nothing. */
void sandbox_probe(struct sandbox_state *s);

/* Drops everything but `allow`, for this process and what it forks. `got` may
 * be NULL. ERR_UNSUPPORTED: no seccomp here, the other fences stand. */
MUST_CHECK enum err sandbox_enter(unsigned allow,
    const struct sandbox_limits *l, struct sandbox_state *got);

/* "seccomp yes, landlock no" for --version; static storage. */
const char *sandbox_word(const struct sandbox_state *s);

#endif
