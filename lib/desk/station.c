/* SPDX-License-Identifier: ISC */
/* A file that is complete or not there, and nobody else's. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/mem.h"
#include "desk/station.h"

#define LINE_SIZE (2 * SIGN_SEED + 1)	/* hex and a line feed */

static enum err
from_errno(void)
{
	switch (errno) {
	case ENOENT:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
	case ENOTDIR:
	case ELOOP:
		return ERR_ACCESS;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

/* The folder and those above it, each 0700 where it was not there; open. */
static enum err
open_folder(const char *folder, int *fd)
{
	char *path = xstrdup(folder), *p;
	struct stat st;

	for (p = path + 1; *path != '\0' && *p != '\0'; p++)
		if (*p == '/') {
			*p = '\0';
			(void)mkdir(path, 0700);
			*p = '/';
		}
	(void)mkdir(path, 0700);
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(path);
	if (*fd < 0)
		return errno == ENOENT ? ERR_ACCESS : from_errno();
	if (fstat(*fd, &st) == 0 && st.st_uid == geteuid() &&
	    (st.st_mode & 077) == 0)
		return ERR_OK;
	close(*fd);
	return ERR_ACCESS;
}

/* ERR_NOT_FOUND where there is none. */
static enum err
read_seed(int dir, uint8_t *seed)
{
	char line[LINE_SIZE + 1];
	struct buf octets = { 0 };
	int fd = openat(dir, STATION_FILE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK);
	enum err e = ERR_OK;
	struct stat st;
	ssize_t n = -1;

	if (fd < 0)
		return from_errno();
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		e = ERR_ACCESS;
	else
		n = read(fd, line, sizeof line);
	close(fd);
	if (e == ERR_OK && (n != LINE_SIZE || line[LINE_SIZE - 1] != '\n'))
		e = n < 0 ? ERR_IO : ERR_DAMAGED;
	if (e == ERR_OK && hex_read(&octets, (struct slice){ line,
	    2 * SIGN_SEED }) != ERR_OK)
		e = ERR_DAMAGED;
	if (e == ERR_OK)
		memcpy(seed, octets.p, SIGN_SEED);
	mem_wipe(line, sizeof line);
	buf_wipe(&octets);
	return e;
}

/* The whole file under another name first: what stands under the right one is
 * always complete, also after a power cut. link() fails when somebody else
 * was faster. */
static enum err
write_seed(int dir, const char *name, struct slice line)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	enum err e = ERR_OK;

	if (fd < 0)
		return from_errno();
	errno = ENOSPC;			/* of a write that was cut short */
	if (write(fd, line.p, line.n) != (ssize_t)line.n || fsync(fd) != 0)
		e = from_errno();
	if (close(fd) != 0 && e == ERR_OK)
		e = from_errno();
	if (e == ERR_OK && linkat(dir, name, dir, STATION_FILE, 0) != 0 &&
	    errno != EEXIST)
		e = from_errno();
	(void)unlinkat(dir, name, 0);
	if (e == ERR_OK && fsync(dir) != 0)
		e = from_errno();
	return e;
}

static enum err
make_seed(int dir, const struct random *r)
{
	uint8_t octets[SIGN_SEED + 8];
	struct buf line = { 0 }, name = { 0 };
	enum err e = r->fill(r->ctx, octets, sizeof octets);

	if (e != ERR_OK)
		return e;
	hex_add(&line, (struct slice){ (char *)octets, SIGN_SEED });
	buf_add_char(&line, '\n');
	buf_add_str(&name, STATION_FILE ".");
	hex_add(&name, (struct slice){ (char *)octets + SIGN_SEED, 8 });
	e = write_seed(dir, buf_cstr(&name), buf_slice(&line));
	mem_wipe(octets, sizeof octets);
	buf_wipe(&line);
	buf_release(&name);
	return e;
}

enum err
station_load(const char *folder, const struct random *r, struct station *out)
{
	int dir = -1;
	enum err e = open_folder(folder, &dir);

	if (e != ERR_OK)
		return e;
	e = read_seed(dir, out->seed);
	if (e == ERR_NOT_FOUND) {
		e = make_seed(dir, r);
		if (e == ERR_OK)
			e = read_seed(dir, out->seed);
	}
	close(dir);
	return e == ERR_OK ? sign_public(out->seed, out->public) : e;
}
