/* SPDX-License-Identifier: ISC */
/* What a code is, and a card's code into a record. */
#include <string.h>

#include "identity/payload.h"
#include "identity/reading.h"

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
		[PAYLOAD_OTHER] = N_("a code that is not a citizen card's"),
	};

	return names[k];
}

enum payload_kind
payload_record(struct slice raw, const struct payload_origin *o,
    struct buf *out)
{
	struct reading r;
	enum payload_kind k;

	if (raw.n > PAYLOAD_MAX_BYTES)
		return PAYLOAD_OTHER;
	r = (struct reading){ .raw = raw, .text = body_of(raw) };
	card_cut(r.text, &r.card);
	k = kind_of(r.text, &r.card);
	if (k != PAYLOAD_CARD)
		return k;
	if (o->typed)
		r.transport = "clean";
	reading_decode(&r);
	reading_write(&r, o, out);
	return k;
}
