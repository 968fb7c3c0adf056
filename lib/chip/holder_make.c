/* SPDX-License-Identifier: ISC */
/* Members, warnings and further members of a holder in the making. */
#include <string.h>

#include "chip/holder_priv.h"
#include "record/json.h"
#include "text/utf8.h"

#define TOO_LONG N_("longer than any such text, left in its file")

bool
making_has(const struct making *k, enum person_field f)
{
	return k->h->person.f[f].p != NULL;
}

struct slice
making_value(const struct making *k, enum person_field f)
{
	if (!making_has(k, f))
		return MAKING_NONE;
	return (struct slice){ k->h->text.p + k->at[f],
	    k->h->person.f[f].n };
}

/* The text from `at` on is the member's. */
static void
point(struct making *k, enum person_field f, size_t at)
{
	k->at[f] = at;
	k->h->person.f[f] = (struct slice){ "", k->h->text.n - at };
}

void
making_set(struct making *k, enum person_field f, struct slice v)
{
	size_t at = k->h->text.n;

	buf_add_slice(&k->h->text, v);
	point(k, f, at);
}

void
making_set_date(struct making *k, enum person_field f, struct date d)
{
	char text[DATE_MAX_TEXT];

	making_set(k, f, slice_str(date_format(d, text)));
}

bool
making_set_text(struct making *k, enum person_field f, struct slice raw)
{
	const char *field = person_field_name(f);
	size_t at = k->h->text.n;

	if (slice_trim(raw).n == 0)
		return false;
	if (raw.n > HOLDER_MAX_VALUE) {
		making_warn(k, field, MAKING_NONE, TOO_LONG);
		return false;
	}
	if (utf8_nfc(&k->h->text, raw) != ERR_OK) {
		k->h->text.n = at;
		making_warn(k, field, raw, N_("not UTF-8"));
		return false;
	}
	point(k, f, at);
	if (utf8_has_unsafe(raw))
		making_warn(k, field, MAKING_NONE,
		    N_("has control or invisible characters"));
	return true;
}

void
making_warn(struct making *k, const char *field, struct slice from,
    const char *why)
{
	struct holder *h = k->h;
	struct holder_warning *w;
	size_t at = h->text.n;

	if (h->warnings == HOLDER_MAX_WARNINGS)
		return;
	w = &h->warning[h->warnings];
	*w = (struct holder_warning){ .field = field, .why = why };
	if (from.p != NULL && from.n <= HOLDER_MAX_VALUE) {
		if (utf8_is_valid(from))
			buf_add_slice(&h->text, from);
		else
			utf8_add_shown(&h->text, from);
		w->from = (struct slice){ "", h->text.n - at };
		k->from_at[h->warnings] = at;
	}
	h->warnings++;
}

void
making_differs(struct making *k, enum person_field f, struct slice from,
    const char *why)
{
	k->h->differs |= UINT32_C(1) << f;
	making_warn(k, person_field_name(f), from, why);
}

void
making_warn_date(struct making *k, const char *field, struct date d,
    const char *why)
{
	char text[DATE_MAX_TEXT];

	making_warn(k, field, slice_str(date_format(d, text)), why);
}

struct buf *
making_extra(struct making *k)
{
	if (k->h->extra.n == 0)
		json_open(&k->h->extra, '{');
	return &k->h->extra;
}

static void
put_text(struct making *k, struct slice raw)
{
	struct buf b = { 0 };

	if (raw.n > HOLDER_MAX_VALUE) {
		making_warn(k, "chip", MAKING_NONE, TOO_LONG);
		raw.n = 0;
	}
	if (utf8_nfc(&b, raw) != ERR_OK) {
		buf_reset(&b);
		utf8_add_shown(&b, raw);
	}
	json_put(making_extra(k), buf_slice(&b));
	buf_wipe(&b);
}

void
making_extra_text(struct making *k, const char *key, struct slice raw)
{
	if (slice_trim(raw).n == 0)
		return;
	json_key(making_extra(k), key);
	put_text(k, raw);
}

void
making_extra_list(struct making *k, const char *key, const struct slice *s,
    size_t n)
{
	size_t i;

	if (n == 0)
		return;
	json_key(making_extra(k), key);
	json_open(&k->h->extra, '[');
	for (i = 0; i < n; i++)
		put_text(k, s[i]);
	json_close(&k->h->extra, ']');
}

static bool
same_two(const char *two, int v)
{
	return two[0] == '<' || two[1] == '<' ||
	    (two[0] == '0' + v / 10 && two[1] == '0' + v % 10);
}

bool
making_same_six(struct slice six, struct date d)
{
	return same_two(six.p, d.y % 100) &&
	    (d.m == 0 || same_two(six.p + 2, d.m)) &&
	    (d.d == 0 || same_two(six.p + 4, d.d));
}
