/* SPDX-License-Identifier: ISC */
/* What the fences let through and what they stop, each in a child. */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "tap.h"

static int
try_open(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static int
try_create(void)
{
	return open("sandbox-test-file", O_WRONLY | O_CREAT, 0600);
}

static int
try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return (int)pid;
}

static int
try_exec(void)
{
	char name[] = "/bin/true", *argv[] = { name, NULL };

	return execv(name, argv);	/* on success exits with 0 */
}

static int
try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static int
try_memory(void)
{
	char *volatile p = malloc(1 << 20);

	if (p == NULL)
		return -1;
	memset(p, 1, 1 << 20);
	free(p);
	return 0;
}

static int
try_much_memory(void)
{
	void *volatile p = malloc(1u << 30);

	return p == NULL ? -1 : 0;
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
try_thread(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, nothing, NULL) != 0)
		return -1;
	return pthread_join(t, NULL);
}

static int
try_seek(void)
{
	return lseek(STDIN_FILENO, 0, SEEK_CUR) < 0 && errno == EPERM ? -1 : 0;
}

#define ALL (SANDBOX_STDIO | SANDBOX_OPEN | SANDBOX_FORK | SANDBOX_THREADS)

static const struct {
	const char *name;
	unsigned allow;
	int (*call)(void);
	bool goes;
} cases[] = {
	{ "nothing: memory", 0, try_memory, true },
	{ "nothing: memory beyond the limit", 0, try_much_memory, false },
	{ "nothing: open", 0, try_open, false },
	{ "nothing: create", 0, try_create, false },
	{ "nothing: socket", 0, try_socket, false },
	{ "nothing: fork", 0, try_fork, false },
	{ "nothing: exec", 0, try_exec, false },
	{ "nothing: code", 0, try_code, false },
	{ "nothing: thread", 0, try_thread, false },
	{ "nothing: seek", 0, try_seek, false },
	{ "threads: thread", SANDBOX_THREADS, try_thread, true },
	{ "threads: fork", SANDBOX_THREADS, try_fork, false },
	{ "threads: open", SANDBOX_THREADS, try_open, false },
	{ "stdio: seek", SANDBOX_STDIO, try_seek, true },
	{ "stdio: open", SANDBOX_STDIO, try_open, false },
	{ "stdio: create", SANDBOX_STDIO, try_create, false },
	{ "stdio: socket", SANDBOX_STDIO, try_socket, false },
	{ "stdio: fork", SANDBOX_STDIO, try_fork, false },
	{ "open: open", SANDBOX_OPEN, try_open, true },
	{ "open: create", SANDBOX_OPEN, try_create, false },
	{ "open: exec", SANDBOX_OPEN, try_exec, false },
	{ "fork: fork", SANDBOX_FORK | SANDBOX_STDIO, try_fork, true },
	{ "fork: exec", SANDBOX_FORK | SANDBOX_STDIO, try_exec, false },
	{ "all: create", ALL, try_create, false },
	{ "all: socket", ALL, try_socket, false },
	{ "all: exec", ALL, try_exec, false },
};

/* 0 it went, 1 refused, 2 no sandbox. */
static int
in_child(unsigned allow, int (*call)(void))
{
	struct sandbox_limits l = { .memory = 512u << 20, .cpu_s = 10 };
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		if (sandbox_enter(allow, &l, NULL) != ERR_OK)
			_exit(2);
		_exit(call() < 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 3;
	return WEXITSTATUS(status);
}

int
main(void)
{
	struct sandbox_state s;
	size_t i;

	sandbox_probe(&s);
	if (!s.seccomp) {
		OK(true, "# SKIP no seccomp: %s", sandbox_word(&s));
		return tap_done();
	}
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		OK(in_child(cases[i].allow, cases[i].call) == !cases[i].goes,
		    "%s %s", cases[i].name,
		    cases[i].goes ? "goes" : "is refused");
	OK(access("sandbox-test-file", F_OK) != 0, "no file was made");
	return tap_done();
}
