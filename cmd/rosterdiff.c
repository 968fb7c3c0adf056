/* SPDX-License-Identifier: ISC */
/* rosterdiff - what differs between two rosters, and why */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "identity/units.h"
#include "roster/engine.h"
#include "roster/engine_option.h"
#include "roster/report_option.h"
#include "roster/report_page.h"
#include "roster/run_option.h"
#include "roster/sorted.h"
#include "roster/spill.h"
#include "table/plan_option.h"

#define MAX_UNITS (64u << 20)
#define MAX_WEIGHTS (256u << 20)
#define MAX_SUMMARY (1u << 20)
#define HTML_ROWS 5000

enum { OPT_MEMORY = 256, OPT_TMP, OPT_UNITS, OPT_WEIGHTS, OPT_LEARN,
	OPT_LEFT_MAP, OPT_RIGHT_MAP };

static const struct cli_opt opts[] = {
	RUN_OPTIONS,
	REPORT_OPTIONS,
	{ OPT_MEMORY, "memory", "SIZE",
	    N_("use about SIZE of memory (64M, 2G), then the disk") },
	{ OPT_TMP, "tmp", "FOLDER", N_("where that is; else TMPDIR") },
	{ OPT_UNITS, "units", "FILE", N_("the table of administrative units") },
	{ OPT_WEIGHTS, "weights", "FILE",
	    N_("weights for names and birth dates") },
	{ OPT_LEARN, "learn", "FILE",
	    N_("write the weights that were learned to FILE") },
	PLAN_OPTIONS,
	{ OPT_LEFT_MAP, "left-map", "LIST", N_("--map for the left side") },
	{ OPT_RIGHT_MAP, "right-map", "LIST", N_("--map for the right side") },
	ENGINE_OPTIONS,
	CLI_OPT_JOBS, CLI_OPTS_ENGINE,
	{ 0 }
};

struct tool {
	struct cli *cli;
	struct engine engine;		/* its `run` is ours too */
	struct plan_options plan[2];
	struct engine_options o;
	struct report_options report;
	const char *units_file, *weights_file, *learn, *memory, *map[2];
	bool fuzzy, stop;
	struct units *units;
	struct buf units_own;
	struct slice units_text;
	struct buf weights, learned, scores;
	struct report_page page;
	int html_fd, learn_fd;
};

static void
set_option(struct tool *t, int ch, const char *arg)
{
	const struct { int ch; const char **text; } at[] = {
		{ OPT_MEMORY, &t->memory },
		{ OPT_TMP, &t->engine.run.tmp },
		{ OPT_UNITS, &t->units_file },
		{ OPT_WEIGHTS, &t->weights_file },
		{ OPT_LEARN, &t->learn },
		{ OPT_LEFT_MAP, &t->map[0] },
		{ OPT_RIGHT_MAP, &t->map[1] },
	};
	size_t i;

	for (i = 0; i < sizeof at / sizeof *at; i++)
		if (at[i].ch == ch)
			*at[i].text = arg;
}

static void
read_options(struct cli *c, struct tool *t)
{
	struct plan_options one = { .map = NULL };
	const char *why;
	unsigned i;
	int ch;

	while ((ch = cli_next(c)) != -1) {
		if (!plan_option(&one, ch, c->arg, &why) &&
		    !run_option(&t->engine.run, ch, c->arg, &t->fuzzy, &why) &&
		    !engine_option(&t->o, ch, c->arg) &&
		    !report_option(&t->report, ch, c->arg))
			set_option(t, ch, c->arg);
		if (why != NULL)
			cli_usage(c, "%s", _(why));
	}
	for (i = 0; i < 2; i++) {
		t->plan[i] = one;
		if (t->map[i] != NULL)
			t->plan[i].map = t->map[i];
	}
}

static void
check_engine(struct cli *c, struct tool *t)
{
	const char *why;
	size_t n = 0;

	while (c->files[n] != NULL)
		n++;
	why = engine_check(&t->o, t->fuzzy, t->report.html != NULL ||
	    t->learn != NULL, t->engine.run.by_key, n);
	if (why == NULL && n == 2 && !engine_wanted(&t->o) &&
	    strcmp(c->files[0], "-") == 0 && strcmp(c->files[1], "-") == 0)
		why = N_("standard input can be one side only");
	if (why != NULL)
		cli_usage(c, "%s", _(why));
	engine_take(&t->engine, &t->o, t->fuzzy);
}

static void
check_options(struct cli *c, struct tool *t)
{
	struct run_options *o = &t->engine.run;
	const char *tmp = getenv("TMPDIR");

	if (t->memory != NULL)
		o->memory = cli_size(c, "memory", t->memory);
	if (o->tmp == NULL)
		o->tmp = tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp";
	o->quiet = t->report.quiet && t->report.html == NULL;
	o->threads = c->jobs_given ? c->jobs : cli_processors();
	if (o->threads > RUN_MAX_THREADS)
		o->threads = RUN_MAX_THREADS;
	t->page.rows = HTML_ROWS;
	if (t->report.html_rows != NULL)
		t->page.rows = (unsigned long long)cli_number(c, "html-rows",
		    t->report.html_rows, 0, 1000000000);
	if (t->o.partitions != NULL)
		t->engine.partitions = (unsigned)cli_number(c, "partitions",
		    t->o.partitions, 1, ENGINE_MAX_PARTITIONS);
	check_engine(c, t);
}

static void
item(void *ctx, const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	const struct tool *t = ctx;

	if (!t->report.quiet)
		report_item(t->report.form, h, i, out);
	if (t->report.html != NULL)
		report_page_item(&t->page, i, out);
}

static void
same(void *ctx, const struct diff_same *row, size_t n, struct buf *out)
{
	const struct tool *t = ctx;

	report_same(t->report.form, row, n, out);
}

static enum err
write_out(void *ctx, struct slice text, const size_t *end, size_t n)
{
	struct tool *t = ctx;
	enum err e;

	if (t->report.html == NULL)
		return cli_flush_with(text) ? ERR_OK : ERR_IO;
	e = report_page_items(&t->page, text, end, n, cli_out());
	return !cli_flush() ? ERR_IO : e;
}

static void
progress(void *ctx, const char *step, unsigned percent)
{
	const struct tool *t = ctx;

	cli_beat(t->cli);
	if (!t->cli->worker)
		cli_left(NULL, step, percent);
}

static bool
load_units(struct tool *t)
{
	bool ours = t->units_file == NULL;
	enum err e = ours ? cli_map_share("units.tsv", MAX_UNITS,
	    &t->units_own, &t->units_text) : cli_map_file(t->units_file,
	    MAX_UNITS, &t->units_own, &t->units_text);

	if (e == ERR_OK)
		t->units = units_later(t->units_text);
	if (e == ERR_NOT_FOUND && ours)
		e = ERR_OK;
	t->engine.run.units = t->units;
	return cli_well(ours ? "units.tsv" : t->units_file, e);
}

/* Weights or scores, if there are any. */
static bool
load(const char *path, struct buf *text, struct slice *out)
{
	if (path == NULL)
		return true;
	if (!cli_well(path, cli_read_file(path, MAX_WEIGHTS, false, text)))
		return false;
	*out = text->n > 0 ? buf_slice(text) : SLICE("");
	return true;
}

static bool
open_sides(struct tool *t, struct run *r)
{
	struct buf sheets = { 0 };
	unsigned i;
	int fd;
	enum err e = ERR_OK;

	for (i = 0; i < 2 && e == ERR_OK; i++) {
		const char *name = t->cli->files[i];

		if ((fd = cli_operand(&name)) < 0)
			return false;
		e = run_open(r, i, fd, name, &t->plan[i]);
		if (fd != STDIN_FILENO)
			close(fd);
		if (e != ERR_OK)
			cli_trouble(run_name(r), run_line(r), run_why(r), e);
		if (e == ERR_NOT_FOUND && run_sheets(r, i, cli_text, &sheets))
			cli_warn("%s%s", name, buf_cstr(&sheets));
	}
	buf_release(&sheets);
	return e == ERR_OK;
}

static void
say(void *ctx, const struct run *r, run_note_fn *note)
{
	const struct tool *t = ctx;
	struct buf text = { 0 };
	unsigned side, at;

	for (side = 0; side < 2; side++)
		for (at = 0; note(r, side, &at, cli_text, &text);
		    buf_reset(&text))
			cli_tell(t->cli, "%s%s", run_head(r)->name[side],
			    buf_cstr(&text));
	buf_release(&text);
}

/* The sum that must come out, for people and for whoever adds it up. */
static enum cli_status
tell_summary(struct tool *t, const struct diff_summary *s)
{
	struct buf line = { 0 };
	unsigned i;

	for (i = 0; i < REPORT_LINES && t->o.emit == NULL; i++) {
		report_line(s, i, cli_text, &line);
		if (line.n > 0)
			cli_tell(t->cli, "%s", buf_cstr(&line));
		buf_reset(&line);
	}
	diff_summary_write(s, &line);
	cli_summary(t->cli, buf_slice(&line));
	buf_release(&line);
	return diff_is_any(s) ? CLI_NO : CLI_OK;
}

static void
begin_lines(const struct tool *t)
{
	if (!t->report.quiet && !t->cli->worker)
		report_head(t->report.form, cli_out());
}

static bool
begin_report(struct tool *t, const struct diff_head *h)
{
	begin_lines(t);
	t->page.tmp = t->engine.run.tmp;
	return t->report.html == NULL || cli_well(t->page.tmp,
	    report_page_begin(&t->page, h));
}

static bool
end_report(struct tool *t, const struct diff_summary *s)
{
	if (t->report.html != NULL && (!cli_well(t->page.tmp,
	    report_page_end(&t->page, s)) || !cli_well(t->report.html,
	    cli_copy(t->page.fd, t->html_fd) ? ERR_OK : spill_errno(errno))))
		return false;
	return t->learn == NULL || cli_well(t->learn,
	    engine_write(t->learn_fd, buf_slice(&t->learned)));
}

static enum cli_status
compare(struct tool *t)
{
	struct run *r = run_new(&t->engine.run);
	enum cli_status s = CLI_TROUBLE;
	struct diff_summary sum;
	enum err e;

	if (!open_sides(t, r))
		goto out;
	e = run_columns(r);
	if (e == ERR_OK) {
		say(t, r, run_only);
		if (!begin_report(t, run_head(r)))
			goto out;
		e = run_all(r, &sum);
	}
	if (e != ERR_OK)
		cli_trouble(run_name(r), run_line(r), run_why(r), e);
	else if (end_report(t, &sum)) {
		say(t, r, run_note);
		s = tell_summary(t, &sum);
	}
out:
	run_free(r);
	return s;
}

static enum cli_status
sorted(struct tool *t)
{
	struct sorted s = { .run = &t->engine.run, .say = say };
	enum err e = ERR_OK;
	unsigned i;

	for (i = 0; i < 2; i++) {
		s.plan[i] = &t->plan[i];
		s.name[i] = t->cli->files[i];
		s.fd[i] = cli_operand(&s.name[i]);
		if (s.fd[i] < 0)
			return CLI_TROUBLE;
	}
	begin_lines(t);
	e = sorted_run(&s);
	if (e != ERR_OK)
		cli_trouble(s.side < 2 ? s.name[s.side] : s.why == NULL ?
		    t->engine.run.tmp : NULL, s.line, s.why, e);
	return e == ERR_OK ? tell_summary(t, &s.sum) : CLI_TROUBLE;
}

static enum cli_status
emit(struct tool *t)
{
	const char *name = t->cli->files[0] != NULL ? t->cli->files[0] : "-";
	unsigned side = t->o.emit[0] == 'R';
	int fd = cli_operand(&name);
	enum err e;

	if (fd < 0)
		return CLI_TROUBLE;
	e = engine_emit(&t->engine, side, fd, name, &t->plan[side]);
	if (e != ERR_OK)
		cli_trouble(t->engine.at != NULL ? t->engine.at : name,
		    t->engine.line, t->engine.why, e);
	return e == ERR_OK ? tell_summary(t, &t->engine.sum) : CLI_TROUBLE;
}

static enum cli_status
on_line(void *ctx, const char *file, unsigned long long number,
    struct slice line)
{
	struct tool *t = ctx;
	enum err e = engine_line(&t->engine, line);

	if (e == ERR_OK)
		return CLI_OK;
	if (t->engine.why != NULL)
		cli_bad_line(file, number, _("tagged line"),
		    _(t->engine.why));
	else
		cli_err(file, e);
	t->stop = true;
	return CLI_TROUBLE;
}

static enum cli_status
pieces(struct tool *t)
{
	const struct cli_lines l = { .line = on_line, .ctx = t,
	    .stop = &t->stop };
	enum cli_status s;
	enum err e;

	begin_lines(t);
	s = cli_each_line(t->cli, &l);
	if (s != CLI_OK)
		return CLI_TROUBLE;
	t->engine.why = NULL;
	e = engine_end(&t->engine);
	if (e != ERR_OK)
		cli_trouble(t->o.left_over != NULL ? t->o.left_over :
		    t->engine.run.tmp,
		    t->engine.line, t->engine.why, e);
	return e == ERR_OK ? tell_summary(t, &t->engine.sum) : CLI_TROUBLE;
}

static enum cli_status
sum_up(struct tool *t)
{
	struct diff_summary sum = { .rows = { 0 } };
	struct buf text = { 0 };
	char **f = t->cli->files;
	enum err e = ERR_OK;

	for (; *f != NULL && e == ERR_OK; f++, buf_reset(&text)) {
		e = cli_read_file(*f, MAX_SUMMARY, false, &text);
		if (e == ERR_OK)
			e = diff_summary_take(buf_slice(&text), &sum);
		(void)cli_well(*f, e);
	}
	buf_release(&text);
	if (e != ERR_OK)
		return CLI_TROUBLE;
	diff_summary_write(&sum, cli_out());
	return tell_summary(t, &sum);
}

static bool
open_outputs(struct tool *t)
{
	const char *lo = t->o.left_over, *blocks = t->o.blocks;

	t->engine.left_over = lo == NULL ? -1 : strcmp(lo, "-") == 0 ?
	    STDOUT_FILENO : cli_create(t->cli, lo);
	t->engine.blocks = blocks == NULL ? -1 : cli_create(t->cli, blocks);
	if (t->report.html != NULL)
		t->html_fd = cli_create(t->cli, t->report.html);
	if (t->learn != NULL) {
		t->learn_fd = cli_create(t->cli, t->learn);
		t->engine.run.learned = &t->learned;
	}
	return t->html_fd >= 0 && t->learn_fd >= 0 &&
	    (lo == NULL || t->engine.left_over >= 0) &&
	    (blocks == NULL || t->engine.blocks >= 0);
}

int
main(int argc, char **argv)
{
	struct tool t = { .page.html.text = cli_text };
	struct cli c = { .prog = "rosterdiff", .operands = N_("LEFT RIGHT"),
	    .purpose = N_("Say what differs between two rosters, and why."),
	    .opts = opts, .argc = argc, .argv = argv };
	enum cli_status s = CLI_TROUBLE;

	t.cli = &c;
	read_options(&c, &t);
	check_options(&c, &t);
	t.engine.run.item = item;
	if (t.report.html == NULL && !t.report.quiet)
		t.engine.run.same = same;
	t.engine.run.write = write_out;
	t.engine.run.progress = progress;
	t.engine.run.ctx = &t;
	cli_mapped();
	if (t.o.sum)
		s = sum_up(&t);
	else if (load_units(&t) && load(t.weights_file, &t.weights,
	    &t.engine.run.weights) && load(t.o.scores, &t.scores,
	    &t.engine.run.scores) && open_outputs(&t))
		s = t.o.emit != NULL ? emit(&t) : engine_wanted(&t.o) ?
		    pieces(&t) : t.o.sorted ? sorted(&t) : compare(&t);
	engine_release(&t.engine);
	/* read only where an address differs */
	if (!cli_well(t.units_file != NULL ? t.units_file : "units.tsv",
	    units_trouble(t.units, NULL)))
		s = CLI_TROUBLE;
	units_free(t.units);
	cli_unmap(&t.units_own, &t.units_text);
	buf_wipe(&t.weights);
	buf_wipe(&t.learned);
	buf_wipe(&t.scores);
	return cli_finish(&c, s);
}
