/* SPDX-License-Identifier: ISC */
/* The operands of a filter: files, standard input, devices. */
#include <sys/resource.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/priv.h"

bool
cli_is_folder(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

static void
open_operand(const struct cli *c, char *path, struct operand *o)
{
	if (strcmp(path, "-") == 0) {
		o->name = _("standard input");
		o->fd = STDIN_FILENO;
		o->error = cli_is_folder(o->fd) ? EISDIR : 0;
		return;
	}
	o->name = path;
	o->fd = c->open != NULL ? c->open(c->open_ctx, path) : -1;
	if (o->fd < 0)
		o->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	o->error = o->fd < 0 ? errno : cli_is_folder(o->fd) ? EISDIR : 0;
	if (o->fd >= 0 && o->error != 0)
		close(o->fd);
}

/* All at once, so that the program can give up opening files before it reads
 * the first byte. */
struct operand *
operands_open(const struct cli *c)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	char **f = c->files[0] != NULL ? c->files : only_stdin;
	struct operand *o;
	struct rlimit r;
	size_t i, n = 0;

	while (f[n] != NULL)
		n++;
	if (getrlimit(RLIMIT_NOFILE, &r) == 0 && n + 16 > r.rlim_cur) {
		r.rlim_cur = r.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
	o = xcalloc(n + 1, sizeof *o);
	for (i = 0; i < n; i++)
		open_operand(c, f[i], &o[i]);
	return o;
}

int
cli_operand(const char **name)
{
	if (strcmp(*name, "-") != 0)
		return cli_open(*name, O_RDONLY);
	*name = _("standard input");
	if (!cli_is_folder(STDIN_FILENO))
		return STDIN_FILENO;
	cli_not_open(*name, EISDIR);
	return -1;
}

enum cli_status
operand_missing(const struct operand *o)
{
	cli_not_open(o->name, o->error);
	return CLI_TROUBLE;
}

void
operand_close(struct operand *o)
{
	if (o->fd != STDIN_FILENO)
		close(o->fd);
}

enum cli_status
operand_fill(struct operand *o, struct line_reader *r)
{
	size_t room;
	char *p = line_space(r, &room);
	ssize_t n;

	do
		n = o->device ? tty_read(&o->t, p, room, line_partial(r)) :
		    read(o->fd, p, room);
	while (n == -1 && errno == EINTR);
	if (n == TTY_SILENT) {
		line_cut(r);
		return CLI_OK;
	}
	line_filled(r, n > 0 ? (size_t)n : 0);
	if (o->device && !o->t.keyboard &&
	    (n == 0 || (n < 0 && errno == EIO)))
		cli_warn("%s: %s", o->name, _("the device is gone: plug it "
		    "in again and start anew"));
	else if (n < 0)
		cli_warn("%s: %s", o->name, strerror(errno));
	else
		return CLI_OK;
	return CLI_TROUBLE;
}
