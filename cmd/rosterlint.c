/* SPDX-License-Identifier: ISC */
/* rosterlint - what is wrong, missing, untidy or past in a roster */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "lint/lint_option.h"
#include "lint/lint_piece.h"
#include "table/plan_option.h"
#include "table/table_read.h"

#define EXAMPLES 5
#define HTML_ROWS 2000
#define MAX_SUMMARY (256u << 20)
#define MAX_UNITS (8u << 20)

enum { OPT_UNIT = 256, OPT_EXPECT, OPT_EXAMPLES, OPT_ALL, OPT_HTML,
	OPT_HTML_ROWS, OPT_JSON, OPT_TABLE, OPT_SUM, OPT_LIST };

static const struct cli_opt opts[] = {
	{ OPT_UNIT, "unit", "COLUMN",
	    N_("count for each unit too: COLUMN holds its name") },
	{ OPT_EXPECT, "expect", "LIST",
	    N_("say who of LIST is missing, and who of 14 years and older "
	    "has no chip card, and why") },
	LINT_OPTIONS,
	{ OPT_EXAMPLES, "examples", "N",
	    N_("show N rows of each finding (5)") },
	{ OPT_ALL, "all", NULL, N_("pass on records without findings too") },
	{ OPT_HTML, "html", "FILE",
	    N_("write a page that opens offline to FILE") },
	{ OPT_HTML_ROWS, "html-rows", "N",
	    N_("name at most N rows on the page (2000)") },
	{ OPT_JSON, "json", NULL, N_("records, also on a terminal") },
	{ OPT_TABLE, "table", NULL, N_("the table, also in a pipe") },
	{ OPT_SUM, "sum", NULL, N_("the operands are summaries: add them up") },
	{ OPT_LIST, "list-findings", NULL,
	    N_("say what can be found, and end") },
	PLAN_OPTIONS,
	CLI_OPT_JOBS, CLI_OPTS_ENGINE, CLI_OPT_STRICT, CLI_OPT_CONFIG,
	{ 0 }
};

struct lint_tool {
	struct cli *cli;
	struct lint_run_options o;
	struct plan_options plan;
	struct lint_run *run;
	struct lint_html html;
	/* read twice: where it lies, or out of memory if it came in a pipe */
	struct list {
		const char *name;
		int fd;
		bool lies;
		struct buf text;
	} expect;
	const char *file, *shown, *html_path;
	int fd, html_fd;
	struct cli_pieces pieces;	/* no crew: this thread is all */
	struct units *units;
	unsigned only;			/* how often it was said */
	bool table, list, sum, listed, over;
	enum cli_status status;
};

static void
bad_record(const char *file, const struct table_row *row)
{
	cli_bad_line(file, row->line, _("record"), _(row->row->reject));
}

static enum err
row_done(void)
{
	cli_out_done();
	return cli_failed() ? ERR_IO : ERR_OK;
}

static enum err
on_row(void *ctx, const struct table_row *row)
{
	struct lint_tool *t = ctx;

	if (!lint_run_has_unit(t->run, row->row))
		return ERR_EOF;
	if (row->row->reject != NULL && row->row->record.p != NULL) {
		bad_record(t->file, row);
		t->status = CLI_TROUBLE;
		if (t->cli->strict)
			return ERR_JSON;
	}
	lint_run_row(t->run, row, cli_out());
	return row_done();
}

static enum err
on_expect(void *ctx, const struct table_row *row)
{
	struct lint_tool *t = ctx;

	if (t->over)
		lint_run_expected(t->run, row, cli_out());
	else
		lint_run_expect(t->run, row);
	return row_done();
}

static void *
hand_new(void *ctx)
{
	return lint_hand_new(&((struct lint_tool *)ctx)->o, bad_record,
	    cli_out);
}

static bool
done(void *ctx, void *piece)
{
	struct lint_tool *t = ctx;

	if (lint_piece_take(t->run, piece))
		t->status = CLI_TROUBLE;
	return true;
}

/* Before what all rows so far must be out for. */
static void
give_all(void *ctx)
{
	struct lint_tool *t = ctx;

	if (t->pieces.crew != NULL)
		(void)cli_pieces_finish(&t->pieces);
}

static enum err
on_cells(void *ctx, const struct sheet_row *row)
{
	struct lint_tool *t = ctx;
	struct lint_piece *p;

	lint_run_plan(t->run, row, cli_pieces_out(&t->pieces));
	p = cli_pieces_at(&t->pieces);
	return p != NULL && (!lint_piece_add(p, t->file, t->shown, row) ||
	    cli_pieces_give(&t->pieces, true)) ? ERR_OK : ERR_EOF;
}

/* Nothing waits with us while we wait for the input. */
static bool
beat(void *ctx)
{
	struct lint_tool *t = ctx;

	cli_beat(t->cli);
	if (t->pieces.crew != NULL &&
	    !cli_crew_listen(t->pieces.crew, t->fd, false))
		give_all(t);
	return cli_flush();
}

static bool
went_well(struct lint_tool *t, const char *name, const struct table *table,
    enum err e)
{
	const char *why = table_why(table);
	struct buf sheets = { 0 };

	if (e == ERR_OK)
		return true;
	t->status = CLI_TROUBLE;
	if (e == ERR_IO)
		cli_trouble(name, 0, strerror(errno), e);
	else if (e != ERR_JSON && e != ERR_EOF)
		cli_trouble(name, table_line(table), why != NULL ? why :
		    err_str(e), e);
	if (e == ERR_NOT_FOUND && sheet_lacks(table_sheet_names(table),
	    cli_text, &sheets))
		cli_warn("%s%s", name, buf_cstr(&sheets));
	buf_release(&sheets);
	return false;
}

static void
tell_columns(struct lint_tool *t, const struct plan *p)
{
	struct buf all = { 0 };

	plan_say_columns(p, &all);
	cli_warn(_("%s: no column %s for --unit: its columns: %s"), t->file,
	    t->o.unit, buf_cstr(&all));
	buf_release(&all);
	t->status = CLI_TROUBLE;
}

static void
tell_file(struct lint_tool *t, const struct table *table, bool well)
{
	struct slice others = well ? table_sheet_names(table) : SLICE("");
	struct sheet_counts n = table_counts(table);
	struct buf note = { 0 };
	unsigned at = 0;

	for (; sheet_note(&n, others, &at, cli_text, &note); buf_reset(&note))
		cli_tell(t->cli, "%s%s", t->file, buf_cstr(&note));
	buf_release(&note);
	lint_run_file_end(t->run, &n);
}

static enum cli_status
read_file(void *ctx, const char *name, int fd)
{
	struct lint_tool *t = ctx;
	struct table *table = t->pieces.crew == NULL ?
	    table_new(&t->plan, on_row, t) :
	    table_new_rows(&t->plan, on_cells, give_all, t);
	bool well;
	enum err e;

	t->file = name;
	t->fd = fd;
	t->shown = fd == STDIN_FILENO ? "-" : name;
	lint_run_file(t->run, slice_str(t->shown));
	e = table_read(table, fd, NULL, beat, t);
	give_all(t);
	well = went_well(t, t->file, table, e);
	if (!lint_run_has_unit(t->run, NULL))
		tell_columns(t, table_plan(table));
	tell_file(t, table, well);
	table_free(table);
	return t->status;
}

static bool
read_expect(void *ctx)
{
	struct lint_tool *t = ctx;
	struct list *l = &t->expect;
	struct table *table;
	enum err e;

	t->listed = true;
	if (l->name == NULL)
		return true;
	table = table_new(NULL, on_expect, t);
	if (t->over && !l->lies) {
		e = table_read_text(table, buf_slice(&l->text));
	} else {
		l->lies = lseek(l->fd, 0, SEEK_SET) == 0;
		e = table_read(table, l->fd, l->lies ? NULL : &l->text,
		    beat, t);
	}
	t->listed = went_well(t, l->name, table, e);
	table_free(table);
	return t->listed;
}

/* The list first, and once more when it is known who is there. */
static void
read_files(struct lint_tool *t)
{
	const struct cli_files all = { read_expect, read_file, t,
	    table_prepare };

	t->status = cli_worse(t->status, cli_each_file(t->cli, &all));
	t->over = true;
	if (t->listed && t->expect.name != NULL && !cli_failed()) {
		lint_run_file(t->run, slice_str(t->expect.name));
		(void)read_expect(t);
	}
}

static void
out_done(void *ctx)
{
	(void)ctx;
	cli_out_done();
}

static void
write_page(struct lint_tool *t)
{
	struct buf page = { 0 };

	if (t->html_path == NULL)
		return;
	lint_html_page(&t->html, lint_run_sum(t->run),
	    _("what was found in the roster"), &page);
	if (!cli_write(t->html_fd, buf_slice(&page)) ||
	    close(t->html_fd) != 0) {
		cli_warn("%s: %s", t->html_path, strerror(errno));
		t->status = CLI_TROUBLE;
	}
	buf_wipe(&page);
}

/* What all rows together are: standard error, the summary, the status. */
static void
conclude(struct lint_tool *t, struct lint_sum *s)
{
	struct buf json = { 0 };

	if (t->table)
		lint_table(s, cli_text, cli_out());
	else
		cli_tell(t->cli, _("rows: %llu; with findings: %llu; errors: "
		    "%llu, warnings: %llu, notes: %llu"), s->all.rows,
		    s->all.found, s->all.severity[LINT_ERROR],
		    s->all.severity[LINT_WARNING],
		    s->all.severity[LINT_NOTE]);
	if (s->expected > 0)
		cli_tell(t->cli, _("expected: %llu; there: %llu, probably: "
		    "%llu, missing: %llu"), s->expected, s->there,
		    s->probably, s->missing);
	lint_sum_write(s, &json);
	if (t->sum && !t->table)
		buf_add_slice(cli_out(), buf_slice(&json));
	cli_summary(t->cli, buf_slice(&json));
	buf_release(&json);
	if (s->all.severity[LINT_ERROR] + s->all.severity[LINT_WARNING] > 0)
		t->status = cli_worse(t->status, CLI_NO);
}

/* Without its table no address is judged, and that is said. */
static void
load_units(struct lint_tool *t)
{
	struct buf own = { 0 };
	struct slice text = { NULL, 0 };
	unsigned long long line;
	enum err e;

	if (!lint_judges_addresses(&t->o.terms))
		return;
	cli_mapped();
	e = cli_map_share("units.tsv", MAX_UNITS, &own, &text);
	if (e == ERR_OK)
		e = units_new(text, &t->units, &line);
	if (e != ERR_OK)
		cli_err_advice("units.tsv", e,
		    N_("addresses are not looked at without it"));
	t->o.terms.units = t->units;
	cli_unmap(&own, &text);
}

/* What looks at who was there before, or stops at a row, is one thread's. */
static void
start(struct lint_tool *t)
{
	const struct cli_crew_terms crew = { lint_hand_work, done,
	    lint_piece_release, hand_new, lint_hand_end, t,
	    sizeof(struct lint_piece) };
	unsigned jobs = t->cli->jobs_given ? t->cli->jobs :
	    cli_processors();

	if (jobs < 2 || jobs > CLI_MAX_JOBS || t->cli->strict ||
	    t->o.unit != NULL || t->o.html != NULL || t->expect.name != NULL)
		return;
	t->pieces.crew = cli_crew_new(jobs, &crew);
	t->pieces.worker = hand_new(t);
}

static void
run(struct lint_tool *t)
{
	if ((t->html_path != NULL && (t->html_fd = cli_create(t->cli,
	    t->html_path)) < 0) || (t->expect.name != NULL &&
	    (t->expect.fd = cli_open(t->expect.name, O_RDONLY)) < 0)) {
		t->status = CLI_TROUBLE;
		return;
	}
	if (t->expect.name != NULL)
		table_prepare(t->expect.fd);
	t->o.html = t->html_path != NULL ? &t->html : NULL;
	t->o.quiet = t->table;
	t->o.duplicates = true;
	load_units(t);
	t->run = lint_run_new(&t->o);
	start(t);
	read_files(t);
	if (!cli_failed()) {
		lint_run_end(t->run, cli_out(), out_done, NULL);
		write_page(t);
		conclude(t, lint_run_sum(t->run));
	}
	cli_crew_free(t->pieces.crew);
	lint_hand_end(NULL, t->pieces.worker);
	lint_run_free(t->run);
	units_free(t->units);
	lint_html_release(&t->html);
	buf_wipe(&t->expect.text);
}

/* The operands are summaries. */
static void
add_up(struct lint_tool *t)
{
	struct lint_sum all = { .examples = 0 };
	struct buf text = { 0 };
	char **f;
	enum err e;

	if (t->cli->files[0] == NULL)
		cli_usage(t->cli, _("--sum: name the summaries"));
	for (f = t->cli->files; *f != NULL; f++) {
		buf_reset(&text);
		e = cli_read_file(*f, MAX_SUMMARY, false, &text);
		if (e == ERR_OK)
			e = lint_sum_add_text(&all, buf_slice(&text));
		if (e != ERR_OK) {
			cli_err(*f, e);
			t->status = CLI_TROUBLE;
		}
	}
	conclude(t, &all);
	buf_release(&text);
	lint_sum_release(&all);
}

static void
set_option(struct cli *c, struct lint_tool *t, int ch)
{
	const char *why;
	struct slice bad;

	switch (ch) {
	case OPT_UNIT:
		t->o.unit = c->arg;
		break;
	case OPT_EXPECT:
		t->expect.name = c->arg;
		break;
	case OPT_EXAMPLES:
		t->o.examples = (unsigned)cli_number(c, "--examples", c->arg,
		    0, LINT_MAX_EXAMPLES);
		break;
	case OPT_ALL:
		t->o.all = true;
		break;
	case OPT_HTML:
		t->html_path = c->arg;
		break;
	case OPT_HTML_ROWS:
		t->html.max = (unsigned long long)cli_number(c,
		    "--html-rows", c->arg, 0, 1000000);
		break;
	case OPT_SUM:
		t->sum = true;
		break;
	case OPT_JSON:
	case OPT_TABLE:
		t->table = ch == OPT_TABLE;
		break;
	case OPT_LIST:
		t->list = true;
		break;
	default:
		if (lint_option(&t->o.terms, ch, c->arg, &t->only, &why,
		    &bad) && why != NULL)
			cli_usage(c, "%s: %.*s", _(why), (int)bad.n, bad.p);
		if (plan_option(&t->plan, ch, c->arg, &why) && why != NULL)
			cli_usage(c, "%s", _(why));
	}
}

int
main(int argc, char **argv)
{
	struct lint_tool t = { .table = isatty(STDOUT_FILENO) == 1,
	    .o = { .terms = { .need = LINT_NEED_DEFAULT },
	    .examples = EXAMPLES },
	    .html = { .text = cli_text, .max = HTML_ROWS } };
	struct cli c = { .prog = "rosterlint", .operands = N_("[file ...]"),
	    .purpose = N_("Say what is wrong, missing, untidy or past in "
	    "rosters of people."), .opts = opts, .argc = argc, .argv = argv };
	long long now = (long long)time(NULL);
	bool at_given;
	int ch;

	t.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &t, ch);
	at_given = t.o.terms.today.y != 0;
	if (!at_given)
		t.o.terms.today = moment_from_unix(now).date;
	if (t.list)
		lint_catalogue(cli_text, cli_out());
	else if (t.sum)
		add_up(&t);
	else if (!at_given && now < DATE_CLOCK_MIN) {
		cli_err(_("clock"), ERR_CLOCK);
		t.status = CLI_TROUBLE;
	} else
		run(&t);
	return cli_finish(&c, t.status);
}
