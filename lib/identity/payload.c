/* SPDX-License-Identifier: ISC */
/* What a code is, and a card's code into a record. */
#include <string.h>

#include "identity/payload.h"
#include "identity/reading.h"
#include "identity/scanner.h"
#include "text/utf8.h"

#define BOM "\357\273\277"
#define BHYT_NUMBER 15	/* group letters, benefit level, twelve digits */

/* Without byte order mark and line end: neither belongs to the fields. */
static struct slice
body_of(struct slice raw)
{
	if (slice_starts(raw, BOM)) {
		raw.p += 3;
		raw.n -= 3;
	}
	while (raw.n > 0 && (raw.p[raw.n - 1] == '\n' ||
	    raw.p[raw.n - 1] == '\r' || raw.p[raw.n - 1] == '\0'))
		raw.n--;
	return raw;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* ^[A-Z]{2}[1-5][0-9]{12}$ in the first of several fields. */
static bool
is_bhyt(const struct card *c)
{
	struct slice s = c->f[0];

	return c->n > 1 && s.n == BHYT_NUMBER && is_upper(s.p[0]) &&
	    is_upper(s.p[1]) && s.p[2] >= '1' && s.p[2] <= '5' &&
	    slice_digits((struct slice){ s.p + 3, s.n - 3 });
}

/* What the app's code holds is not published; one that names the app is known
 * by that, any other is PAYLOAD_OTHER. */
static bool
is_vneid(struct slice s)
{
	size_t i;

	for (i = 0; i + 5 <= s.n; i++)
		if (strncasecmp(s.p + i, "vneid", 5) == 0)
			return true;
	return false;
}

static enum payload_kind
kind_of(struct slice body, const struct card *c)
{
	if (slice_is(c->f[CARD_ID], "000000000000") && c->n >= 2 &&
	    slice_is(c->f[CARD_OLD_ID], "123456789"))
		return PAYLOAD_TEST;
	if (card_is_shape(c))
		return PAYLOAD_CARD;
	if (is_bhyt(c))
		return PAYLOAD_BHYT;
	if (c->n == 1 && slice_starts(body, "000201"))
		return PAYLOAD_VIETQR;
	return is_vneid(body) ? PAYLOAD_VNEID : PAYLOAD_OTHER;
}

enum payload_kind
payload_kind(struct slice raw)
{
	struct slice body = body_of(raw);
	struct card c;

	if (raw.n > PAYLOAD_MAX_BYTES)
		return PAYLOAD_OTHER;
	card_cut(body, &c);
	return kind_of(body, &c);
}

const char *
payload_kind_name(enum payload_kind k)
{
	static const char *const names[] = {
		[PAYLOAD_CARD] = N_("a citizen card"),
		[PAYLOAD_VNEID] = N_("a passing code of the VNeID app"),
		[PAYLOAD_BHYT] = N_("a health insurance card (BHYT)"),
		[PAYLOAD_VIETQR] = N_("a bank transfer code (VietQR)"),
		[PAYLOAD_TEST] = N_("the test code of cccd-qr --doctor"),
		[PAYLOAD_OTHER] = N_("a code that is not a citizen card's"),
	};

	return names[k];
}

/* Which fields a repair changed; the whole code where their number did. */
static void
list_repairs(struct reading *r, struct slice before, const char *why)
{
	static const char *const names[CARD_FIELDS] = { "id", "old_id", "name",
	    "dob", "sex", "residence", "issued", "cancelled_id", "father",
	    "mother", "qr" };
	struct card c;
	unsigned i;

	card_cut(before, &c);
	if (c.n != r->card.n) {
		reading_repair(r, "qr", before, r->text, why);
		return;
	}
	for (i = 0; i < CARD_FIELDS && i < c.n; i++)
		if ((r->doubtful & 1u << i) == 0 &&
		    !slice_eq(c.f[i], r->card.f[i]))
			reading_repair(r, names[i], c.f[i], r->card.f[i], why);
}

static void
warn_no_marks(struct reading *r)
{
	reading_warn(r, "qr", (struct slice){ NULL, 0 },
	    N_("no marks on any letter: the scanner may have lost them"));
	r->needs_rescan = true;
}

/* A code that a scanner typed and that is not clean. */
static void
read_damaged(struct reading *r, struct scanner_result *s)
{
	struct slice before, prefix, suffix;
	const struct slice none = { "", 0 };
	bool proof = false;

	scanner_read(r->text, s);
	before = scanner_frame(r->text, &prefix, &suffix);
	reading_set_text(r, s->text);
	if (s->prefix.n > 0)
		reading_repair(r, "qr", s->prefix, none,
		    N_("the scanner's prefix taken off"));
	if (s->suffix.n > 0)
		reading_repair(r, "qr", s->suffix, none,
		    N_("the scanner's suffix taken off"));
	if (s->repair == NULL)
		return;
	r->transport = s->repair->transport;
	r->doubtful = s->t.doubtful;
	if (s->t.candidates.n > 0)
		r->candidates = buf_slice(&s->t.candidates);
	list_repairs(r, before, s->repair->why);
	if (card_is_sound(&r->card, r->doubtful, &proof) && !proof &&
	    r->doubtful == 0)
		warn_no_marks(r);
}

/* The texts that hold what no card's text holds. */
static unsigned
unsound_texts(const struct card *c)
{
	bool proof = false;
	unsigned i, bad = 0;

	for (i = 0; i < CARD_FIELDS; i++)
		if ((CARD_TEXTS & 1u << i) != 0 && c->f[i].n > 0 &&
		    !(i == CARD_RESIDENCE ?
		    card_place_is_sound(c->f[i], &proof) :
		    card_name_is_sound(c->f[i], &proof)))
			bad |= 1u << i;
	return bad;
}

/* Names how a code that no repair fits came: as it is (clean), only with a
 * frame, without any mark (wedge), or damaged in a way not known. */
static void
name_transport(struct reading *r)
{
	/* Odd values here are warned of; no damage is known to make them. */
	const unsigned spare = 1u << CARD_OLD_ID | 1u << CARD_CANCELLED |
	    1u << CARD_UNKNOWN;
	bool proof = false, strict, loose;
	bool utf8 = r->plain || utf8_is_valid(r->text);

	strict = utf8 && card_is_sound(&r->card, spare, &proof);
	loose = strict || (utf8 &&
	    card_is_sound(&r->card, spare | 1u << CARD_SEX, &proof) &&
	    card_sex_loose(r->card.f[CARD_SEX]) != 0);
	if (proof && strict)
		r->transport = r->repaired ? "framed" : "clean";
	else
		r->transport = loose ? "wedge" : "unknown";
	if (loose && !proof)
		warn_no_marks(r);
	if (loose)
		return;
	r->needs_rescan = true;
	r->unsound = utf8 ? unsound_texts(&r->card) : 0;
	reading_warn(r, "qr", (struct slice){ NULL, 0 },
	    N_("damaged in a way not known, scan again"));
}

/* r->text is UTF-8 and came from a scanner. */
static void
read_typed(struct reading *r, struct scanner_result *s)
{
	struct slice t = r->text;
	bool proof = false;

	if (t.n > 0 && (unsigned char)t.p[0] > ' ' &&
	    (unsigned char)t.p[t.n - 1] > ' ' &&
	    card_is_sound(&r->card, 0, &proof) && proof) {
		r->transport = "clean";
		return;
	}
	read_damaged(r, s);
}

/* A picture's decoder may have taken an ECI at its word and turned each byte
 * of the UTF-8 into a Latin-1 letter. */
static void
read_eci_mismatch(struct reading *r, struct scanner_result *s)
{
	struct slice before = r->text;
	bool proof = false;

	if (card_is_sound(&r->card, 0, &proof) ||
	    !scanner_is_repair(before, scanner_cp1252, &s->t))
		return;
	reading_set_text(r, buf_slice(&s->t.text));
	r->charset = "eci-mismatch";
	list_repairs(r, before, N_("UTF-8 taken for Latin-1 by the decoder"));
}

/* Names what is odd about the bytes of the whole code. */
static void
name_charset(struct reading *r)
{
	if (r->plain && r->raw.n == r->text.n)
		return;
	if (!utf8_is_valid(r->raw)) {
		r->charset = "not-utf8";
		reading_warn(r, "qr", (struct slice){ NULL, 0 },
		    N_("not UTF-8: the exact bytes are in qr.raw_base64"));
	} else if (slice_starts(r->raw, BOM) && r->charset == NULL)
		r->charset = "utf-8-bom";
}

enum payload_kind
payload_record(struct slice raw, const struct payload_origin *o,
    struct buf *out)
{
	struct scanner_result s = { .repair = NULL };
	struct reading r;
	enum payload_kind k;

	if (raw.n > PAYLOAD_MAX_BYTES)
		return PAYLOAD_OTHER;
	reading_start(&r, raw, body_of(raw));
	if (o->typed && (r.plain || utf8_is_valid(r.text)))
		read_typed(&r, &s);
	else if (!r.plain)
		read_eci_mismatch(&r, &s);
	k = kind_of(r.text, &r.card);
	if (k == PAYLOAD_CARD) {
		if (o->typed && r.transport == NULL)
			name_transport(&r);
		name_charset(&r);
		reading_decode(&r);
		reading_write(&r, o, out);
	}
	scanner_result_release(&s);
	return k;
}
