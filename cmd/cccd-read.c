/* SPDX-License-Identifier: ISC */
/* cccd-read - read the chips of identity cards */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/mem.h"
#include "chip/card_record.h"
#include "cli/cli.h"
#include "desk/attend.h"
#include "desk/entropy.h"
#include "desk/key_input.h"
#include "desk/keys.h"
#include "desk/readers_list.h"

#define WAIT_MS 30000
#define LIMIT_MS 2500
#define MAX_MRZ 256
#define MAX_REPLAY (64u << 20)

enum {
	OPT_ID = 'i', OPT_READER = 'r', OPT_LIST = 'l', OPT_WATCH = 'w',
	OPT_CAN = 256, OPT_MRZ, OPT_DOCUMENT, OPT_BIRTH, OPT_EXPIRY, OPT_DESK,
	OPT_WAIT, OPT_TIMEOUT, OPT_PORTRAIT, OPT_NO_PORTRAIT, OPT_TRANSCRIPT,
	OPT_REPLAY, OPT_NONCE, OPT_STATE, OPT_END
};

static const struct cli_opt opts[] = {
	{ OPT_ID, "id", "NUMBER", N_("the 12 digits of the card; ps shows them"
	    " to all, standard input does not") },
	{ OPT_CAN, "can", "NUMBER", N_("a card access number of six digits") },
	{ OPT_MRZ, "mrz", "FILE", N_("the machine readable lines, in a file") },
	{ OPT_DOCUMENT, "document", "NUMBER", N_("or what stands in them: the"
	    " number, with --birth and --expiry") },
	{ OPT_BIRTH, "birth", "DATE", N_("birth, YYYY-MM-DD; or beside --id") },
	{ OPT_EXPIRY, "expiry", "DATE", N_("expiry, YYYY-MM-DD or never") },
	{ OPT_READER, "reader", "PART", N_("readers with PART in their name") },
	{ OPT_LIST, "list", NULL, N_("show readers and this station's key") },
	{ OPT_WATCH, "watch", NULL, N_("card after card, on all readers") },
	{ OPT_DESK, "desk", "NAME=READER", N_("keys from the file or device"
	    " NAME are for READER alone; repeatable") },
	{ OPT_WAIT, "wait", "SECONDS", N_("how long a key waits for its card"
	    " (default 30; 60 with --watch)") },
	{ OPT_TIMEOUT, "timeout", "SECONDS",
	    N_("how long one answer of the card may take (default 2.5)") },
	{ OPT_PORTRAIT, "portrait", "DIR",
	    N_("write the face into DIR, named by the number") },
	{ OPT_NO_PORTRAIT, "no-portrait", NULL,
	    N_("leave the face on the card: it takes most of the time") },
	{ OPT_TRANSCRIPT, "transcript", "FILE", N_("write all that is said into"
	    " a new FILE; it holds keys and a person") },
	{ OPT_REPLAY, "replay", "FILE", N_("read a transcript, no card") },
	{ OPT_NONCE, "nonce", "HEX",
	    N_("the verifier's challenge, 32 digits (default: random)") },
	{ OPT_STATE, "state", "DIR", N_("the folder of this station's key") },
	CLI_OPT_CONFIG,
	CLI_OPT_STRICT,
	{ 0 }
};

struct app {
	struct cli *c;
	const char *o[OPT_END];		/* what each was given; NULL: not */
	struct reader_job job;
	struct buf nonce;
	struct station station;
	struct password key;		/* of the options; kind NULL: none */
	struct attend a;
	struct attend_io io;
	struct key_input in;
	bool sentences, talk, invited;
	int signo;
	enum cli_status status;
};

static void
on_progress(void *ctx, enum lds_file f, unsigned percent)
{
	(void)ctx;
	cli_progress(_("reading, leave the card there"), lds_info(f)->name,
	    percent);
}

static void
worsen(struct app *p, enum err e)
{
	p->status = cli_worse(p->status, attend_is_trouble(e) ? CLI_TROUBLE :
	    CLI_NO);
}

static void
on_trouble(void *ctx, const char *reader, enum err e, uint16_t sw)
{
	struct app *p = ctx;

	if (reader == NULL)
		cli_warn("%s", _(attend_text(e)));
	else if ((e == ERR_REFUSED || e == ERR_NEEDS_MRZ) && sw != 0)
		cli_warn("%s: %s (%04X %s)", reader, _(attend_text(e)), sw,
		    _(apdu_sw_text(sw)));
	else
		cli_warn("%s: %s", reader, _(attend_text(e)));
	/* in a watch the key may still find its card */
	if (!p->a.watch || p->a.fixed != NULL)
		worsen(p, e);
}

/* The record that begins at `start` of the output is complete. */
static void
give_out(struct app *p, size_t start, const char *event, const char *after)
{
	if (p->sentences)
		cli_say_person(&p->in.r, cli_out(), start, event, after);
	cli_out_done();
}

/* A record goes out as it came but for the word of what went wrong. */
static void
give_out_unread(struct app *p, const struct record *r, enum err why)
{
	size_t start = cli_out()->n;

	card_record_failed(r, why, cli_out());
	give_out(p, start, _("chip not read"), NULL);
	worsen(p, why);
}

static void
on_unread(void *ctx, const struct keydesk_key *k, enum err why)
{
	struct app *p = ctx;
	size_t at;

	/* else it was said when it happened */
	if (p->a.watch || (why == ERR_NO_CARD && (!p->a.done || p->a.tried)))
		cli_bad_line(_("standard input"), k->number, _("not read"),
		    p->a.tried && !p->a.watch ? _("without --watch one card"
		    " is read") : _(attend_text(why)));
	if (record_parse(&p->in.r, buf_slice(&k->line), &at) == ERR_OK)
		give_out_unread(p, &p->in.r, why);
}

static void
on_keyless(void *ctx, unsigned long long number, const struct record *r,
    enum err e)
{
	cli_bad_line(_("standard input"), number, _("not read"),
	    e == ERR_NOT_FOUND ? _("the record has neither a number nor an"
	    " MRZ") : _("its number or MRZ is wrong"));
	give_out_unread(ctx, r, e);
}

static bool
on_bad_line(void *ctx, unsigned long long number, enum err e, size_t at,
    bool digits)
{
	struct app *p = ctx;

	p->status = CLI_TROUBLE;
	if (digits)
		cli_bad_line(_("standard input"), number, _("number"),
		    _("want 12 digits"));
	else
		cli_warn(_("%s:%llu: record, byte %zu: %s"),
		    _("standard input"), number, at + 1, _(err_str(e)));
	return !p->c->strict;
}

static void
save_portrait(struct app *p, const struct reader_event *ev)
{
	struct buf name = { 0 };
	enum err e;

	if (ev->picture.n == 0 || ev->name[0] == '\0')
		return;
	buf_printf(&name, "%s%s", ev->name, face_suffix(ev->kind));
	e = cli_save_file(p->o[OPT_PORTRAIT], buf_cstr(&name), ev->picture);
	if (e == ERR_DUPLICATE)
		cli_warn("%s: %s", p->o[OPT_PORTRAIT], _("another picture of"
		    " this number is there already and was kept: move it"
		    " away"));
	else if (e != ERR_OK)
		cli_err(p->o[OPT_PORTRAIT], e);
	p->status = e != ERR_OK ? CLI_TROUBLE : p->status;
	buf_wipe(&name);
}

static void
on_read(void *ctx, const struct reader_event *ev)
{
	struct app *p = ctx;
	size_t start = cli_out()->n;

	buf_add_slice(cli_out(), ev->line);
	give_out(p, start, _("card read"), _(reader_proofs(ev)));
	save_portrait(p, ev);
	if (!ev->unwritten)
		return;
	cli_err(p->o[OPT_TRANSCRIPT], ERR_IO);
	p->status = CLI_TROUBLE;
}

static void
on_ambiguous(void *ctx, const struct hall *h)
{
	struct app *p = ctx;
	struct buf names = { 0 };

	hall_names(h, READER_CARD, &names);
	cli_warn(_("cards lie on several readers, choose one with --reader:"
	    " %s"), buf_cstr(&names));
	buf_release(&names);
	p->status = CLI_TROUBLE;
}

/* Before it waits; on a terminal it says once what to do. */
static bool
on_idle(void *ctx)
{
	struct app *p = ctx;
	const struct hall *h = &p->a.hall;

	if (!p->talk || p->invited || hall_count(h, READER_STARTING) > 0)
		return cli_flush();
	p->invited = true;
	if (p->a.fixed == NULL && isatty(STDIN_FILENO) == 1)
		cli_warn("%s", _("type the 12 digits of the card and lay it"
		    " on the reader"));
	else if (h->n > 0 && hall_count(h, READER_EMPTY) == h->n)
		cli_warn("%s", _("lay the card on the reader"));
	return cli_flush();
}

static void
on_readable(void *ctx)
{
	struct app *p = ctx;

	if (key_input_read(&p->in, p->io.input, attend_now()) != ERR_OK) {
		cli_warn("%s: %s", _("standard input"), strerror(errno));
		p->status = CLI_TROUBLE;
	}
	if (p->in.eof)
		p->io.input = -1;
}

static void
run(struct app *p)
{
	enum attend_end end = attend_run(&p->a, &p->io, &p->signo);

	cli_progress(NULL, NULL, 0);
	if (end == ATTEND_LATE) {
		cli_warn("%s", _(err_str(ERR_NO_CARD)));
		p->status = cli_worse(p->status, CLI_NO);
	} else if (end == ATTEND_DEAF) {
		cli_warn("%s", _("standard output: nobody reads it any more"));
		p->status = CLI_TROUBLE;
	} else if (end == ATTEND_DONE && p->a.fixed == NULL && !p->in.any &&
	    !p->a.watch && p->status == CLI_OK) {
		cli_warn("%s", _("no number and no record came on standard"
		    " input: nothing was read"));
		p->status = CLI_NO;
	}
}

/* The key that the options give, if they do. False: said why not. */
static bool
option_key(struct app *p)
{
	struct keys_options k = { p->o[OPT_ID], p->o[OPT_CAN],
	    p->o[OPT_DOCUMENT], p->o[OPT_BIRTH], p->o[OPT_EXPIRY], { 0 } };
	const char *mrz = p->o[OPT_MRZ], *why = NULL;
	struct buf text = { 0 };
	enum err e = ERR_OK;

	if (mrz != NULL) {
		e = cli_read_file(strcmp(mrz, "-") == 0 ? "/dev/stdin" : mrz,
		    MAX_MRZ, false, &text);
		if (e != ERR_OK)
			cli_err(mrz, e);
		buf_add_char(&text, '\n');
		k.mrz = buf_slice(&text);
	}
	if (e == ERR_OK) {
		e = keys_from_options(&k, &p->key, &why);
		e = e == ERR_NOT_FOUND ? ERR_OK : e;
	}
	buf_wipe(&text);
	if (why != NULL && e != ERR_OK)
		cli_usage(p->c, "%s", _(why));
	return e == ERR_OK;
}

/* What does not go together: any of a with any of b. */
static void
check_modes(struct app *p)
{
	static const struct {
		int a[5], b[7];
		const char *why;
	} pairs[] = {
		{ { OPT_LIST, OPT_REPLAY, OPT_DESK }, { OPT_ID, OPT_CAN,
		    OPT_MRZ, OPT_DOCUMENT }, N_("--list, --replay and --desk"
		    " take no key from an option") },
		{ { OPT_LIST, OPT_REPLAY }, { OPT_WATCH, OPT_TRANSCRIPT,
		    OPT_NONCE, OPT_NO_PORTRAIT, OPT_READER, OPT_WAIT },
		    N_("--list and --replay read no card") },
		{ { OPT_LIST }, { OPT_REPLAY, OPT_PORTRAIT },
		    N_("--list reads no card") },
		{ { OPT_WATCH }, { OPT_TRANSCRIPT },
		    N_("--transcript is for one card: not with --watch") },
		{ { OPT_NO_PORTRAIT }, { OPT_PORTRAIT },
		    N_("--portrait and --no-portrait exclude each other") },
	};
	size_t i, k, m;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		for (k = 0; pairs[i].a[k] != 0; k++)
			for (m = 0; pairs[i].b[m] != 0; m++)
				if (p->o[pairs[i].a[k]] != NULL &&
				    p->o[pairs[i].b[m]] != NULL)
					cli_usage(p->c, "%s", _(pairs[i].why));
	if (p->o[OPT_DESK] != NULL && !p->a.watch)
		cli_usage(p->c, _("--desk goes with --watch"));
	if (p->c->files[0] != NULL)
		cli_usage(p->c, _("%s: records come on standard input"),
		    p->c->files[0]);
}

/* The challenge, the key of this station, what goes to the children. */
static bool
prepare(struct app *p)
{
	const char *nonce = p->o[OPT_NONCE], *limit = p->o[OPT_TIMEOUT];
	struct buf folder = { 0 };
	enum err e;

	if (nonce != NULL && (hex_read(&p->nonce, slice_str(nonce)) !=
	    ERR_OK || p->nonce.n != SESSION_NONCE))
		cli_usage(p->c, _("--nonce: want 32 digits of hex"));
	if (!cli_state(&folder, p->o[OPT_STATE]))
		cli_usage(p->c, _("no state folder: set HOME or give --state"));
	p->job = (struct reader_job){ .station = &p->station,
	    .nonce = (const uint8_t *)p->nonce.p,
	    .limit_ms = limit == NULL ? LIMIT_MS : (int)cli_milliseconds(p->c,
	    "timeout", limit, 100, 60000),
	    .no_portrait = p->o[OPT_NO_PORTRAIT] != NULL,
	    .picture = p->o[OPT_PORTRAIT] != NULL, .transcript = -1 };
	e = station_load(folder.p, &entropy, &p->station);
	if (p->station.bad != NULL)
		cli_warn("%s/%s: %s", folder.p, p->station.bad,
		    _(err_str(p->station.why)));
	buf_release(&folder);
	return e == ERR_OK;
}

/* One reader where one was asked for, and a new file for the transcript. */
static bool
open_live(struct app *p)
{
	const char *path = p->o[OPT_TRANSCRIPT];
	struct buf names = { 0 };
	enum err e = p->a.watch || p->o[OPT_READER] == NULL ? ERR_OK :
	    hall_choose(&p->a.hall, &names);

	if (e == ERR_DUPLICATE)
		cli_warn(_("--reader: several have that in their name: %s"),
		    buf_cstr(&names));
	else if (e != ERR_OK)
		cli_warn("%s", _(err_str(e)));
	buf_release(&names);
	if (e != ERR_OK || path == NULL)
		return e == ERR_OK;
	p->job.transcript = open(path, O_WRONLY | O_CREAT | O_EXCL |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	if (p->job.transcript < 0)
		cli_warn("%s: %s", path, strerror(errno));
	return p->job.transcript >= 0;
}

/* A transcript in the place of all readers. */
static bool
open_replay(struct app *p, struct buf *text)
{
	enum err e = cli_read_file(p->o[OPT_REPLAY], MAX_REPLAY, false, text);

	p->key.kind = "replay";
	p->a.next_look = 1;		/* no readers */
	if (e == ERR_OK) {
		p->job.replay = buf_slice(text);
		e = hall_add(&p->a.hall, p->o[OPT_REPLAY]);
	}
	if (e != ERR_OK)
		cli_err(p->o[OPT_REPLAY], e);
	return e == ERR_OK;
}

static void
read_cards(struct app *p)
{
	struct buf replay = { 0 };
	long long wait_ms = p->a.watch ? KEYDESK_PATIENCE_MS : WAIT_MS;
	sigset_t old;

	if (p->o[OPT_WAIT] != NULL)
		wait_ms = cli_milliseconds(p->c, "wait", p->o[OPT_WAIT], 100,
		    86400000);
	p->status = CLI_TROUBLE;
	if (!prepare(p) || !option_key(p))
		return;
	p->a.hall = (struct hall){ .job = &p->job, .part = p->o[OPT_READER] };
	p->io.signals = cli_signals(&old);
	if (p->o[OPT_REPLAY] != NULL ? open_replay(p, &replay) : open_live(p)) {
		p->status = CLI_OK;
		p->a.fixed = p->key.kind != NULL ? &p->key : NULL;
		p->io.input = p->a.fixed != NULL ? -1 : STDIN_FILENO;
		p->io.until = p->a.fixed != NULL && !p->a.watch ?
		    attend_now() + wait_ms : -1;
		keydesk_patience(p->a.keys, wait_ms);
		run(p);
	}
	buf_wipe(&replay);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static void
list(struct app *p)
{
	struct pcsc_reader readers[PCSC_MAX_READERS];
	char *(*tr)(const char *) = p->sentences ? gettext : NULL;
	size_t i, n = 0;
	enum err e = pcsc_list(readers, &n);

	for (i = 0; i < n; i++)
		readers_list(&readers[i], tr, cli_out());
	e = e == ERR_OK && n == 0 ? ERR_NO_READER : e;
	if (e != ERR_OK)
		cli_warn("%s", _(err_str(e)));
	if (!prepare(p))
		e = ERR_IO;
	else
		readers_list_station(p->station.public, tr, cli_out());
	if (e != ERR_OK)
		p->status = CLI_TROUBLE;
}

static void
add_desk(struct app *p)
{
	struct slice part = slice_str(p->c->arg), name;

	p->o[OPT_DESK] = p->c->arg;
	if (!slice_split(&part, '=', &name) || name.n == 0 || part.n == 0)
		cli_usage(p->c, _("--desk: want NAME=READER"));
	if (keydesk_tie(p->a.keys, name, part) != ERR_OK)
		cli_usage(p->c, _("--desk: too many"));
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "cccd-read", .operands = N_("[< records]"),
	    .purpose = N_("Read the chips of identity cards."), .opts = opts,
	    .argc = argc, .argv = argv };
	struct app p = { .c = &c, .sentences = isatty(STDOUT_FILENO) == 1,
	    .talk = isatty(STDERR_FILENO) == 1 };
	int ch, status;

	p.a.keys = p.in.keys = keydesk_new();
	p.a.calls = (struct attend_calls){ on_read, on_trouble, on_unread,
	    on_progress, on_ambiguous, &p };
	p.in.calls = (struct key_input_calls){ on_bad_line, on_keyless, &p };
	p.io = (struct attend_io){ .output = STDOUT_FILENO, .idle = on_idle,
	    .readable = on_readable, .ctx = &p };
	while ((ch = cli_next(&c)) != -1)
		if (ch == OPT_DESK)
			add_desk(&p);
		else
			p.o[ch] = c.arg != NULL ? c.arg : "";
	p.a.watch = p.o[OPT_WATCH] != NULL;
	check_modes(&p);
	if (p.o[OPT_LIST] != NULL)
		list(&p);
	else
		read_cards(&p);
	keydesk_free(p.a.keys);
	key_input_release(&p.in);
	password_wipe(&p.key);
	buf_release(&p.nonce);
	mem_wipe(&p.station, sizeof p.station);
	status = cli_finish(&c, p.status);
	if (p.signo != 0)
		raise(p.signo);
	return status;
}
