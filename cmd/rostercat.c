/* SPDX-License-Identifier: ISC */
/* rostercat - any roster in, clean records out */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "table/batch.h"
#include "table/person_csv.h"
#include "table/person_write.h"
#include "table/plan_option.h"
#include "table/table_read.h"

#define ENOUGH 4			/* first days of January */
#define PIECE (256u << 10)		/* bytes of cells */

enum { OPT_CSV = 256, OPT_REJECTS, OPT_PLAN };

static const struct cli_opt opts[] = {
	PLAN_OPTIONS,
	{ OPT_CSV, "csv", NULL,
	    N_("write a table that a spreadsheet opens without harm") },
	{ OPT_REJECTS, "rejects", NULL,
	    N_("pass on rows that cannot be used too") },
	{ OPT_PLAN, "plan", NULL,
	    N_("say how the table is understood instead of reading it") },
	CLI_OPT_JOBS,
	CLI_OPTS_ENGINE,
	CLI_OPT_STRICT,
	CLI_OPT_CONFIG,
	{ 0 }
};

/* What was counted: of rows, and of all operands. */
struct counts {
	unsigned long long rows, people, repaired, unclear, rejected, blank,
	    headers, totals;
	unsigned long long days, january;	/* of birth */
	enum cli_status status;
};

struct cat {
	struct cli *cli;
	struct plan_options plan;
	bool rejects, csv, show_plan, planned;
	const char *file;
	int fd;
	struct counts n;
	unsigned long long days, january;	/* in the file */
	bool charset[CHARSETS];
	enum cli_status status;
	struct maker *maker;		/* of this thread */
	struct cli_pieces pieces;	/* no crew: this thread is all */
};

/* One thread's way from rows to records. */
struct maker {
	const struct cat *cat;
	const char *file;
	struct table *table;
	struct person_writer *writer;
	struct person_csv *sheet;
	struct counts n;
};

/* Rows that one thread takes together. */
struct piece {
	struct batch batch;
	const char *file;
	struct counts n;
};

/* What a person has to look at. */
static void
count_notes(struct maker *m, const struct table_row *row)
{
	bool repaired = false, unclear = false;
	size_t i;

	for (i = 0; i < row->notes; i++)
		if (row->note[i].to.p != NULL)
			repaired = true;
		else
			unclear = true;
	m->n.repaired += repaired;
	m->n.unclear += unclear;
}

static enum err
reject(struct maker *m, const struct table_row *row)
{
	bool record = row->row->record.p != NULL;

	m->n.rejected++;
	cli_bad_line(m->file, row->line, record ? _("record") : _("row"),
	    _(row->row->reject));
	if (record)
		m->n.status = CLI_TROUBLE;
	if (!m->cat->cli->strict)
		return ERR_OK;
	m->n.status = CLI_TROUBLE;
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
count_day(struct maker *m, struct slice dob)
{
	m->n.days += dob.n == 10;
	m->n.january += dob.n == 10 && memcmp(dob.p + 4, "-01-01", 6) == 0;
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
on_person(void *ctx, const struct table_row *row)
{
	struct maker *m = ctx;
	enum err e = ERR_OK;

	if (row->row->reject != NULL)
		e = reject(m, row);
	else {
		m->n.people++;
		count_day(m, row->person.f[PERSON_DOB]);
	}
	if (row->notes > 0)
		count_notes(m, row);
	if (e == ERR_OK && (row->row->reject == NULL || m->cat->rejects)) {
		if (m->cat->csv)
			person_csv_write(m->sheet, row, cli_out());
		else
			person_write(m->writer, row, cli_out());
		cli_out_done();
	}
	return cli_failed() ? ERR_IO : e;
}

static void *
maker_new(void *ctx)
{
	struct maker *m = xcalloc(1, sizeof *m);

	m->cat = ctx;
	m->table = table_new(NULL, on_person, m);
	m->writer = person_writer_new();
	m->sheet = person_csv_new();
	return m;
}

static void
maker_free(void *ctx, void *worker)
{
	struct maker *m = worker;

	(void)ctx;
	table_free(m->table);
	person_writer_free(m->writer);
	person_csv_free(m->sheet);
	free(m);
}

static void
maker_file(struct maker *m, const char *name)
{
	bool input = m->cat->fd == STDIN_FILENO;

	if (m->file == name)
		return;
	m->file = name;
	person_writer_file(m->writer, slice_str(input ? "-" : name));
	person_csv_file(m->sheet, slice_str(name));
}

static enum err
on_kept(void *ctx, const struct sheet_row *row)
{
	return table_row(((struct maker *)ctx)->table, row);
}

static void
work(void *worker, void *piece)
{
	struct maker *m = worker;
	struct piece *p = piece;

	m->n = (struct counts){ .rows = 0 };
	maker_file(m, p->file);
	(void)!batch_each(&p->batch, on_kept, m);
	p->n = m->n;
}

static void
add_up(struct cat *c, const struct counts *n)
{
	c->n.people += n->people;
	c->n.repaired += n->repaired;
	c->n.unclear += n->unclear;
	c->n.rejected += n->rejected;
	c->days += n->days;
	c->january += n->january;
	c->status = cli_worse(c->status, n->status);
}

static bool
done(void *ctx, void *piece)
{
	struct piece *p = piece;

	add_up(ctx, &p->n);
	batch_reset(&p->batch);
	return true;
}

static void
release(void *piece)
{
	batch_release(&((struct piece *)piece)->batch);
}

/* Before what all rows so far must be out for. */
static void
give_all(void *ctx)
{
	struct cat *c = ctx;

	if (c->pieces.crew != NULL)
		(void)cli_pieces_finish(&c->pieces);
}

static enum err
on_row(void *ctx, const struct sheet_row *row)
{
	struct cat *c = ctx;
	struct piece *p;

	if (!c->planned)
		note_plan(c, row->plan);
	if (c->show_plan)
		return ERR_EOF;
	if (c->pieces.crew == NULL)
		return table_row(c->maker->table, row);
	p = cli_pieces_at(&c->pieces);
	if (p == NULL)
		return ERR_EOF;
	p->file = c->file;
	batch_add(&p->batch, row);
	return p->batch.text.n < PIECE || cli_pieces_give(&c->pieces, true) ?
	    ERR_OK : ERR_EOF;
}

/* Nothing waits with us while we wait for the input. */
static bool
beat(void *ctx)
{
	struct cat *c = ctx;

	cli_beat(c->cli);
	if (c->pieces.crew != NULL &&
	    !cli_crew_listen(c->pieces.crew, c->fd, false))
		give_all(c);
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
	struct table *t = table_new_rows(&c->plan, on_row, give_all, c);
	enum err e;

	c->file = name;
	c->fd = fd;
	c->planned = false;
	c->days = c->january = 0;
	maker_file(c->maker, name);
	e = table_read(t, fd, NULL, beat, c);
	give_all(c);
	if (c->pieces.crew == NULL)
		add_up(c, &c->maker->n);
	c->maker->n = (struct counts){ .rows = 0 };
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
	const struct cli_files all = { .file = read_file, .ctx = &cat,
	    .opened = table_prepare };
	const struct cli_crew_terms crew = { work, done, release, maker_new,
	    maker_free, &cat, sizeof(struct piece) };
	int ch;

	cat.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &cat, ch);
	cat.pieces.worker = cat.maker = maker_new(&cat);
	/* what stops at a row, or looks back at the first, is one thread's */
	if (!c.jobs_given)
		c.jobs = cli_processors();
	if (c.jobs > CLI_MAX_JOBS || c.strict || cat.csv || cat.show_plan)
		c.jobs = 1;
	if (c.jobs > 1)
		cat.pieces.crew = cli_crew_new(c.jobs, &crew);
	cat.status = cli_each_file(&c, &all);
	if (!cli_failed() && !cat.show_plan)
		conclude(&cat);
	cli_crew_free(cat.pieces.crew);
	maker_free(NULL, cat.maker);
	return cli_finish(&c, cat.status);
}
