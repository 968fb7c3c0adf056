/* SPDX-License-Identifier: ISC */
/* cccd-read - read the chips of identity cards */
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "chip/card_pcsc.h"
#include "cli/cli.h"
#include "text/utf8.h"

enum {
	OPT_ID = 'i', OPT_READER = 'r', OPT_LIST = 'l', OPT_WATCH = 'w',
	OPT_CAN = 256, OPT_MRZ, OPT_DOCUMENT, OPT_BIRTH, OPT_EXPIRY, OPT_DESK,
	OPT_WAIT, OPT_TIMEOUT, OPT_PORTRAIT, OPT_NO_PORTRAIT, OPT_TRANSCRIPT,
	OPT_REPLAY, OPT_NONCE, OPT_STATE
};

static const struct cli_opt opts[] = {
	{ OPT_ID, "id", "NUMBER", N_("the 12 digits of the card; others on this"
	    " machine see them (better: on standard input)") },
	{ OPT_CAN, "can", "NUMBER", N_("the card access number, six digits") },
	{ OPT_MRZ, "mrz", "FILE",
	    N_("the lines of the machine readable zone (-: standard input)") },
	{ OPT_DOCUMENT, "document", "NUMBER",
	    N_("the number in the machine readable zone") },
	{ OPT_BIRTH, "birth", "DATE",
	    N_("the birth date, YYYY-MM-DD; also beside --id") },
	{ OPT_EXPIRY, "expiry", "DATE",
	    N_("the expiry date, YYYY-MM-DD, or never") },
	{ OPT_READER, "reader", "PART",
	    N_("only readers with PART in their name") },
	{ OPT_LIST, "list", NULL,
	    N_("show the readers and the key of this station") },
	{ OPT_WATCH, "watch", NULL,
	    N_("read one card after the other, on all readers at once") },
	{ OPT_DESK, "desk", "NAME=READER", N_("keys that come from the file or"
	    " device NAME are for that reader only (repeatable)") },
	{ OPT_WAIT, "wait", "SECONDS",
	    N_("how long to wait for the card (default 30)") },
	{ OPT_TIMEOUT, "timeout", "SECONDS",
	    N_("how long one answer of the card may take (default 2.5)") },
	{ OPT_PORTRAIT, "portrait", "DIR",
	    N_("write the face into DIR, named by the number") },
	{ OPT_NO_PORTRAIT, "no-portrait", NULL,
	    N_("leave the face on the card: most of the time goes into it") },
	{ OPT_TRANSCRIPT, "transcript", "FILE", N_("write everything that was"
	    " said to a new FILE; it holds keys and a person") },
	{ OPT_REPLAY, "replay", "FILE",
	    N_("read a transcript in place of a card; needs no reader") },
	{ OPT_NONCE, "nonce", "HEX",
	    N_("the verifier's challenge, 32 digits (default: random)") },
	{ OPT_STATE, "state", "DIR", N_("the folder with this station's key") },
	CLI_OPT_CONFIG,
	CLI_OPT_STRICT,
	{ 0 }
};

struct options {
	const char *id, *can, *mrz, *document, *birth, *expiry;
	const char *reader, *wait, *timeout, *portrait, *transcript, *replay,
	    *nonce, *state;
	bool list, watch, no_portrait;
};

static void
option(struct cli *c, struct options *o, int ch)
{
	struct {
		int ch;
		const char **text;
		bool *flag;
	} of[] = {
		{ OPT_ID, &o->id, NULL },
		{ OPT_CAN, &o->can, NULL },
		{ OPT_MRZ, &o->mrz, NULL },
		{ OPT_DOCUMENT, &o->document, NULL },
		{ OPT_BIRTH, &o->birth, NULL },
		{ OPT_EXPIRY, &o->expiry, NULL },
		{ OPT_READER, &o->reader, NULL },
		{ OPT_WAIT, &o->wait, NULL },
		{ OPT_TIMEOUT, &o->timeout, NULL },
		{ OPT_PORTRAIT, &o->portrait, NULL },
		{ OPT_TRANSCRIPT, &o->transcript, NULL },
		{ OPT_REPLAY, &o->replay, NULL },
		{ OPT_NONCE, &o->nonce, NULL },
		{ OPT_STATE, &o->state, NULL },
		{ OPT_LIST, NULL, &o->list },
		{ OPT_WATCH, NULL, &o->watch },
		{ OPT_NO_PORTRAIT, NULL, &o->no_portrait },
	};
	size_t i;

	for (i = 0; i < sizeof of / sizeof *of; i++)
		if (of[i].ch == ch && of[i].text != NULL)
			*of[i].text = c->arg;
		else if (of[i].ch == ch)
			*of[i].flag = true;
}

static void
show_reader(const struct pcsc_reader *r, bool sentence)
{
	struct buf *out = cli_out();
	struct buf name = { 0 }, atr = { 0 };

	utf8_add_shown(&name, slice_str(r->name));
	hex_add(&atr, (struct slice){ (const char *)r->state.atr,
	    r->state.atr_n });
	if (sentence && r->state.card)
		buf_printf(out, _("%s: a card lies on it (ATR %s)\n"),
		    buf_cstr(&name), buf_cstr(&atr));
	else if (sentence)
		buf_printf(out, r->state.broken ? _("%s: does not work\n") :
		    _("%s: no card\n"), buf_cstr(&name));
	else {
		json_open(out, '{');
		json_pair(out, "reader", buf_slice(&name));
		json_key(out, "card");
		json_put_bool(out, r->state.card);
		if (atr.n > 0)
			json_pair(out, "atr", buf_slice(&atr));
		json_close(out, '}');
		buf_add_char(out, '\n');
	}
	buf_release(&name);
	buf_release(&atr);
}

static enum cli_status
list(void)
{
	struct pcsc_reader readers[PCSC_MAX_READERS];
	bool sentence = isatty(STDOUT_FILENO) == 1;
	size_t i, n = 0;
	enum err e = pcsc_list(readers, &n);

	for (i = 0; i < n; i++)
		show_reader(&readers[i], sentence);
	if (e == ERR_OK && n == 0)
		e = ERR_NO_READER;
	if (e != ERR_OK)
		cli_warn("%s", _(err_str(e)));
	return e != ERR_OK ? CLI_TROUBLE : CLI_OK;
}

int
main(int argc, char **argv)
{
	struct cli c = { .prog = "cccd-read", .operands = N_("[< records]"),
	    .purpose = N_("Read the chips of identity cards."), .opts = opts,
	    .argc = argc, .argv = argv };
	struct options o = { 0 };
	enum cli_status s = CLI_TROUBLE;
	int ch;

	while ((ch = cli_next(&c)) != -1)
		option(&c, &o, ch);
	if (c.files[0] != NULL)
		cli_usage(&c, _("%s: this tool takes no file"), c.files[0]);
	if (!o.list)
		cli_usage(&c, _("reading is not built in yet: only --list"));
	s = list();
	return cli_finish(&c, s);
}
