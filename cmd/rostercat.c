/* SPDX-License-Identifier: ISC */
/* rostercat - any roster in, clean records out */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"
#include "table/person_csv.h"
#include "table/person_write.h"
#include "table/plan_option.h"
#include "table/table_read.h"

#define ENOUGH 4			/* first days of January */

enum { OPT_CSV = 256, OPT_REJECTS, OPT_PLAN };

static const struct cli_opt opts[] = {
	PLAN_OPTIONS,
	{ OPT_CSV, "csv", NULL,
	    N_("write a table that a spreadsheet opens without harm") },
	{ OPT_REJECTS, "rejects", NULL,
	    N_("pass on rows that cannot be used too") },
	{ OPT_PLAN, "plan", NULL,
	    N_("say how the table is understood instead of reading it") },
	CLI_OPTS_ENGINE,
	CLI_OPT_STRICT,
	CLI_OPT_CONFIG,
	{ 0 }
};

/* What was counted, over all operands. */
struct counts {
	unsigned long long rows, people, repaired, unclear, rejected, blank,
	    headers, totals;
};

struct cat {
	struct cli *cli;
	struct plan_options plan;
	bool rejects, csv, show_plan, planned, foreign;
	struct person_writer *writer;
	struct person_csv *sheet;
	const char *file;
	struct counts n;
	unsigned long long days, january;	/* of birth, in the file */
	bool charset[CHARSETS];
	enum cli_status status;
};

/* What a person has to look at. */
static void
count_notes(struct cat *c, const struct table_row *row)
{
	bool repaired = false, unclear = false;
	size_t i;

	for (i = 0; i < row->notes; i++)
		if (row->note[i].to.p != NULL)
			repaired = true;
		else
			unclear = true;
	c->n.repaired += repaired;
	c->n.unclear += unclear;
}

static enum err
reject(struct cat *c, const struct table_row *row)
{
	bool record = row->row->record.p != NULL;

	c->n.rejected++;
	cli_bad_line(c->file, row->line, record ? _("record") : _("row"),
	    _(row->row->reject));
	if (record)
		c->status = CLI_TROUBLE;
	if (!c->cli->strict)
		return ERR_OK;
	c->status = CLI_TROUBLE;
	return ERR_EOF;
}

static void
note_plan(struct cat *c, const struct plan *p)
{
	size_t i;

	c->planned = true;
	for (i = 0; i < p->columns; i++)
		if (!p->column[i].ascii || c->plan.charset_given)
			c->charset[p->column[i].charset] = true;
}

/* Days that are known, and those that may only stand for one. */
static void
count_day(struct cat *c, struct slice dob)
{
	c->days += dob.n == 10;
	c->january += dob.n == 10 && memcmp(dob.p + 4, "-01-01", 6) == 0;
}

/* What the file as a whole has, and no row of it. One birthday in 365 is the
 * first of January: of one in twenty others are no birthdays. */
static void
tell_file(struct cat *c, const struct table *t, enum err e)
{
	struct slice others = e == ERR_OK ? table_sheet_names(t) : SLICE("");
	struct sheet_counts n = table_counts(t);
	struct buf note = { 0 };
	unsigned at = 0;

	if (c->january >= ENOUGH && c->january * 20 >= c->days)
		cli_tell(c->cli, _("%s: %llu of %llu birth dates are 1 "
		    "January: many of them may stand for an unknown day"),
		    c->file, c->january, c->days);
	for (; sheet_note(&n, others, &at, cli_text, &note); buf_reset(&note))
		cli_tell(c->cli, "%s%s", c->file, buf_cstr(&note));
	buf_release(&note);
	c->n.unclear += n.merged;
}

static enum err
on_row(void *ctx, const struct table_row *row)
{
	struct cat *c = ctx;
	enum err e = ERR_OK;

	if (!c->planned)
		note_plan(c, row->row->plan);
	if (c->show_plan)
		return ERR_EOF;
	if (row->row->reject != NULL)
		e = reject(c, row);
	else {
		c->n.people++;
		count_day(c, row->person.f[PERSON_DOB]);
	}
	if (row->notes > 0)
		count_notes(c, row);
	if (e == ERR_OK && (row->row->reject == NULL || c->rejects)) {
		if (c->csv)
			person_csv_write(c->sheet, row, cli_out());
		else
			person_write(c->writer, row, cli_out());
		cli_out_done();
	}
	return cli_failed() ? ERR_IO : e;
}

static bool
beat(void *ctx)
{
	cli_beat(((struct cat *)ctx)->cli);
	return cli_flush();
}

/* What ended the table before its end. */
static void
tell_trouble(struct cat *c, const struct table *t, enum err e)
{
	const char *why = table_why(t);
	struct buf sheets = { 0 };

	c->status = CLI_TROUBLE;
	if (e == ERR_IO)
		cli_warn("%s: %s", c->file, strerror(errno));
	else
		cli_warn("%s:%llu: %s", c->file, table_line(t),
		    _(why != NULL ? why : err_str(e)));
	if (e == ERR_NOT_FOUND && sheet_lacks(table_sheet_names(t), cli_text,
	    &sheets))
		cli_warn("%s%s", c->file, buf_cstr(&sheets));
	buf_release(&sheets);
}

static void
add_counts(struct cat *c, const struct table *t)
{
	struct sheet_counts n = table_counts(t);

	c->n.rows += n.rows;
	c->n.blank += n.blank;
	c->n.headers += n.headers;
	c->n.totals += n.totals;
}

static enum cli_status
read_file(void *ctx, const char *name, int fd)
{
	struct cat *c = ctx;
	struct table *t = table_new(&c->plan, on_row, c);
	enum err e;

	c->file = name;
	c->planned = false;
	c->days = c->january = 0;
	person_writer_file(c->writer,
	    slice_str(fd == STDIN_FILENO ? "-" : name));
	person_csv_file(c->sheet, slice_str(name));
	e = table_read(t, fd, NULL, beat, c);
	if (e != ERR_OK && e != ERR_EOF && !cli_failed())
		tell_trouble(c, t, e);
	if (c->show_plan && table_plan(t)->line > 0) {
		plan_write(table_plan(t), cli_out());
		buf_add_char(cli_out(), '\n');
	}
	tell_file(c, t, e);
	add_counts(c, t);
	table_free(t);
	return c->status;
}

static void
tell_charsets(const struct cat *c, struct buf *out)
{
	enum charset i;

	for (i = CHARSET_UTF8; i < CHARSETS; i++)
		if (c->charset[i]) {
			if (out->n > 0)
				buf_add_str(out, ", ");
			buf_add_str(out, charset_name(i));
		}
	if (out->n == 0)
		buf_add_str(out, charset_name(CHARSET_UTF8));
}

static void
conclude(struct cat *c)
{
	const struct {
		const char *name;
		unsigned long long n;
	} all[] = { { "rows", c->n.rows }, { "people", c->n.people },
	    { "repaired", c->n.repaired }, { "unclear", c->n.unclear },
	    { "rejects", c->n.rejected }, { "blank", c->n.blank },
	    { "headers", c->n.headers }, { "totals", c->n.totals } };
	struct buf json = { 0 }, charsets = { 0 };
	size_t i;

	tell_charsets(c, &charsets);
	cli_tell(c->cli, _("rows: %llu; people: %llu, repaired: %llu, "
	    "unclear: %llu, rejected: %llu; charset: %s"), c->n.rows,
	    c->n.people, c->n.repaired, c->n.unclear, c->n.rejected,
	    buf_cstr(&charsets));
	if (c->charset[CHARSET_TCVN3])
		cli_tell(c->cli, _("tcvn3 has no capitals with marks: names "
		    "in capitals may have small letters now"));
	json_open(&json, '{');
	json_pair_str(&json, "summary", "rostercat");
	json_key(&json, "version");
	json_put_int(&json, 1);
	for (i = 0; i < sizeof all / sizeof *all; i++) {
		json_key(&json, all[i].name);
		buf_add_number(&json, all[i].n);
	}
	json_close(&json, '}');
	buf_add_char(&json, '\n');
	cli_summary(c->cli, buf_slice(&json));
	buf_release(&json);
	buf_release(&charsets);
	if (c->n.unclear + c->n.rejected > 0)
		c->status = cli_worse(c->status, CLI_NO);
}

static void
set_option(struct cli *cli, struct cat *c, int ch)
{
	const char *why;

	switch (ch) {
	case OPT_CSV:
		c->csv = true;
		break;
	case OPT_REJECTS:
		c->rejects = true;
		break;
	case OPT_PLAN:
		c->show_plan = true;
		break;
	default:
		(void)plan_option(&c->plan, ch, cli->arg, &why);
		if (why != NULL)
			cli_usage(cli, "%s", _(why));
	}
}

int
main(int argc, char **argv)
{
	struct cat cat = { .status = CLI_OK };
	struct cli c = { .prog = "rostercat", .operands = N_("[file ...]"),
	    .purpose = N_("Read rosters of any kind and write clean records."),
	    .opts = opts, .argc = argc, .argv = argv };
	const struct cli_files all = { .file = read_file, .ctx = &cat };
	int ch;

	cat.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &cat, ch);
	cat.writer = person_writer_new();
	cat.sheet = person_csv_new();
	cat.status = cli_each_file(&c, &all);
	if (!cli_failed() && !cat.show_plan)
		conclude(&cat);
	person_writer_free(cat.writer);
	person_csv_free(cat.sheet);
	return cli_finish(&c, cat.status);
}
