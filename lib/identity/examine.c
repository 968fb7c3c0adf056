/* SPDX-License-Identifier: ISC */
/* What one record says: number, name, and who stands for it. */
#include <string.h>

#include "identity/examine_priv.h"
#include "text/utf8.h"

/* Nine-digit cards ended with 2024 (Law 26/2023/QH15, art. 46). */
static const struct date last_old_id = { 2024, 12, 31 };

struct slice
examine_field(const struct examine_facts *f, enum person_field i)
{
	return f->c->person.f[i];
}

static void
check_number(const struct examine_facts *f, struct checks *cs)
{
	if (examine_field(f, PERSON_ID).p == NULL) {
		CHECKS_ADD(cs, "number.form", SKIP,
		    N_("no citizen number in the record"));
		return;
	}
	if (!f->has_number) {
		CHECKS_ADD(cs, "number.form", FAIL,
		    N_("a citizen number has twelve digits"));
		return;
	}
	CHECKS_ADD(cs, "number.form", PASS, N_("twelve digits"));
	if (f->number.place != NULL)
		CHECKS_ADD(cs, "number.prefix", PASS,
		    N_("the prefix is in the table"));
	else
		CHECKS_ADD(cs, "number.prefix", WARN,
		    N_("the prefix is in no table known here"));
	if (f->c->today == NULL)
		CHECKS_ADD(cs, "number.era", SKIP, EXAMINE_NO_CLOCK);
	else if (f->number.year > f->c->today->y)
		CHECKS_ADD(cs, "number.era", FAIL,
		    N_("the number names a birth year that has not come"));
	else
		CHECKS_ADD(cs, "number.era", PASS,
		    N_("the number's birth year has come"));
}

static void
check_number_person(const struct examine_facts *f, struct checks *cs)
{
	struct slice sex = examine_field(f, PERSON_SEX);

	if (f->birth.known < KNOWN_PART)
		CHECKS_ADD(cs, "number.birth", SKIP,
		    N_("no birth date to compare with"));
	else if (f->birth.date.y == f->number.year)
		CHECKS_ADD(cs, "number.birth", PASS,
		    N_("the number and the birth date agree"));
	else
		CHECKS_ADD(cs, "number.birth", WARN,
		    N_("the number names another birth year"));
	if (!slice_is(sex, "M") && !slice_is(sex, "F"))
		CHECKS_ADD(cs, "number.sex", SKIP,
		    N_("no sex to compare with"));
	else if ((sex.p[0] == 'F') == f->number.female)
		CHECKS_ADD(cs, "number.sex", PASS,
		    N_("the number and the sex agree"));
	else
		CHECKS_ADD(cs, "number.sex", WARN,
		    N_("the number names the other sex"));
}

/* All digits the same, or the keys of the keyboard in order. */
static bool
is_placeholder(struct slice id)
{
	size_t i, same = 1, rising = 1;

	for (i = 1; i < id.n; i++) {
		same += id.p[i] == id.p[0];
		rising += id.p[i] == '0' + (id.p[i - 1] - '0' + 1) % 10;
	}
	return same == id.n || rising == id.n;
}

static void
check_placeholder(const struct examine_facts *f, struct checks *cs)
{
	if (is_placeholder(examine_field(f, PERSON_ID)))
		CHECKS_ADD(cs, "number.placeholder", WARN,
		    N_("looks like a stand-in, not like somebody's number"));
	else
		CHECKS_ADD(cs, "number.placeholder", PASS,
		    N_("no stand-in"));
}

static void
check_old_number(const struct examine_facts *f, struct checks *cs)
{
	struct slice old = examine_field(f, PERSON_OLD_ID);

	if (old.p == NULL)
		return;
	if (!number_is_old(old))
		CHECKS_ADD(cs, "old_id.form", WARN,
		    N_("an old number has nine digits"));
	else
		CHECKS_ADD(cs, "old_id.form", PASS, N_("nine digits"));
	if (examine_field(f, PERSON_ID).p != NULL || f->c->today == NULL)
		return;
	if (date_cmp(*f->c->today, last_old_id) > 0)
		CHECKS_ADD(cs, "old_id.valid", WARN,
		    N_("no nine-digit card is valid since 1 January 2025"));
}

static void
check_cancelled_number(const struct examine_facts *f, struct checks *cs)
{
	struct slice id = examine_field(f, PERSON_CANCELLED_ID);
	struct number n;

	if (id.p == NULL)
		return;
	if (!number_is_old(id) && number_parse(id, &n) != ERR_OK)
		CHECKS_ADD(cs, "cancelled_id.form", WARN,
		    N_("a cancelled number has nine or twelve digits"));
	else
		CHECKS_ADD(cs, "cancelled_id.form", PASS,
		    N_("nine or twelve digits"));
}

enum letters { LETTERS_GOOD, LETTERS_DIGIT, LETTERS_STRANGE, LETTERS_HIDDEN };

/* Letters of Vietnamese and minority names and of other Latin alphabets; not
 * Eth, which looks like the Vietnamese D with stroke, nor multiplication
 * signs, nor marks that stand alone because the text is not in NFC. */
static enum letters
judge_letter(uint32_t cp)
{
	if (cp < 0x80) {
		if ((cp | 0x20) - 'a' < 26 || cp == ' ' || cp == '\'' ||
		    cp == '-' || cp == '.' || cp == ',')
			return LETTERS_GOOD;
		if (cp - '0' < 10)
			return LETTERS_DIGIT;
		return utf8_is_unsafe(cp) ? LETTERS_HIDDEN : LETTERS_STRANGE;
	}
	if (cp >= 0xc0 && cp < 0x180 && cp != 0xd0 && cp != 0xd7 &&
	    cp != 0xf0 && cp != 0xf7)
		return LETTERS_GOOD;
	if ((cp >= 0x1ea0 && cp <= 0x1ef9) || cp == 0x1a0 || cp == 0x1a1 ||
	    cp == 0x1af || cp == 0x1b0 || cp == 0x2019)
		return LETTERS_GOOD;
	return utf8_is_unsafe(cp) || cp == 0xad || cp == 0xa0 ?
	    LETTERS_HIDDEN : LETTERS_STRANGE;
}

static void
check_name(const struct examine_facts *f, struct checks *cs)
{
	struct slice name = examine_field(f, PERSON_NAME);
	enum letters worst = LETTERS_GOOD, one;
	uint32_t cp;

	if (slice_trim(name).n == 0) {
		CHECKS_ADD(cs, "name.letters", SKIP,
		    N_("no name in the record"));
		return;
	}
	while (name.n > 0) {
		if ((unsigned char)name.p[0] < 0x80) {
			cp = (unsigned char)*name.p++;
			name.n--;
		} else
			(void)utf8_next(&name, &cp);
		one = judge_letter(cp);
		if (one > worst)
			worst = one;
	}
	if (worst == LETTERS_GOOD)
		CHECKS_ADD(cs, "name.letters", PASS,
		    N_("letters as in names"));
	else if (worst == LETTERS_DIGIT)
		CHECKS_ADD(cs, "name.letters", WARN, N_("digits in a name"));
	else if (worst == LETTERS_STRANGE)
		CHECKS_ADD(cs, "name.letters", WARN,
		    N_("signs or look-alike letters that no card has"));
	else
		CHECKS_ADD(cs, "name.letters", WARN,
		    N_("control or invisible characters in a name"));
}

static void
check_signature(const struct examine_facts *f, struct checks *cs)
{
	struct slice source = examine_field(f, PERSON_SOURCE);

	if (f->c->has_chip)
		return;
	if (f->c->has_qr || slice_is(source, "qr"))
		CHECKS_ADD(cs, "signature", SKIP,
		    N_("a QR code carries no signature: anybody can print "
		    "one"));
	else if (slice_is(source, "roster"))
		CHECKS_ADD(cs, "signature", SKIP,
		    N_("a list carries no signature"));
	else
		CHECKS_ADD(cs, "signature", SKIP,
		    N_("nothing in this record is signed"));
}

static struct examine_date
read_date(struct slice text)
{
	struct examine_date x = { .known = KNOWN_NOT };

	if (text.p == NULL)
		return x;
	if (date_parse(text, &x.date) != ERR_OK)
		x.known = KNOWN_BAD;
	else
		x.known = x.date.d != 0 ? KNOWN_FULL : KNOWN_PART;
	return x;
}

static void
read_end(struct examine_facts *f)
{
	const struct date any = { 2026, 1, 1 };
	struct slice text = examine_field(f, PERSON_EXPIRES);

	f->never = slice_is(text, "never");
	f->end.known = KNOWN_NOT;
	if (text.p != NULL && !f->never)
		f->end = read_date(text);
	else if (text.p == NULL && f->has_mrz && examine_mrz_is_right(f))
		f->end.known = mrz_expiry(f->mrz, f->c->today != NULL ?
		    *f->c->today : any, &f->end.date, &f->never) != ERR_OK ?
		    KNOWN_BAD : f->never ? KNOWN_NOT :
		    f->end.date.d != 0 ? KNOWN_FULL : KNOWN_PART;
}

void
examine_person(const struct examine_case *c, struct checks *cs)
{
	struct examine_facts f = { .c = c, .mrz = c->zone };
	struct slice mrz = c->person.f[PERSON_MRZ];
	struct mrz own;

	if (f.mrz == NULL) {
		own.n = 0;
		f.mrz = &own;
	}
	f.has_number = number_parse(c->person.f[PERSON_ID], &f.number) ==
	    ERR_OK;
	f.birth = read_date(c->person.f[PERSON_DOB]);
	f.issued = read_date(c->person.f[PERSON_ISSUED]);
	f.has_mrz = mrz.p != NULL && mrz_parse(mrz, f.mrz) == ERR_OK;
	read_end(&f);

	check_number(&f, cs);
	if (f.has_number) {
		check_number_person(&f, cs);
		check_placeholder(&f, cs);
	}
	check_old_number(&f, cs);
	check_cancelled_number(&f, cs);
	check_name(&f, cs);
	examine_dates(&f, cs);
	examine_mrz(&f, cs);
	examine_qr(&f, cs);
	check_signature(&f, cs);
	CHECKS_ADD(cs, "card.lost", SKIP,
	    N_("whether the card was reported lost or cancelled cannot be "
	    "known offline"));
}

static enum err
take_qr_member(struct record *r, unsigned which, const struct json_value *v,
    struct examine_case *c)
{
	enum err e;

	switch (which) {
	case 0:
		e = record_value_text(r, v, &c->qr_raw);
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	case 1:
		c->typed = v->type == JSON_T_STRING;
		break;
	case 2:
		c->needs_rescan = v->type == JSON_T_TRUE;
		break;
	case 3:
		c->qr_model = slice_is(v->raw, "2021") ? 2021 :
		    slice_is(v->raw, "2024") ? 2024 : 0;
		break;
	}
	return ERR_OK;
}

/* The members of `qr` that are examined. */
static enum err
read_qr(struct record *r, const struct json_value *qr, struct examine_case *c)
{
	static const struct slice names[] = { { "raw", 3 }, { "transport", 9 },
	    { "needs_rescan", 12 }, { "model", 5 } };
	struct slice rest = qr->raw;
	struct json_member m;
	unsigned i;
	enum err e = ERR_OK;

	if (qr->type != JSON_T_OBJECT)
		return ERR_FORMAT;
	c->has_qr = true;
	while (e == ERR_OK && json_next_member(&rest, &m)) {
		for (i = 0; i < 4 && !slice_eq(m.key, names[i]); i++)
			continue;
		e = take_qr_member(r, i, &m.value, c);
	}
	return e;
}

enum err
examine_read_apart(struct record *r, struct examine_case *c, const char **bad)
{
	const struct date *today = c->today;
	struct mrz *zone = c->zone;
	const struct json_value *v;
	enum person_field field;
	enum err e;

	*c = (struct examine_case){ .today = today, .zone = zone };
	e = person_read(r, &c->person, &field);
	if (e != ERR_OK) {
		*bad = person_field_name(field);
		return e;
	}
	v = record_find(r, "qr");
	*bad = "qr";
	return v == NULL || v->type == JSON_T_NULL ? ERR_OK : read_qr(r, v, c);
}

enum err
examine_read(struct record *r, struct examine_case *c, const char **bad)
{
	enum err e = examine_read_apart(r, c, bad);
	struct json_value files;

	/* where a chip was not read there is an error in their place */
	c->has_chip = record_nested(r, "chip", "files", &files);
	return e;
}

enum assurance
examine_assurance(const struct examine_case *c, const struct checks *cs)
{
	bool numbered = c->person.f[PERSON_ID].p != NULL ||
	    c->person.f[PERSON_OLD_ID].p != NULL ||
	    c->person.f[PERSON_DOC_NO].p != NULL;

	return numbered && !checks_any(cs, CHECK_FAIL) ?
	    ASSURANCE_PLAUSIBLE : ASSURANCE_NONE;
}
