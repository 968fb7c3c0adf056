/* SPDX-License-Identifier: ISC */
/* The record of one code, members in the order of man/cccd-record.5. */
#include <string.h>

#include "base/base64.h"
#include "identity/expiry.h"
#include "identity/reading.h"
#include "record/json.h"
#include "text/utf8.h"

/* A clean record is some forty short pieces: what is plain is copied, only
 * the rest goes through the writer of record/json. */
static inline void
add(struct buf *b, const char *p, size_t n)
{
	if (b->cap - b->n < n)
		buf_grow(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* A member's name with its colon, and the comma that it needs. */
#define KEY(b, name) add_key(b, ",\"" name "\":", sizeof(name) + 3)

static inline void
add_key(struct buf *b, const char *text, size_t n)
{
	size_t skip = b->p[b->n - 1] == '{' ? 1 : 0;

	add(b, text + skip, n - skip);
}

static inline void
add_quoted(struct buf *b, struct slice s)
{
	add(b, "\"", 1);
	add(b, s.p, s.n);
	add(b, "\"", 1);
}

/* Text in NFC. */
static inline void
put_text(struct buf *b, const struct reading *r, struct slice text)
{
	struct buf nfc = { 0 };

	if (r->plain) {
		add_quoted(b, text);
		return;
	}
	if (utf8_nfc(&nfc, text) == ERR_OK)
		json_put(b, buf_slice(&nfc));
	else
		json_put(b, text);
	buf_wipe(&nfc);
}

static void
put_date(struct buf *b, struct date d)
{
	char text[DATE_MAX_TEXT];

	add_quoted(b, slice_str(date_format(d, text)));
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

/* Field 7 and beyond as they are; null where one is not UTF-8. */
static void
put_extra(struct buf *b, const struct reading *r)
{
	struct slice extra = r->card.extra, part;

	if (extra.p == NULL)
		return;
	KEY(b, "extra");
	add(b, "[", 1);
	while (slice_split(&extra, '|', &part)) {
		if (!r->plain) {
			if (utf8_is_valid(part))
				json_put(b, part);
			else
				json_put_raw(b, SLICE("null"));
			continue;
		}
		if (b->p[b->n - 1] != '[')
			add(b, ",", 1);
		add_quoted(b, part);
	}
	add(b, "]", 1);
}

static void
put_end(struct buf *b, bool never, struct date d)
{
	if (never)
		add(b, "\"never\"", 7);
	else
		put_date(b, d);
}

/* The code has no end of validity: what the law says is an estimate. */
static void
put_estimate(const struct reading *r, struct buf *b)
{
	struct expiry x;

	if (!expiry_estimate(r->dob, r->issued, &x))
		return;
	KEY(b, "expires_estimate");
	add(b, "{\"date\":", 8);
	put_end(b, x.never, x.date);
	KEY(b, "rule");
	add_quoted(b, slice_str(x.rule));
	if (x.alternative) {
		KEY(b, "alternatives");
		add(b, "[", 1);
		put_end(b, x.alt_never, x.alt_date);
		add(b, "]", 1);
	}
	add(b, "}", 1);
}

static void
put_qr(const struct reading *r, const struct payload_origin *o, struct buf *b)
{
	KEY(b, "qr");
	add(b, "{", 1);
	if (r->plain && r->raw.n == r->text.n && !r->repaired) {
		KEY(b, "raw");
		add_quoted(b, r->raw);
	} else
		put_raw(b, "raw", "raw_base64", r->raw);
	if (r->card.n == 7)
		add(b, ",\"model\":2021", 13);
	else if (r->card.n >= 10)
		add(b, ",\"model\":2024", 13);
	put_extra(b, r);
	if (r->transport != NULL) {
		KEY(b, "transport");
		add_quoted(b, slice_str(r->transport));
	}
	if (r->charset != NULL)
		json_pair_str(b, "charset", r->charset);
	if (r->candidates.p != NULL) {
		KEY(b, "candidates");
		json_put_raw(b, r->candidates);
	}
	if (r->repaired)
		add(b, ",\"repaired\":true", 16);
	if (r->needs_rescan)
		add(b, ",\"needs_rescan\":true", 20);
	put_estimate(r, b);
	if (o->position.p != NULL) {
		KEY(b, "position");
		json_put_raw(b, o->position);
	}
	add(b, "}", 1);
}

/* The members of the person, those that are there. */
static void
put_person(const struct reading *r, struct buf *b)
{
#define PUT(name, there, put)						\
	do {								\
		if (there) {						\
			KEY(b, name);					\
			put;						\
		}							\
	} while (0)
	PUT("id", r->id.p != NULL, add_quoted(b, r->id));
	PUT("old_id", r->old_id.p != NULL, add_quoted(b, r->old_id));
	PUT("cancelled_id", r->cancelled_id.p != NULL,
	    add_quoted(b, r->cancelled_id));
	PUT("name", r->name.p != NULL, put_text(b, r, r->name));
	PUT("dob", r->dob.y != 0, put_date(b, r->dob));
	PUT("sex", r->sex != 0, add(b, r->sex == 'M' ? "\"M\"" : "\"F\"", 3));
	PUT("residence", r->residence.p != NULL,
	    put_text(b, r, r->residence));
	PUT("father", r->father.p != NULL, put_text(b, r, r->father));
	PUT("mother", r->mother.p != NULL, put_text(b, r, r->mother));
	PUT("issued", r->issued.y != 0, put_date(b, r->issued));
#undef PUT
}

void
reading_write(const struct reading *r, const struct payload_origin *o,
    struct buf *b)
{
	buf_grow(b, 1024 + 3 * r->raw.n);
	add(b, "{", 1);
	put_person(r, b);
	KEY(b, "source");
	add(b, "\"qr\"", 4);
	if (o->from != NULL)
		json_pair_str(b, "from", o->from);
	put_notes(b, "repairs", r->repair, r->repairs);
	put_notes(b, "warnings", r->warning, r->warnings);
	put_qr(r, o, b);
	add(b, "}\n", 2);
}
