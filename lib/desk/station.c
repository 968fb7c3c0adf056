/* SPDX-License-Identifier: ISC */
/* A file that is complete or not there, and nobody else's. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/evidence.h"
#include "desk/station.h"

#define LINE_SIZE (2 * SIGN_SEED + 1)	/* hex and a line feed */
#define SHARED_MAX 128		/* longer than a line of station.pub */

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
 * always complete, also after a power cut. */
static enum err
write_new(int dir, const char *name, mode_t mode, struct slice line)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, mode);
	enum err e = ERR_OK;

	if (fd < 0)
		return from_errno();
	errno = ENOSPC;			/* of a write that was cut short */
	if (write(fd, line.p, line.n) != (ssize_t)line.n ||
	    fchmod(fd, mode) != 0 || fsync(fd) != 0)
		e = from_errno();
	if (close(fd) != 0 && e == ERR_OK)
		e = from_errno();
	if (e != ERR_OK)
		(void)unlinkat(dir, name, 0);
	return e;
}

/* link() fails when somebody else was faster. */
static enum err
write_seed(int dir, const char *name, struct slice line)
{
	enum err e = write_new(dir, name, 0600, line);

	if (e != ERR_OK)
		return e;
	if (linkat(dir, name, dir, STATION_FILE, 0) != 0 && errno != EEXIST)
		e = from_errno();
	(void)unlinkat(dir, name, 0);
	if (e == ERR_OK && fsync(dir) != 0)
		e = from_errno();
	return e;
}

/* FILE and sixteen digits that nobody else comes upon. */
static void
new_name(const char *file, const uint8_t octets[8], struct buf *out)
{
	buf_printf(out, "%s.", file);
	hex_add(out, (struct slice){ (const char *)octets, 8 });
	buf_cstr(out);
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
	new_name(STATION_FILE, octets + SIGN_SEED, &name);
	e = write_seed(dir, name.p, buf_slice(&line));
	mem_wipe(octets, sizeof octets);
	buf_wipe(&line);
	buf_release(&name);
	return e;
}

/* True where station.pub is there, readable to all, and says this. */
static bool
is_shared(int dir, struct slice line)
{
	int fd = openat(dir, STATION_SHARED, O_RDONLY | O_NOFOLLOW |
	    O_CLOEXEC | O_NONBLOCK);
	char has[SHARED_MAX];
	struct stat st;
	bool same;

	if (fd < 0)
		return false;
	same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_mode & 0777) == 0644 &&
	    read(fd, has, sizeof has) == (ssize_t)line.n &&
	    memcmp(has, line.p, line.n) == 0;
	close(fd);
	return same;
}

static enum err
replace_shared(int dir, const struct random *r, struct slice line)
{
	struct buf name = { 0 };
	uint8_t octets[8];
	enum err e = r->fill(r->ctx, octets, sizeof octets);

	if (e != ERR_OK)
		return e;
	new_name(STATION_SHARED, octets, &name);
	e = write_new(dir, name.p, 0644, line);
	if (e == ERR_OK && renameat(dir, name.p, dir, STATION_SHARED) != 0) {
		e = from_errno();
		(void)unlinkat(dir, name.p, 0);
	}
	if (e == ERR_OK && fsync(dir) != 0)
		e = from_errno();
	buf_release(&name);
	return e;
}

static enum err
share(int dir, const struct random *r, const uint8_t public[SIGN_PUBLIC])
{
	char id[EVIDENCE_KEY_ID + 1];
	struct buf line = { 0 };
	enum err e = ERR_OK;

	evidence_key_id(public, id);
	buf_add_str(&line, "cccd-station ");
	hex_add(&line, (struct slice){ (const char *)public, SIGN_PUBLIC });
	buf_printf(&line, " %s\n", id);
	if (!is_shared(dir, buf_slice(&line)))
		e = replace_shared(dir, r, buf_slice(&line));
	buf_release(&line);
	return e;
}

static enum err
load(int dir, const struct random *r, struct station *out)
{
	enum err e = read_seed(dir, out->seed);

	if (e == ERR_NOT_FOUND) {
		e = make_seed(dir, r);
		if (e == ERR_OK)
			e = read_seed(dir, out->seed);
	}
	return e == ERR_OK ? sign_public(out->seed, out->public) : e;
}

enum err
station_load(const char *folder, const struct random *r, struct station *out)
{
	int dir = -1;
	enum err e = open_folder(folder, &dir);

	out->bad = STATION_FILE;
	out->why = e;
	if (e != ERR_OK)
		return e;
	e = out->why = load(dir, r, out);
	if (e == ERR_OK) {
		out->bad = STATION_SHARED;
		out->why = share(dir, r, out->public);
	}
	if (out->why == ERR_OK)
		out->bad = NULL;
	close(dir);
	return e;
}
