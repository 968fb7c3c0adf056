/* SPDX-License-Identifier: ISC */
/* cccd-verify - say of each record what speaks for it and what against */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "identity/examine.h"
#include "table/listed.h"
#include "text/utf8.h"

/* No clock that runs right shows a time before this program was written. */
static const struct date earliest = { 2026, 1, 1 };

#define ROSTER_BLOCK (256u << 10)

enum { OPT_AT = 256, OPT_REQUIRE, OPT_ROSTER };

static const struct cli_opt opts[] = {
	{ OPT_AT, "at", "TIME",
	    N_("judge as of TIME (YYYY-MM-DD, with or without THH:MM) instead "
	    "of now") },
	{ OPT_REQUIRE, "require", "LEVEL",
	    N_("exit 1 unless every record reaches LEVEL: none, plausible, "
	    "signed or genuine-chip") },
	{ OPT_ROSTER, "roster", "FILE",
	    N_("exit 1 unless every person is on the list in FILE (CSV in "
	    "UTF-8, or records), by number") },
	CLI_OPT_JOBS,
	CLI_OPT_STRICT,
	CLI_OPT_CONFIG,
	{ 0 }
};

/* What stays as it is once the first record is read. */
struct verify {
	enum assurance require;
	struct cli *cli;
	const char *roster;
	int roster_fd;
	struct listing *listing;	/* NULL without --roster */
	bool at_given, people;
	struct date at;
};

/* One thread's own. */
struct worker {
	const struct verify *v;
	struct date today;
	long long day_from, day_until;	/* Unix time while `today` holds */
	struct buf json;
	struct checks checks;
};

/* Today by --at or by the clock, or NULL where the clock is wrong. */
static const struct date *
today(struct worker *w)
{
	struct moment m = { { 0 }, 0 };
	long long now;

	if (w->v->at_given)
		return &w->v->at;
	now = (long long)time(NULL);
	if (now < w->day_from || now >= w->day_until) {
		w->today = moment_from_unix(now).date;
		m.date = w->today;
		w->day_from = moment_to_unix(m);
		w->day_until = w->day_from + 86400;
	}
	return date_cmp(w->today, earliest) >= 0 ? &w->today : NULL;
}

static void *
worker_new(void *ctx)
{
	struct worker *w = xcalloc(1, sizeof *w);

	w->v = ctx;
	return w;
}

static void
worker_free(void *ctx, void *worker)
{
	struct worker *w = worker;

	(void)ctx;
	buf_wipe(&w->json);
	free(w);
}

static void
add_person(struct buf *out, const struct person *p)
{
	static const enum person_field fields[] =
	    { PERSON_ID, PERSON_DOC_NO, PERSON_OLD_ID, PERSON_NAME };
	size_t i;
	bool any = false;

	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct slice s = p->f[fields[i]];

		if (s.p == NULL || (any && fields[i] != PERSON_NAME))
			continue;
		if (any)
			buf_add_char(out, ' ');
		utf8_add_shown(out, s);
		any = true;
	}
	if (!any)
		buf_add_str(out, _("somebody"));
}

static const char *
verdict_sentence(enum verdict verdict, enum assurance a)
{
	if (verdict == VERDICT_REFUSED)
		return _("refused: something in it is wrong");
	if (verdict == VERDICT_VERIFIED)
		return a == ASSURANCE_GENUINE_CHIP ?
		    _("verified, the chip is genuine") :
		    _("verified, signed by the state");
	return a == ASSURANCE_PLAUSIBLE ?
	    _("undecided, plausible but not proved") :
	    _("undecided, too little to judge");
}

/* On a terminal: a sentence, and below it what did not pass. */
static void
write_sentence(const struct worker *w, const struct person *p, enum assurance a)
{
	struct buf *out = cli_out();
	const struct check *row;
	size_t i;

	add_person(out, p);
	buf_printf(out, ": %s; %s\n",
	    verdict_sentence(checks_verdict(&w->checks, a), a),
	    _("not checked: reported lost"));
	for (i = 0; i < w->checks.n; i++) {
		row = w->checks.c[i];
		if (row->result == CHECK_PASS ||
		    strcmp(row->name, "card.lost") == 0)
			continue;
		buf_printf(out, "  %s %s: %s\n",
		    row->result == CHECK_FAIL ? _("wrong:") :
		    row->result == CHECK_WARN ? _("look:") :
		    _("not checked:"), row->name, _(row->why));
	}
}

static void
write_record(struct worker *w, const struct record *r, enum assurance a,
    const struct listing_hit *hit)
{
	struct record_edit edit = { .name = "verify" };

	buf_reset(&w->json);
	json_open(&w->json, '{');
	checks_write(&w->checks, a, &w->json);
	if (w->v->listing != NULL)
		listed_write(hit, &w->json);
	json_close(&w->json, '}');
	edit.json = buf_slice(&w->json);
	record_write(r, &edit, 1, cli_out());
}

static enum cli_status
verify_record(void *ctx, const char *file, unsigned long long number,
    struct record *r)
{
	struct worker *w = ctx;
	const struct verify *v = w->v;
	struct examine_case c = { .today = today(w) };
	struct listing_hit hit = { .line = 0 };
	bool listed = true;
	const char *bad;
	enum assurance a;
	enum err e = examine_read(r, &c, &bad);

	if (e != ERR_OK) {
		cli_bad_line(file, number, bad, _(err_str(e)));
		return CLI_TROUBLE;
	}
	checks_reset(&w->checks);
	examine_person(&c, &w->checks);
	a = examine_assurance(&c, &w->checks);
	if (v->listing != NULL)
		listed = listed_check(v->listing, &c.person, &hit,
		    &w->checks);
	if (v->people)
		write_sentence(w, &c.person, a);
	else
		write_record(w, r, a, listed ? &hit : NULL);
	cli_out_done();
	return checks_verdict(&w->checks, a) == VERDICT_REFUSED ||
	    a < v->require || !listed ? CLI_NO : CLI_OK;
}

static enum err
feed_roster(struct verify *v, int fd)
{
	struct buf block = { 0 };
	enum err e = ERR_OK;
	ssize_t n = 1;

	buf_grow(&block, ROSTER_BLOCK);
	while (e == ERR_OK && n != 0) {
		n = read(fd, block.p, ROSTER_BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = ERR_IO;
		else
			e = listing_feed(v->listing,
			    (struct slice){ block.p, (size_t)n });
	}
	if (e == ERR_OK)
		e = listing_end(v->listing);
	buf_wipe(&block);
	return e;
}

static void
tell_counts(const struct verify *v)
{
	struct listing_counts n = listing_counts(v->listing);

	if (n.repaired > 0)
		cli_warn(_("%s: numbers mended (zeros put back, signs left "
		    "out): %llu"), v->roster, n.repaired);
	if (n.unusable > 0)
		cli_warn(_("%s: rows without a usable number, left out: %llu"),
		    v->roster, n.unusable);
}

static bool
load_roster(struct verify *v)
{
	const char *why;
	enum err e;

	v->listing = listing_new();
	e = feed_roster(v, v->roster_fd);
	close(v->roster_fd);
	why = listing_why(v->listing);
	if (e == ERR_OK)
		tell_counts(v);
	else if (e == ERR_IO)
		cli_err(v->roster, e);
	else
		cli_warn("%s:%llu: %s", v->roster, listing_line(v->listing),
		    _(why != NULL ? why : err_str(e)));
	return e == ERR_OK;
}

/* Everything is open: nothing more is needed than to read and write. The list
 * is read whole before the first record, inside the fence. */
static void
opened(void *ctx)
{
	const struct sandbox_limits none = { 0 };
	struct verify *v = ctx;
	struct worker w = { .v = v };

	if (sandbox_enter(SANDBOX_STDIO |
	    (v->cli->jobs > 1 ? SANDBOX_THREADS : 0), &none, NULL) != ERR_OK)
		cli_warn(_("this system cannot fence the program in"));
	if (today(&w) == NULL)
		cli_err(_("clock"), ERR_CLOCK);
	if (v->roster == NULL || load_roster(v))
		return;
	listing_free(v->listing);
	exit(cli_finish(v->cli, CLI_TROUBLE));
}

static bool
open_roster(struct verify *v)
{
	v->roster_fd = open(v->roster, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (v->roster_fd < 0)
		cli_warn("%s: %s", v->roster, strerror(errno));
	return v->roster_fd >= 0;
}

static void
set_at(struct cli *c, struct verify *v)
{
	struct moment m;

	if (moment_parse(slice_str(c->arg), &m) != ERR_OK)
		cli_usage(c, _("--at: write the time as YYYY-MM-DD or "
		    "YYYY-MM-DDTHH:MM"));
	v->at = m.date;
	v->at_given = true;
}

static void
set_option(struct cli *c, struct verify *v, int ch)
{
	switch (ch) {
	case OPT_AT:
		set_at(c, v);
		break;
	case OPT_REQUIRE:
		if (assurance_parse(c->arg, &v->require) != ERR_OK)
			cli_usage(c, _("--require: say none, plausible, "
			    "signed or genuine-chip"));
		break;
	case OPT_ROSTER:
		v->roster = c->arg;
		break;
	}
}

int
main(int argc, char **argv)
{
	struct verify v = { .require = ASSURANCE_NONE };
	struct cli c = { .prog = "cccd-verify", .operands = N_("[file ...]"),
	    .purpose = N_("Judge records of people and pass them on with the "
	    "verdict."), .opts = opts, .argc = argc, .argv = argv };
	struct cli_records l = { .record = verify_record,
	    .opened = opened, .worker_new = worker_new,
	    .worker_free = worker_free, .ctx = &v };
	enum cli_status s = CLI_TROUBLE;
	int ch;

	v.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &v, ch);
	v.people = isatty(STDOUT_FILENO) == 1;
	if (v.roster == NULL || open_roster(&v))
		s = cli_each_record(&c, &l);
	listing_free(v.listing);
	return cli_finish(&c, s);
}
