/* SPDX-License-Identifier: ISC */
/* libs: -ldl
 * Preloaded into pcscd, so that it needs nothing of the machine: its folder in
 * /run, which only root can make and which is of no use to a pcscd that was
 * handed its socket, counts as there. And what the virtual readers send to
 * their cards goes out at once: they send a length and then its octets, which
 * costs 40 ms a command while the first waits to be acknowledged. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

static const char folder[] = "/run/pcscd";

int
mkdir(const char *path, mode_t mode)
{
	int (*next)(const char *, mode_t) = dlsym(RTLD_NEXT, "mkdir");

	if (strcmp(path, folder) != 0)
		return next(path, mode);
	errno = EEXIST;
	return -1;
}

int
chmod(const char *path, mode_t mode)
{
	int (*next)(const char *, mode_t) = dlsym(RTLD_NEXT, "chmod");

	return strcmp(path, folder) == 0 ? 0 : next(path, mode);
}

int
accept(int fd, struct sockaddr *restrict a, socklen_t *restrict n)
{
	int (*next)(int, struct sockaddr *, socklen_t *) =
	    dlsym(RTLD_NEXT, "accept");
	int client = next(fd, a, n), on = 1;

	if (client >= 0)	/* fails on a local socket, as it may */
		setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return client;
}
