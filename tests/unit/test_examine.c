/* SPDX-License-Identifier: ISC */
/* One record after the other and what each check says of it. */
#include <string.h>

#include "identity/examine.h"
#include "tap.h"

#define ID "\"id\":\"001099000001\""
#define NAME "\"name\":\"Nguyễn Văn Mẫu\""
#define DOB "\"dob\":\"1999-02-01\""
#define ISSUED "\"issued\":\"2023-03-15\""
#define MAN ID "," NAME "," DOB ",\"sex\":\"M\"," ISSUED
#define QR_TEXT "001099000001||Nguyễn Văn Mẫu|01021999|Nam|Thôn Mẫu|15032023"
#define QR MAN ",\"residence\":\"Thôn Mẫu\",\"qr\":{\"raw\":\"" QR_TEXT	\
	"\",\"model\":2021}"
#define MRZ MAN ",\"mrz\":\"IDVNM0990000017001099000001<<8"		\
	"9902015M3902013VNM<<<<<<<<<<<6NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\""

#define MRZ_AS ID ",\"mrz\":\"IDVNM0990000017001099000001<<8"		\
	"9902015M3902013VNM<<<<<<<<<<<6NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\","
/* A name whose marks a scanner lost, and all of a code but some members. */
#define BARE_QR "\"qr\":{\"raw\":\"" QR_TEXT "\"}"
#define LOST_QR "\"qr\":{\"transport\":\"cp437\",\"raw\":\"" \
	"001099000001|012345678|Nguy\342\224\274n V\342\231\245n " \
	"H\342\210\231ng|01021999|Nam|So 1, Xa Mau, Ha Noi|15032023\"}"

/* `want` is what is looked for in the list, "check=result" each. `at` NULL:
 * no clock. */
static const struct {
	const char *members, *at, *want;
} cases[] = {
	{ QR, "2026-06-15", "number.form=pass number.prefix=pass "
	    "number.era=pass number.birth=pass number.sex=pass "
	    "number.placeholder=pass name.letters=pass dob.real=pass "
	    "dob.age=pass issued.real=pass issued.past=pass "
	    "issued.model=pass dates.order=pass card.current=pass qr.agrees=pass "
	    "signature=skip card.lost=skip" },
	{ "", "2026-06-15", "number.form=skip name.letters=skip "
	    "dob.real=skip issued.real=skip card.current=skip signature=skip" },

	/* the number */
	{ "\"id\":\"00109900001\"", "2026-06-15", "number.form=fail" },
	{ "\"id\":\"00109900000x\"", "2026-06-15", "number.form=fail" },
	{ "\"id\":\"099099000001\"", "2026-06-15", "number.prefix=warn" },
	{ "\"id\":\"295099000001\"", "2026-06-15", "number.prefix=pass" },
	{ "\"id\":\"001226000001\"", "2026-06-15", "number.era=pass" },
	{ "\"id\":\"001227000001\"", "2026-06-15", "number.era=fail" },
	{ "\"id\":\"001499000001\"", "2026-06-15", "number.era=fail" },
	{ "\"id\":\"001499000001\"", NULL, "number.era=skip" },
	{ ID ",\"dob\":\"1998-02-01\"", "2026-06-15", "number.birth=warn" },
	{ ID ",\"dob\":\"1999\"", "2026-06-15", "number.birth=pass "
	    "dob.real=warn" },
	{ ID, "2026-06-15", "number.birth=skip number.sex=skip" },
	{ ID ",\"sex\":\"F\"", "2026-06-15", "number.sex=warn" },
	{ "\"id\":\"001199000001\",\"sex\":\"F\"", "2026-06-15",
	    "number.sex=pass" },
	{ ID ",\"sex\":\"x\"", "2026-06-15", "number.sex=skip" },
	{ "\"id\":\"000000000000\"", "2026-06-15", "number.placeholder=warn "
	    "number.prefix=warn" },
	{ "\"id\":\"012345678901\"", "2046-06-15",
	    "number.placeholder=warn" },
	{ "\"id\":\"123456789012\"", "2026-06-15",
	    "number.placeholder=warn number.era=fail" },
	{ ID ",\"old_id\":\"012345678\"", "2026-06-15", "old_id.form=pass" },
	{ ID ",\"old_id\":\"12345678\"", "2026-06-15", "old_id.form=warn" },
	{ "\"old_id\":\"012345678\"", "2024-12-31",
	    "old_id.form=pass -old_id.valid" },
	{ "\"old_id\":\"012345678\"", "2025-01-01", "old_id.valid=warn" },
	{ ID ",\"cancelled_id\":\"001099000002\"", "2026-06-15",
	    "cancelled_id.form=pass" },
	{ ID ",\"cancelled_id\":\"012345678\"", "2026-06-15",
	    "cancelled_id.form=pass" },
	{ ID ",\"cancelled_id\":\"0123456789\"", "2026-06-15",
	    "cancelled_id.form=warn" },

	/* the name */
	{ "\"name\":\"H'Blač Niê-Kđăm\"", "2026-06-15",
	    "name.letters=pass" },
	{ "\"name\":\"Ðặng Văn Mẫu\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Nguyễn Vаn Mẫu\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Nguye\\u0302\\u0303n\"", "2026-06-15",
	    "name.letters=warn" },
	{ "\"name\":\"Mẫu\\u200b\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Mẫu\\u202e\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Mẫu\\u0000\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Mẫu 2\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Mẫu|x\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"Ａn\"", "2026-06-15", "name.letters=warn" },
	{ "\"name\":\"  \"", "2026-06-15", "name.letters=skip" },

	/* days */
	{ "\"dob\":\"1999-02-29\"", "2026-06-15", "dob.real=fail -dob.age" },
	{ "\"dob\":\"2000-02-29\"", "2026-06-15", "dob.real=pass" },
	{ "\"dob\":\"29/02/2000\"", "2026-06-15", "dob.real=fail" },
	{ "\"dob\":\"1950-01-01\"", "2026-06-15", "dob.real=warn" },
	{ "\"dob\":\"1950-01-01\",\"qr\":{}", "2026-06-15",
	    "dob.real=pass" },
	{ "\"dob\":\"2026-06-15\"", "2026-06-15", "dob.age=pass" },
	{ "\"dob\":\"2026-06-16\"", "2026-06-15", "dob.age=fail" },
	{ "\"dob\":\"2026\"", "2026-06-15", "dob.age=pass" },
	{ "\"dob\":\"1906-06-15\"", "2026-06-15", "dob.age=pass" },
	{ "\"dob\":\"1906-06-14\"", "2026-06-15", "dob.age=warn" },
	{ "\"dob\":\"1906-06-14\"", NULL, "dob.age=skip" },
	{ ISSUED, "2023-03-15", "issued.past=pass" },
	{ ISSUED, "2023-03-14", "issued.past=fail" },
	{ ISSUED, NULL, "issued.past=skip" },
	{ "\"issued\":\"2023-02-30\"", "2026-06-15", "issued.real=fail "
	    "-issued.past" },
	{ "\"issued\":\"2023-02\"", "2026-06-15", "issued.real=warn" },
	{ DOB ",\"issued\":\"1999-01-31\"", "2026-06-15",
	    "dates.order=fail" },
	{ DOB ",\"issued\":\"1999\"", "2026-06-15", "dates.order=pass" },
	{ ISSUED ",\"expires\":\"2023-03-14\"", "2023-03-15",
	    "dates.order=fail" },
	{ DOB ",\"expires\":\"1999-01-31\"", "2026-06-15",
	    "dates.order=fail" },
	{ DOB, "2026-06-15", "-dates.order" },

	/* the model */
	{ "\"issued\":\"2024-06-30\",\"qr\":{\"model\":2024}", "2026-06-15",
	    "issued.model=warn" },
	{ "\"issued\":\"2024-07-01\",\"qr\":{\"model\":2024}", "2026-06-15",
	    "issued.model=pass" },
	{ "\"issued\":\"2024-07-01\",\"qr\":{\"model\":2021}", "2026-06-15",
	    "issued.model=warn" },
	{ "\"issued\":\"2024-06-30\",\"qr\":{\"model\":2021}", "2026-06-15",
	    "issued.model=pass" },
	{ "\"issued\":\"2020-12-31\",\"qr\":{\"model\":2021}", "2026-06-15",
	    "issued.model=warn" },
	{ "\"issued\":\"2024-06-30\"", "2026-06-15", "-issued.model" },
	{ "\"dob\":\"2009-06-02\",\"issued\":\"2023-06-01\","
	    "\"qr\":{\"model\":2021}", "2026-06-15", "issued.age=warn" },
	{ "\"dob\":\"2009-06-02\",\"issued\":\"2023-06-02\","
	    "\"qr\":{\"model\":2021}", "2026-06-15", "-issued.age" },

	/* the end */
	{ "\"expires\":\"2026-06-15\"", "2026-06-15", "card.current=pass" },
	{ "\"expires\":\"2026-06-14\"", "2026-06-15", "card.current=warn" },
	{ "\"expires\":\"2026-06\"", "2026-06-15", "card.current=pass" },
	{ "\"expires\":\"2026-05\"", "2026-06-15", "card.current=warn" },
	{ "\"expires\":\"never\"", "2026-06-15", "card.current=pass" },
	{ "\"expires\":\"soon\"", "2026-06-15", "card.current=fail" },
	{ "\"expires\":\"2026-06-14\"", NULL, "card.current=skip" },
	{ "\"expires\":\"2024-01-15\"", "2024-06-30", "card.current=pass" },
	{ "\"expires\":\"2024-01-15\"", "2024-07-01", "card.current=warn" },
	{ "\"expires\":\"2024-01-14\"", "2024-06-30", "card.current=warn" },
	{ MAN ",\"expires\":\"2039-02-01\"", "2026-06-15",
	    "card.current=pass expiry.rule=pass" },
	{ MAN ",\"expires\":\"2039-02-02\"", "2026-06-15",
	    "card.current=pass expiry.rule=warn" },
	{ MAN ",\"expires\":\"never\"", "2026-06-15", "expiry.rule=warn" },
	{ ID "," DOB ",\"issued\":\"2022-02-01\",\"expires\":\"2039-02-01\"",
	    "2023-06-15", "expiry.rule=pass" },
	{ ID "," DOB ",\"issued\":\"2022-02-01\",\"expires\":\"2024-02-01\"",
	    "2023-06-15", "expiry.rule=pass" },
	{ MAN, "2039-02-01", "card.current=pass" },
	{ MAN, "2039-02-02", "card.current=warn" },
	{ ID "," DOB ",\"issued\":\"2022-02-01\"", "2026-06-15",
	    "card.current=warn" },
	{ ID "," DOB ",\"issued\":\"2022-02-01\"", "2024-02-01",
	    "card.current=pass" },
	{ MAN, NULL, "card.current=skip" },
	{ ID "," DOB ",\"issued\":\"2018-02-01\"", "2026-06-15",
	    "card.current=skip" },

	/* the MRZ */
	{ MRZ, "2026-06-15", "mrz.digits=pass mrz.agrees=pass card.current=pass "
	    "expiry.rule=pass" },
	{ MRZ, "2039-02-02", "card.current=warn" },
	{ MRZ ",\"expires\":\"2039-02-02\"", "2026-06-15",
	    "mrz.agrees=fail" },
	{ MRZ ",\"expires\":\"never\"", "2026-06-15", "mrz.agrees=fail" },
	{ MRZ_AS "\"dob\":\"1999\"", "2026-06-15", "mrz.agrees=pass" },
	{ MRZ_AS "\"dob\":\"1999-02\"", "2026-06-15", "mrz.agrees=pass" },
	{ MRZ_AS "\"dob\":\"1999-03\"", "2026-06-15", "mrz.agrees=fail" },
	{ MRZ_AS "\"dob\":\"1998\"", "2026-06-15", "mrz.agrees=fail" },
	{ MRZ_AS "\"dob\":\"1999-02-02\"", "2026-06-15",
	    "mrz.agrees=fail" },
	{ MRZ_AS "\"sex\":\"Nam\"", "2026-06-15", "mrz.agrees=pass" },
	{ MRZ_AS "\"sex\":\"F\"", "2026-06-15", "mrz.agrees=fail" },
	{ MRZ_AS "\"expires\":\"2039\"", "2026-06-15",
	    "mrz.agrees=pass" },
	{ MRZ_AS "\"expires\":\"2039-02\"", "2026-06-15",
	    "mrz.agrees=pass" },
	{ MRZ_AS "\"expires\":\"2038\"", "2026-06-15",
	    "mrz.agrees=fail" },
	{ MRZ_AS "\"name\":\"Lê Văn Mẫu\"", "2026-06-15",
	    "mrz.agrees=fail" },
	{ DOB ",\"mrz\":\"IDVNM0990000017001099000001<<8"
	    "99<<<<0M3902013VNM<<<<<<<<<<<8NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\"",
	    "2026-06-15", "mrz.digits=pass mrz.agrees=pass" },
	{ ID ",\"sex\":\"M\",\"mrz\":\"IDVNM0990000017001099000001<<8"
	    "9902015<3902013VNM<<<<<<<<<<<6NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\"",
	    "2026-06-15", "mrz.digits=pass mrz.agrees=pass" },
	/* Vietnam's own digit odd: the end is read all the same */
	{ MAN ",\"mrz\":\"IDVNM0990000017001099000001<<<"
	    "9902015M2402011VNM<<<<<<<<<<<2NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\"",
	    "2026-06-15", "mrz.digits=warn mrz.agrees=pass card.current=warn "
	    "expiry.rule=warn" },
	{ ID ",\"mrz\":\"IDVNM0990000017001099000001<<8\\n"
	    "9902015M3902013VNM<<<<<<<<<<<7\\nNGUYEN<<VAN<MAU<<<<<<<<<<<<<<<\"",
	    "2026-06-15", "mrz.digits=fail -mrz.agrees" },
	{ "\"mrz\":\"IDVNM\"", "2026-06-15", "mrz.digits=fail -mrz.agrees" },
	{ "\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\","
	    "\"doc_no\":\"L898902C3\",\"name\":\"Anna Maria Eriksson\","
	    "\"dob\":\"1974-08-12\",\"sex\":\"F\"", "2012-04-15",
	    "mrz.digits=pass mrz.agrees=pass card.current=pass number.form=skip" },
	{ "\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\","
	    "\"doc_no\":\"L898902C3\",\"name\":\"Anna Erikson\"",
	    "2012-04-16", "mrz.agrees=warn card.current=warn" },
	{ "\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\","
	    "\"doc_no\":\"L898902C4\"", "2012-04-15", "mrz.agrees=fail" },
	{ "\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\","
	    "\"dob\":\"1974-08-13\"", "2012-04-15", "mrz.agrees=fail" },
	{ "\"mrz\":\"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\","
	    "\"sex\":\"M\"", "2012-04-15", "mrz.agrees=fail" },

	/* the QR text */
	{ "\"id\":\"001099000002\",\"qr\":{\"raw\":\"" QR_TEXT "\"}",
	    "2026-06-15", "qr.agrees=fail" },
	/* only what both have is compared */
	{ QR ",\"old_id\":\"012345678\"", "2026-06-15", "qr.agrees=pass" },
	{ QR ",\"cancelled_id\":\"001099000002\"", "2026-06-15",
	    "qr.agrees=pass" },
	{ QR ",\"father\":\"Lê Mẫu\"", "2026-06-15", "qr.agrees=pass" },
	{ ID "," NAME "," BARE_QR, "2026-06-15", "qr.agrees=pass" },
	{ MAN "," BARE_QR, "2026-06-15", "qr.agrees=pass" },
	{ BARE_QR, "2026-06-15", "qr.agrees=skip" },
	{ ID "," LOST_QR, "2026-06-15", "qr.agrees=pass" },
	/* the name as people write it */
	{ ID ",\"name\":\"NGUYỄN VĂN MẪU\"," BARE_QR, "2026-06-15",
	    "qr.agrees=pass" },
	{ ID ",\"name\":\"Nguyen Van Mau\"," BARE_QR, "2026-06-15",
	    "qr.agrees=warn" },
	{ ID ",\"name\":\"Nguyễn Văn Mậu\"," BARE_QR, "2026-06-15",
	    "qr.agrees=warn" },
	{ ID ",\"name\":\"Nguyễn Văn Máy\"," BARE_QR, "2026-06-15",
	    "qr.agrees=fail" },
	/* a reading that was chosen */
	{ ID ",\"name\":\"Nguyễn Văn Hùng\"," LOST_QR, "2026-06-15",
	    "qr.agrees=pass" },
	{ ID ",\"name\":\"Nguyễn Văn Hung\"," LOST_QR, "2026-06-15",
	    "qr.agrees=warn" },
	/* what contradicts */
	{ ID ",\"dob\":\"1999\"," BARE_QR, "2026-06-15", "qr.agrees=pass" },
	{ ID ",\"dob\":\"1998\"," BARE_QR, "2026-06-15", "qr.agrees=fail" },
	{ ID ",\"dob\":\"1999-02-02\"," BARE_QR, "2026-06-15",
	    "qr.agrees=fail" },
	{ ID ",\"sex\":\"F\"," BARE_QR, "2026-06-15", "qr.agrees=fail" },
	{ ID ",\"issued\":\"2023-03-16\"," BARE_QR, "2026-06-15",
	    "qr.agrees=fail" },
	{ ID ",\"old_id\":\"012345679\"," LOST_QR, "2026-06-15",
	    "qr.agrees=fail" },
	{ MAN ",\"residence\":\"x\",\"qr\":{\"raw\":\"" QR_TEXT "\"}",
	    "2026-06-15", "qr.agrees=warn" },
	{ MAN ",\"residence\":\"Thôn Mẫu\",\"qr\":{\"raw\":\"001099000001||"
	    "Nguye\\u0302\\u0303n Va\\u0306n Ma\\u0302\\u0303u|01021999|Nam|"
	    "Thôn Mẫu|15032023\"}", "2026-06-15", "qr.agrees=pass" },
	{ MAN ",\"residence\":\"Thôn Mẫu\",\"father\":\"Lê Mẫu\",\"qr\":"
	    "{\"raw\":\"" QR_TEXT "||Lê Mẫu||\",\"model\":2024}",
	    "2026-06-15", "qr.agrees=pass" },
	{ MAN ",\"father\":\"Lê Mậu\",\"qr\":"
	    "{\"raw\":\"" QR_TEXT "||Lê Mẫu||\",\"model\":2024}",
	    "2026-06-15", "qr.agrees=warn" },
	{ MAN ",\"mother\":\"Trần Mẫu\",\"qr\":"
	    "{\"raw\":\"" QR_TEXT "|||Lê Mẫu|\",\"model\":2024}",
	    "2026-06-15", "qr.agrees=fail" },
	{ MAN ",\"residence\":\"Thôn Mẫu\",\"qr\":"
	    "{\"raw\":\"" QR_TEXT "||Lê Mẫu||\",\"model\":2024}",
	    "2026-06-15", "qr.agrees=pass" },
	{ ID ",\"cancelled_id\":\"001099000003\",\"qr\":{\"raw\":\"" QR_TEXT
	    "|001099000002|||\"}", "2026-06-15", "qr.agrees=fail" },
	{ "\"qr\":{\"raw\":\"x\"}", "2026-06-15", "qr.agrees=fail" },
	{ "\"qr\":{\"needs_rescan\":true}", "2026-06-15",
	    "qr.damage=warn qr.agrees=skip" },
	{ "\"qr\":{\"needs_rescan\":false}", "2026-06-15", "-qr.damage" },
	{ "\"qr\":null", "2026-06-15", "-qr.agrees" },
	{ "\"chip\":{}," ID, "2026-06-15", "signature=skip" },
	{ "\"chip\":{\"files\":{}}," ID, "2026-06-15",
	    "-signature card.lost=skip" },
};

static const struct check *
find(const struct checks *cs, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < cs->n; i++)
		if (strlen(cs->c[i]->name) == n &&
		    memcmp(cs->c[i]->name, name, n) == 0)
			return cs->c[i];
	return NULL;
}

/* Each "check=result" holds; "-check" is not in the list. */
static bool
holds(const struct checks *cs, const char *want)
{
	struct slice rest = slice_str(want), one, name;
	const struct check *c;

	while (slice_split(&rest, ' ', &one)) {
		if (one.p[0] == '-') {
			if (find(cs, one.p + 1, one.n - 1) != NULL)
				return false;
			continue;
		}
		slice_split(&one, '=', &name);
		c = find(cs, name.p, name.n);
		if (c == NULL || !slice_is(one, check_result_word(c->result)))
			return false;
	}
	return true;
}

static bool
rows_are_json(const struct checks *cs, enum assurance a)
{
	struct json_value v;
	struct buf out = { 0 };
	size_t at;
	bool good;

	json_open(&out, '{');
	checks_write(cs, a, NULL, &out);
	json_close(&out, '}');
	good = json_scan(buf_slice(&out), &v, NULL, &at) == ERR_OK;
	buf_release(&out);
	return good;
}

static void
test_cases(void)
{
	struct record r = { 0 };
	struct buf line = { 0 };
	struct checks cs;
	struct moment m;
	const char *bad;
	size_t i, at;
	bool fails, numbered;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct examine_case c = { .today = NULL };

		if (cases[i].at != NULL &&
		    moment_parse(slice_str(cases[i].at), &m) == ERR_OK)
			c.today = &m.date;
		buf_reset(&line);
		buf_printf(&line, "{%s}", cases[i].members);
		checks_reset(&cs);
		if (!OK(record_parse(&r, buf_slice(&line), &at) == ERR_OK &&
		    examine_read(&r, &c, &bad) == ERR_OK, "case %zu", i))
			continue;
		examine_person(&c, &cs);
		OK(holds(&cs, cases[i].want), "%s", cases[i].want);
		fails = strstr(cases[i].want, "=fail") != NULL;
		numbered = strstr(cases[i].members, "id\":") != NULL ||
		    strstr(cases[i].members, "doc_no\":") != NULL;
		OK(examine_assurance(&c, &cs) == (numbered && !fails ?
		    ASSURANCE_PLAUSIBLE : ASSURANCE_NONE) &&
		    checks_verdict(&cs, ASSURANCE_NONE) == (fails ?
		    VERDICT_REFUSED : VERDICT_UNDECIDED), "and its verdict");
		OK(rows_are_json(&cs, ASSURANCE_NONE), "and its JSON");
	}
	buf_release(&line);
	record_release(&r);
}

static void
test_wrong_types(void)
{
	static const struct {
		const char *line, *bad;
	} wrong[] = {
		{ "{\"id\":1099000001}", "id" }, { "{\"name\":[]}", "name" },
		{ "{\"qr\":[]}", "qr" }, { "{\"qr\":{\"raw\":1}}", "qr" },
	};
	struct record r = { 0 };
	struct examine_case c = { .today = NULL };
	const char *bad = "";
	size_t i, at;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
		OK(record_parse(&r, slice_str(wrong[i].line), &at) == ERR_OK &&
		    examine_read(&r, &c, &bad) == ERR_FORMAT &&
		    strcmp(bad, wrong[i].bad) == 0, "%s", wrong[i].line);
	OK(record_parse(&r, SLICE("{\"qr\":{\"raw\":\"a\",\"x\":{},"
	    "\"raw\":\"b\"}}"), &at) == ERR_DUPLICATE, "two texts");
	OK(record_parse(&r, SLICE("{\"qr\":{\"r\\u0061w\":\"a\"}}"), &at) ==
	    ERR_DUPLICATE, "a text in disguise");
	OK(record_parse(&r, SLICE("{\"qr\":{\"\\u00e9t\\u00e9\":\"a\","
	    "\"raw\":\"b\"}}"), &at) == ERR_OK &&
	    examine_read(&r, &c, &bad) == ERR_OK, "letters escaped");
	OK(record_parse(&r, SLICE("{\"name\":\"\\ud800\"}"), &at) == ERR_OK &&
	    examine_read(&r, &c, &bad) == ERR_UTF8, "half a pair");
	record_release(&r);
}

int
main(void)
{
	test_cases();
	test_wrong_types();
	return tap_done();
}
