/* SPDX-License-Identifier: ISC */
/* cccd-trust - who is believed, why, and how that changes */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "shelf/explain.h"
#include "shelf/how.h"
#include "shelf/intake.h"
#include "shelf/remove.h"

#define MAX_MATCHES 16

enum mode { MODE_LIST, MODE_ADD, MODE_REMOVE, MODE_EXPLAIN, MODE_HOW };
enum {
	OPT_LIST = 256, OPT_ADD, OPT_ANCHOR, OPT_REMOVE, OPT_EXPLAIN, OPT_HOW,
	OPT_TRUST, OPT_AT, OPT_JSON, OPT_TABLE
};

static const struct cli_opt opts[] = {
	{ OPT_LIST, "list", NULL, N_("what is believed (without another "
	    "option)") },
	{ OPT_ADD, "add", NULL, N_("take what is in the files into the "
	    "store") },
	{ OPT_ANCHOR, "anchor", "SHA-256", N_("with --add: make the "
	    "certificate or list with this fingerprint an anchor; ask: "
	    "show it and ask on the terminal") },
	{ OPT_REMOVE, "remove", "NAME", N_("believe no more what has this "
	    "SHA-256 (or its first digits) or key identifier") },
	{ OPT_EXPLAIN, "explain", NULL, N_("say who vouches for the signer "
	    "of a certificate, an EF.SOD or records, and by which path") },
	{ OPT_HOW, "how", NULL, N_("say how to get and check the authority "
	    "of the citizen card") },
	{ OPT_TRUST, "trust", "PATH", N_("a trust store, or a file to "
	    "believe (may be given again)") },
	{ OPT_AT, "at", "TIME", N_("as at TIME (YYYY-MM-DD HH:MM), not as "
	    "now") },
	{ OPT_JSON, "json", NULL, N_("records, also on a terminal") },
	{ OPT_TABLE, "table", NULL, N_("sentences, also in a pipe") },
	CLI_OPT_CONFIG,
	{ 0 }
};

struct trust {
	struct cli *cli;
	enum mode mode;
	bool chosen, ask, has_anchor, is_default;
	const char *remove;
	uint8_t anchor[32];
	struct shelf_paths paths;
	char *target;			/* the store that is changed */
	struct shelf_terms terms;
	struct show show;
	struct shelf *shelf;
	struct store *store;
	struct shelf_counts counts;
	/* operands or standard input, whole */
	struct buf *text;
	const char **name;
	size_t n;
};

static const char *
word(const char *text)
{
	return _(text);
}

static void
reported(void *ctx, const char *where, const char *why)
{
	(void)ctx;
	cli_warn("%s: %s", where, _(why));
}

static enum cli_status
read_operands(struct trust *t)
{
	static char dash[] = "-", *only_stdin[] = { dash, NULL };
	char **f = t->cli->files[0] != NULL ? t->cli->files : only_stdin;
	enum cli_status s = CLI_OK;
	struct buf text;
	enum err e;

	for (; *f != NULL; f++) {
		bool is_stdin = strcmp(*f, "-") == 0;
		const char *name = is_stdin ? _("standard input") : *f;

		text = (struct buf){ 0 };
		e = cli_read_file(is_stdin ? "/dev/stdin" : *f,
		    SHELF_MAX_FILE, false, &text);
		if (e != ERR_OK) {
			cli_err(name, e);
			s = CLI_TROUBLE;
			buf_release(&text);
			continue;
		}
		t->text = xreallocarray(t->text, t->n + 1, sizeof *t->text);
		t->name = xreallocarray(t->name, t->n + 1, sizeof *t->name);
		t->text[t->n] = text;
		t->name[t->n++] = name;
	}
	return s;
}

/* Everything is read: what is in it is looked at without any right. */
static void
fence(void)
{
	const struct sandbox_limits none = { 0 };

	if (sandbox_enter(SANDBOX_STDIO, &none, NULL) != ERR_OK)
		cli_warn(_("this system cannot fence the program in"));
}

/* ERR_DAMAGED: there is a store, and something is wrong with it. */
static enum err
load(struct trust *t)
{
	t->store = store_new();
	return shelf_load(t->shelf, &t->terms, t->store, &t->counts);
}

/* What is damaged there was said, and must not keep anybody from mending it. */
static bool
load_as_it_is(struct trust *t)
{
	enum err e = load(t);

	return e == ERR_OK || e == ERR_DAMAGED;
}

static enum cli_status
list(struct trust *t)
{
	enum err e = shelf_open(&t->paths, &t->terms, &t->shelf);

	if (e != ERR_OK)
		return CLI_TROUBLE;
	fence();
	e = load(t);
	if (e != ERR_OK && e != ERR_DAMAGED)
		return CLI_TROUBLE;
	show_store(&t->show, t->shelf, t->store, &t->counts);
	if (e == ERR_DAMAGED)
		return CLI_TROUBLE;
	if (t->counts.anchors + t->counts.known + t->counts.crls +
	    t->counts.stations > 0)
		return CLI_OK;
	cli_warn(_("nobody is believed here: cccd-trust --how says what to "
	    "do"));
	return CLI_NO;
}

static enum cli_status
explain(struct trust *t)
{
	struct explain x;
	enum cli_status s = read_operands(t);
	enum err e = shelf_open(&t->paths, &t->terms, &t->shelf);
	size_t i;

	if (e != ERR_OK)
		return CLI_TROUBLE;
	fence();
	e = load(t);
	if (e != ERR_OK && e != ERR_DAMAGED)
		return CLI_TROUBLE;
	explain_init(&x, t->store, &t->show, &t->terms);
	for (i = 0; i < t->n; i++)
		explain_file(&x, t->name[i], buf_slice(&t->text[i]));
	if (x.n == 0 && !x.damaged && s == CLI_OK)
		cli_warn(_("nothing there has a signer"));
	if (x.worst != SIGNER_ANCHORED || x.n == 0)
		s = cli_worse(s, CLI_NO);
	if (x.damaged || e == ERR_DAMAGED)
		s = CLI_TROUBLE;
	explain_release(&x);
	return s;
}

/* Shows what wants to be an anchor; the digits typed have to come from
 * somewhere else than from the file. */
static bool
ask_anchor(struct trust *t, struct intake_entry *e)
{
	struct buf b = { 0 }, answer = { 0 };
	struct slice typed;
	bool yes;

	cli_warn("%s: %.*s", e->from, (int)e->item.title.n,
	    e->item.title.p);
	show_add_groups(&b, e->item.sha256);
	cli_warn("SHA-256 %s", buf_cstr(&b));
	(void)cli_ask(_("type the SHA-256 that you got another way, or its "
	    "last 24 digits; nothing: no anchor"), &answer);
	typed = slice_trim(buf_slice(&answer));
	yes = shelf_fingerprint_typed(typed, e->item.sha256);
	if (!yes && typed.n > 0)
		cli_warn(_("%s: another fingerprint: no anchor"), e->from);
	if (yes)
		e->anchor = true;
	t->has_anchor = t->has_anchor || yes;
	buf_release(&b);
	buf_release(&answer);
	return yes;
}

static enum cli_status
choose_anchors(struct trust *t, struct intake *in)
{
	int tty;
	size_t i;

	if (t->ask) {
		tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
		if (tty < 0) {
			cli_warn(_("there is no terminal to ask on: give the "
			    "SHA-256 with --anchor"));
			return CLI_NO;
		}
		close(tty);
		for (i = 0; i < in->n; i++)
			if (in->entry[i].item.authority ||
			    in->entry[i].item.kind == CONTAINER_MASTER_LIST)
				(void)ask_anchor(t, &in->entry[i]);
		return CLI_OK;
	}
	if (!t->has_anchor || intake_make_anchor(in, t->anchor))
		return CLI_OK;
	cli_warn(_("no certificate or list there has the SHA-256 of --anchor: "
	    "it is another one, or not genuine; nothing is added"));
	return CLI_NO;
}

static void
added(void *ctx, const struct intake_entry *e, enum shelf_put what,
    const char *file)
{
	const struct trust *t = ctx;
	const struct show_thing thing = { show_kind(e->item.kind, e->anchor),
	    buf_slice(&e->item.title), e->item.sha256 };
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", t->target, file);
	show_done(&t->show, (int)what, &thing, buf_cstr(&path));
	buf_release(&path);
}

static enum cli_status
write_in(struct trust *t, const struct intake *in)
{
	struct shelf_change *c = NULL;
	const char *where = t->target;
	enum err e = shelf_change_begin(t->target, true, &c);

	if (e == ERR_OK)
		e = intake_write(in, c, moment_from_unix(t->terms.now).date,
		    added, t, &where);
	shelf_change_end(c);
	if (e == ERR_OK)
		return CLI_OK;
	cli_warn("%s: %s", where, _(shelf_change_advice(e)));
	return CLI_TROUBLE;
}

static enum cli_status
add(struct trust *t)
{
	struct intake in = { .n = 0 };
	enum cli_status s = read_operands(t);
	size_t i;

	/* the store may not be there before something is put into it */
	if (t->paths.n == 1 && access(t->target, F_OK) != 0)
		shelf_paths_release(&t->paths);
	for (i = 0; i < t->n; i++)
		if (intake_read(&in, t->name[i], buf_slice(&t->text[i]),
		    &t->terms) != ERR_OK)
			s = CLI_TROUBLE;
	if (s == CLI_OK &&
	    shelf_open(&t->paths, &t->terms, &t->shelf) != ERR_OK)
		s = CLI_TROUBLE;
	if (s == CLI_OK && !load_as_it_is(t))
		s = CLI_TROUBLE;
	if (s == CLI_OK)
		s = choose_anchors(t, &in);
	if (s == CLI_OK && !intake_vet(&in, t->store, &t->terms))
		s = CLI_NO;
	if (s == CLI_OK)
		s = write_in(t, &in);
	else
		cli_warn(_("nothing was added"));
	intake_release(&in);
	return s;
}

static enum cli_status
remove_match(struct trust *t, const struct shelf_match *m)
{
	struct shelf_change *c = NULL;
	const char *where = t->target;
	enum err e = shelf_change_begin(t->target, t->is_default, &c);

	if (e == ERR_OK)
		e = shelf_remove(c, t->shelf, m, &t->show, &t->terms, &where);
	shelf_change_end(c);
	if (e == ERR_OK)
		cli_warn("%s", _(shelf_remove_means(m->kind)));
	else
		cli_warn("%s: %s", where, _(shelf_change_advice(e)));
	return e == ERR_OK ? CLI_OK : CLI_TROUBLE;
}

static enum cli_status
remove_named(struct trust *t)
{
	struct shelf_match m[MAX_MATCHES];
	enum cli_status s = CLI_TROUBLE;
	size_t n = 0, i;
	enum err e;

	if (shelf_open(&t->paths, &t->terms, &t->shelf) != ERR_OK ||
	    !load_as_it_is(t))
		return CLI_TROUBLE;
	e = shelf_find(t->shelf, t->store, slice_str(t->remove), m,
	    MAX_MATCHES, &n);
	if (e != ERR_OK)
		cli_usage(t->cli, _("--remove: want a SHA-256 or at least "
		    "eight digits of it, or a key identifier"));
	if (n == 0) {
		cli_warn(_("%s: nothing here has this name"), t->remove);
		s = CLI_NO;
	} else if (n == 1)
		s = remove_match(t, &m[0]);
	else
		cli_warn(_("%s: more than one has this name: give the whole "
		    "SHA-256"), t->remove);
	for (i = 0; i < n && i < MAX_MATCHES; i++) {
		if (n > 1)
			cli_warn("%.*s", (int)m[i].title.n, m[i].title.p);
		shelf_match_release(&m[i]);
	}
	return s;
}

static void
set_mode(struct cli *c, struct trust *t, enum mode mode)
{
	if (t->chosen && t->mode != mode)
		cli_usage(c, _("one of --list, --add, --remove, --explain and "
		    "--how at a time"));
	t->mode = mode;
	t->chosen = true;
}

static void
set_at(struct cli *c, struct trust *t)
{
	struct moment m;

	if (moment_parse(slice_str(c->arg), &m) != ERR_OK)
		cli_usage(c, _("--%s: want YYYY-MM-DD HH:MM"), "at");
	t->terms.now = moment_to_unix(m);
	t->terms.has_now = true;
}

static void
set_option(struct cli *c, struct trust *t, int ch)
{
	switch (ch) {
	case OPT_ANCHOR:
		t->ask = strcmp(c->arg, "ask") == 0;
		t->has_anchor = !t->ask;
		if (!t->ask && shelf_fingerprint(slice_str(c->arg),
		    t->anchor) != ERR_OK)
			cli_usage(c, _("--anchor: want the 64 digits of a "
			    "SHA-256, or ask"));
		break;
	case OPT_REMOVE:
		t->remove = c->arg;
		set_mode(c, t, MODE_REMOVE);
		break;
	case OPT_TRUST:
		if (shelf_paths_add(&t->paths, SHELF_USE_STORE, c->arg) !=
		    ERR_OK)
			cli_usage(c, _("--trust: too many"));
		break;
	case OPT_AT:
		set_at(c, t);
		break;
	case OPT_JSON:
	case OPT_TABLE:
		t->show.people = ch == OPT_TABLE;
		break;
	default:
		set_mode(c, t, ch == OPT_ADD ? MODE_ADD :
		    ch == OPT_EXPLAIN ? MODE_EXPLAIN :
		    ch == OPT_HOW ? MODE_HOW : MODE_LIST);
		break;
	}
}

/* Which stores are looked at, and which one is changed. */
static void
set_paths(struct cli *c, struct trust *t)
{
	const char *setting = settings_get(&c->settings, "trust");
	struct buf user = { 0 };
	bool has_user = cli_path(&user, "XDG_CONFIG_HOME", ".config", "trust");
	bool changes = t->mode == MODE_ADD || t->mode == MODE_REMOVE;

	if (changes && t->paths.n > 1)
		cli_usage(c, _("--trust: one store is changed at a time"));
	t->is_default = t->paths.n == 0 && setting == NULL;
	if (t->paths.n > 0 || setting != NULL)
		t->target = xstrdup(t->paths.n > 0 ? t->paths.p[0] : setting);
	else if (geteuid() == 0 || !has_user)
		t->target = xstrdup(SHELF_SYSTEM);
	else
		t->target = xstrdup(buf_cstr(&user));
	if (shelf_paths_default(&t->paths, setting, has_user ? user.p :
	    NULL) != ERR_OK)
		cli_usage(c, _("--trust: too many"));
	buf_release(&user);
}

static enum cli_status
run(struct trust *t)
{
	switch (t->mode) {
	case MODE_ADD:
		return add(t);
	case MODE_REMOVE:
		return remove_named(t);
	case MODE_EXPLAIN:
		return explain(t);
	case MODE_HOW:
		buf_printf(cli_out(), "%s\n", _(SHELF_HOW));
		return CLI_OK;
	case MODE_LIST:
	default:
		return list(t);
	}
}

int
main(int argc, char **argv)
{
	struct trust t = { .show = { .people = isatty(STDOUT_FILENO) == 1,
	    .word = word, .done = cli_out_done, .out = cli_out() },
	    .terms.report = reported };
	struct cli c = { .prog = "cccd-trust", .operands = N_("[file ...]"),
	    .purpose = N_("List, explain and change who is believed when "
	    "cards are verified."), .opts = opts, .argc = argc,
	    .argv = argv };
	enum cli_status s;
	int ch;

	t.cli = &c;
	while ((ch = cli_next(&c)) != -1)
		set_option(&c, &t, ch);
	if (c.files[0] != NULL && t.mode != MODE_ADD &&
	    t.mode != MODE_EXPLAIN)
		cli_usage(&c, _("%s: takes no file"), c.files[0]);
	if ((t.ask || t.has_anchor) && t.mode != MODE_ADD)
		cli_usage(&c, _("--anchor goes with --add"));
	set_paths(&c, &t);
	if (!t.terms.has_now) {
		t.terms.now = (long long)time(NULL);
		t.terms.has_now = t.terms.now >= DATE_CLOCK_MIN;
		if (!t.terms.has_now)
			cli_err(_("clock"), ERR_CLOCK);
	}
	s = run(&t);
	shelf_free(t.shelf);
	store_free(t.store);
	shelf_paths_release(&t.paths);
	free(t.target);
	while (t.n > 0)
		buf_wipe(&t.text[--t.n]);
	free(t.text);
	free(t.name);
	return cli_finish(&c, s);
}
