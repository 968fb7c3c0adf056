/* SPDX-License-Identifier: ISC */
/* What the portal refuses, refused here first and in words that help. */
#include <string.h>

#include "stay/stay_priv.h"
#include "text/utf8.h"

#define REASON_OTHER "20"

/* A draft on its way through the rules. */
struct draft {
	const struct slice *f;
	const struct stay_rules *rules;
	struct date today;
	bool clock_good, foreign;
};

static bool
is_alnum(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
		    (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] >= 'a' && s.p[i] <= 'z')))
			return false;
	return s.n > 0;
}

/* Free text: nothing that a screen would act on. */
static const char *
check_text(struct slice s)
{
	struct slice rest = s;
	uint32_t cp;

	if (s.n > STAY_MAX_TEXT)
		return N_("is too long: shorten it");
	if (!utf8_is_valid(s))
		return N_("is not valid UTF-8");
	while (utf8_next(&rest, &cp))
		if (utf8_is_unsafe(cp))
			return N_("holds control characters: type it again");
	return NULL;
}

static const char *
check_name(const struct draft *d)
{
	struct slice s = d->f[STAY_NAME];

	if (slice_trim(s).n == 0)
		return N_("is missing: scan the card again or type it");
	return check_text(s);
}

/* The portal knows year-only births for foreigners alone. */
static const char *
check_dob(const struct draft *d)
{
	struct slice s = d->f[STAY_DOB];
	struct date day;
	enum err e;

	if (s.n == 0)
		return N_("is missing: give it as YYYY-MM-DD");
	e = date_parse(s, &day);
	if (e != ERR_OK)
		return e == ERR_RANGE ? N_("is no day of the calendar") :
		    N_("has the wrong form: write YYYY-MM-DD");
	if (!d->foreign && day.d == 0)
		return N_("lacks day or month, which the portal wants: give"
		    " the full date in stay.dob");
	if (day.y < 1900)
		return N_("lies too far back");
	if (d->clock_good && date_cmp(day, d->today) > 0)
		return N_("lies in the future");
	return NULL;
}

static const char *
check_sex(const struct draft *d)
{
	if (slice_is(d->f[STAY_SEX], "M") || slice_is(d->f[STAY_SEX], "F"))
		return NULL;
	return N_("must be M or F");
}

/* The portal's codes are not ISO 3166 (D, GBD, SC-): only their form is known
 * here. */
static const char *
check_nationality(const struct draft *d)
{
	struct slice s = d->f[STAY_NATIONALITY];
	size_t i;

	if (s.n == 0)
		return N_("is missing: give the portal's code, as USA");
	for (i = 0; i < s.n; i++)
		if ((s.p[i] < 'A' || s.p[i] > 'Z') && s.p[i] != '-')
			break;
	if (i < s.n || s.n > 3)
		return N_("must be the portal's code: up to three capitals");
	if (d->foreign && slice_is(s, "VNM"))
		return N_("is VNM, but the document is a foreigner's passport:"
		    " use document type 4");
	return NULL;
}

static const char *
check_doc_type(const struct draft *d)
{
	struct slice s = d->f[STAY_DOC_TYPE];

	if (s.n == 0)
		return N_("is missing: give 1 to 8, or passport for a"
		    " foreigner");
	if (d->foreign || (s.n == 1 && s.p[0] >= '1' && s.p[0] <= '8'))
		return NULL;
	return N_("must be 1 to 8, or passport for a foreigner");
}

/* Digit counts by the portal's document, call 5; 5 and 7 are not bounded
 * there. */
static const char *
check_doc_no(const struct draft *d)
{
	struct slice s = d->f[STAY_DOC_NO], type = d->f[STAY_DOC_TYPE];
	char t = type.n == 1 ? type.p[0] : 'p';

	if (s.n == 0)
		return N_("is missing: scan the card again or type it");
	if (t == '1' || t == '8')
		return slice_digits(s) && s.n == 12 ? NULL :
		    N_("must be 12 digits, without blanks or signs");
	if (t == '2')
		return slice_digits(s) && (s.n == 9 || s.n == 12) ? NULL :
		    N_("must be 9 or 12 digits, without blanks or signs");
	if (t == '4' || t == 'p')
		return is_alnum(s) && s.n <= 10 ? NULL :
		    N_("must be up to 10 letters and digits, without blanks"
		    " or signs");
	return is_alnum(s) && s.n <= 20 ? NULL :
	    N_("must be up to 20 letters and digits, without blanks or signs");
}

static const char *
check_room(const struct draft *d)
{
	struct slice s = d->f[STAY_ROOM];

	if (slice_trim(s).n == 0)
		return d->rules->room_required ?
		    N_("is missing: give --room, or set room_required = no"
		    " where there are no rooms") : NULL;
	return check_text(s);
}

static const char *
check_arrive(const struct draft *d)
{
	struct moment m;
	long ago;

	if (d->f[STAY_ARRIVE].n < 16 ||
	    moment_parse(d->f[STAY_ARRIVE], &m) != ERR_OK)
		return N_("must be a day and a time: YYYY-MM-DD HH:MM");
	if (!d->clock_good)
		return NULL;
	ago = date_to_days(d->today) - date_to_days(m.date);
	if (ago < 0)
		return N_("lies in the future: file on the day itself");
	if (ago > 1)
		return N_("is older than yesterday, which the portal does not"
		    " take: go to the commune police");
	return NULL;
}

static const char *
check_leave(const struct draft *d)
{
	struct moment in, out;
	long nights;

	if (d->f[STAY_LEAVE].n == 0)
		return N_("is missing: give --nights or --leave");
	if (moment_parse(d->f[STAY_LEAVE], &out) != ERR_OK)
		return N_("must be a day, or a day and a time:"
		    " YYYY-MM-DD HH:MM");
	if (moment_parse(d->f[STAY_ARRIVE], &in) != ERR_OK)
		return NULL;
	if (moment_to_unix(out) < moment_to_unix(in))
		return N_("lies before the arrival");
	nights = date_to_days(out.date) - date_to_days(in.date);
	if (nights > STAY_MAX_NIGHTS)
		return N_("is 30 nights or more after the arrival: that is a"
		    " temporary residence, to be registered with the police");
	return NULL;
}

static const char *
check_reason(const struct draft *d)
{
	struct slice s = d->f[STAY_REASON];

	if (slice_digits(s) && s.n <= 3)
		return NULL;
	return N_("must be a number of the portal's list, as 1");
}

static const char *
check_reason_text(const struct draft *d)
{
	struct slice s = d->f[STAY_REASON_TEXT];

	if (slice_is(d->f[STAY_REASON], REASON_OTHER) && slice_trim(s).n == 0)
		return N_("is missing: reason 20 needs it in words");
	return check_text(s);
}

static const char *
check_phone(const struct draft *d)
{
	struct slice s = d->f[STAY_PHONE];

	if (s.n == 0)
		return NULL;
	if (s.p[0] == '+') {
		s.p++;
		s.n--;
	}
	return slice_digits(s) && s.n >= 6 && s.n <= 15 ? NULL :
	    N_("must be 6 to 15 digits, perhaps with + in front");
}

/* On no chip and in no machine-readable zone: always typed. */
static const char *
check_permitted(const struct draft *d)
{
	struct date day;

	if (!d->foreign)
		return NULL;
	if (d->f[STAY_PERMITTED].n == 0)
		return N_("is missing: read it in the visa or stamp and give"
		    " --permitted-until");
	if (date_parse(d->f[STAY_PERMITTED], &day) != ERR_OK || day.d == 0)
		return N_("must be a day: YYYY-MM-DD");
	if (d->clock_good && date_cmp(day, d->today) < 0)
		return N_("is over: the portal does not take this guest, call"
		    " the immigration police");
	return NULL;
}

static const char *
check_note(const struct draft *d)
{
	return check_text(d->f[STAY_NOTE]);
}

static const char *
check_basis(const struct draft *d)
{
	struct slice s = d->f[STAY_BASIS];

	if (slice_is(s, "duty") || slice_is(s, "consent"))
		return NULL;
	return s.n == 0 ? N_("is missing: give --basis duty or"
	    " --basis consent") : N_("must be duty or consent");
}

/* A consent that cannot be shown later is none (Law 91/2025/QH15). */
static const char *
check_consent_at(const struct draft *d)
{
	struct slice s = d->f[STAY_CONSENT_AT];
	struct moment m;

	if (s.n == 0)
		return slice_is(d->f[STAY_BASIS], "consent") ?
		    N_("is missing: a consent needs its time in"
		    " stay.consent_at") : NULL;
	return s.n >= 16 && moment_parse(s, &m) == ERR_OK ? NULL :
	    N_("must be a day and a time: YYYY-MM-DD HH:MM");
}

static const char *
check_notice(const struct draft *d)
{
	struct slice s = d->f[STAY_NOTICE];

	if (slice_trim(s).n == 0 && slice_is(d->f[STAY_BASIS], "consent"))
		return N_("is missing: a consent names the notice that was"
		    " shown in stay.notice_version");
	return check_text(s);
}

const char *
stay_check(const struct slice f[STAY_FIELDS], enum stay_field which,
    const struct stay_rules *rules)
{
	static const char *(*const rule[STAY_FIELDS])(const struct draft *) = {
		[STAY_NAME] = check_name, [STAY_DOB] = check_dob,
		[STAY_SEX] = check_sex,
		[STAY_NATIONALITY] = check_nationality,
		[STAY_DOC_TYPE] = check_doc_type,
		[STAY_DOC_NO] = check_doc_no, [STAY_ROOM] = check_room,
		[STAY_ARRIVE] = check_arrive, [STAY_LEAVE] = check_leave,
		[STAY_REASON] = check_reason,
		[STAY_REASON_TEXT] = check_reason_text,
		[STAY_PHONE] = check_phone,
		[STAY_PERMITTED] = check_permitted, [STAY_NOTE] = check_note,
		[STAY_BASIS] = check_basis,
		[STAY_CONSENT_AT] = check_consent_at,
		[STAY_NOTICE] = check_notice,
	};
	struct draft d = { .f = f, .rules = rules,
	    .today = moment_from_unix(rules->now).date,
	    .clock_good = rules->now >= DATE_CLOCK_MIN,
	    .foreign = stay_is_foreign(f) };

	return rule[which](&d);
}
