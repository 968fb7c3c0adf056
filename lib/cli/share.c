/* SPDX-License-Identifier: ISC */
/* The data that ships with the tools, and small things that they share. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/priv.h"

#ifndef SHAREDIR
#define SHAREDIR "/usr/share/cccd-tools"
#endif

const char *
cli_share(struct buf *out, const char *name)
{
	const char *dir = getenv("CCCD_SHARE");

	buf_reset(out);
	buf_add_str(out, dir != NULL ? dir : SHAREDIR);
	buf_add_char(out, '/');
	buf_add_str(out, name);
	return buf_cstr(out);
}

void
cli_not_open(const char *name, int error)
{
	cli_warn("%s: %s", name, error == EISDIR ?
	    _("is a folder: name a file") : strerror(error));
}

enum err
cli_map_file(const char *path, size_t max, struct buf *own, struct slice *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	void *p = MAP_FAILED;
	struct stat st;
	enum err e;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size > 0 && (uintmax_t)st.st_size <= max)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
		    0);
	if (fd >= 0)
		close(fd);
	if (p != MAP_FAILED) {
		*out = (struct slice){ p, (size_t)st.st_size };
		return ERR_OK;
	}
	e = cli_read_file(path, max, false, own);	/* a pipe, or nothing */
	if (e == ERR_OK)
		*out = buf_slice(own);
	return e;
}

enum err
cli_map_share(const char *name, size_t max, struct buf *own,
    struct slice *out)
{
	struct buf path = { 0 };
	enum err e = cli_map_file(cli_share(&path, name), max, own, out);

	buf_release(&path);
	return e;
}

void
cli_unmap(struct buf *own, struct slice *text)
{
	if (text->n > 0 && text->p != own->p)
		munmap((void *)(uintptr_t)text->p, text->n);
	*text = (struct slice){ NULL, 0 };
	buf_release(own);
}

int
cli_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NOCTTY, 0600);
	int error = fd < 0 ? errno : cli_is_folder(fd) ? EISDIR : 0;

	if (error == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	cli_not_open(path, error);
	return -1;
}

const char *
cli_text(const char *message)
{
	return _(message);
}
