/* SPDX-License-Identifier: ISC */
/* From fields to values; what cannot be read is named, never guessed. */
#include <stddef.h>
#include <string.h>

#include "identity/reading.h"
#include "text/utf8.h"

void
reading_start(struct reading *r, struct slice raw, struct slice text)
{
	memset(r, 0, offsetof(struct reading, repair));
	r->raw = raw;
	reading_set_text(r, text);
}

void
reading_set_text(struct reading *r, struct slice text)
{
	r->text = text;
	r->plain = card_cut_plain(text, &r->card);
	if (!r->plain)
		card_cut(text, &r->card);
}

void
reading_warn(struct reading *r, const char *field, struct slice from,
    const char *why)
{
	if (r->warnings < READING_MAX_NOTES)
		r->warning[r->warnings++] =
		    (struct note){ .field = field, .from = from, .why = why };
}

void
reading_repair(struct reading *r, const char *field, struct slice from,
    struct slice to, const char *why)
{
	if (r->repairs < READING_MAX_NOTES)
		r->repair[r->repairs++] =
		    (struct note){ field, from, to, why };
	r->repaired = true;
}

/* The field without blanks round it; that they went is a repair. False where
 * nothing stands in the field. */
static inline bool
value_of(struct reading *r, enum card_field f, const char *name,
    struct slice *v)
{
	struct slice whole = r->card.f[f];

	*v = slice_trim(whole);
	if (v->n == 0)
		return false;
	if (v->n != whole.n)
		reading_repair(r, name, whole, *v, N_("blanks taken off"));
	return true;
}

static void
take_number(struct reading *r, enum card_field f, const char *name,
    size_t digits, struct slice *out)
{
	struct slice v;

	if (!value_of(r, f, name, &v)) {
		if (f == CARD_ID)
			reading_warn(r, name, v, N_("no number in the code"));
		return;
	}
	if (v.n == digits && slice_digits(v))
		*out = v;
	else
		reading_warn(r, name, v, digits == 12 ?
		    N_("not twelve digits") : N_("not nine digits"));
}

static void
take_date(struct reading *r, enum card_field f, const char *name,
    struct date *out)
{
	struct slice v;
	struct date d;

	if (!value_of(r, f, name, &v))
		return;
	if (date_parse_dmy(v, &d) == ERR_OK) {
		*out = d;
		if (d.d == 0)
			reading_warn(r, name, v,
			    N_("the day is not known: 00 stands for it"));
	} else
		reading_warn(r, name, v, N_("not a date of the calendar"));
}

static void
take_sex(struct reading *r)
{
	struct slice v;

	if (!value_of(r, CARD_SEX, "sex", &v))
		return;
	r->sex = card_sex_loose(v);
	if (r->sex == 0)
		reading_warn(r, "sex", v, N_("neither Nam nor Nữ"));
	else if (card_sex(v) == 0)
		reading_warn(r, "sex", v, N_("marks or capitals are wrong"));
}

/* Letters that a decoder with the wrong charset makes of UTF-8: full and half
 * width forms, and everything from the CJK radicals up to Hangul. */
static bool
is_east_asian(uint32_t cp)
{
	return (cp >= 0x2e80 && cp <= 0xd7ff) ||
	    (cp >= 0xf900 && cp <= 0xfaff) || (cp >= 0xff00 && cp <= 0xffef) ||
	    cp >= 0x20000;
}

static void
check_letters(struct reading *r, const char *field, struct slice v)
{
	bool asian = false, control = false;
	uint32_t cp;

	while (utf8_next(&v, &cp)) {
		asian = asian || is_east_asian(cp);
		control = control || utf8_is_unsafe(cp);
	}
	if (asian) {
		reading_warn(r, field, (struct slice){ NULL, 0 },
		    N_("decoder charset bug, scan again"));
		r->needs_rescan = true;
	}
	if (control)
		reading_warn(r, field, (struct slice){ NULL, 0 },
		    N_("has control or invisible characters"));
}

static void
take_text(struct reading *r, enum card_field f, const char *name,
    struct slice *out)
{
	struct slice v = r->card.f[f];

	if ((r->doubtful & 1u << f) != 0) {
		reading_warn(r, name, (struct slice){ NULL, 0 },
		    N_("has more than one reading, see qr.candidates"));
		r->needs_rescan = true;
		return;
	}
	if (slice_trim(v).n == 0)
		return;
	if ((r->unsound & 1u << f) != 0) {
		reading_warn(r, name, v,
		    N_("has signs that no card has: damaged on the way"));
		return;
	}
	if (r->plain) {
		*out = v;
		return;
	}
	if (!utf8_is_valid(v)) {
		reading_warn(r, name, (struct slice){ NULL, 0 },
		    N_("not UTF-8, kept in qr.raw_base64"));
		r->needs_rescan = true;
		return;
	}
	check_letters(r, name, v);
	*out = v;
}

/* Field 7 by its place in the circular; no sample of one was ever seen, so
 * only what has the form of a number is taken, and named. */
static void
take_cancelled(struct reading *r)
{
	struct slice v = slice_trim(r->card.f[CARD_CANCELLED]);

	if (v.n == 0)
		return;
	if (slice_digits(v) && (v.n == 9 || v.n == 12)) {
		r->cancelled_id = v;
		reading_warn(r, "cancelled_id", (struct slice){ NULL, 0 },
		    N_("field 7, taken as the cancelled number"));
	} else
		reading_warn(r, "cancelled_id", (struct slice){ NULL, 0 },
		    N_("field 7 is no number, kept in qr.extra"));
}

static void
warn_count(struct reading *r)
{
	const struct slice none = { NULL, 0 };
	size_t n = r->card.n;

	if (n < 7) {
		reading_warn(r, "qr", none,
		    N_("fewer than 7 fields: the end is missing"));
		r->needs_rescan = true;
	} else if (n > 7 && n < 11)
		reading_warn(r, "qr", none,
		    N_("between 7 and 11 fields, read by their places"));
	else if (n > 11)
		reading_warn(r, "qr", none,
		    N_("more than 11 fields, the others kept in qr.extra"));
	if (r->card.f[CARD_UNKNOWN].n > 0)
		reading_warn(r, "qr", none,
		    N_("field 10 is not empty, kept in qr.extra"));
}

void
reading_decode(struct reading *r)
{
	take_number(r, CARD_ID, "id", 12, &r->id);
	take_number(r, CARD_OLD_ID, "old_id", 9, &r->old_id);
	take_cancelled(r);
	take_text(r, CARD_NAME, "name", &r->name);
	take_date(r, CARD_DOB, "dob", &r->dob);
	take_sex(r);
	take_text(r, CARD_RESIDENCE, "residence", &r->residence);
	take_text(r, CARD_FATHER, "father", &r->father);
	take_text(r, CARD_MOTHER, "mother", &r->mother);
	take_date(r, CARD_ISSUED, "issued", &r->issued);
	warn_count(r);
}
