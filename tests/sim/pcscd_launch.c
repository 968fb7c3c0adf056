/* SPDX-License-Identifier: ISC */
/* pcscd_launch - a card service of one's own: pcscd_launch SOCKET CONFDIR ALONE
 * Binds SOCKET, hands it to pcscd as a service manager does (descriptor 3,
 * LISTEN_FDS) and becomes it, as nobody where we are root, with the library
 * ALONE (libalone.c) before all others. It ends with the process that started
 * it, however that ends. */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SOCKET_FD = 3, NOBODY = 65534 };

static void
trouble(const char *what)
{
	perror(what);
	exit(2);
}

/* Under another name first: whoever sees `path` finds it listening. */
static void
listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd;

	if ((size_t)snprintf(a.sun_path, sizeof a.sun_path, "%s.new", path) >=
	    sizeof a.sun_path) {
		fprintf(stderr, "%s: too long for a socket: set TMPDIR\n",
		    path);
		exit(2);
	}
	unlink(a.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 ||
	    chmod(a.sun_path, 0666) != 0 || listen(fd, 64) != 0 ||
	    rename(a.sun_path, path) != 0)
		trouble(path);
	if (fd == SOCKET_FD)
		return;
	if (dup2(fd, SOCKET_FD) < 0)
		trouble("dup2");
	close(fd);
}

/* As root pcscd would take the machine's own pid file for its own. */
static void
drop_rights(void)
{
	if (geteuid() != 0)
		return;
	if (setgroups(0, NULL) != 0 ||
	    setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) != 0)
		trouble("nobody");
}

int
main(int argc, char **argv)
{
	pid_t parent = getppid();
	char pid[20];

	if (argc != 4)
		return fputs("usage: pcscd_launch SOCKET CONFDIR ALONE\n",
		    stderr), 2;
	listen_at(argv[1]);
	drop_rights();
	/* A change of user forgets this, so it comes after. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
		return 2;
	snprintf(pid, sizeof pid, "%ld", (long)getpid());
	if (setenv("LISTEN_FDS", "1", 1) != 0 ||
	    setenv("LISTEN_PID", pid, 1) != 0 ||
	    setenv("LD_PRELOAD", argv[3], 1) != 0)
		trouble("environment");
	execl("/usr/sbin/pcscd", "pcscd", "--foreground", "--info", "-c",
	    argv[2], (char *)NULL);
	trouble("/usr/sbin/pcscd");
}
