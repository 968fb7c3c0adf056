/* SPDX-License-Identifier: ISC */
/* rostercat - any roster in, clean records out */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "table/person_write.h"

#define BLOCK (256u << 10)
#define MAX_FILES 1024

enum { OPT_MAP = 256, OPT_CHARSET, OPT_SEPARATOR, OPT_NO_HEADER, OPT_SHEET,
	OPT_DATE_ORDER, OPT_REJECTS };

static const struct cli_opt opts[] = {
	{ OPT_MAP, "map", "LIST",
	    N_("what columns mean: id=2,name=Họ tên,-=4") },
	{ OPT_CHARSET, "charset", "NAME",
	    N_("the text is in NAME: utf-8, tcvn3, vni, cp1258, viscii, vps "
	    "or viqr") },
	{ OPT_SEPARATOR, "separator", "C",
	    N_("cells end at the sign C, or tab") },
	{ OPT_NO_HEADER, "no-header", NULL,
	    N_("the first row is a person's") },
	{ OPT_SHEET, "sheet", "NAME",
	    N_("read this sheet of a workbook, by name or number from 1") },
	{ OPT_DATE_ORDER, "date-order", "ORDER",
	    N_("days are written dmy or mdy") },
	{ OPT_REJECTS, "rejects", NULL,
	    N_("pass on rows that cannot be used too") },
	CLI_OPT_STRICT,
	{ 0 }
};

struct cat {
	struct cli *cli;
	struct plan_options plan;
	bool rejects;
	struct person_writer *writer;
	const char *file;
	unsigned long long people, repaired, warned, rejected;
};

static enum err
on_row(void *ctx, const struct table_row *row)
{
	struct cat *c = ctx;
	bool repaired = false, warned = false;
	size_t i;

	if (row->row->reject != NULL) {
		c->rejected++;
		cli_bad_line(c->file, row->line, _("row"),
		    _(row->row->reject));
		if (!c->rejects)
			return ERR_OK;
	} else
		c->people++;
	for (i = 0; i < row->notes; i++)
		if (row->note[i].to.p != NULL)
			repaired = true;
		else
			warned = true;
	c->repaired += repaired;
	c->warned += warned;
	person_write(c->writer, row, cli_out());
	cli_out_done();
	return cli_failed() ? ERR_IO : ERR_OK;
}

static enum err
read_all(struct table *t, int fd)
{
	struct buf block = { 0 };
	enum err e = ERR_OK;
	ssize_t n = 1;

	buf_grow(&block, BLOCK);
	while (e == ERR_OK && n != 0) {
		n = read(fd, block.p, BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = ERR_IO;
		else if (n > 0)
			e = table_feed(t, (struct slice){ block.p,
			    (size_t)n });
	}
	if (e == ERR_OK)
		e = table_end(t);
	buf_wipe(&block);
	return e;
}

static enum cli_status
read_file(struct cat *c, const char *name, int fd)
{
	struct table *t = table_new(&c->plan, on_row, c);
	struct buf from = { 0 };
	const char *why;
	enum err e;

	c->file = name;
	buf_printf(&from, "%s:", name);
	person_writer_from(c->writer, buf_slice(&from));
	buf_release(&from);
	e = read_all(t, fd);
	why = table_why(t);
	if (e != ERR_OK && !cli_failed())
		cli_warn("%s:%llu: %s", name, table_line(t),
		    _(why != NULL ? why : err_str(e)));
	table_free(t);
	return e != ERR_OK ? CLI_TROUBLE : CLI_OK;
}

static void
set_option(struct cli *cli, struct cat *c, int ch)
{
	switch (ch) {
	case OPT_MAP:
		c->plan.map = cli->arg;
		break;
	case OPT_SEPARATOR:
		c->plan.separator = strcmp(cli->arg, "tab") == 0 ? '\t' :
		    cli->arg[0];
		break;
	case OPT_NO_HEADER:
		c->plan.no_header = true;
		break;
	case OPT_SHEET:
		c->plan.sheet = cli->arg;
		break;
	case OPT_DATE_ORDER:
		c->plan.date_order = strcmp(cli->arg, "dmy") == 0 ? DATE_DMY :
		    strcmp(cli->arg, "mdy") == 0 ? DATE_MDY : DATE_GUESS;
		break;
	case OPT_REJECTS:
		c->rejects = true;
		break;
	}
}

int
main(int argc, char **argv)
{
	struct cat cat = { .rejects = false };
	struct cli c = { .prog = "rostercat", .operands = N_("[file ...]"),
	    .purpose = N_("Read rosters of any kind and write clean records."),
	    .opts = opts, .argc = argc, .argv = argv };
	enum cli_status s = CLI_OK;
	const char *name;
	int ch, fd, i;

	cat.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &cat, ch);
	cat.writer = person_writer_new();
	if (c.files[0] == NULL)
		s = read_file(&cat, _("standard input"), STDIN_FILENO);
	for (i = 0; c.files[i] != NULL; i++) {
		name = c.files[i];
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0) {
			cli_warn("%s: %s", name, strerror(errno));
			s = CLI_TROUBLE;
			continue;
		}
		s = cli_worse(s, read_file(&cat, name, fd));
		close(fd);
	}
	person_writer_free(cat.writer);
	if (cat.warned + cat.rejected > 0)
		s = cli_worse(s, CLI_NO);
	return cli_finish(&c, s);
}
