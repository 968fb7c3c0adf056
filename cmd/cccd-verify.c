/* SPDX-License-Identifier: ISC */
/* cccd-verify - say of each record what speaks for it and what against */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "desk/station.h"
#include "shelf/dump_feed.h"
#include "shelf/keeper.h"
#include "shelf/shelf.h"
#include "table/listed.h"
#include "table/table_read.h"
#include "trust/judge.h"

#define NONCES_MAX_FILE (64u << 20)
#define MAX_AGE 600			/* seconds, without --max-age */

enum { OPT_AT = 256, OPT_REQUIRE, OPT_ROSTER, OPT_TRUST, OPT_CRL, OPT_POLICY,
	OPT_ALLOW, OPT_FORBID, OPT_NONCE, OPT_NONCES, OPT_MAX_AGE, OPT_SEEN };

static const struct cli_opt opts[] = {
	{ OPT_TRUST, "trust", "PATH",
	    N_("believe the anchors, lists and stations in PATH, a store or a "
	    "file, instead of the usual stores") },
	{ OPT_CRL, "crl", "FILE",
	    N_("look into the revocation lists in FILE too") },
	{ OPT_POLICY, "policy", "WORD",
	    N_("what deviations do: strict (refuse), icao or lenient (warn)") },
	{ OPT_ALLOW, "allow", "CHECK",
	    N_("let this check warn where it would refuse") },
	{ OPT_FORBID, "forbid", "CHECK",
	    N_("let this check refuse unless it passes") },
	{ OPT_NONCE, "nonce", "HEX",
	    N_("this challenge is ours: 32 hexadecimal digits") },
	{ OPT_NONCES, "nonces", "FILE",
	    N_("the challenges in FILE are ours, one a line") },
	{ OPT_MAX_AGE, "max-age", "TIME",
	    N_("a station's seal is fresh for TIME: 600, 2h or 1d (10m)") },
	{ OPT_AT, "at", "TIME",
	    N_("judge as of TIME (YYYY-MM-DD, with or without THH:MM) instead "
	    "of now") },
	{ OPT_REQUIRE, "require", "LEVEL",
	    N_("exit 1 unless every record reaches LEVEL: none, plausible, "
	    "signed or genuine-chip") },
	{ OPT_ROSTER, "roster", "FILE",
	    N_("exit 1 unless every person is on the list in FILE (a table, a "
	    "workbook or records), by number") },
	{ OPT_SEEN, "seen", "FILE",
	    N_("remember proofs in FILE and refuse one that comes again") },
	CLI_OPT_JOBS, CLI_OPT_STRICT, CLI_OPTS_ENGINE, CLI_OPT_CONFIG,
	{ 0 }
};

/* What stays as it is once the first record is read, but for `seen`: with it
 * there is one thread. */
struct verify {
	enum assurance require;
	struct cli *cli;
	struct judge_terms terms;
	struct shelf_paths paths;
	struct shelf *shelf;
	struct store *store;
	const char *nonces_path, *seen_path;
	struct buf nonces_text;
	struct nonces nonces;
	const char *roster;
	int roster_fd;
	struct listing *listing;	/* NULL without --roster */
	bool at_given, people, colour, crls_wanted, damaged;
	struct moment at;
	struct keeper *seen;
	struct dump_feeds folders;
};

/* One thread's own. */
struct worker {
	struct verify *v;
	struct judge *judge;
	struct checks checks;
	struct checks_text written;
};

/* Unix time by --at or by the clock. False where the clock is wrong. */
static bool
tell_time(const struct verify *v, long long *now)
{
	*now = v->at_given ? moment_to_unix(v->at) : (long long)time(NULL);
	return v->at_given || *now >= DATE_CLOCK_MIN;
}

static void
write_record(struct worker *w, const struct record *r, enum assurance a,
    const struct judge_result *res, const struct listing_hit *hit)
{
	struct buf *out = cli_out();
	size_t from;

	cli_out_lend(record_start(r, "verify", &from));
	record_write_before(r, "verify", from, out);
	json_open(out, '{');
	checks_write(&w->checks, a, &w->written, out);
	judge_write(w->judge, res, out);
	if (w->v->listing != NULL)
		listed_write(hit, out);
	json_close(out, '}');
	record_write_behind(r, "verify", out);
}

static enum cli_status
check_seen(struct worker *w, const struct judge_result *res, long long now)
{
	struct findings fs;
	bool well;

	if (w->v->seen == NULL || !judge_uses_up(res, &w->checks))
		return CLI_OK;
	findings_reset(&fs);
	well = cli_well(w->v->seen_path, keeper_check(w->v->seen,
	    res->aa_once, moment_from_unix(now).date, &fs));
	policy_apply(&w->v->terms.policy, &fs, &w->checks);
	return well ? CLI_OK : CLI_TROUBLE;
}

static enum cli_status
verify_record(void *worker, const char *file, unsigned long long number,
    struct record *r)
{
	struct worker *w = worker;
	const struct verify *v = w->v;
	struct listing_hit hit = { .line = 0 };
	struct judge_result res;
	bool listed = true, known;
	const char *bad;
	enum assurance a;
	enum cli_status s;
	long long now;
	enum err e;

	known = tell_time(v, &now);
	judge_set_now(w->judge, known, now);
	if ((e = judge_record(w->judge, r, &w->checks, &res, &bad)) != ERR_OK) {
		cli_bad_line(file, number, bad, _(err_str(e)));
		return CLI_TROUBLE;
	}
	if (v->listing != NULL) {
		listed = listed_check(v->listing, &res.said.person, &hit,
		    &w->checks);
		policy_revise(&v->terms.policy, &w->checks);
	}
	s = check_seen(w, &res, now);
	a = judge_assurance(&res, &w->checks);
	cli_count(checks_verdict(&w->checks, a));
	if (v->people)
		cli_say_verdict(&res.said.person, &w->checks, a, v->require,
		    v->colour, cli_out());
	else
		write_record(w, r, a, &res, listed ? &hit : NULL);
	cli_out_done();
	return cli_worse(s, checks_verdict(&w->checks, a) ==
	    VERDICT_REFUSED || a < v->require || !listed ? CLI_NO : CLI_OK);
}

static enum cli_status
sync_seen(void *ctx)
{
	struct verify *v = ctx;

	return v->seen == NULL || cli_well(v->seen_path,
	    keeper_sync(v->seen)) ? CLI_OK : CLI_TROUBLE;
}

static void
say(void *ctx, const char *where, const char *why)
{
	(void)ctx;
	cli_warn("%s: %s", where, _(why));
}

/* A folder is dumps of cards, which another process reads. */
static int
open_folder(void *ctx, const char *path)
{
	struct verify *v = ctx;
	struct dump_terms t = { .report = say };
	int fd = -1;
	long long now;
	enum err e;

	(void)tell_time(v, &now);
	t.today = moment_from_unix(now).date;
	e = dump_feeds_add(&v->folders, path, &t, &fd);
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		cli_err(path, e);
	return fd;
}

static void *
worker_new(void *ctx)
{
	struct worker *w = xcalloc(1, sizeof *w);

	w->v = ctx;
	w->judge = judge_new(&w->v->terms);
	return w;
}

static void
worker_free(void *ctx, void *worker)
{
	struct worker *w = worker;

	(void)ctx;
	judge_free(w->judge);
	buf_release(&w->written.rows);
	free(w);
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

	if (v->roster == NULL)
		return true;
	v->listing = listing_new();
	e = listing_read(v->listing, v->roster_fd);
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

static bool
load_trust(struct verify *v)
{
	struct shelf_terms t = { .report = say };
	struct shelf_counts counts;
	enum err e;

	t.has_now = tell_time(v, &t.now);
	v->terms.store = v->store = store_new();
	e = shelf_load(v->shelf, &t, v->store, &counts);
	shelf_free(v->shelf);
	v->shelf = NULL;
	v->damaged = e == ERR_DAMAGED;
	if (v->crls_wanted && counts.crls == 0) {
		cli_warn(_("--crl: no revocation list was found"));
		v->damaged = true;
	}
	return e == ERR_OK || e == ERR_DAMAGED;
}

static bool
load_nonces(struct verify *v)
{
	unsigned long long line = 0;
	enum err e = nonces_add_lines(&v->nonces,
	    buf_slice(&v->nonces_text), &line);

	if (e != ERR_OK)
		cli_warn(_("%s:%llu: write 32 hexadecimal digits"),
		    v->nonces_path, line);
	nonces_sort(&v->nonces);
	return e == ERR_OK;
}

/* Everything is open: nothing more is needed than to read and write. Stores
 * and lists are looked at before the first record, inside the fence. */
static void
opened(void *ctx)
{
	const struct sandbox_limits none = { 0 };
	struct verify *v = ctx;
	long long now;

	if (sandbox_enter(SANDBOX_STDIO |
	    (v->cli->jobs > 1 ? SANDBOX_THREADS : 0), &none, NULL) != ERR_OK)
		cli_warn(_("this system cannot fence the program in"));
	if (!tell_time(v, &now))
		cli_err(_("clock"), ERR_CLOCK);
	if (load_roster(v) && load_nonces(v) && load_trust(v))
		return;
	exit(cli_finish(v->cli, CLI_TROUBLE));
}

static bool
open_roster(struct verify *v)
{
	if (v->roster == NULL)
		return true;
	v->roster_fd = cli_open(v->roster, O_RDONLY);
	if (v->roster_fd >= 0)
		table_prepare(v->roster_fd);
	return v->roster_fd >= 0;
}

static bool
open_nonces(struct verify *v)
{
	return v->nonces_path == NULL || cli_well(v->nonces_path,
	    cli_read_file(v->nonces_path, NONCES_MAX_FILE, false,
	    &v->nonces_text));
}

static bool
open_seen(struct verify *v)
{
	return v->seen_path == NULL || cli_well(v->seen_path,
	    keeper_start(v->seen_path, SEEN_MAX, &v->seen));
}

/* What this machine's own readers sealed is believed as well. */
static bool
open_trust(struct verify *v)
{
	const struct shelf_terms t = { .report = say };
	struct buf path = { 0 };
	enum err e = shelf_paths_default(&v->paths,
	    settings_get(&v->cli->settings, "trust"),
	    cli_path(&path, "XDG_CONFIG_HOME", ".config", "trust") ?
	    buf_cstr(&path) : NULL);

	buf_reset(&path);
	if (e == ERR_OK && cli_state(&path, NULL)) {
		buf_add_str(&path, "/" STATION_SHARED);
		if (access(buf_cstr(&path), F_OK) == 0)
			e = shelf_paths_add(&v->paths, SHELF_USE_STATIONS,
			    buf_cstr(&path));
	}
	buf_release(&path);
	return cli_well("--trust", e) &&
	    shelf_open(&v->paths, &t, &v->shelf) == ERR_OK;
}

static void
set_at(struct cli *c, struct verify *v)
{
	if (moment_parse(slice_str(c->arg), &v->at) != ERR_OK)
		cli_usage(c, _("--at: write the time as YYYY-MM-DD or "
		    "YYYY-MM-DDTHH:MM"));
	v->at_given = true;
}

static void
set_check(struct cli *c, struct verify *v, bool forbid)
{
	const char *option = forbid ? "--forbid" : "--allow";
	enum err e = policy_override(&v->terms.policy, c->arg, forbid);

	if (e == ERR_NOT_FOUND)
		cli_usage(c, _("%s: no check has the name %s: see "
		    "cccd-checks(7)"), option, c->arg);
	if (e != ERR_OK)
		cli_usage(c, "%s: %s", option, _(err_str(e)));
}

static void
add_path(struct cli *c, struct verify *v, enum shelf_use use)
{
	if (shelf_paths_add(&v->paths, use, c->arg) != ERR_OK)
		cli_usage(c, _("too many of --trust and --crl"));
}

static void
set_option(struct cli *c, struct verify *v, int ch)
{
	switch (ch) {
	case OPT_TRUST:
		add_path(c, v, SHELF_USE_STORE);
		break;
	case OPT_CRL:
		add_path(c, v, SHELF_USE_CRLS);
		v->crls_wanted = true;
		break;
	case OPT_POLICY:
		if (policy_parse(c->arg, &v->terms.policy.level) != ERR_OK)
			cli_usage(c, _("--policy: say strict, icao or "
			    "lenient"));
		break;
	case OPT_ALLOW:
	case OPT_FORBID:
		set_check(c, v, ch == OPT_FORBID);
		break;
	case OPT_NONCE:
		if (nonces_add(&v->nonces, slice_str(c->arg)) != ERR_OK)
			cli_usage(c, _("--nonce: write 32 hexadecimal "
			    "digits"));
		break;
	case OPT_NONCES:
		v->nonces_path = c->arg;
		break;
	case OPT_MAX_AGE:
		if (date_parse_span(slice_str(c->arg),
		    &v->terms.max_age) != ERR_OK)
			cli_usage(c, _("--max-age: write a time such as 600, "
			    "10m, 2h or 1d"));
		break;
	case OPT_SEEN:
		v->seen_path = c->arg;
		break;
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

static void
release(struct verify *v)
{
	buf_release(&v->nonces_text);
	nonces_release(&v->nonces);
	shelf_paths_release(&v->paths);
	shelf_free(v->shelf);
	store_free(v->store);
	pubkey_tables_free(v->terms.tables);
	listing_free(v->listing);
	keeper_end(v->seen);
}

int
main(int argc, char **argv)
{
	struct verify v = { .terms = { .max_age = MAX_AGE,
	    .tables = pubkey_tables_new() } };
	struct cli c = { .prog = "cccd-verify", .operands = N_("[file ...]"),
	    .purpose = N_("Judge records of people and pass them on with the "
	    "verdict."), .opts = opts, .argc = argc, .argv = argv,
	    .open = open_folder, .open_ctx = &v, .counters = verdict_words };
	struct cli_records l = { .record = verify_record, .idle = sync_seen,
	    .opened = opened, .worker_new = worker_new,
	    .worker_free = worker_free, .ctx = &v };
	const char *no_color = getenv("NO_COLOR");
	enum cli_status s = CLI_TROUBLE;
	int ch;

	v.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &v, ch);
	v.people = isatty(STDOUT_FILENO) == 1;
	v.colour = no_color == NULL || no_color[0] == '\0';
	if (v.nonces.count > 0 || v.nonces_path != NULL)
		v.terms.nonces = &v.nonces;
	v.terms.jobs = c.jobs;
	if (v.seen_path != NULL && c.jobs > 1)
		cli_usage(&c, _("--seen needs one thread: leave out --jobs"));
	if (open_roster(&v) && open_nonces(&v) && open_seen(&v) &&
	    open_trust(&v))
		s = cli_each_record(&c, &l);
	if (!dump_feeds_end(&v.folders) || v.damaged)
		s = CLI_TROUBLE;
	release(&v);
	return cli_finish(&c, s);
}
