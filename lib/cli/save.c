/* SPDX-License-Identifier: ISC */
/* A file that is complete or not there. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/cli.h"

#define TRIES 100		/* of names that others have left behind */

static enum err
from_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return ERR_ACCESS;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

static enum err
write_all(int fd, struct slice s)
{
	return fd_write_all(fd, s) && fsync(fd) == 0 ? ERR_OK : from_errno();
}

/* A new file in the folder, under a name that says whose it is. */
static int
open_new(int dir, char *name, size_t size)
{
	int fd = -1, i;

	for (i = 0; fd < 0 && i < TRIES; i++) {
		snprintf(name, size, ".cccd-%ld-%d", (long)getpid(), i);
		fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL |
		    O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static enum err
compare(const char *folder, const char *name, struct slice content)
{
	struct buf path = { 0 }, old = { 0 };
	enum err e;

	buf_printf(&path, "%s/%s", folder, name);
	e = cli_read_file(buf_cstr(&path), content.n, false, &old);
	if (e == ERR_OK && !slice_eq(buf_slice(&old), content))
		e = ERR_DUPLICATE;
	if (e == ERR_TOO_LONG)
		e = ERR_DUPLICATE;
	buf_release(&path);
	buf_wipe(&old);
	return e;
}

enum err
cli_save_file(const char *folder, const char *name, struct slice content)
{
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;
	char tmp[48];
	enum err e;

	if (dir < 0)
		return from_errno();
	fd = open_new(dir, tmp, sizeof tmp);
	e = fd < 0 ? from_errno() : write_all(fd, content);
	if (fd >= 0 && close(fd) != 0 && e == ERR_OK)
		e = from_errno();
	if (e == ERR_OK && linkat(dir, tmp, dir, name, 0) != 0)
		e = errno == EEXIST ? compare(folder, name, content) :
		    from_errno();
	if (fd >= 0)
		(void)unlinkat(dir, tmp, 0);
	close(dir);
	return e;
}
