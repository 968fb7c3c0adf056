/* SPDX-License-Identifier: ISC */
/* The loop over operands, lines and records. */
#include <stdlib.h>

#include "cli/priv.h"

static enum cli_status
idle(const struct cli_lines *l)
{
	enum cli_status s = l->idle != NULL ? l->idle(l->ctx) : CLI_OK;

	return cli_flush() ? s : CLI_TROUBLE;
}

enum err
cli_drain(const struct cli *c, const struct cli_lines *l,
    struct line_reader *r, const char *file, enum cli_status *s)
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

/* p: of records, or NULL. */
static enum cli_status
each_line_of(struct cli *c, const struct cli_lines *l, struct operand *o,
    struct progress *p)
{
	struct line_reader r = { .max = l->max, .typed = l->typed };
	enum cli_status s = CLI_OK;
	size_t waiting;

	o->device = l->typed && tty_raw(&o->t, o->fd);
	while (cli_drain(c, l, &r, o->name, &s) == ERR_AGAIN) {
		s = cli_worse(s, idle(l));
		if (cli_failed())
			break;
		waiting = r.b.n - r.at;
		s = cli_worse(s, operand_fill(o, &r));
		cli_beat(c);
		if (p == NULL)
			continue;
		p->octets += r.b.n - r.at - waiting;
		progress_tell(p);
	}
	if (o->device)
		tty_restore(&o->t);
	/* what was lent out of the reader's memory */
	if (!cli_flush())
		s = CLI_TROUBLE;
	line_release(&r);
	return s;
}

static enum cli_status
each_line(struct cli *c, const struct cli_lines *l, struct progress *p)
{
	struct operand *o, *all = operands_open(c);
	enum cli_status s = CLI_OK;

	if (p != NULL)
		progress_start(p, c, all);
	if (l->opened != NULL)
		l->opened(l->ctx);
	for (o = all; o->name != NULL && !cli_failed(); o++) {
		if ((c->strict && s == CLI_TROUBLE) ||
		    (l->stop != NULL && *l->stop))
			break;
		if (o->error != 0) {
			s = operand_missing(o);
			continue;
		}
		s = cli_worse(s, each_line_of(c, l, o, p));
		operand_close(o);
	}
	free(all);
	return cli_worse(s, idle(l));
}

enum cli_status
cli_each_line(struct cli *c, const struct cli_lines *l)
{
	return each_line(c, l, NULL);
}

void
record_loop_start(struct record_loop *loop, const struct cli_records *l)
{
	loop->l = l;
	loop->worker = l->ctx;
	if (l->worker_new != NULL)
		loop->worker = l->worker_new(l->ctx);
}

void
record_loop_end(struct record_loop *loop)
{
	if (loop->l->worker_free != NULL)
		loop->l->worker_free(loop->l->ctx, loop->worker);
	record_release(&loop->r);
}

enum cli_status
cli_one_record(void *ctx, const char *file, unsigned long long number,
    struct slice line)
{
	struct record_loop *loop = ctx;
	struct cli_counts *n = cli_counts();
	unsigned long long bad = n->bad_lines;
	enum cli_status s;
	size_t at = 0;
	enum err e;

	if (line.n == 0)
		return CLI_OK;
	e = record_parse(&loop->r, line, &at);
	if (e != ERR_OK) {
		cli_warn(_("%s:%llu: record, byte %zu: %s"), file, number,
		    at + 1, _(err_str(e)));
		n->bad_lines++;
		return CLI_TROUBLE;
	}
	s = loop->l->record(loop->worker, file, number, &loop->r);
	n->records += n->bad_lines == bad;
	n->no += s == CLI_NO;
	loop->done.records++;
	loop->done.no += s == CLI_NO ? 1 : 0;
	return s;
}

/* The worker starts behind the fence, as others would. */
static void
record_opened(void *ctx)
{
	struct record_loop *loop = ctx;
	const struct cli_records *l = loop->l;

	if (l->opened != NULL)
		l->opened(l->ctx);
	record_loop_start(loop, l);
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
	struct cli_lines lines = { .line = cli_one_record,
	    .idle = record_idle, .opened = record_opened, .ctx = &loop };
	enum cli_status s;

	if (c->jobs > 1)
		return cli_each_record_at_once(c, l);
	s = each_line(c, &lines, &loop.done);
	record_loop_end(&loop);
	return s;
}
