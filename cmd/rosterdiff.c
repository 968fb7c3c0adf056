/* SPDX-License-Identifier: ISC */
/* rosterdiff - what differs between two rosters, and why */
#include <sys/sysinfo.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "identity/units.h"
#include "roster/report.h"
#include "roster/run.h"

#define MAX_UNITS (64u << 20)
#define MAX_WEIGHTS (16u << 20)

enum { OPT_IGNORE = 256, OPT_FUZZY, OPT_ALL, OPT_BRIEF, OPT_CSV, OPT_HTML,
	OPT_HTML_ROWS, OPT_SORT, OPT_VERIFY, OPT_MEMORY, OPT_TMP, OPT_UNITS,
	OPT_WEIGHTS, OPT_MAP, OPT_LEFT_MAP, OPT_RIGHT_MAP, OPT_CHARSET,
	OPT_SEPARATOR, OPT_NO_HEADER, OPT_SHEET, OPT_DATE_ORDER };

static const struct cli_opt opts[] = {
	{ 'k', "key", "COLS", N_("find rows by these columns, not the number") },
	{ 'c', "columns", "COLS", N_("compare these columns only") },
	{ 'x', "exclude", "COLS", N_("do not compare these columns") },
	{ OPT_IGNORE, "ignore-cause", "LIST",
	    N_("cells that differ for these causes are equal") },
	{ OPT_FUZZY, "fuzzy", "HOW",
	    N_("rows without a partner by name and birth date: off, list or "
	    "join") },
	{ OPT_ALL, "all", NULL, N_("write rows that are the same too") },
	{ OPT_BRIEF, "brief", NULL,
	    N_("lines, columns and causes, without what stands in the cells") },
	{ OPT_CSV, "csv", NULL, N_("write CSV for spreadsheets") },
	{ OPT_HTML, "html", "FILE", N_("write a page for people to FILE") },
	{ OPT_HTML_ROWS, "html-rows", "N",
	    N_("at most N rows in it (5000)") },
	{ OPT_SORT, "sort", "HOW", N_("order: input or key") },
	{ 'q', "quiet", NULL, N_("write nothing; the status tells") },
	{ OPT_VERIFY, "verify", NULL,
	    N_("compare the bytes of all rows, not hashes of them") },
	{ OPT_MEMORY, "memory", "SIZE",
	    N_("use about SIZE of memory (64M, 2G), then the disk") },
	{ OPT_TMP, "tmp", "FOLDER", N_("where that is; else TMPDIR") },
	{ OPT_UNITS, "units", "FILE",
	    N_("the table of administrative units") },
	{ OPT_WEIGHTS, "weights", "FILE",
	    N_("weights for names and birth dates") },
	{ OPT_MAP, "map", "LIST",
	    N_("what columns mean: id=2,name=Họ tên,-=4") },
	{ OPT_LEFT_MAP, "left-map", "LIST", N_("the same, of the left side") },
	{ OPT_RIGHT_MAP, "right-map", "LIST",
	    N_("the same, of the right side") },
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
	CLI_OPT_JOBS,
	CLI_OPTS_ENGINE,
	{ 0 }
};

struct tool {
	struct cli *cli;
	struct run_options run;
	struct plan_options plan[2];
	const char *fuzzy, *sort, *html, *units_file, *weights_file;
	unsigned long long html_rows;
	bool brief, csv, jobs_given;
	struct units *units;
	struct buf weights;
	struct buf page;
};

/* 64M, 2G: bytes; 0: none such. */
static size_t
size_of(const char *text)
{
	static const char units[] = "KMGT";
	unsigned long long n = 0;
	const char *u;

	for (; *text >= '0' && *text <= '9' && n < 1u << 30; text++)
		n = n * 10 + (unsigned)(*text - '0');
	if (*text == '\0')
		return n;
	u = strchr(units, *text & ~0x20);
	if (u == NULL || text[1] != '\0')
		return 0;
	return n << (10 * (u - units + 1));
}

static void
set_ignored(struct cli *c, struct tool *t)
{
	struct slice rest = slice_str(c->arg), name;
	enum cause cause;

	while (slice_split(&rest, ',', &name)) {
		if (!cause_by_name(slice_trim(name), &cause))
			cli_usage(c, _("--ignore-cause: no such cause"));
		t->run.ignore |= 1u << cause;
	}
}

static void
both(struct tool *t, struct plan_options one)
{
	const char *map[2] = { t->plan[0].map, t->plan[1].map };
	unsigned i;

	for (i = 0; i < 2; i++) {
		t->plan[i] = one;
		if (map[i] != NULL)
			t->plan[i].map = map[i];
	}
}

static void
reading_option(struct cli *c, struct tool *t, struct plan_options *p, int ch)
{
	switch (ch) {
	case OPT_MAP:
		p->map = c->arg;
		break;
	case OPT_LEFT_MAP:
		t->plan[0].map = c->arg;
		break;
	case OPT_RIGHT_MAP:
		t->plan[1].map = c->arg;
		break;
	case OPT_CHARSET:
		if (!charset_by_name(slice_str(c->arg), &p->charset))
			cli_usage(c, _("--charset: no such charset"));
		p->charset_given = true;
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
		if (strcmp(c->arg, "dmy") != 0 && strcmp(c->arg, "mdy") != 0)
			cli_usage(c, _("--date-order is dmy or mdy"));
		p->date_order = c->arg[0] == 'd' ? DATE_DMY : DATE_MDY;
		break;
	}
}

static void
set_option(struct cli *c, struct tool *t, int ch)
{
	struct run_options *o = &t->run;

	switch (ch) {
	case 'k':
		o->keys = c->arg;
		break;
	case 'c':
		o->columns = c->arg;
		break;
	case 'x':
		o->exclude = c->arg;
		break;
	case OPT_IGNORE:
		set_ignored(c, t);
		break;
	case OPT_FUZZY:
		t->fuzzy = c->arg;
		break;
	case OPT_ALL:
		o->all = true;
		break;
	case OPT_BRIEF:
		t->brief = true;
		break;
	case OPT_CSV:
		t->csv = true;
		break;
	case OPT_HTML:
		t->html = c->arg;
		break;
	case OPT_HTML_ROWS:
		t->html_rows = (unsigned long long)cli_number(c, "html-rows",
		    c->arg, 0, 1000000000);
		break;
	case OPT_SORT:
		t->sort = c->arg;
		break;
	case 'q':
		o->quiet = true;
		break;
	case OPT_VERIFY:
		o->verify = true;
		break;
	case OPT_MEMORY:
		o->memory = size_of(c->arg);
		if (o->memory < 1u << 20)
			cli_usage(c, _("--memory takes a size like 64M or "
			    "2G, 1M or more"));
		break;
	case OPT_TMP:
		o->tmp = c->arg;
		break;
	case OPT_UNITS:
		t->units_file = c->arg;
		break;
	case OPT_WEIGHTS:
		t->weights_file = c->arg;
		break;
	}
}

static void
check_options(struct cli *c, struct tool *t)
{
	struct run_options *o = &t->run;
	const char *tmp = getenv("TMPDIR");

	if (t->fuzzy != NULL && strcmp(t->fuzzy, "off") == 0)
		o->fuzzy = RUN_FUZZY_OFF;
	else if (t->fuzzy != NULL && strcmp(t->fuzzy, "join") == 0)
		o->fuzzy = RUN_FUZZY_JOIN;
	else if (t->fuzzy != NULL && strcmp(t->fuzzy, "list") != 0)
		cli_usage(c, _("--fuzzy is off, list or join"));
	if (t->sort != NULL && strcmp(t->sort, "key") == 0)
		o->by_key = true;
	else if (t->sort != NULL && strcmp(t->sort, "input") != 0)
		cli_usage(c, _("--sort is input or key"));
	if (c->files[0] == NULL || c->files[1] == NULL || c->files[2] != NULL)
		cli_usage(c, _("two rosters are needed: the left one and the "
		    "right one"));
	if (o->tmp == NULL)
		o->tmp = tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp";
	o->threads = t->jobs_given ? c->jobs : (unsigned)get_nprocs();
	if (o->threads > RUN_MAX_THREADS)
		o->threads = RUN_MAX_THREADS;
}

static void
item(void *ctx, const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	const struct tool *t = ctx;

	if (t->csv)
		report_csv(h, i, out);
	else
		report_json(h, i, t->brief, out);
}

static enum err
write_out(void *ctx, struct slice text, const size_t *ends, size_t items)
{
	(void)ctx;
	(void)ends;
	(void)items;
	buf_add_slice(cli_out(), text);
	return cli_flush() ? ERR_OK : ERR_IO;
}

static bool
load_units(struct tool *t)
{
	struct buf path = { 0 }, text = { 0 };
	const char *name = t->units_file;
	unsigned long long line = 0;
	enum err e;

	if (name == NULL)
		name = cli_share(&path, "units.tsv");
	e = cli_read_file(name, MAX_UNITS, false, &text);
	if (e == ERR_OK)
		e = units_new(buf_slice(&text), &t->units, &line);
	if (e == ERR_NOT_FOUND && t->units_file == NULL)
		e = ERR_OK;
	if (e != ERR_OK)
		cli_err(name, e);
	buf_release(&path);
	buf_release(&text);
	return e == ERR_OK;
}

static bool
open_sides(struct tool *t, struct run *r)
{
	char **f = t->cli->files;
	unsigned i;
	int fd;
	enum err e;

	if (strcmp(f[0], "-") == 0 && strcmp(f[1], "-") == 0)
		cli_usage(t->cli, _("standard input can be one side only"));
	for (i = 0; i < 2; i++) {
		bool dash = strcmp(f[i], "-") == 0;
		const char *name = dash ? _("standard input") : f[i];

		fd = dash ? STDIN_FILENO : open(f[i], O_RDONLY | O_CLOEXEC |
		    O_NOCTTY);
		if (fd < 0) {
			cli_warn("%s: %s", name, strerror(errno));
			return false;
		}
		e = run_open(r, i, fd, name, &t->plan[i]);
		if (!dash)
			close(fd);
		if (e == ERR_OK)
			continue;
		if (run_why(r) != NULL)
			cli_warn("%s:%llu: %s", name, run_line(r),
			    _(run_why(r)));
		else
			cli_err(name, e);
		return false;
	}
	return true;
}

static void
say_columns(struct tool *t, const struct run *r)
{
	struct slice name;
	unsigned side;
	size_t i;

	if (t->cli->worker)
		return;
	for (side = 0; side < 2; side++)
		for (i = 0; run_only(r, side, i, &name); i++)
			cli_warn(_("%s: only this side has the column %.*s: "
			    "not compared"), run_head(r)->name[side],
			    (int)name.n, name.p);
}

static void
say_summary(struct cli *cli, const struct diff_summary *s)
{
	struct buf line = { 0 };
	unsigned side, c;

	for (side = 0; side < 2; side++) {
		buf_printf(&line, "%s: %llu =", side == 0 ? _("left rows") :
		    _("right rows"), s->rows[side]);
		for (c = 0; c < DIFF_CLASSES; c++)
			if (diff_has_side((enum diff_class)c, side) &&
			    (s->of[c] > 0 || c <= DIFF_CHANGED))
				buf_printf(&line, "%s %llu %s",
				    c > 0 ? " +" : "", s->of[c],
				    diff_class_name((enum diff_class)c));
		if (s->skipped[side] > 0)
			buf_printf(&line, _(" + %llu skipped"),
			    s->skipped[side]);
		cli_tell(cli, "%s", buf_cstr(&line));
		buf_reset(&line);
	}
	diff_summary_write(s, &line);
	cli_summary(cli, buf_slice(&line));
	buf_release(&line);
}

static enum cli_status
compare(struct tool *t, struct run *r)
{
	struct diff_summary sum;
	enum err e;
	unsigned c;

	if (!open_sides(t, r))
		return CLI_TROUBLE;
	e = run_columns(r);
	if (e == ERR_OK) {
		say_columns(t, r);
		if (t->csv)
			report_csv_head(run_head(r), cli_out());
		e = run_all(r, &sum);
	}
	if (e != ERR_OK && cli_failed())
		return CLI_TROUBLE;
	if (e != ERR_OK) {
		const char *name = run_side(r) < 2 ?
		    run_head(r)->name[run_side(r)] : t->run.tmp;

		if (run_why(r) != NULL && run_side(r) < 2)
			cli_warn("%s:%llu: %s", name, run_line(r),
			    _(run_why(r)));
		else if (run_why(r) != NULL)
			cli_warn("%s", _(run_why(r)));
		else
			cli_err(name, e);
		return CLI_TROUBLE;
	}
	say_summary(t->cli, &sum);
	for (c = DIFF_SAME + 1; c < DIFF_CLASSES; c++)
		if (sum.of[c] > 0)
			return CLI_NO;
	return CLI_OK;
}

int
main(int argc, char **argv)
{
	struct tool t = { .html_rows = 5000 };
	struct plan_options one = { .map = NULL };
	struct cli c = { .prog = "rosterdiff",
	    .operands = N_("LEFT RIGHT"),
	    .purpose = N_("Say what differs between two rosters, and why."),
	    .opts = opts, .argc = argc, .argv = argv };
	enum cli_status s = CLI_TROUBLE;
	struct run *r = NULL;
	int ch;

	t.cli = &c;
	while ((ch = cli_next(&c)) != -1) {
		reading_option(&c, &t, &one, ch);
		set_option(&c, &t, ch);
	}
	t.jobs_given = c.jobs > 1;
	both(&t, one);
	check_options(&c, &t);
	t.run.item = item;
	t.run.write = write_out;
	t.run.ctx = &t;
	if (load_units(&t)) {
		t.run.units = t.units;
		r = run_new(&t.run);
		s = compare(&t, r);
	}
	run_free(r);
	units_free(t.units);
	buf_wipe(&t.weights);
	return cli_finish(&c, s);
}
