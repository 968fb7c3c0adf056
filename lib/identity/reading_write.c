/* SPDX-License-Identifier: ISC */
/* The record of one code, members in the order of man/cccd-record.5. */
#include "base/base64.h"
#include "identity/expiry.h"
#include "identity/reading.h"
#include "record/json.h"
#include "text/utf8.h"

/* Text in NFC under `key`; nothing where it is absent. */
static void
put_text(struct buf *b, const char *key, struct slice text)
{
	struct buf nfc = { 0 };

	if (text.p == NULL)
		return;
	if (utf8_nfc(&nfc, text) == ERR_OK)
		json_pair(b, key, buf_slice(&nfc));
	else
		json_pair(b, key, text);
	buf_wipe(&nfc);
}

static void
put_date(struct buf *b, const char *key, struct date d)
{
	char text[DATE_MAX_TEXT];

	if (d.y != 0)
		json_pair_str(b, key, date_format(d, text));
}

/* As it came where it is UTF-8, else as base64 under another key. */
static void
put_raw(struct buf *b, const char *key, const char *key64, struct slice raw)
{
	if (raw.p == NULL)
		return;
	if (utf8_is_valid(raw)) {
		json_pair(b, key, raw);
		return;
	}
	json_key(b, key64);
	buf_add_char(b, '"');
	base64_add(b, raw);
	buf_add_char(b, '"');
}

static void
put_notes(struct buf *b, const char *key, const struct note *n, size_t count)
{
	size_t i;

	if (count == 0)
		return;
	json_key(b, key);
	json_open(b, '[');
	for (i = 0; i < count; i++) {
		json_open(b, '{');
		json_pair_str(b, "field", n[i].field);
		put_raw(b, "from", "from_base64", n[i].from);
		put_raw(b, "to", "to_base64", n[i].to);
		json_pair_str(b, "why", n[i].why);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
put_extra(struct buf *b, struct slice extra)
{
	struct slice part;

	if (extra.p == NULL)
		return;
	json_key(b, "extra");
	json_open(b, '[');
	while (slice_split(&extra, '|', &part)) {
		if (utf8_is_valid(part))
			json_put(b, part);
		else
			json_put_raw(b, SLICE("null"));
	}
	json_close(b, ']');
}

static void
put_end(struct buf *b, bool never, struct date d)
{
	char text[DATE_MAX_TEXT];

	json_put_str(b, never ? "never" : date_format(d, text));
}

/* The code has no end of validity: what the law says is an estimate. */
static void
put_estimate(const struct reading *r, struct buf *b)
{
	struct expiry x;

	if (!expiry_estimate(r->dob, r->issued, &x))
		return;
	json_key(b, "expires_estimate");
	json_open(b, '{');
	json_key(b, "date");
	put_end(b, x.never, x.date);
	json_pair_str(b, "rule", x.rule);
	if (x.alternative) {
		json_key(b, "alternatives");
		json_open(b, '[');
		put_end(b, x.alt_never, x.alt_date);
		json_close(b, ']');
	}
	json_close(b, '}');
}

static void
put_qr(const struct reading *r, const struct payload_origin *o, struct buf *b)
{
	json_key(b, "qr");
	json_open(b, '{');
	put_raw(b, "raw", "raw_base64", r->raw);
	if (r->card.n == 7 || r->card.n >= 10) {
		json_key(b, "model");
		json_put_int(b, r->card.n == 7 ? 2021 : 2024);
	}
	put_extra(b, r->card.extra);
	if (r->transport != NULL)
		json_pair_str(b, "transport", r->transport);
	if (r->charset != NULL)
		json_pair_str(b, "charset", r->charset);
	if (r->candidates.p != NULL) {
		json_key(b, "candidates");
		json_put_raw(b, r->candidates);
	}
	if (r->repaired) {
		json_key(b, "repaired");
		json_put_bool(b, true);
	}
	if (r->needs_rescan) {
		json_key(b, "needs_rescan");
		json_put_bool(b, true);
	}
	put_estimate(r, b);
	if (o->position.p != NULL) {
		json_key(b, "position");
		json_put_raw(b, o->position);
	}
	json_close(b, '}');
}

void
reading_write(const struct reading *r, const struct payload_origin *o,
    struct buf *b)
{
	buf_add_char(b, '{');
	json_pair(b, "id", r->id);
	json_pair(b, "old_id", r->old_id);
	json_pair(b, "cancelled_id", r->cancelled_id);
	put_text(b, "name", r->name);
	put_date(b, "dob", r->dob);
	if (r->sex != 0)
		json_pair_str(b, "sex", r->sex == 'M' ? "M" : "F");
	put_text(b, "residence", r->residence);
	put_text(b, "father", r->father);
	put_text(b, "mother", r->mother);
	put_date(b, "issued", r->issued);
	json_pair_str(b, "source", "qr");
	if (o->from != NULL)
		json_pair_str(b, "from", o->from);
	put_notes(b, "repairs", r->repair, r->repairs);
	put_notes(b, "warnings", r->warning, r->warnings);
	put_qr(r, o, b);
	json_close(b, '}');
	buf_add_char(b, '\n');
}
