/* SPDX-License-Identifier: ISC */
/* spawn - start a program many times with nothing on standard input and tell
 * how long one start takes. Usage: spawn TIMES PROGRAM [ARGUMENT ...]
 * Prints: milliseconds of wall clock at the median and at 95 of 100, and of
 * CPU at the median. */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_TIMES = 10000 };

extern char **environ;

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
cpu_ms(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 +
	    (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* One start; the exit status may be anything but that of a failed start. */
static int
once(char **argv, const posix_spawn_file_actions_t *fa, double *wall,
    double *cpu)
{
	struct rusage used;
	double start = now_ms();
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, argv[0], fa, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &used) != pid)
		return 2;
	*wall = now_ms() - start;
	*cpu = cpu_ms(&used);
	return WIFEXITED(status) && WEXITSTATUS(status) < 126 ? 0 : 2;
}

int
main(int argc, char **argv)
{
	static double wall[MAX_TIMES], cpu[MAX_TIMES];
	posix_spawn_file_actions_t fa;
	int i, n = argc > 2 ? (int)strtol(argv[1], NULL, 10) : 0;

	if (n < 1 || n > MAX_TIMES) {
		fprintf(stderr, "usage: spawn TIMES PROGRAM [ARGUMENT ...]\n");
		return 2;
	}
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
	for (i = 0; i < n; i++)
		if (once(argv + 2, &fa, &wall[i], &cpu[i]) != 0) {
			fprintf(stderr, "spawn: %s: did not run\n", argv[2]);
			return 2;
		}
	posix_spawn_file_actions_destroy(&fa);
	qsort(wall, (size_t)n, sizeof *wall, by_value);
	qsort(cpu, (size_t)n, sizeof *cpu, by_value);
	printf("%.2f %.2f %.2f\n", wall[n / 2], wall[n * 95 / 100],
	    cpu[n / 2]);
	return 0;
}
