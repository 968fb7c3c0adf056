/* SPDX-License-Identifier: ISC */
/* Files that are made anew: none that is read at the same time, and whole also
 * where two programs write one of them. */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "cli/cli.h"

#define COPY 65536

static bool
is_it(const struct stat *out, const char *path)
{
	struct stat in;

	if (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &in) != 0 :
	    stat(path, &in) != 0)
		return false;
	return in.st_dev == out->st_dev && in.st_ino == out->st_ino;
}

bool
cli_take_over(const struct cli *c, const char *path, int fd)
{
	/* before all options are read any word may be an operand */
	char **f = c->files != NULL ? c->files : c->argv + 1;
	struct stat st;
	bool read_too;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return true;
	read_too = (*f == NULL || c->files == NULL) && is_it(&st, "-");
	for (; *f != NULL && !read_too; f++)
		read_too = *f != path && is_it(&st, *f);
	if (read_too)
		cli_warn(_("%s: is read and would be overwritten: name "
		    "another file"), path);
	if (read_too)
		return false;
	/* what is not there cannot be taken for what will be */
	if (ftruncate(fd, 0) == 0)
		return true;
	cli_warn("%s: %s", path, strerror(errno));
	return false;
}

int
cli_create(const struct cli *c, const char *path)
{
	int fd = cli_open(path, O_WRONLY | O_CREAT);

	if (fd < 0)
		return fd;
	if (!cli_take_over(c, path, fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

bool
cli_whole(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return true;
	/* a file system without locks does without */
	while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
		;
	return ftruncate(fd, 0) == 0;
}

bool
cli_write(int to, struct slice text)
{
	return cli_whole(to) && fd_write_all(to, text);
}

bool
cli_copy(int from, int to)
{
	char b[COPY];
	ssize_t n;

	if (lseek(from, 0, SEEK_SET) != 0 || !cli_whole(to))
		return false;
	while ((n = read(from, b, sizeof b)) != 0)
		if (n < 0 ? errno != EINTR : !fd_write_all(to,
		    (struct slice){ b, (size_t)n }))
			return false;
	return true;
}
