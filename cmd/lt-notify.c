/* SPDX-License-Identifier: ISC */
/* lt-notify - queue lodging notices and file them with the portal */
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "stay/ask.h"
#include "stay/catalogue_cache.h"
#include "stay/config.h"
#include "stay/group.h"
#include "stay/send.h"
#include "stay/settle.h"
#include "text/utf8.h"

#define OTHERS_S 40		/* for a stay that another run is sending */

enum {
	OPT_ROOM = 'r', OPT_NIGHTS = 'n', OPT_REASON = 256, OPT_REASON_TEXT,
	OPT_PHONE, OPT_ARRIVE, OPT_LEAVE, OPT_PERMITTED, OPT_NOTE, OPT_BASIS,
	OPT_FILE_ANYWAY, OPT_CORRECT, OPT_QUEUE_ONLY, OPT_FLUSH, OPT_DRY_RUN,
	OPT_MANUAL, OPT_SETTLED, OPT_STATE
};

static const struct cli_opt opts[] = {
	{ OPT_ROOM, "room", "ROOM", N_("the room of these guests") },
	{ OPT_NIGHTS, "nights", "N", N_("they leave N days after arrival, at"
	    " 12:00 (1 to 29)") },
	{ OPT_REASON, "reason", "N",
	    N_("the portal's number of the reason (default 1, tourism)") },
	{ OPT_REASON_TEXT, "reason-text", "TEXT",
	    N_("the reason in words, for reason 20") },
	{ OPT_PHONE, "phone", "NUMBER", N_("a telephone number") },
	{ OPT_ARRIVE, "arrive", "TIME",
	    N_("arrival: YYYY-MM-DD HH:MM, or HH:MM today (default now)") },
	{ OPT_LEAVE, "leave", "TIME",
	    N_("planned leave: YYYY-MM-DD (12:00) or YYYY-MM-DD HH:MM") },
	{ OPT_PERMITTED, "permitted-until", "DATE",
	    N_("the permitted stay of a foreigner: YYYY-MM-DD") },
	{ OPT_NOTE, "note", "TEXT", N_("a remark for the portal") },
	{ OPT_BASIS, "basis", "WORD",
	    N_("lawful basis: duty or consent (coaches must say it)") },
	{ OPT_FILE_ANYWAY, "file-anyway", NULL,
	    N_("also guests whose card was refused or badly scanned") },
	{ OPT_CORRECT, "correct", NULL,
	    N_("replace what is queued for the same guest and day") },
	{ OPT_QUEUE_ONLY, "queue-only", NULL, N_("queue, send nothing") },
	{ OPT_FLUSH, "flush", NULL,
	    N_("send once what waits in the outbox; reads no input") },
	{ OPT_DRY_RUN, "dry-run", NULL,
	    N_("check, print what would be sent, write nothing") },
	{ OPT_MANUAL, "manual", NULL,
	    N_("ask on the terminal for guests without a card") },
	{ OPT_SETTLED, "settled", NULL,
	    N_("these stays were settled by hand: send nothing more") },
	{ OPT_STATE, "state", "DIR", N_("the folder of the outbox") },
	CLI_OPT_CONFIG,
	CLI_OPT_STRICT,
	{ 0 }
};

struct notify {
	struct cli *c;
	struct stay_defaults d;
	const char *state_option, *account;
	struct buf folder;
	struct settings credentials;
	struct catalogue_cache codes;
	struct buf cache;		/* the folder of `codes` */
	struct group g;
	struct kbtt *portal;
	bool file_anyway, correct, queue_only, flush, dry_run, manual;
	bool sentences;
	bool broken, mute, said;	/* outbox gone; no portal; and why */
	bool settled, others;		/* others: some that have no line */
	long long quiet_until;		/* group_ms: no answer before */
	enum cli_status status;		/* of what has no line */
};

static long long
now_s(void)
{
	return (long long)time(NULL);
}

/* The outbox failed: nothing more is queued or echoed. */
static enum cli_status
broken(struct notify *n, enum err e)
{
	cli_err_advice(n->folder.p, e, outbox_advice(e));
	if (n->g.o != NULL)
		outbox_rollback(n->g.o);
	n->broken = true;
	n->c->strict = true;		/* ends the loop over records */
	n->status = CLI_TROUBLE;
	return CLI_TROUBLE;
}

/* Tells of a stay that came from no input: --flush. */
static void
tell(void *ctx, const struct outbox_row *row)
{
	struct notify *n = ctx;

	if (row->state != STATE_FILED && !group_holds(&n->g, row->id)) {
		n->others = true;
		n->status = cli_worse(n->status, CLI_NO);
	}
	if (!n->flush)
		return;
	if (n->sentences)
		outbox_say(row, now_s(), false, gettext, cli_out());
	else if (outbox_record(row, now_s(), cli_out()) != ERR_OK)
		n->status = CLI_TROUBLE;
	cli_out_done();
}

/* The portal, at the first need. Without one all is kept in the outbox. */
static void
connect_portal(struct notify *n)
{
	const char *key = NULL;

	if (n->portal != NULL || config_connect(&n->c->settings,
	    &n->credentials, &n->portal, &key) == ERR_OK)
		return;
	n->mute = n->said = true;
	n->status = CLI_TROUBLE;
	cli_warn(_("%s: is missing or wrong: set it in the settings or the"
	    " credentials file; nothing was sent, all is queued"), key);
}

static void
explain(struct notify *n, enum send_end end, struct buf *answer)
{
	struct slice rest = slice_str(buf_cstr(answer));
	const char *ours = kbtt_said(&rest);

	if (end == SEND_ALL)
		return;
	cli_warn("%s", _(send_end_text(end)));
	if (answer->n > 0)
		cli_warn("%s: %s%s", _("portal"), ours != NULL ? _(ours) : "",
		    rest.p);
	n->said = true;
	n->quiet_until = group_ms() + send_pause_ms(end);
	n->status = cli_worse(n->status, CLI_NO);
}

/* After the guests, who have a deadline. Codes that cannot be had or kept are
 * not checked here, but by the portal. */
static void
renew_codes(struct notify *n)
{
	enum err e = n->cache.n == 0 ? ERR_OK :
	    catalogue_cache_refresh(n->portal, n->cache.p, now_s());

	if (e != ERR_OK)
		cli_warn(_("%s: the portal's lists could not be renewed: %s"),
		    n->cache.p, _(err_str(e)));
	buf_reset(&n->cache);		/* once in a run */
}

static void
send_all(struct notify *n)
{
	struct send s = { n->g.o, NULL, n->account, now_s, tell, n };
	enum send_end end = SEND_ALL;
	struct buf answer = { 0 };
	enum err e;

	if (n->mute || group_ms() < n->quiet_until)
		return;
	connect_portal(n);
	if (n->portal == NULL)
		return;
	s.k = n->portal;
	e = send_due(&s, &end, &answer);
	if (e != ERR_OK)
		(void)broken(n, e);
	else
		explain(n, end, &answer);
	if (e == ERR_OK && end == SEND_ALL)
		renew_codes(n);
	buf_wipe(&answer);
}

/* Gives back one record with its state, as a line or a sentence. */
static enum err
echo(struct notify *n, size_t i)
{
	struct outbox_row row;
	struct slice line;
	enum err e = group_get(&n->g, i, n->queue_only ? 0 : OTHERS_S, &line,
	    &row);

	if (e == ERR_OK && row.id != 0 && row.state != STATE_FILED &&
	    !n->queue_only)
		n->status = cli_worse(n->status, CLI_NO);
	if (e == ERR_OK && !n->sentences)
		e = group_echo(line, &row, now_s(), cli_out());
	else if (e == ERR_OK && row.id != 0)
		outbox_say(&row, now_s(), n->queue_only, gettext, cli_out());
	cli_out_done();
	return e;
}

/* The group becomes durable, is sent, and only then echoed. */
static enum cli_status
settle(void *ctx)
{
	struct notify *n = ctx;
	enum err e = ERR_OK;
	size_t i;

	if ((n->g.n == 0 && !n->g.open) || n->broken)
		return n->status;
	e = group_commit(&n->g);
	if (e == ERR_OK && !n->queue_only)
		send_all(n);
	for (i = 0; i < n->g.n && e == ERR_OK && !n->broken && !cli_failed();
	    i++)
		e = echo(n, i);
	group_reset(&n->g);
	if (n->others && !n->said)
		cli_warn("%s", _("not every notice is filed: see lt-status"));
	n->others = n->said = false;
	return e != ERR_OK ? broken(n, e) : n->status;
}

static enum cli_status
queue(struct notify *n, const char *file, unsigned long long number,
    const struct record *r, const struct stay *s)
{
	struct outbox_add a = { n->account, s, n->correct, now_s() };
	struct outbox_row row;
	enum err e = group_add(&n->g, &a, r->line, &row);

	if (row.id != 0 && (e == ERR_DUPLICATE || e == ERR_BUSY)) {
		cli_bad_line(file, number, _("stay"),
		    _(outbox_conflict(e, &row)));
		return CLI_TROUBLE;
	}
	if (e != ERR_OK)
		return broken(n, e);
	return group_is_due(&n->g) ? settle(n) : CLI_OK;
}

/* --settled: a person has seen to this one. */
static enum cli_status
settled(struct notify *n, const char *file, unsigned long long number,
    struct record *r)
{
	struct stay_problem why = { NULL, NULL };
	struct outbox_row row;
	enum err e = settle_record(n->g.o, r, now_s(), &row, &why);

	if (e == ERR_OK) {
		group_pass(&n->g, r->line, row.id);
		return group_is_due(&n->g) ? settle(n) : CLI_OK;
	}
	if (why.field == NULL)
		return broken(n, e);
	cli_bad_line(file, number, why.field, _(why.why));
	return e == ERR_NOT_FOUND ? CLI_NO : CLI_TROUBLE;
}

static enum cli_status
one_record(void *ctx, const char *file, unsigned long long number,
    struct record *r)
{
	struct notify *n = ctx;
	struct stay_problem why = { "stay", "" };
	struct stay s = { 0 };
	enum cli_status status = CLI_OK;

	if (n->broken)
		return CLI_TROUBLE;
	if (n->settled)
		return settled(n, file, number, r);
	if (!n->file_anyway && stay_is_held(r, &why)) {
		cli_bad_line(file, number, why.field, _(why.why));
		if (!n->dry_run)
			group_pass(&n->g, r->line, 0);
		return CLI_NO;
	}
	if (stay_from_record(r, &n->d, now_s(), &s, &why) != ERR_OK) {
		cli_bad_line(file, number, why.field, _(why.why));
		return CLI_TROUBLE;
	}
	if (!catalogue_check(n->codes.set, &s, &why))
		cli_bad_line(file, number, why.field, _(why.why));
	if (n->dry_run) {
		kbtt_body(&s, cli_out());
		buf_add_char(cli_out(), '\n');
		cli_out_done();
	} else
		status = queue(n, file, number, r, &s);
	stay_release(&s);
	return status;
}

/* Asks until one guest is complete; false at the end of the guests. */
static bool
ask_guest(struct notify *n, struct ask *a)
{
	struct buf answer = { 0 };
	const char *q, *why;

	ask_start(a, &n->d);
	while ((q = ask_question(a)) != NULL) {
		if (!cli_ask(_(q), &answer) ||
		    (ask_is_first(a) && answer.n == 0))
			break;
		why = ask_answer(a, buf_slice(&answer), now_s());
		if (why != NULL)
			cli_warn("%s", _(why));
	}
	buf_wipe(&answer);
	return q == NULL;
}

/* Typed guests: questions on the terminal, then records as from a card. */
static enum cli_status
by_hand(struct notify *n)
{
	struct record r = { 0 };
	struct buf line = { 0 };
	struct ask a = { 0 };
	unsigned long long guest = 0;
	enum cli_status s = CLI_OK;
	size_t at;

	while (!n->broken && !cli_failed() && ask_guest(n, &a)) {
		buf_reset(&line);
		ask_record(&a, &line);
		if (record_parse(&r, buf_slice(&line), &at) == ERR_OK)
			s = cli_worse(s, one_record(n, _("terminal"), ++guest,
			    &r));
		else
			s = CLI_TROUBLE;
		s = cli_worse(s, settle(n));
		(void)cli_flush();
	}
	ask_release(&a);
	buf_wipe(&line);
	record_release(&r);
	return s;
}

/* The 0600 file with the account. It may be missing as long as nothing is to
 * be sent; then the account is not known yet. */
static void
read_credentials(struct notify *n)
{
	enum err e = cli_settings(settings_get(&n->c->settings, "credentials"),
	    "credentials", true, &n->credentials);

	if (e == ERR_OK || (e == ERR_NOT_FOUND && n->queue_only))
		return;
	cli_warn(_("credentials: cannot be used (see FILES in the manual):"
	    " nothing is sent, all is queued"));
	n->mute = n->said = true;
	n->status = CLI_TROUBLE;
}

static void
configure(struct notify *n)
{
	const char *bad = NULL, *want = NULL;

	if (config_defaults(&n->c->settings, &n->d, &bad, &want) != ERR_OK)
		cli_usage(n->c, _("settings: %s: want %s"), bad, _(want));
	if (!cli_state(&n->folder, n->state_option))
		cli_usage(n->c, _("no state folder: set HOME or give --state"));
	if (!n->dry_run)
		read_credentials(n);
	if (cli_path(&n->cache, "XDG_CACHE_HOME", ".cache", "portal"))
		catalogue_cache_load(&n->codes, n->cache.p);
	n->account = config_account(&n->c->settings, &n->credentials);
}

static void
option(struct cli *c, struct notify *n, int ch)
{
	struct {
		int ch;
		const char **text;
		bool *flag;
	} of[] = {
		{ OPT_ROOM, &n->d.room, NULL },
		{ OPT_REASON, &n->d.reason, NULL },
		{ OPT_REASON_TEXT, &n->d.reason_text, NULL },
		{ OPT_PHONE, &n->d.phone, NULL },
		{ OPT_ARRIVE, &n->d.arrive, NULL },
		{ OPT_LEAVE, &n->d.leave, NULL },
		{ OPT_PERMITTED, &n->d.permitted_until, NULL },
		{ OPT_NOTE, &n->d.note, NULL },
		{ OPT_BASIS, &n->d.basis, NULL },
		{ OPT_STATE, &n->state_option, NULL },
		{ OPT_FILE_ANYWAY, NULL, &n->file_anyway },
		{ OPT_CORRECT, NULL, &n->correct },
		{ OPT_QUEUE_ONLY, NULL, &n->queue_only },
		{ OPT_FLUSH, NULL, &n->flush },
		{ OPT_DRY_RUN, NULL, &n->dry_run },
		{ OPT_MANUAL, NULL, &n->manual },
		{ OPT_SETTLED, NULL, &n->settled },
	};
	size_t i;

	if (ch == OPT_NIGHTS)
		n->d.nights = (int)cli_number(c, "nights", c->arg, 1,
		    STAY_MAX_NIGHTS);
	for (i = 0; i < sizeof of / sizeof *of; i++)
		if (of[i].ch == ch && of[i].text != NULL)
			*of[i].text = c->arg;
		else if (of[i].ch == ch)
			*of[i].flag = true;
}

static void
flush(struct notify *n)
{
	enum err e = outbox_hurry(n->g.o, n->account, now_s());
	bool unsent = false, sending = false;

	if (e == ERR_OK)
		send_all(n);
	if (e == ERR_OK && !n->broken)
		e = outbox_unsent(n->g.o, &unsent, &sending);
	if (e != ERR_OK)
		(void)broken(n, e);
	else if (unsent || n->others) {
		if (!n->said)
			cli_warn("%s", n->others || sending ?
			    _("not every notice is filed: see lt-status") :
			    _("some notices wait for a person: see lt-status"));
		n->status = cli_worse(n->status, CLI_NO);
	}
}

static enum cli_status
run(struct notify *n)
{
	struct cli_records l = { .record = one_record, .idle = settle,
	    .ctx = n };
	enum err e = n->dry_run ? ERR_OK : outbox_open(n->folder.p, &n->g.o);

	if (e != ERR_OK)
		return broken(n, e);
	if (n->flush)
		flush(n);
	else if (n->manual)
		return by_hand(n);
	else
		return cli_each_record(n->c, &l);
	return n->status;
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "lt-notify", .operands = N_("[file ...]"),
	    .purpose = N_("File lodging notices for the guests on standard"
	    " input."), .opts = opts, .argc = argc, .argv = argv };
	struct notify n = { .c = &c, .d.nights = -1,
	    .sentences = isatty(STDOUT_FILENO) == 1 };
	enum cli_status s;
	int ch;

	while ((ch = cli_next(&c)) != -1)
		option(&c, &n, ch);
	if (n.flush && (c.files[0] != NULL || n.manual || n.queue_only ||
	    n.dry_run))
		cli_usage(&c, _("--flush reads no input and sends: it takes"
		    " no file and no other mode"));
	if (n.manual && c.files[0] != NULL)
		cli_usage(&c, _("--manual asks on the terminal: it takes no"
		    " file"));
	if (n.settled && (n.flush || n.manual || n.dry_run))
		cli_usage(&c, _("--settled sends and asks nothing: it takes no"
		    " other mode"));
	n.queue_only = n.queue_only || n.settled;
	configure(&n);
	s = cli_worse(run(&n), n.status);
	group_release(&n.g);
	outbox_close(n.g.o);
	kbtt_free(n.portal);
	settings_release(&n.credentials);
	catalogue_cache_release(&n.codes);
	buf_release(&n.cache);
	buf_release(&n.folder);
	return cli_finish(&c, s);
}
