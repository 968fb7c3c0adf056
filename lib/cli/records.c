/* SPDX-License-Identifier: ISC */
/* The loop over operands, lines and records. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/line.h"
#include "cli/cli.h"

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
		if ((c->strict && *s == CLI_TROUBLE) || cli_failed())
			return ERR_EOF;
	}
}

static enum cli_status
each_line_of(struct cli *c, const struct cli_lines *l, int fd,
    const char *file)
{
	struct line_reader r = { .max = l->max };
	enum cli_status s = CLI_OK;
	char *p;
	size_t room;
	ssize_t n;

	while (drain(c, l, &r, file, &s) == ERR_AGAIN) {
		s = cli_worse(s, idle(l));
		if (cli_failed())
			break;
		p = line_space(&r, &room);
		do
			n = read(fd, p, room);
		while (n < 0 && errno == EINTR);
		if (n < 0) {
			cli_warn("%s: %s", file, strerror(errno));
			s = CLI_TROUBLE;
			break;
		}
		line_filled(&r, (size_t)n);
	}
	line_release(&r);
	return s;
}

enum cli_status
cli_each_line(struct cli *c, const struct cli_lines *l)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	char **f = c->files[0] != NULL ? c->files : only_stdin;
	enum cli_status s = CLI_OK;
	int fd;

	for (; *f != NULL && !cli_failed(); f++) {
		bool is_stdin = strcmp(*f, "-") == 0;

		if (c->strict && s == CLI_TROUBLE)
			break;
		fd = is_stdin ? STDIN_FILENO :
		    open(*f, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0) {
			cli_warn("%s: %s", *f, strerror(errno));
			s = CLI_TROUBLE;
			continue;
		}
		s = cli_worse(s, each_line_of(c, l, fd,
		    is_stdin ? _("standard input") : *f));
		if (!is_stdin)
			close(fd);
	}
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
	    .ctx = &loop };
	enum cli_status s = cli_each_line(c, &lines);

	record_release(&loop.r);
	return s;
}
