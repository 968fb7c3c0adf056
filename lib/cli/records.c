/* SPDX-License-Identifier: ISC */
/* The loop over operands, lines and records. */
#include <sys/resource.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/line.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/priv.h"

static enum cli_status
idle(const struct cli_lines *l)
{
	enum cli_status s = l->idle != NULL ? l->idle(l->ctx) : CLI_OK;

	return cli_flush() ? s : CLI_TROUBLE;
}

/* Everything that is waiting in the reader; ERR_AGAIN or ERR_EOF at its end. */
static enum err
drain(struct cli *c, const struct cli_lines *l, struct line_reader *r,
    const char *file, enum cli_status *s)
{
	struct slice line;
	enum err e;

	for (;;) {
		e = line_next(r, &line);
		if (e == ERR_AGAIN || e == ERR_EOF)
			return e;
		if (e != ERR_OK) {
			cli_bad_line(file, r->number, _("line"),
			    _(err_str(e)));
			*s = CLI_TROUBLE;
		} else
			*s = cli_worse(*s, l->line(l->ctx, file, r->number,
			    line));
		if ((c->strict && *s == CLI_TROUBLE) || cli_failed() ||
		    (l->stop != NULL && *l->stop))
			return ERR_EOF;
	}
}

struct operand {
	const char *name;
	int fd, error;
	bool device;			/* raw: t is in use */
	struct tty t;
};

/* One block into the reader; an end or trouble ends the lines. */
static enum cli_status
fill(struct operand *o, struct line_reader *r)
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

static enum cli_status
each_line_of(struct cli *c, const struct cli_lines *l, struct operand *o)
{
	struct line_reader r = { .max = l->max, .typed = l->typed };
	enum cli_status s = CLI_OK;

	o->device = l->typed && tty_raw(&o->t, o->fd);
	while (drain(c, l, &r, o->name, &s) == ERR_AGAIN) {
		s = cli_worse(s, idle(l));
		if (cli_failed())
			break;
		s = cli_worse(s, fill(o, &r));
	}
	if (o->device)
		tty_restore(&o->t);
	line_release(&r);
	return s;
}

/* All at once, so that the program can give up opening files before it reads
 * the first byte. */
static struct operand *
open_operands(char **f)
{
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
		if (strcmp(f[i], "-") == 0) {
			o[i].name = _("standard input");
			o[i].fd = STDIN_FILENO;
		} else {
			o[i].name = f[i];
			o[i].fd = open(f[i], O_RDONLY | O_CLOEXEC | O_NOCTTY);
			o[i].error = o[i].fd < 0 ? errno : 0;
		}
	return o;
}

enum cli_status
cli_each_line(struct cli *c, const struct cli_lines *l)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	struct operand *o, *all;
	enum cli_status s = CLI_OK;

	all = open_operands(c->files[0] != NULL ? c->files : only_stdin);
	if (l->opened != NULL)
		l->opened(l->ctx);
	for (o = all; o->name != NULL && !cli_failed(); o++) {
		if ((c->strict && s == CLI_TROUBLE) ||
		    (l->stop != NULL && *l->stop))
			break;
		if (o->error != 0) {
			cli_warn("%s: %s", o->name, strerror(o->error));
			s = CLI_TROUBLE;
			continue;
		}
		s = cli_worse(s, each_line_of(c, l, o));
		if (o->fd != STDIN_FILENO)
			close(o->fd);
	}
	free(all);
	return cli_worse(s, idle(l));
}

struct record_loop {
	const struct cli_records *l;
	struct record r;
};

static enum cli_status
one_record(void *ctx, const char *file, unsigned long long number,
    struct slice line)
{
	struct record_loop *loop = ctx;
	size_t at = 0;
	enum err e;

	if (line.n == 0)
		return CLI_OK;
	e = record_parse(&loop->r, line, &at);
	if (e != ERR_OK) {
		cli_warn(_("%s:%llu: record, byte %zu: %s"), file, number,
		    at + 1, _(err_str(e)));
		return CLI_TROUBLE;
	}
	return loop->l->record(loop->l->ctx, file, number, &loop->r);
}

static void
record_opened(void *ctx)
{
	struct record_loop *loop = ctx;

	if (loop->l->opened != NULL)
		loop->l->opened(loop->l->ctx);
}

static enum cli_status
record_idle(void *ctx)
{
	struct record_loop *loop = ctx;

	return loop->l->idle != NULL ? loop->l->idle(loop->l->ctx) : CLI_OK;
}

enum cli_status
cli_each_record(struct cli *c, const struct cli_records *l)
{
	struct record_loop loop = { .l = l };
	struct cli_lines lines = { .line = one_record, .idle = record_idle,
	    .opened = record_opened, .ctx = &loop };
	enum cli_status s = cli_each_line(c, &lines);

	record_release(&loop.r);
	return s;
}
