/* SPDX-License-Identifier: ISC */
/* DG11, DG12 and DG16 into a holder: what has no flat member, or one that is
 * taken, becomes a further member. */
#include <string.h>

#include "chip/dg11.h"
#include "chip/dg12.h"
#include "chip/dg16.h"
#include "chip/holder_priv.h"
#include "identity/number.h"
#include "record/json.h"

#define DATE_TIME 14	/* CCYYMMDDhhmmss */

/* Fillers to what people read: each run of them becomes `with`, none at the
 * ends. */
static void
unfill(struct slice s, const char *with, struct buf *out)
{
	size_t i;
	bool open = false;

	buf_reset(out);
	for (i = 0; s.p != NULL && i < s.n; i++) {
		if (s.p[i] == '<') {
			open = out->n > 0;
			continue;
		}
		if (open)
			buf_add_str(out, with);
		open = false;
		buf_add_char(out, s.p[i]);
	}
}

static void
extra_unfilled(struct making *k, const char *key, struct slice s,
    const char *with)
{
	struct buf b = { 0 };

	unfill(s, with, &b);
	making_extra_text(k, key, buf_slice(&b));
	buf_wipe(&b);
}

/* Into the member where it is free, else under the key. */
static void
set_or_extra(struct making *k, enum person_field f, const char *key,
    struct slice s, const char *with)
{
	struct buf b = { 0 };

	unfill(s, with, &b);
	if (making_has(k, f) || !making_set_text(k, f, buf_slice(&b)))
		making_extra_text(k, key, buf_slice(&b));
	buf_wipe(&b);
}

static void
add_birth(struct making *k, struct slice v)
{
	struct date d;

	if (v.p == NULL)
		return;
	if (fields_date(v, &d) != ERR_OK)
		making_warn(k, "dob", v, N_("not a date of the calendar"));
	else if (making_has(k, PERSON_DOB) &&
	    !making_same_six(k->mrz->birth, d))
		making_warn_date(k, "dob", d,
		    N_("DG11 holds another birth date than the MRZ"));
	else if (!making_has(k, PERSON_DOB) || d.d != 0)
		making_set_date(k, PERSON_DOB, d);
}

static void
add_personal_number(struct making *k, struct slice v)
{
	struct number n;

	if (v.p == NULL)
		return;
	if (k->vietnam && number_parse(v, &n) == ERR_OK &&
	    !making_has(k, PERSON_ID))
		making_set(k, PERSON_ID, v);
	else if (!slice_eq(v, making_value(k, PERSON_ID)))
		extra_unfilled(k, dg11_field_name(DG11_NUMBER), v, " ");
}

static void
warn_more(struct making *k, const struct fields_list *l)
{
	if (l->more > 0)
		making_warn(k, "chip", MAKING_NONE,
		    N_("a list is longer than any such list, the rest is left "
		    "in its file"));
}

static void
extra_names(struct making *k, const char *key, const struct fields_list *l)
{
	struct buf b[FIELDS_LIST] = { { NULL, 0, 0 } };
	struct slice s[FIELDS_LIST];
	size_t i;

	for (i = 0; i < l->n; i++) {
		unfill(l->s[i], " ", &b[i]);
		s[i] = buf_slice(&b[i]);
	}
	making_extra_list(k, key, s, l->n);
	warn_more(k, l);
	for (i = 0; i < l->n; i++)
		buf_wipe(&b[i]);
}

void
holder_add_dg11(struct making *k, struct slice file)
{
	/* Those without a flat member, and what stands between their parts. */
	static const struct {
		enum dg11_field f;
		const char *with;
	} more[] = { { DG11_BIRTHPLACE, ", " }, { DG11_PHONE, " " },
	    { DG11_PROFESSION, " " }, { DG11_TITLE, " " },
	    { DG11_SUMMARY, " " }, { DG11_DOCUMENTS, ", " },
	    { DG11_CUSTODY, " " } };
	struct dg11 d;
	size_t i;

	if (dg11_parse(file, &d) != ERR_OK) {
		making_warn(k, "chip", MAKING_NONE, N_("DG11 is damaged"));
		return;
	}
	set_or_extra(k, PERSON_NAME, dg11_field_name(DG11_NAME),
	    d.f[DG11_NAME], " ");
	extra_names(k, "dg11.other_names", &d.names);
	add_personal_number(k, d.f[DG11_NUMBER]);
	add_birth(k, d.f[DG11_BORN]);
	set_or_extra(k, PERSON_RESIDENCE, dg11_field_name(DG11_ADDRESS),
	    d.f[DG11_ADDRESS], ", ");
	for (i = 0; i < sizeof more / sizeof *more; i++)
		extra_unfilled(k, dg11_field_name(more[i].f),
		    d.f[more[i].f], more[i].with);
}

static void
add_issue(struct making *k, struct slice v)
{
	char text[DATE_MAX_TEXT];
	struct date d;

	if (v.p == NULL)
		return;
	if (fields_date(v, &d) != ERR_OK)
		making_warn(k, "issued", v, N_("not a date of the calendar"));
	else if (!making_has(k, PERSON_ISSUED))
		making_set_date(k, PERSON_ISSUED, d);
	else if (!slice_eq(slice_str(date_format(d, text)),
	    making_value(k, PERSON_ISSUED)))
		making_warn_date(k, "issued", d,
		    N_("DG12 holds another date of issue"));
}

/* Digits, or two of them in an octet. */
static void
add_time(struct making *k, struct slice v)
{
	char text[DATE_TIME];
	size_t i;

	for (i = 0; v.n == DATE_TIME / 2 && i < DATE_TIME; i++)
		text[i] = (char)('0' + ((uint8_t)v.p[i / 2] >>
		    (i % 2 == 0 ? 4 : 0) & 15));
	if (i == DATE_TIME && slice_digits((struct slice){ text, i }))
		v = (struct slice){ text, i };
	making_extra_text(k, dg12_field_name(DG12_PERSONALIZED), v);
}

void
holder_add_dg12(struct making *k, struct slice file)
{
	static const enum dg12_field more[] = { DG12_AUTHORITY,
	    DG12_OBSERVATIONS, DG12_TAX, DG12_SYSTEM };
	struct dg12 d;
	size_t i;

	if (dg12_parse(file, &d) != ERR_OK) {
		making_warn(k, "chip", MAKING_NONE, N_("DG12 is damaged"));
		return;
	}
	add_issue(k, d.f[DG12_ISSUED]);
	for (i = 0; i < sizeof more / sizeof *more; i++)
		extra_unfilled(k, dg12_field_name(more[i]), d.f[more[i]],
		    " ");
	add_time(k, d.f[DG12_PERSONALIZED]);
	extra_names(k, "dg12.other_persons", &d.persons);
}

static void
add_person(struct making *k, const struct slice f[DG16_FIELDS])
{
	char text[DATE_MAX_TEXT];
	struct slice recorded = f[DG16_RECORDED];
	struct date d;

	if (recorded.p != NULL && fields_date(recorded, &d) == ERR_OK)
		recorded = slice_str(date_format(d, text));
	json_open(&k->h->extra, '{');
	extra_unfilled(k, "name", f[DG16_NAME], " ");
	extra_unfilled(k, "phone", f[DG16_PHONE], " ");
	extra_unfilled(k, "address", f[DG16_ADDRESS], ", ");
	extra_unfilled(k, "recorded", recorded, " ");
	json_close(&k->h->extra, '}');
}

void
holder_add_dg16(struct making *k, struct slice file)
{
	struct dg16 d;
	size_t i;

	if (dg16_parse(file, &d) != ERR_OK) {
		making_warn(k, "chip", MAKING_NONE, N_("DG16 is damaged"));
		return;
	}
	if (d.n == 0)
		return;
	json_key(making_extra(k), "dg16.persons");
	json_open(&k->h->extra, '[');
	for (i = 0; i < d.n; i++)
		add_person(k, d.f[i]);
	json_close(&k->h->extra, ']');
}
