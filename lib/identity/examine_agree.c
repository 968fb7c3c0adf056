/* SPDX-License-Identifier: ISC */
/* Sources of one record against each other: its members, its MRZ, the text of
 * its QR code. */
#include <string.h>

#include "identity/examine_priv.h"
#include "identity/payload.h"
#include "text/utf8.h"

/* A date as the MRZ writes it; unknown parts are fillers. */
static bool
same_six(struct slice six, struct date d)
{
	char text[DATE_MAX_TEXT];

	date_format(d, text);
	return memcmp(six.p, text + 2, 2) == 0 &&
	    (d.m == 0 ? memcmp(six.p + 2, "<<", 2) :
	    memcmp(six.p + 2, text + 5, 2)) == 0 &&
	    (d.d == 0 ? memcmp(six.p + 4, "<<", 2) :
	    memcmp(six.p + 4, text + 8, 2)) == 0;
}

static bool
same_end(const struct examine_facts *f)
{
	if (examine_field(f, PERSON_EXPIRES).p == NULL)
		return true;
	if (f->never)
		return slice_is(f->mrz.expiry, "991231");
	return f->end.known >= KNOWN_PART &&
	    same_six(f->mrz.expiry, f->end.date);
}

static bool
same_number(const struct examine_facts *f)
{
	struct slice id = examine_field(f, PERSON_ID);
	struct slice doc = examine_field(f, PERSON_DOC_NO);

	if (f->mrz.citizen_id.p != NULL && id.p != NULL)
		return slice_eq(id, f->mrz.citizen_id);
	return doc.p == NULL || slice_eq(doc, f->mrz.number);
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
	    !same_six(f->mrz.birth, f->birth.date))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds another birth date"));
	else if (sex.p != NULL && f->mrz.sex.n > 0 &&
	    !slice_eq(sex, f->mrz.sex))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds the other sex"));
	else if (!same_end(f))
		CHECKS_ADD(cs, "mrz.agrees", FAIL,
		    N_("the MRZ holds another end"));
	else if (name.n > 0 && !mrz_name_agrees(&f->mrz, name)) {
		if (f->mrz.citizen_id.p != NULL)
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
	else if ((f->mrz.wrong & ~(unsigned)MRZ_DIGIT_NATIONAL) != 0)
		CHECKS_ADD(cs, "mrz.digits", FAIL,
		    N_("a check digit is wrong: read or type the lines "
		    "again"));
	else if (f->mrz.wrong != 0)
		CHECKS_ADD(cs, "mrz.digits", WARN,
		    N_("the digit behind the citizen number is unusual"));
	else
		CHECKS_ADD(cs, "mrz.digits", PASS,
		    N_("every check digit is right"));
	if (f->has_mrz && (f->mrz.wrong & ~(unsigned)MRZ_DIGIT_NATIONAL) == 0)
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

enum same { SAME, SAME_BUT_ADDRESS, OTHER };

static enum same
compare(const struct person *a, const struct person *b)
{
	static const enum person_field fields[] = { PERSON_ID, PERSON_OLD_ID,
	    PERSON_CANCELLED_ID, PERSON_NAME, PERSON_DOB, PERSON_SEX,
	    PERSON_ISSUED, PERSON_FATHER, PERSON_MOTHER };
	size_t i;

	for (i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!slice_eq(a->f[fields[i]], b->f[fields[i]]))
			return OTHER;
	return slice_eq(a->f[PERSON_RESIDENCE], b->f[PERSON_RESIDENCE]) ?
	    SAME : SAME_BUT_ADDRESS;
}

/* Reads the code's text anew, as cccd-qr does, repairs and all. */
static enum same
reread(const struct examine_case *c)
{
	const struct payload_origin o = { .typed = c->typed };
	struct buf line = { 0 };
	struct record r = { 0 };
	struct person p;
	enum person_field bad;
	enum same same = OTHER;
	size_t at;

	if (payload_record(c->qr_raw, &o, &line) != PAYLOAD_CARD)
		goto out;
	if (record_parse(&r, buf_slice(&line), &at) == ERR_OK &&
	    person_read(&r, &p, &bad) == ERR_OK)
		same = compare(&c->person, &p);
out:
	record_release(&r);
	buf_wipe(&line);
	return same;
}

void
examine_qr(const struct examine_facts *f, struct checks *cs)
{
	enum same same = SAME;

	if (!f->c->has_qr)
		return;
	if (f->c->needs_rescan)
		CHECKS_ADD(cs, "qr.damage", WARN,
		    N_("damaged on the way from the scanner: scan it again"));
	if (f->c->qr_raw.p == NULL) {
		CHECKS_ADD(cs, "qr.agrees", SKIP,
		    N_("the record does not hold the code's text"));
		return;
	}
	if (!agrees_plainly(f))
		same = reread(f->c);
	if (same == SAME)
		CHECKS_ADD(cs, "qr.agrees", PASS,
		    N_("the record says what its code says"));
	else if (same == SAME_BUT_ADDRESS)
		CHECKS_ADD(cs, "qr.agrees", WARN,
		    N_("the record has another address than its code"));
	else
		CHECKS_ADD(cs, "qr.agrees", FAIL,
		    N_("the record says something else than its code"));
}
