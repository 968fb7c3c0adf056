/* SPDX-License-Identifier: ISC */
/* DG13 of the Vietnamese card into a holder. */
#include <string.h>

#include "chip/dg13.h"
#include "chip/holder_priv.h"
#include "identity/card.h"
#include "identity/number.h"
#include "text/vi.h"

/* The fields by their numbers. */
enum {
	ID = 1, NAME, BORN, SEX, NATIONALITY, ETHNICITY, RELIGION, HOMETOWN,
	RESIDENCE, MARKS, ISSUED, EXPIRES, PARENTS, SPOUSE, OLD_ID, SERIAL
};

static const char *const keys[DG13_FIELDS + 1] = { NULL, "dg13.1", "dg13.2",
	"dg13.3", "dg13.4", "dg13.5", "dg13.6", "dg13.7", "dg13.8", "dg13.9",
	"dg13.10", "dg13.11", "dg13.12", "dg13.13", "dg13.14", "dg13.15",
	"dg13.16" };

/* What a field says, without blanks round it; n 0 where it says nothing. */
static struct slice
value(const struct dg13 *d, int n)
{
	const struct dg13_field *f = &d->field[n - 1];

	return f->n > 0 ? slice_trim(f->s[0]) : (struct slice){ "", 0 };
}

static void
add_id(struct making *k, const struct dg13 *d)
{
	struct slice v = value(d, ID);
	struct number n;

	if (v.n == 0)
		return;
	if (number_parse(v, &n) != ERR_OK)
		making_warn(k, "id", v, N_("not twelve digits"));
	else if (!making_has(k, PERSON_ID))
		making_set(k, PERSON_ID, v);
	else if (!slice_eq(v, making_value(k, PERSON_ID)))
		making_differs(k, PERSON_ID, v,
		    N_("DG13 holds another number than the MRZ"));
}

static void
add_name(struct making *k, const struct dg13 *d)
{
	struct slice v = value(d, NAME);

	if (!making_set_text(k, PERSON_NAME, v))
		return;
	k->name_is_mrz = false;
	if (!mrz_name_agrees(k->mrz, v))
		making_differs(k, PERSON_NAME, k->mrz->name,
		    N_("the MRZ holds another name than DG13"));
}

/* dd/mm/yyyy, mm/yyyy or yyyy; 00 stands for what is not known. */
static bool
read_date(struct slice v, struct date *out)
{
	char dmy[8] = "0000";
	const char *end = v.p + v.n;

	if ((v.n != 10 && v.n != 7 && v.n != 4) ||
	    (v.n > 4 && end[-5] != '/') || (v.n > 7 && end[-8] != '/'))
		return false;
	memcpy(dmy + 4, end - 4, 4);
	if (v.n > 4)
		memcpy(dmy + 2, end - 7, 2);
	if (v.n > 7)
		memcpy(dmy, end - 10, 2);
	return date_parse_dmy((struct slice){ dmy, 8 }, out) == ERR_OK;
}

/* A date that the MRZ has too, in `six` digits. DG13 knows the century, and
 * may know more of it; where they disagree the MRZ stays. */
static void
merge_date(struct making *k, enum person_field f, struct slice v,
    struct slice six, const char *differs)
{
	struct date d;

	if (!read_date(v, &d))
		making_warn(k, person_field_name(f), v,
		    N_("not a date of the calendar"));
	else if (making_has(k, f) && !making_same_six(six, d))
		making_differs(k, f, v, differs);
	else if (!making_has(k, f) || (d.d != 0 && d.m != 0))
		making_set_date(k, f, d);
}

static void
add_dates(struct making *k, const struct dg13 *d)
{
	struct slice born = value(d, BORN), issued = value(d, ISSUED);
	struct date day;

	if (born.n > 0)
		merge_date(k, PERSON_DOB, born, k->mrz->birth,
		    N_("DG13 holds another birth date than the MRZ"));
	if (issued.n == 0)
		return;
	if (read_date(issued, &day))
		making_set_date(k, PERSON_ISSUED, day);
	else
		making_warn(k, "issued", issued,
		    N_("not a date of the calendar"));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Cards without end say so in words here; in the MRZ they have 991231. */
static void
add_expiry(struct making *k, const struct dg13 *d)
{
	const char *differs = N_("DG13 holds another end than the MRZ");
	struct slice v = value(d, EXPIRES);
	struct date end;

	if (v.n == 0)
		return;
	if (!is_digit(v.p[0]) &&
	    vi_agree(v, SLICE("Không thời hạn")) != VI_NONE) {
		if (!making_has(k, PERSON_EXPIRES))
			making_set(k, PERSON_EXPIRES, SLICE("never"));
		else if (!k->never)
			making_differs(k, PERSON_EXPIRES, v, differs);
	} else if (!k->never)
		merge_date(k, PERSON_EXPIRES, v, k->mrz->expiry, differs);
	else if (!read_date(v, &end) || !making_same_six(SLICE("991231"), end))
		making_differs(k, PERSON_EXPIRES, v, differs);
}

static void
add_sex(struct making *k, const struct dg13 *d)
{
	struct slice v = value(d, SEX), mine;
	char sex = card_sex_loose(v);

	if (v.n == 0)
		return;
	if (sex == 0) {
		making_warn(k, "sex", v, N_("neither Nam nor Nữ"));
		return;
	}
	if (card_sex(v) == 0)
		making_warn(k, "sex", v, N_("marks or capitals are wrong"));
	mine = making_value(k, PERSON_SEX);
	if (mine.p == NULL)
		making_set(k, PERSON_SEX, (struct slice){ &sex, 1 });
	else if (mine.p[0] != sex)
		making_differs(k, PERSON_SEX, v,
		    N_("DG13 holds the other sex than the MRZ"));
}

static void
add_nationality(struct making *k, const struct dg13 *d)
{
	struct slice v = value(d, NATIONALITY);

	if (v.n == 0)
		return;
	if (!slice_is(v, "Việt Nam") &&
	    vi_agree(v, SLICE("Việt Nam")) == VI_NONE) {
		making_extra_text(k, keys[NATIONALITY], v);
		making_warn(k, "nationality", v, N_("not Việt Nam"));
	} else if (!making_has(k, PERSON_NATIONALITY))
		making_set(k, PERSON_NATIONALITY, SLICE("VNM"));
	else if (!slice_is(making_value(k, PERSON_NATIONALITY), "VNM"))
		making_differs(k, PERSON_NATIONALITY, v,
		    N_("DG13 holds another nationality than the MRZ"));
}

/* Father and mother by their places. */
static void
add_parents(struct making *k, const struct dg13 *d)
{
	const struct dg13_field *f = &d->field[PARENTS - 1];

	if (f->n > 0 && making_set_text(k, PERSON_FATHER, f->s[0]) &&
	    f->n == 1)
		making_warn(k, "father", MAKING_NONE,
		    N_("one name for two parents: taken for the father's"));
	if (f->n > 1)
		(void)making_set_text(k, PERSON_MOTHER, f->s[1]);
}

static void
add_texts(struct making *k, const struct dg13 *d)
{
	static const struct {
		int n;
		enum person_field f;
	} texts[] = { { ETHNICITY, PERSON_ETHNICITY },
	    { RELIGION, PERSON_RELIGION }, { HOMETOWN, PERSON_HOMETOWN },
	    { RESIDENCE, PERSON_RESIDENCE }, { MARKS, PERSON_MARKS },
	    { SPOUSE, PERSON_SPOUSE } };
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		(void)making_set_text(k, texts[i].f, value(d, texts[i].n));
}

static void
add_old_id(struct making *k, const struct dg13 *d)
{
	struct slice v = value(d, OLD_ID);

	if (v.n == 0)
		return;
	if (number_is_old(v))
		making_set(k, PERSON_OLD_ID, v);
	else
		making_warn(k, "old_id", v, N_("not nine digits"));
}

/* What has no member of its own: field 16, and strings that no field should
 * have. */
static void
add_rest(struct making *k, const struct dg13 *d)
{
	size_t most;
	int n;

	making_extra_text(k, keys[SERIAL], value(d, SERIAL));
	for (n = 1; n <= DG13_FIELDS; n++) {
		most = n == PARENTS ? 2 : 1;
		if (d->field[n - 1].n <= most)
			continue;
		if (n != NATIONALITY && n != SERIAL)
			making_extra_list(k, keys[n], d->field[n - 1].s,
			    d->field[n - 1].n);
		making_warn(k, "chip", MAKING_NONE,
		    N_("a field of DG13 has more values than it should"));
	}
	if (d->version != 1 || d->unknown > 0 || d->odd > 0)
		making_warn(k, "chip", MAKING_NONE,
		    N_("DG13 holds more than is known here"));
}

void
holder_add_dg13(struct making *k, struct slice file)
{
	struct dg13 d;
	enum err e = dg13_parse(file, &d);

	if (e != ERR_OK) {
		making_warn(k, "chip", MAKING_NONE, e == ERR_UNSUPPORTED ?
		    N_("DG13 is of a kind not known here") :
		    N_("DG13 is damaged"));
		return;
	}
	k->h->has_dg13 = true;
	add_id(k, &d);
	add_name(k, &d);
	add_dates(k, &d);
	add_sex(k, &d);
	add_nationality(k, &d);
	add_texts(k, &d);
	add_expiry(k, &d);
	add_parents(k, &d);
	add_old_id(k, &d);
	add_rest(k, &d);
}
