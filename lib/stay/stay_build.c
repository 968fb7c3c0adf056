/* SPDX-License-Identifier: ISC */
/* From a record and the command line to a stay that the portal takes. */
#include <string.h>

#include "record/person.h"
#include "stay/stay_priv.h"

#define NOON (12 * 3600)
#define REASON_TOURISM "1"

/* The texts made here, which the draft borrows. */
struct made {
	char arrive[DATE_MAX_TEXT], leave[DATE_MAX_TEXT];
	char consent[DATE_MAX_TEXT];
	char doc_no[STAY_MAX_DOC_NO];
};

enum err
stay_time(struct slice s, long long now, struct moment *out)
{
	char text[DATE_MAX_TEXT];
	struct buf b = { 0 };
	enum err e = ERR_FORMAT;

	if (s.n == 5 && s.p[2] == ':') {
		date_format(moment_from_unix(now).date, text);
		buf_printf(&b, "%.10sT%.5s", text, s.p);
		e = moment_parse(buf_slice(&b), out);
		buf_release(&b);
	} else if (s.n >= 16)
		e = moment_parse(s, out);
	return e;
}

/* Whole numbers may be written as JSON numbers: a room, a reason. */
static enum err
value_text(struct record *r, const struct json_value *v, struct slice *out)
{
	enum err e;

	if (v->type == JSON_T_NUMBER && slice_digits(v->raw)) {
		*out = v->raw;
		return ERR_OK;
	}
	e = record_value_text(r, v, out);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* The record's `stay` member. An escaped key is none of ours. */
static enum err
read_stay(struct record *r, struct slice f[STAY_FIELDS], struct slice *nights,
    struct stay_problem *why)
{
	const struct json_value *v = record_find(r, "stay");
	struct json_member m;
	struct slice rest;
	unsigned i;

	if (v == NULL || v->type == JSON_T_NULL)
		return ERR_OK;
	*why = (struct stay_problem){ "stay", N_("must be an object") };
	if (v->type != JSON_T_OBJECT)
		return ERR_FORMAT;
	for (rest = v->raw; json_next_member(&rest, &m);) {
		struct slice *to = slice_is(m.key, "nights") ? nights : NULL;

		why->field = "nights";
		for (i = 0; i < STAY_FIELDS && to == NULL; i++)
			if (slice_is(m.key, stay_field_name(i))) {
				to = &f[i];
				why->field = stay_field_name(i);
			}
		if (to == NULL)
			continue;
		why->why = N_("must be a text");
		if (value_text(r, &m.value, to) != ERR_OK)
			return ERR_FORMAT;
	}
	return ERR_OK;
}

static void
fill(struct slice *f, struct slice value)
{
	if (f->p == NULL && value.n > 0)
		*f = value;
}

/* 8 from the day the law changed or by the longer code, else 1: one of the two
 * signals may be missing, and neither can stand on an older card. */
static const char *
card_type(const struct record *r, const struct person *p)
{
	struct json_value v;
	struct date issued;

	if (p->f[PERSON_ID].n == 9)
		return "2";
	if (record_nested(r, "qr", "model", &v) &&
	    (slice_is(v.raw, "2024") || slice_is(v.raw, "\"2024\"")))
		return "8";
	if (p->f[PERSON_ISSUED].n > 0 &&
	    date_parse(p->f[PERSON_ISSUED], &issued) == ERR_OK &&
	    date_cmp(issued, STAY_CAN_CUOC_DAY) >= 0)
		return "8";
	return "1";
}

static void
fill_document(const struct record *r, const struct person *p,
    struct slice f[STAY_FIELDS])
{
	struct slice type = p->f[PERSON_DOC_TYPE];
	bool passport;

	fill(&f[STAY_NATIONALITY], p->f[PERSON_NATIONALITY]);
	if (p->f[PERSON_ID].n > 0)
		fill(&f[STAY_NATIONALITY], SLICE("VNM"));
	passport = f[STAY_DOC_TYPE].p == NULL ? slice_is(type, "passport") :
	    slice_is(f[STAY_DOC_TYPE], "passport") ||
	    slice_is(f[STAY_DOC_TYPE], "4");
	if (f[STAY_NATIONALITY].n > 0 &&
	    !slice_is(f[STAY_NATIONALITY], "VNM")) {
		f[STAY_DOC_TYPE] = SLICE("passport");
		passport = true;
	} else if (passport)
		f[STAY_DOC_TYPE] = f[STAY_NATIONALITY].n > 0 ? SLICE("4") :
		    SLICE("passport");
	else if (p->f[PERSON_ID].n > 0)
		fill(&f[STAY_DOC_TYPE], slice_str(card_type(r, p)));
	else
		fill(&f[STAY_DOC_TYPE], type);
	if (!passport)
		fill(&f[STAY_DOC_NO], p->f[PERSON_ID]);
	fill(&f[STAY_DOC_NO], p->f[PERSON_DOC_NO]);
}

/* No document has small letters in its number: people type them, and one
 * number is one guest. What is too long is left to the rules. */
static void
capitals(struct slice *f, char out[STAY_MAX_DOC_NO])
{
	size_t i;

	if (f->n == 0 || f->n > STAY_MAX_DOC_NO)
		return;
	for (i = 0; i < f->n; i++)
		out[i] = f->p[i] >= 'a' && f->p[i] <= 'z' ?
		    (char)(f->p[i] - 'a' + 'A') : f->p[i];
	f->p = out;
}

static void
fill_defaults(const struct stay_defaults *d, struct slice f[STAY_FIELDS])
{
	fill(&f[STAY_ROOM], slice_str(d->room));
	fill(&f[STAY_REASON], slice_str(d->reason));
	fill(&f[STAY_REASON], SLICE(REASON_TOURISM));
	fill(&f[STAY_REASON_TEXT], slice_str(d->reason_text));
	fill(&f[STAY_PHONE], slice_str(d->phone));
	fill(&f[STAY_PERMITTED], slice_str(d->permitted_until));
	fill(&f[STAY_NOTE], slice_str(d->note));
	fill(&f[STAY_BASIS], slice_str(d->basis));
}

/* Puts a time into its one form; what cannot be read stays for the rules. */
static void
settle_time(struct slice *f, long long now, char out[DATE_MAX_TEXT])
{
	struct moment m;

	if (f->p != NULL && stay_time(*f, now, &m) == ERR_OK)
		*f = slice_str(moment_format(m, out));
}

/* An arrival in the form HH:MM means today. A later hour is a mistake, mostly
 * of yesterday's hour after midnight, and no day is guessed: it is the key. */
static enum err
fill_arrive(const struct stay_defaults *d, long long now,
    struct slice f[STAY_FIELDS], struct made *made, struct stay_problem *why)
{
	struct moment m;
	bool hour;

	if (f[STAY_ARRIVE].p == NULL)
		f[STAY_ARRIVE] = d->arrive != NULL ? slice_str(d->arrive) :
		    slice_str(moment_format(moment_from_unix(now),
		    made->arrive));
	hour = f[STAY_ARRIVE].n == 5;
	settle_time(&f[STAY_ARRIVE], now, made->arrive);
	if (!hour || moment_parse(f[STAY_ARRIVE], &m) != ERR_OK ||
	    moment_to_unix(m) <= now)
		return ERR_OK;
	*why = (struct stay_problem){ "arrive", N_("is later than now: give"
	    " the day too, as YYYY-MM-DD HH:MM") };
	return ERR_RANGE;
}

/* Nights to the noon of the last day; a day alone is its noon too. */
static enum err
fill_leave(const struct stay_defaults *d, struct slice nights,
    struct slice f[STAY_FIELDS], struct made *made, struct stay_problem *why)
{
	struct moment in, out = { { 0 }, NOON };
	long n = d->nights;
	size_t i;

	if (nights.n > 0 && f[STAY_LEAVE].n == 0) {
		*why = (struct stay_problem){ "nights",
		    N_("must be a whole number from 1 to 29: from 30 nights on"
		    " it is a temporary residence, to be registered with the"
		    " police") };
		for (n = 0, i = 0; i < nights.n && i < 4; i++)
			n = n * 10 + (nights.p[i] - '0');
		if (!slice_digits(nights) || n < 1 || n > STAY_MAX_NIGHTS)
			return ERR_RANGE;
	} else
		fill(&f[STAY_LEAVE], slice_str(d->leave));
	if (f[STAY_LEAVE].n == 10 &&
	    date_parse(f[STAY_LEAVE], &out.date) == ERR_OK)
		f[STAY_LEAVE] = slice_str(moment_format(out, made->leave));
	if (f[STAY_LEAVE].n == 0 && n > 0 &&
	    moment_parse(f[STAY_ARRIVE], &in) == ERR_OK) {
		out.date = date_from_days(date_to_days(in.date) + n);
		f[STAY_LEAVE] = slice_str(moment_format(out, made->leave));
	}
	return ERR_OK;
}

static enum err
check_all(const struct slice f[STAY_FIELDS], const struct stay_rules *rules,
    struct stay_problem *why)
{
	static const enum stay_field first[] = { STAY_NATIONALITY,
	    STAY_DOC_TYPE, STAY_DOC_NO };
	unsigned i;

	for (i = 0; i < STAY_FIELDS + 3; i++) {
		enum stay_field which = i < 3 ? first[i] : i - 3;

		why->field = stay_field_name(which);
		why->why = stay_check(f, which, rules);
		if (why->why != NULL)
			return ERR_FORMAT;
	}
	return ERR_OK;
}

enum err
stay_from_record(struct record *r, const struct stay_defaults *d,
    long long now, struct stay *out, struct stay_problem *why)
{
	struct stay_rules rules = { now, d->room_required };
	struct slice f[STAY_FIELDS] = { { NULL, 0 } }, nights = { NULL, 0 };
	enum person_field bad = PERSON_ID;
	struct made made;
	struct person p;
	enum err e = person_read(r, &p, &bad);

	if (e != ERR_OK) {
		*why = (struct stay_problem){ person_field_name(bad),
		    N_("must be a text") };
		return ERR_FORMAT;
	}
	if ((e = read_stay(r, f, &nights, why)) != ERR_OK)
		return e;
	fill(&f[STAY_NAME], p.f[PERSON_NAME]);
	fill(&f[STAY_DOB], p.f[PERSON_DOB]);
	fill(&f[STAY_SEX], p.f[PERSON_SEX]);
	fill_document(r, &p, f);
	capitals(&f[STAY_DOC_NO], made.doc_no);
	fill_defaults(d, f);
	if ((e = fill_arrive(d, now, f, &made, why)) != ERR_OK ||
	    (e = fill_leave(d, nights, f, &made, why)) != ERR_OK)
		return e;
	settle_time(&f[STAY_LEAVE], now, made.leave);
	settle_time(&f[STAY_CONSENT_AT], now, made.consent);
	if (!stay_is_foreign(f))
		f[STAY_PERMITTED] = (struct slice){ NULL, 0 };
	if ((e = check_all(f, &rules, why)) != ERR_OK)
		return e;
	*why = (struct stay_problem){ "stay", N_("is not valid UTF-8") };
	return stay_settle(f, out);
}

enum err
stay_key(struct record *r, struct stay_key *out, struct stay_problem *why)
{
	struct slice f[STAY_FIELDS] = { { NULL, 0 } }, nights = { NULL, 0 };
	enum person_field bad = PERSON_ID;
	struct stay_key k = { .day = 0 };
	struct moment m;
	struct person p;
	enum err e = person_read(r, &p, &bad);

	*why = (struct stay_problem){ person_field_name(bad),
	    N_("must be a text") };
	if (e != ERR_OK || (e = read_stay(r, f, &nights, why)) != ERR_OK)
		return e;
	fill_document(r, &p, f);
	capitals(&f[STAY_DOC_NO], k.doc_no);
	*why = (struct stay_problem){ stay_field_name(STAY_DOC_NO),
	    N_("is missing: scan the card again or type it") };
	if (k.doc_no[0] == '\0')
		return ERR_FORMAT;
	*why = (struct stay_problem){ stay_field_name(STAY_ARRIVE),
	    N_("must be a day and a time: YYYY-MM-DD HH:MM") };
	if (f[STAY_ARRIVE].n < 16 || moment_parse(f[STAY_ARRIVE], &m) !=
	    ERR_OK)
		return ERR_FORMAT;
	k.day = date_to_days(m.date);
	*out = k;
	return ERR_OK;
}

/* True when a damaged scan leaves the name open. An address with several
 * readings does not matter: it is not filed. */
static bool
name_is_open(const struct record *r)
{
	struct json_value v;
	struct json_member m;

	if (!record_nested(r, "qr", "needs_rescan", &v) ||
	    v.type != JSON_T_TRUE)
		return false;
	if (!record_nested(r, "qr", "candidates", &v))
		return true;
	while (json_next_member(&v.raw, &m))
		if (slice_is(m.key, "name"))
			return true;
	return false;
}

bool
stay_is_held(const struct record *r, struct stay_problem *why)
{
	struct json_value v;

	if (record_nested(r, "verify", "verdict", &v) &&
	    slice_is(v.raw, "\"refused\"")) {
		*why = (struct stay_problem){ "verdict", N_("this card was"
		    " refused: look at it, then use --file-anyway") };
		return true;
	}
	if (name_is_open(r)) {
		*why = (struct stay_problem){ "qr", N_("the scan was damaged:"
		    " scan again, or look at the name and use --file-anyway") };
		return true;
	}
	return false;
}
