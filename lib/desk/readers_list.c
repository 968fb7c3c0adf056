/* SPDX-License-Identifier: ISC */
/* Lines for programs and sentences for people. */
#include "base/base64.h"
#include "chip/evidence.h"
#include "desk/readers_list.h"
#include "record/json.h"
#include "text/utf8.h"

static void
sentence(const struct pcsc_reader *r, const char *name, const char *atr,
    char *(*tr)(const char *), struct buf *out)
{
	if (r->state.card)
		buf_printf(out, "%s: %s (ATR %s)\n", name,
		    tr(N_("a card lies on it")), atr);
	else
		buf_printf(out, "%s: %s\n", name, r->state.broken ?
		    tr(N_("does not work")) : tr(N_("no card")));
}

void
readers_list(const struct pcsc_reader *r, char *(*tr)(const char *),
    struct buf *out)
{
	struct buf name = { 0 }, atr = { 0 };

	utf8_add_shown(&name, slice_str(r->name));
	hex_add(&atr, (struct slice){ (const char *)r->state.atr,
	    r->state.atr_n });
	if (tr != NULL) {
		sentence(r, buf_cstr(&name), buf_cstr(&atr), tr, out);
		goto out;
	}
	json_open(out, '{');
	json_pair(out, "reader", buf_slice(&name));
	json_key(out, "card");
	json_put_bool(out, r->state.card);
	if (r->state.broken) {
		json_key(out, "broken");
		json_put_bool(out, true);
	}
	if (atr.n > 0)
		json_pair(out, "atr", buf_slice(&atr));
	json_close(out, '}');
	buf_add_char(out, '\n');
out:
	buf_release(&name);
	buf_release(&atr);
}

void
readers_list_station(const uint8_t public[SIGN_PUBLIC],
    char *(*tr)(const char *), struct buf *out)
{
	char id[EVIDENCE_KEY_ID + 1];
	struct buf hex = { 0 };

	evidence_key_id(public, id);
	hex_add(&hex, (struct slice){ (const char *)public, SIGN_PUBLIC });
	if (tr != NULL)
		buf_printf(out, "%s %s, %s %s\n", tr(N_("this station: key")),
		    id, tr(N_("public half")), buf_cstr(&hex));
	else
		buf_printf(out, "{\"station\":{\"key_id\":\"%s\","
		    "\"public\":\"%s\"}}\n", id, buf_cstr(&hex));
	buf_release(&hex);
}
