/* SPDX-License-Identifier: ISC */
/* rosterlint - what is wrong, missing, untidy or past in a roster */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "roster/lint_run.h"

#define BLOCK (256u << 10)
#define EXAMPLES 5
#define CLOCK_MIN 1767200400LL	/* 2026-01-01 in Vietnam */

enum { OPT_UNIT = 256, OPT_AT, OPT_ONLY, OPT_IGNORE, OPT_NEED, OPT_EXAMPLES,
	OPT_ALL, OPT_JSON, OPT_TABLE, OPT_LIST, OPT_MAP,
	OPT_SEPARATOR, OPT_NO_HEADER, OPT_SHEET, OPT_DATE_ORDER };

static const struct cli_opt opts[] = {
	{ OPT_UNIT, "unit", "COLUMN",
	    N_("count for each unit too: COLUMN holds its name") },
	{ OPT_AT, "at", "DATE",
	    N_("judge as of DATE (YYYY-MM-DD) instead of today") },
	{ OPT_ONLY, "only", "CRITERION",
	    N_("look for this only: correct, complete, clean or current") },
	{ OPT_IGNORE, "ignore", "FINDING",
	    N_("do not look for FINDING, such as person.alike or name.*") },
	{ OPT_NEED, "need", "LIST",
	    N_("what nobody may lack (id,name,dob,sex)") },
	{ OPT_EXAMPLES, "examples", "N",
	    N_("show N rows of each finding (5)") },
	{ OPT_ALL, "all", NULL,
	    N_("pass on records without findings too") },
	{ OPT_JSON, "json", NULL, N_("records, also on a terminal") },
	{ OPT_TABLE, "table", NULL, N_("the table, also in a pipe") },
	{ OPT_LIST, "list-findings", NULL,
	    N_("say what can be found, and end") },
	{ OPT_MAP, "map", "LIST",
	    N_("what columns mean: id=2,name=Họ tên,-=4") },
	{ OPT_SEPARATOR, "separator", "C",
	    N_("cells end at the sign C, or tab") },
	{ OPT_NO_HEADER, "no-header", NULL,
	    N_("the first row is a person's") },
	{ OPT_SHEET, "sheet", "NAME",
	    N_("read this sheet of a workbook, by name or number from 1") },
	{ OPT_DATE_ORDER, "date-order", "ORDER",
	    N_("days are written dmy or mdy") },
	CLI_OPT_STRICT,
	CLI_OPT_CONFIG,
	{ 0 }
};

struct lint_tool {
	struct cli *cli;
	struct lint_run_options o;
	struct plan_options plan;
	struct lint_run *run;
	const char *file;
	bool table, at_given, only_given, list;
	enum cli_status status;
};

static enum err
on_row(void *ctx, const struct table_row *row)
{
	struct lint_tool *t = ctx;

	if (row->row->reject != NULL && row->row->record.p != NULL) {
		cli_bad_line(t->file, row->line, _("record"),
		    _(row->row->reject));
		t->status = CLI_TROUBLE;
		if (t->cli->strict)
			return ERR_JSON;
	}
	lint_run_row(t->run, row, cli_out());
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

static void
read_file(struct lint_tool *t, const char *name, int fd)
{
	struct table *table = table_new(&t->plan, on_row, t);
	struct sheet_counts counts;
	const char *why;
	enum err e;

	t->file = fd == STDIN_FILENO ? _("standard input") : name;
	lint_run_file(t->run, slice_str(name));
	e = read_all(table, fd);
	why = table_why(table);
	if (e != ERR_OK && !cli_failed() && e != ERR_JSON)
		cli_warn("%s:%llu: %s", t->file, table_line(table),
		    _(why != NULL ? why : err_str(e)));
	if (e != ERR_OK)
		t->status = CLI_TROUBLE;
	counts = table_counts(table);
	lint_run_file_end(t->run, &counts);
	table_free(table);
}

/* All before the first byte is read, so that files can be given up then. */
static int *
open_all(struct lint_tool *t, char **files, size_t n)
{
	int *fd = xcalloc(n + 1, sizeof *fd);
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(files[i], "-") == 0) {
			fd[i] = STDIN_FILENO;
			continue;
		}
		fd[i] = open(files[i], O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd[i] >= 0)
			continue;
		cli_warn("%s: %s", files[i], strerror(errno));
		t->status = CLI_TROUBLE;
	}
	return fd;
}

static void
fence(void)
{
	const struct sandbox_limits none = { 0 };

	if (sandbox_enter(SANDBOX_STDIO, &none, NULL) != ERR_OK)
		cli_warn(_("this system cannot fence the program in"));
}

static void
read_files(struct lint_tool *t)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	char **files = t->cli->files[0] != NULL ? t->cli->files : only_stdin;
	size_t i, n = 0;
	int *fd;

	while (files[n] != NULL)
		n++;
	fd = open_all(t, files, n);
	fence();
	for (i = 0; i < n && !cli_failed(); i++) {
		if (fd[i] < 0)
			continue;
		if (t->cli->strict && t->status == CLI_TROUBLE)
			break;
		read_file(t, files[i], fd[i]);
		if (fd[i] != STDIN_FILENO)
			close(fd[i]);
	}
	free(fd);
}

static void
out_done(void *ctx)
{
	(void)ctx;
	cli_out_done();
}

static void
say_counts(const struct lint_sum *s)
{
	cli_warn(_("rows: %llu; with findings: %llu; errors: %llu, warnings: "
	    "%llu, notes: %llu"), s->all.rows, s->all.found,
	    s->all.severity[LINT_ERROR], s->all.severity[LINT_WARNING],
	    s->all.severity[LINT_NOTE]);
}

static enum cli_status
run(struct lint_tool *t)
{
	const struct lint_sum *s;

	t->o.quiet = t->table;
	t->o.duplicates = true;
	t->run = lint_run_new(&t->o);
	read_files(t);
	if (!cli_failed())
		lint_run_end(t->run, cli_out(), out_done, NULL);
	s = lint_run_sum(t->run);
	say_counts(s);
	if (s->all.severity[LINT_ERROR] + s->all.severity[LINT_WARNING] > 0)
		t->status = cli_worse(t->status, CLI_NO);
	lint_run_free(t->run);
	return t->status;
}

static enum cli_status
list_findings(void)
{
	const struct lint_rule *r;
	struct buf *out = cli_out();
	unsigned i;

	for (i = 0; i < LINTS; i++) {
		r = lint_rule((enum lint)i);
		buf_printf(out, "%s\t%s\t%s\t%s\n", r->name,
		    lint_criterion_word(r->criterion),
		    lint_severity_word(r->severity), _(r->why));
	}
	return CLI_OK;
}

static void
set_only(struct cli *c, struct lint_tool *t)
{
	enum lint_criterion criterion;
	unsigned i;

	if (!lint_criterion_by_word(slice_str(c->arg), &criterion))
		cli_usage(c, _("--only: say correct, complete, clean or "
		    "current"));
	for (i = 0; i < LINTS; i++)
		if (lint_rule((enum lint)i)->criterion == criterion)
			t->o.terms.off[i] = false;
		else if (!t->only_given)
			t->o.terms.off[i] = true;
	t->only_given = true;
}

/* A name, or all that begin with what stands before the star. */
static void
set_ignore(struct cli *c, struct lint_tool *t)
{
	struct slice want = slice_str(c->arg);
	bool star = want.n > 0 && want.p[want.n - 1] == '*', any = false;
	unsigned i;

	want.n -= star;
	for (i = 0; i < LINTS; i++) {
		const char *name = lint_rule((enum lint)i)->name;

		if (star ? strncmp(name, want.p, want.n) != 0 :
		    strcmp(name, c->arg) != 0)
			continue;
		t->o.terms.off[i] = true;
		any = true;
	}
	if (!any)
		cli_usage(c, _("--ignore: nothing of the name %s can be "
		    "found: see --list-findings"), c->arg);
}

static void
set_need(struct cli *c, struct lint_tool *t)
{
	struct slice rest = slice_str(c->arg), one;
	unsigned f;

	t->o.terms.need = 0;
	while (slice_split(&rest, ',', &one)) {
		if (one.n == 0)
			continue;
		for (f = 0; f < PERSON_SOURCE; f++)
			if (slice_is(one, person_field_name(
			    (enum person_field)f)))
				break;
		if (f == PERSON_SOURCE)
			cli_usage(c, _("--need: %.*s is no member of a "
			    "record"), (int)one.n, one.p);
		t->o.terms.need |= 1u << f;
	}
}

static void
set_reading(struct cli *c, struct lint_tool *t, int ch)
{
	struct plan_options *p = &t->plan;

	switch (ch) {
	case OPT_MAP:
		p->map = c->arg;
		break;
	case OPT_SEPARATOR:
		p->separator = strcmp(c->arg, "tab") == 0 ? '\t' : c->arg[0];
		break;
	case OPT_NO_HEADER:
		p->no_header = true;
		break;
	case OPT_SHEET:
		p->sheet = c->arg;
		break;
	case OPT_DATE_ORDER:
		p->date_order = strcmp(c->arg, "dmy") == 0 ? DATE_DMY :
		    strcmp(c->arg, "mdy") == 0 ? DATE_MDY : DATE_GUESS;
		if (p->date_order == DATE_GUESS)
			cli_usage(c, _("--date-order: say dmy or mdy"));
		break;
	}
}

static void
set_option(struct cli *c, struct lint_tool *t, int ch)
{
	switch (ch) {
	case OPT_UNIT:
		t->o.unit = c->arg;
		break;
	case OPT_AT:
		if (date_parse(slice_str(c->arg), &t->o.terms.today) != ERR_OK
		    || t->o.terms.today.d == 0)
			cli_usage(c, _("--at: write the date as YYYY-MM-DD"));
		t->at_given = true;
		break;
	case OPT_ONLY:
		set_only(c, t);
		break;
	case OPT_IGNORE:
		set_ignore(c, t);
		break;
	case OPT_NEED:
		set_need(c, t);
		break;
	case OPT_EXAMPLES:
		t->o.examples = (unsigned)cli_number(c, "--examples", c->arg,
		    0, LINT_MAX_EXAMPLES);
		break;
	case OPT_ALL:
		t->o.all = true;
		break;
	case OPT_JSON:
		t->table = false;
		break;
	case OPT_TABLE:
		t->table = true;
		break;
	case OPT_LIST:
		t->list = true;
		break;
	default:
		set_reading(c, t, ch);
	}
}

int
main(int argc, char **argv)
{
	struct lint_tool t = { .table = isatty(STDOUT_FILENO) == 1,
	    .o = { .terms = { .need = LINT_NEED_DEFAULT },
	    .examples = EXAMPLES } };
	struct cli c = { .prog = "rosterlint", .operands = N_("[file ...]"),
	    .purpose = N_("Say what is wrong, missing, untidy or past in "
	    "rosters of people."), .opts = opts, .argc = argc, .argv = argv };
	long long now = (long long)time(NULL);
	enum cli_status s;
	int ch;

	t.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &t, ch);
	if (t.list)
		return cli_finish(&c, list_findings());
	if (!t.at_given && now < CLOCK_MIN) {
		cli_err(_("clock"), ERR_CLOCK);
		return cli_finish(&c, CLI_TROUBLE);
	}
	if (!t.at_given)
		t.o.terms.today = moment_from_unix(now).date;
	s = run(&t);
	return cli_finish(&c, s);
}
