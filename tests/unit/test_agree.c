/* SPDX-License-Identifier: ISC */
/* Records beside the files that they were made of, edited in every way. */
#include <stdlib.h>
#include <string.h>

#include "../sim/card/sim.h"
#include "chip/holder.h"
#include "record/record.h"
#include "tap.h"
#include "trust/agree.h"

static const struct date read_on = { 2026, 6, 15 };

struct card {
	struct sim_issue issue;
	struct slice file[LDS_FILES];
	struct holder holder;
};

/* The two count files alike. */
static void
take_files(struct card *c)
{
	size_t i;

	for (i = LDS_DG1; i < LDS_FILES; i++) {
		const struct sim_bytes *f =
		    &c->issue.file[SIM_DG1 + (i - LDS_DG1)];

		c->file[i] = (struct slice){ f->n > 0 ? (char *)f->p : NULL,
		    f->n };
	}
}

static void
make(struct card *c, struct sim_pki *pki, const char *profile,
    const char *settings)
{
	struct sim_profile p = *sim_profile_named(profile);

	*c = (struct card){ .holder = { .warnings = 0 } };
	if (!sim_profile_set(&p, settings) || !sim_issue(&p, pki, &c->issue))
		abort();
	take_files(c);
	if (holder_read(c->file, read_on, &c->holder) != ERR_OK)
		abort();
}

static void
gone(struct card *c)
{
	holder_release(&c->holder);
	sim_issue_free(&c->issue);
}

static const char *
class_of(const struct findings *fs, const char *check)
{
	static const char *const words[] = { "good", "not-done", "odd",
	    "deviates", "forbidden", "broken" };
	const struct finding *f = findings_of(fs, check);

	return f != NULL ? words[f->class] : "none";
}

static void
is(const struct findings *fs, const char *check, const char *want,
    const char *name)
{
	tap_same(slice_str(class_of(fs, check)), want, name);
}

/* A member set to `value` (NULL: left out), and the class that follows. */
static const struct {
	enum person_field f;
	const char *value, *equals, *is_unsigned, *name;
} edits[] = {
	{ PERSON_SOURCE, "manual", "good", "good", "another source" },
	{ PERSON_FROM, "a reader", "good", "good", "from somewhere" },
	{ PERSON_ID, "079090000124", "broken", "good", "another number" },
	{ PERSON_ID, NULL, "broken", "good", "no number" },
	{ PERSON_NAME, "Nguyễn Văn Ân", "broken", "good", "another name" },
	{ PERSON_NAME, "NGUYỄN VĂN AN", "broken", "good", "in capitals" },
	{ PERSON_NAME, NULL, "broken", "good", "no name" },
	{ PERSON_DOB, "1990-01-03", "broken", "good", "another birth date" },
	{ PERSON_DOB, "1890-01-02", "broken", "good", "another century" },
	{ PERSON_SEX, "F", "broken", "good", "the other sex" },
	{ PERSON_SEX, NULL, "odd", "good", "no sex" },
	{ PERSON_NATIONALITY, "LAO", "broken", "good", "another state" },
	{ PERSON_EXPIRES, "2031-01-02", "broken", "good", "another end" },
	{ PERSON_EXPIRES, "never", "broken", "good", "without end" },
	{ PERSON_EXPIRES, NULL, "broken", "good", "no end" },
	{ PERSON_ISSUED, "2020-01-02", "broken", "good", "another issue" },
	{ PERSON_RESIDENCE, "Hà Nội", "broken", "good", "another residence" },
	{ PERSON_RESIDENCE, NULL, "odd", "good", "no residence" },
	{ PERSON_MRZ, "IDVNM", "broken", "good", "another zone" },
	{ PERSON_MRZ, NULL, "good", "good", "no zone" },
	{ PERSON_CANCELLED_ID, "012345678", "good", "odd",
	    "a member of no file" },
	{ PERSON_DOC_NO, "B1234567", "good", "odd", "a passport besides" },
};

static void
test_members(struct card *c)
{
	struct agree_case k = { .file = c->file, .read_on = read_on };
	struct agree_facts facts;
	struct findings fs;
	struct person p;
	size_t i;

	for (i = 0; i < sizeof edits / sizeof *edits; i++) {
		p = c->holder.person;
		p.f[edits[i].f] = edits[i].value != NULL ?
		    slice_str(edits[i].value) : (struct slice){ NULL, 0 };
		k.person = &p;
		findings_reset(&fs);
		agree_judge(&k, &facts, &fs);
		is(&fs, "record.equals-signed", edits[i].equals,
		    edits[i].name);
		is(&fs, "record.unsigned", edits[i].is_unsigned,
		    edits[i].name);
		is(&fs, "dg13.agrees", "good", edits[i].name);
	}
}

/* Of a card without DG13: the century of the end hangs on the day of reading,
 * and a home town can only come from elsewhere. */
static void
test_without_dg13(struct card *c)
{
	struct person p = c->holder.person;
	struct agree_case k = { .file = c->file, .read_on = read_on,
	    .person = &p };
	struct agree_facts facts;
	struct findings fs;

	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "good", "a passport");
	is(&fs, "dg13.agrees", "none", "a passport has no DG13");
	p.f[PERSON_ID] = SLICE("001099000001");
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "broken", "with another number");
	p = c->holder.person;
	p.f[PERSON_HOMETOWN] = SLICE("Hà Nội");
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "good", "with a home town");
	is(&fs, "record.unsigned", "odd", "that stands in no file");
	p = c->holder.person;
	p.f[PERSON_NAME] = SLICE("Nguyễn Văn An");
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "good", "a name with marks");
	is(&fs, "record.unsigned", "odd", "that stand in no file");
	p.f[PERSON_NAME] = SLICE("Nguyễn Văn Ban");
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "broken", "another name");
	p = c->holder.person;
	k.read_on.y += 100;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "broken", "read in another century");
}

/* chip.extra: other order and other spelling are the same. */
static void
test_extra(struct card *c)
{
	static const struct {
		const char *json, *want, *name;
	} cases[] = {
		{ "{}", "good", "none of it" },
		{ "{\"dg13.16\":\"\"}", "broken", "another text" },
		{ "{\"dg99.1\":\"x\"}", "broken", "one that is not there" },
		{ "{\"dg13.16\":[\"x\"]}", "broken", "of another type" },
	};
	struct agree_case k = { .person = &c->holder.person,
	    .file = c->file, .read_on = read_on };
	struct slice extra = buf_slice(&c->holder.extra), rest = extra;
	struct agree_facts facts;
	struct findings fs;
	struct json_member m;
	struct buf other = { 0 };
	size_t i;

	k.extra = extra;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "good", "extra as it was made");
	OK(json_next_member(&rest, &m) && slice_is(m.key, "dg13.16") &&
	    m.value.raw.n > 3, "the serial number is there");
	buf_printf(&other, "{\"dg13.16\":\"\\u%04x", m.value.raw.p[1]);
	buf_add(&other, m.value.raw.p + 2, m.value.raw.n - 2);
	buf_add_char(&other, '}');
	k.extra = buf_slice(&other);
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "record.equals-signed", "good", "spelt otherwise");
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		k.extra = slice_str(cases[i].json);
		findings_reset(&fs);
		agree_judge(&k, &facts, &fs);
		is(&fs, "record.equals-signed", cases[i].want,
		    cases[i].name);
	}
	buf_release(&other);
}

/* Files exchanged, damaged, or away. */
static void
test_files(struct card *c, struct card *other)
{
	struct slice file[LDS_FILES], none = { NULL, 0 };
	struct agree_case k = { .person = &c->holder.person, .file = file,
	    .read_on = read_on };
	struct agree_facts facts;
	struct findings fs;
	char dg1[256];

	memcpy(file, c->file, sizeof file);
	file[LDS_DG13] = other->file[LDS_DG13];
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg13.agrees", "broken", "DG13 of another number");

	memcpy(file, c->file, sizeof file);
	file[LDS_DG13].n -= 3;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg13.agrees", "not-done", "DG13 damaged");
	is(&fs, "record.unsigned", "odd", "its members stand nowhere else");

	memcpy(file, c->file, sizeof file);
	file[LDS_DG1] = none;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg1.form", "not-done", "no DG1");
	is(&fs, "record.equals-signed", "not-done", "nothing to compare");
	OK(!facts.has_mrz, "no MRZ");

	memcpy(file, c->file, sizeof file);
	memcpy(dg1, file[LDS_DG1].p, file[LDS_DG1].n);
	file[LDS_DG1].p = dg1;
	dg1[5 + 30 + 6]++;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg1.form", "forbidden", "a check digit wrong");
	dg1[5] = '!';
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg1.form", "broken", "no MRZ in DG1");

	memcpy(file, c->file, sizeof file);
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg1.form", "good", "DG1");
	is(&fs, "dg2.image", "good", "DG2");
	OK(strcmp(facts.code, "ID") == 0 && strcmp(facts.issuer, "VNM") == 0 &&
	    facts.issued.y == 2021, "what others need: %s %s %d", facts.code,
	    facts.issuer, facts.issued.y);
	file[LDS_DG2].n = 40;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg2.image", "odd", "half a picture");
	file[LDS_DG2] = none;
	findings_reset(&fs);
	agree_judge(&k, &facts, &fs);
	is(&fs, "dg2.image", "not-done", "no picture");
}

/* The first `from` in the file becomes `to`, of the same length. */
static void
alter(struct slice *file, char *copy, const char *from, const char *to)
{
	char *at;

	memcpy(copy, file->p, file->n);
	file->p = copy;
	at = memmem(copy, file->n, from, strlen(from));
	if (at == NULL || strlen(from) != strlen(to))
		abort();
	memcpy(at, to, strlen(to));
}

/* DG13 that says something else than the MRZ beside it. */
static void
test_dg13(struct card *c)
{
	static const struct {
		const char *from, *to, *want;
	} cases[] = {
		{ "079090000123", "079090000124", "broken" },
		{ "Nguyễn Văn An", "Nguyễn Văn Ba", "forbidden" },
		{ "Nguyễn Văn An", "Nguyển Văn An", "good" },
		{ "02/01/1990", "03/01/1990", "forbidden" },
		{ "02/01/1990", "02/01/1890", "good" },
		{ "02/01/2030", "02/01/2031", "odd" },
		{ "\x0c\x03Nam", "\x0c\x03nam", "good" },
		{ "31/05/2021", "30/05/2021", "good" },
	};
	struct slice file[LDS_FILES];
	struct agree_case k = { .person = &c->holder.person, .file = file,
	    .read_on = read_on };
	struct agree_facts facts;
	struct findings fs;
	char copy[2000];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		memcpy(file, c->file, sizeof file);
		alter(&file[LDS_DG13], copy, cases[i].from, cases[i].to);
		findings_reset(&fs);
		agree_judge(&k, &facts, &fs);
		is(&fs, "dg13.agrees", cases[i].want, cases[i].to);
	}
}

static void
test_signer(void)
{
	static const struct {
		const char *types[3], *country, *type, *agrees, *name;
	} cases[] = {
		{ { "ID" }, "VN", "good", "good", "its own" },
		{ { "P", "ID" }, "vn", "good", "good", "two of them" },
		{ { "I" }, "VN", "odd", "good", "a kind" },
		{ { "P" }, "VN", "forbidden", "good", "other documents" },
		{ { NULL }, "VN", "odd", "good", "no list" },
		{ { "ID" }, "LA", "good", "forbidden", "another country" },
		{ { "ID" }, "QQ", "good", "odd", "no country" },
		{ { "ID" }, NULL, "good", "not-done", "none said" },
	};
	struct agree_facts f = { true, "ID", "VNM", { 2021, 1, 1 } };
	struct findings fs;
	struct cert c;
	size_t i, k;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		c = (struct cert){ .has_doc_types = cases[i].types[0] != NULL };
		for (k = 0; cases[i].types[k] != NULL; k++)
			c.doc_type[c.doc_types++] =
			    slice_str(cases[i].types[k]);
		if (cases[i].country != NULL)
			c.subject_country = slice_str(cases[i].country);
		findings_reset(&fs);
		agree_signer(&f, &c, &fs);
		is(&fs, "dsc.doc-types", cases[i].type, cases[i].name);
		is(&fs, "country.agrees", cases[i].agrees, cases[i].name);
	}
	f.has_mrz = false;
	findings_reset(&fs);
	agree_signer(&f, &c, &fs);
	is(&fs, "dsc.doc-types", "not-done", "no MRZ");
	is(&fs, "country.agrees", "not-done", "no MRZ");
}

int
main(void)
{
	struct sim_pki *pki = sim_pki_new(NULL, true);
	struct card c, other, passport;

	make(&c, pki, "2021", "");
	make(&other, pki, "child", "");
	make(&passport, pki, "passport", "");
	test_members(&c);
	test_without_dg13(&passport);
	test_extra(&c);
	test_files(&c, &other);
	test_dg13(&c);
	test_signer();
	gone(&c);
	gone(&other);
	gone(&passport);
	sim_pki_free(pki);
	return tap_done();
}
