/* SPDX-License-Identifier: ISC */
/* Sources of one record against each other: its members, its MRZ, the text of
 * its QR code. */
#include <string.h>

#include "identity/examine_priv.h"
#include "identity/payload.h"
#include "text/vi.h"

/* Two digits of the MRZ and those of a record's date; fillers, or a part that
 * the record does not know, contradict nothing. */
static bool
same_two(const char *two, const char *text)
{
	return two[0] == '<' || two[1] == '<' || memcmp(two, text, 2) == 0;
}

static bool
same_six(struct slice six, struct date d)
{
	char text[DATE_MAX_TEXT];

	date_format(d, text);
	return same_two(six.p, text + 2) &&
	    (d.m == 0 || same_two(six.p + 2, text + 5)) &&
	    (d.d == 0 || same_two(six.p + 4, text + 8));
}

static bool
same_end(const struct examine_facts *f)
{
	if (examine_field(f, PERSON_EXPIRES).p == NULL)
		return true;
	if (f->never)
		return slice_is(f->mrz->expiry, "991231");
	return f->end.known < KNOWN_PART ||
	    same_six(f->mrz->expiry, f->end.date);
}

static bool
is_sex(struct slice s)
{
	return slice_is(s, "M") || slice_is(s, "F");
}

static bool
same_number(const struct examine_facts *f)
{
	struct slice id = examine_field(f, PERSON_ID);
	struct slice doc = examine_field(f, PERSON_DOC_NO);

	if (f->mrz->citizen_id.p != NULL && id.p != NULL)
		return slice_eq(id, f->mrz->citizen_id);
	return doc.p == NULL || slice_eq(doc, f->mrz->number);
}

static void
check_mrz_agrees(const struct examine_facts *f, struct checks *cs)
{
	struct slice sex = examine_field(f, PERSON_SEX);
	struct slice name = examine_field(f, PERSON_NAME);

	if (!same_number(f))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds another number"));
	else if (f->birth.known >= KNOWN_PART &&
	    !same_six(f->mrz->birth, f->birth.date))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds another birth date"));
	else if (is_sex(sex) && is_sex(f->mrz->sex) &&
	    !slice_eq(sex, f->mrz->sex))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds the other sex"));
	else if (!same_end(f))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds another end"));
	else if (name.n > 0 && !mrz_name_agrees(f->mrz, name)) {
		if (f->mrz->citizen_id.p != NULL)
			CHECKS_ADD(cs, "mrz.agrees", FAIL,
			    N_("the MRZ holds another name"));
		else
			CHECKS_ADD(cs, "mrz.agrees", WARN,
			    N_("the MRZ writes the name otherwise"));
	} else
		CHECKS_ADD(cs, "mrz.agrees", PASS,
		    N_("the MRZ and the record agree"));
}

/* The digit of Vietnam's own stands in no published rule, so it only warns. */
void
examine_mrz(const struct examine_facts *f, struct checks *cs)
{
	if (examine_field(f, PERSON_MRZ).p == NULL)
		return;
	if (!f->has_mrz)
		CHECKS_ADD(cs, "mrz.digits", FAIL,
		    N_("no machine readable zone: read or type the lines "
		    "again"));
	else if (!examine_mrz_is_right(f))
		CHECKS_ADD(cs, "mrz.digits", FAIL,
		    N_("a check digit is wrong: read or type the lines "
		    "again"));
	else if (f->mrz->wrong != 0)
		CHECKS_ADD(cs, "mrz.digits", WARN,
		    N_("the digit behind the citizen number is unusual"));
	else
		CHECKS_ADD(cs, "mrz.digits", PASS,
		    N_("every check digit is right"));
	if (f->has_mrz && examine_mrz_is_right(f))
		check_mrz_agrees(f, cs);
}

/* The fields of the code's text by their place. */
enum { QR_ID, QR_OLD_ID, QR_NAME, QR_DOB, QR_SEX, QR_ADDRESS, QR_ISSUED,
	QR_CANCELLED_ID, QR_FATHER, QR_MOTHER, QR_SPARE, QR_FIELDS };

/* An absent member agrees with an empty field. */
static bool
same_text(struct slice raw, struct slice member)
{
	return raw.n == 0 ? member.n == 0 : slice_eq(raw, member);
}

static bool
same_day(struct slice raw, struct slice member)
{
	char text[DATE_MAX_TEXT];
	struct date d;

	if (date_parse_dmy(raw, &d) != ERR_OK)
		return member.p == NULL;
	return slice_is(member, date_format(d, text));
}

static bool
same_sex(struct slice raw, struct slice member)
{
	if (slice_is(raw, "Nam"))
		return slice_is(member, "M");
	if (slice_is(raw, "Nữ"))
		return slice_is(member, "F");
	return member.p == NULL;
}

/* The record against the text as it stands: the quick and usual case. */
static bool
agrees_plainly(const struct examine_facts *f)
{
	struct slice rest = f->c->qr_raw, q[QR_FIELDS] = { { NULL, 0 } };
	size_t n = 0;

	while (n < QR_FIELDS && slice_split(&rest, '|', &q[n]))
		n++;
	return (n == QR_ISSUED + 1 || n == QR_FIELDS) && rest.p == NULL &&
	    q[QR_CANCELLED_ID].n == 0 && q[QR_SPARE].n == 0 &&
	    examine_field(f, PERSON_CANCELLED_ID).p == NULL &&
	    same_text(q[QR_ID], examine_field(f, PERSON_ID)) &&
	    same_text(q[QR_OLD_ID], examine_field(f, PERSON_OLD_ID)) &&
	    same_text(q[QR_NAME], examine_field(f, PERSON_NAME)) &&
	    same_text(q[QR_ADDRESS], examine_field(f, PERSON_RESIDENCE)) &&
	    same_text(q[QR_FATHER], examine_field(f, PERSON_FATHER)) &&
	    same_text(q[QR_MOTHER], examine_field(f, PERSON_MOTHER)) &&
	    same_day(q[QR_DOB], examine_field(f, PERSON_DOB)) &&
	    same_day(q[QR_ISSUED], examine_field(f, PERSON_ISSUED)) &&
	    same_sex(q[QR_SEX], examine_field(f, PERSON_SEX));
}

/* In rising order: the worst member decides. */
enum same { NOTHING, SAME, OTHER_ADDRESS, OTHER_SPELLING, OTHER };

/* The code's text read anew, as cccd-qr does, repairs and all. `readings` is
 * the object qr.candidates; its raw.p is NULL without one. */
struct code {
	struct buf line;
	struct record r;
	struct person p;
	struct json_value readings;
};

/* The closest of the readings that damage left of a text. False without. */
static bool
closest(struct code *q, enum person_field f, struct slice mine,
    enum vi_level *best)
{
	struct slice members = q->readings.raw, list, text;
	struct json_member m;
	struct json_value v;
	enum vi_level level;
	bool any = false;

	*best = VI_NONE;
	while (q->readings.raw.p != NULL && json_next_member(&members, &m)) {
		if (!slice_is(m.key, person_field_name(f)))
			continue;
		for (list = m.value.raw; json_next_element(&list, &v);) {
			if (record_value_text(&q->r, &v, &text) != ERR_OK)
				continue;
			any = true;
			level = vi_agree(text, mine);
			*best = level < *best ? level : *best;
		}
	}
	return any;
}

/* Names are compared as people are called: marks set otherwise only warn. Not
 * all readings of a damaged name are listed, so none of them proves another.
 */
static enum same
compare_text(const struct person *a, struct code *q, enum person_field f)
{
	enum vi_level level;
	bool doubt = false;

	if (a->f[f].n == 0)
		return NOTHING;
	if (q->p.f[f].p != NULL)
		level = vi_agree(a->f[f], q->p.f[f]);
	else if (!(doubt = closest(q, f, a->f[f], &level)))
		return NOTHING;
	if (f == PERSON_RESIDENCE)
		return level == VI_K0 ? SAME : OTHER_ADDRESS;
	if (level <= VI_K2)
		return SAME;
	return level <= VI_K4 || doubt ? OTHER_SPELLING : OTHER;
}

/* As far as both know the day. */
static enum same
compare_days(struct slice a, struct slice b)
{
	struct date x, y;

	if (date_parse(a, &x) != ERR_OK || date_parse(b, &y) != ERR_OK)
		return OTHER;
	return x.y == y.y && (x.m == 0 || y.m == 0 || (x.m == y.m &&
	    (x.d == 0 || y.d == 0 || x.d == y.d))) ? SAME : OTHER;
}

/* Only what both have: a record may leave out what it does not need. */
static enum same
compare(const struct person *a, struct code *q)
{
	static const enum person_field fields[] = { PERSON_ID, PERSON_OLD_ID,
	    PERSON_CANCELLED_ID, PERSON_SEX, PERSON_DOB, PERSON_ISSUED,
	    PERSON_NAME, PERSON_FATHER, PERSON_MOTHER, PERSON_RESIDENCE };
	enum same worst = NOTHING, one;
	enum person_field f;
	size_t i;

	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		f = fields[i];
		if (f == PERSON_NAME || f == PERSON_FATHER ||
		    f == PERSON_MOTHER || f == PERSON_RESIDENCE)
			one = compare_text(a, q, f);
		else if (a->f[f].n == 0 || q->p.f[f].p == NULL)
			one = NOTHING;
		else if (f == PERSON_DOB || f == PERSON_ISSUED)
			one = compare_days(a->f[f], q->p.f[f]);
		else
			one = slice_eq(a->f[f], q->p.f[f]) ? SAME : OTHER;
		worst = one > worst ? one : worst;
	}
	return worst;
}

static enum same
reread(const struct examine_case *c)
{
	const struct payload_origin o = { .typed = c->typed };
	struct code q = { .readings = { .type = JSON_T_NULL } };
	enum person_field bad;
	enum same same = OTHER;
	size_t at;

	if (payload_record(c->qr_raw, &o, &q.line) != PAYLOAD_CARD)
		goto out;
	if (record_parse(&q.r, buf_slice(&q.line), &at) != ERR_OK ||
	    person_read(&q.r, &q.p, &bad) != ERR_OK)
		goto out;
	if (!record_nested(&q.r, "qr", "candidates", &q.readings) ||
	    q.readings.type != JSON_T_OBJECT)
		q.readings.raw.p = NULL;
	same = compare(&c->person, &q);
out:
	record_release(&q.r);
	buf_wipe(&q.line);
	return same;
}

static void
add_qr_agrees(enum same same, struct checks *cs)
{
	switch (same) {
	case NOTHING:
		CHECKS_ADD(cs, "qr.agrees", SKIP,
		    N_("the record has nothing that its code says too"));
		break;
	case SAME:
		CHECKS_ADD(cs, "qr.agrees", PASS,
		    N_("the record says what its code says"));
		break;
	case OTHER_ADDRESS:
		CHECKS_ADD(cs, "qr.agrees", WARN,
		    N_("the record has another address than its code"));
		break;
	case OTHER_SPELLING:
		CHECKS_ADD(cs, "qr.agrees", WARN,
		    N_("the record writes the name otherwise than its code"));
		break;
	case OTHER:
		CHECKS_ADD(cs, "qr.agrees", FAIL,
		    N_("the record says something else than its code"));
		break;
	}
}

void
examine_qr(const struct examine_facts *f, struct checks *cs)
{
	if (!f->c->has_qr)
		return;
	if (f->c->needs_rescan)
		CHECKS_ADD(cs, "qr.damage", WARN,
		    N_("damaged on the way from the scanner: scan it again"));
	if (f->c->qr_raw.p == NULL)
		CHECKS_ADD(cs, "qr.agrees", SKIP,
		    N_("the record does not hold the code's text"));
	else
		add_qr_agrees(agrees_plainly(f) ? SAME : reread(f->c), cs);
}
