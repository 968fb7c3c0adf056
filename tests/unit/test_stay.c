/* SPDX-License-Identifier: ISC */
/* Stays: every rule of the portal with a case on either side, deadlines. */
#include <string.h>

#include "record/record.h"
#include "stay/ask.h"
#include "stay/config.h"
#include "stay/stay.h"
#include "tap.h"

/* 2026-11-25T15:00:00+07:00 */
#define NOW 1795593600LL

#define CARD "\"id\":\"001099000001\",\"name\":\"Nguyễn Văn Mẫu\"," \
	"\"dob\":\"1999-01-31\",\"sex\":\"M\""
#define GUEST "\"name\":\"MAU ANNA\",\"dob\":\"1980\",\"sex\":\"F\"," \
	"\"nationality\":\"USA\",\"doc_type\":\"passport\","
#define PASSPORT GUEST "\"doc_no\":\"X1234567\""
#define ROOM ",\"stay\":{\"room\":\"1\",\"nights\":1}}"

static const struct stay_defaults plain = { .nights = -1,
    .room_required = true, .basis = "duty" };

static enum err
build(const char *line, const struct stay_defaults *d, long long now,
    struct stay *s, struct stay_problem *why)
{
	struct record r = { 0 };
	size_t at;
	enum err e = record_parse(&r, slice_str(line), &at);

	*why = (struct stay_problem){ "-", "-" };
	if (e == ERR_OK)
		e = stay_from_record(&r, d, now, s, why);
	record_release(&r);
	return e;
}

/* field NULL: good; else the field named as the reason. */
static const struct {
	const char *line, *field;
} cases[] = {
	{ "{" CARD ROOM, NULL },
	{ "{" CARD "}", "room" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\"}}", "leave" },
	{ "{" CARD ",\"stay\":{\"room\":\" \",\"nights\":1}}", "room" },
	{ "{" CARD ",\"stay\":{\"room\":203,\"nights\":\"29\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":30}}", "nights" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":0}}", "nights" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":\"two\"}}", "nights" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":99999999999}}",
	    "nights" },
	{ "{" CARD ",\"stay\":{\"room\":true,\"nights\":1}}", "room" },
	{ "{" CARD ",\"stay\":[1]}", "stay" },
	{ "{" CARD ",\"stay\":{\"room\":\"a\\u001bb\",\"nights\":1}}", "room" },
	/* numbers by document type */
	{ "{" CARD ",\"stay\":{\"doc_no\":\"00109900000\",\"nights\":1,"
	    "\"room\":\"1\"}}", "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_no\":\"0010 9900001\",\"nights\":1,"
	    "\"room\":\"1\"}}", "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"2\",\"doc_no\":\"012345678\","
	    "\"nights\":1,\"room\":\"1\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"2\",\"doc_no\":\"0123456789\","
	    "\"nights\":1,\"room\":\"1\"}}", "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"3\",\"doc_no\":\""
	    "AB345678901234567890\",\"nights\":1,\"room\":\"1\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"6\",\"doc_no\":\""
	    "AB3456789012345678901\",\"nights\":1,\"room\":\"1\"}}",
	    "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"4\",\"doc_no\":\"B1234567\","
	    "\"nights\":1,\"room\":\"1\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"4\",\"nights\":1,"
	    "\"room\":\"1\"}}", "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"4\",\"doc_no\":\"B1234567890\","
	    "\"nights\":1,\"room\":\"1\"}}", "doc_no" },
	{ "{" CARD ",\"stay\":{\"doc_type\":\"9\",\"nights\":1,"
	    "\"room\":\"1\"}}", "doc_type" },
	{ "{" CARD ",\"stay\":{\"doc_type\":8,\"nights\":1,"
	    "\"room\":\"1\"}}", NULL },
	/* the person */
	{ "{\"id\":\"001099000001\",\"dob\":\"1999-01-31\",\"sex\":\"M\""
	    ROOM, "name" },
	{ "{\"id\":\"001099000001\",\"name\":\"A\",\"dob\":\"1999\","
	    "\"sex\":\"M\"" ROOM, "dob" },
	{ "{\"id\":\"001099000001\",\"name\":\"A\",\"dob\":\"1999\","
	    "\"sex\":\"M\",\"stay\":{\"dob\":\"1999-01-01\",\"room\":\"1\","
	    "\"nights\":1}}", NULL },
	{ "{\"id\":\"001099000001\",\"name\":\"A\",\"dob\":\"1999-02-29\","
	    "\"sex\":\"M\"" ROOM, "dob" },
	{ "{\"id\":\"001099000001\",\"name\":\"A\",\"dob\":\"2026-11-26\","
	    "\"sex\":\"M\"" ROOM, "dob" },
	{ "{\"id\":\"001099000001\",\"name\":\"A\",\"dob\":\"1999-01-01\","
	    "\"sex\":\"Nam\"" ROOM, "sex" },
	{ "{\"id\":\"001099000001\",\"name\":7" ROOM, "name" },
	{ "{\"name\":\"A\",\"dob\":\"1999-01-01\",\"sex\":\"M\"" ROOM,
	    "nationality" },
	/* times */
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-24 00:00\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-23 23:59\"}}", "arrive" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-25T23:59:59+07:00\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-26 00:00\"}}", "arrive" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-25\"}}", "arrive" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"leave\":\"2026-11-25\"}}",
	    "leave" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"leave\":\"2026-12-24\"}}",
	    NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"leave\":\"2026-12-25\"}}",
	    "leave" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"leave\":\"tomorrow\"}}",
	    "leave" },
	/* reason, phone, basis */
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,\"reason\":20}}",
	    "reason_text" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,\"reason\":20,"
	    "\"reason_text\":\"x\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"reason\":\"du lịch\"}}", "reason" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"phone\":\"+84912345678\"}}", NULL },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"phone\":\"0912 345 678\"}}", "phone" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"basis\":\"habit\"}}", "basis" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"basis\":\"consent\"}}", "consent_at" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"basis\":\"consent\",\"consent_at\":\"2026-11-25 14:00\"}}",
	    "notice_version" },
	{ "{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"basis\":\"consent\",\"consent_at\":\"2026-11-25 14:00\","
	    "\"notice_version\":\"3\"}}", NULL },
	/* foreigners */
	{ "{" PASSPORT ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"permitted_until\":\"2026-11-25\"}}", NULL },
	{ "{" PASSPORT ROOM, "permitted_until" },
	{ "{" PASSPORT ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"permitted_until\":\"2026-11-24\"}}", "permitted_until" },
	{ "{" PASSPORT ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"permitted_until\":\"2027\"}}", "permitted_until" },
	{ "{" PASSPORT ",\"stay\":{\"nationality\":\"usa\"}}",
	    "nationality" },
	{ "{" PASSPORT ",\"stay\":{\"nationality\":\"SC-\",\"room\":\"1\","
	    "\"nights\":1,\"permitted_until\":\"2027-01-01\"}}", NULL },
	{ "{" GUEST "\"doc_no\":\"X-123\"" ROOM, "doc_no" },
	{ "{" GUEST "\"doc_no\":\"X1234567890\"" ROOM, "doc_no" },
};

static void
test_rules(void)
{
	struct stay_problem why;
	struct stay s = { 0 };
	size_t i;
	enum err e;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		e = build(cases[i].line, &plain, NOW, &s, &why);
		OK(cases[i].field == NULL ? e == ERR_OK : e != ERR_OK &&
		    strcmp(why.field, cases[i].field) == 0,
		    "%s: %s (%s: %s)", cases[i].field != NULL ?
		    cases[i].field : "good", cases[i].line, why.field,
		    why.why);
		stay_release(&s);
	}
}

/* The record wins over the command line, and nothing else is kept. */
static void
test_set(void)
{
	struct stay_defaults d = plain;
	struct stay_problem why;
	struct stay s = { 0 }, again = { 0 };
	struct buf b = { 0 };

	d.room = "9";
	d.nights = 2;
	d.arrive = "14:30";
	d.phone = "0123456";
	OK(build("{" CARD ",\"residence\":\"Phố Mẫu\",\"old_id\":\"1\","
	    "\"issued\":\"2024-06-30\",\"qr\":{\"model\":\"2021\"},"
	    "\"stay\":{\"room\":\"203\"}}", &d, NOW, &s, &why) == ERR_OK,
	    "a whole card");
	stay_write(&s, &b);
	tap_same(buf_slice(&b), "{\"name\":\"Nguyễn Văn Mẫu\","
	    "\"dob\":\"1999-01-31\",\"sex\":\"M\",\"nationality\":\"VNM\","
	    "\"doc_type\":\"1\",\"doc_no\":\"001099000001\",\"room\":\"203\","
	    "\"arrive\":\"2026-11-25T14:30:00+07:00\","
	    "\"leave\":\"2026-11-27T12:00:00+07:00\",\"reason\":\"1\","
	    "\"phone\":\"0123456\",\"basis\":\"duty\"}", "the filing set");
	OK(stay_read(buf_slice(&b), &again) == ERR_OK &&
	    slice_is(again.f[STAY_ROOM], "203") && !again.foreign &&
	    again.arrive.sec == s.arrive.sec, "and back");
	OK(stay_read(SLICE("{\"doc_no\":\"1\"}"), &again) == ERR_FORMAT,
	    "half a stay is none");
	OK(stay_read(SLICE("[]"), &again) == ERR_NOT_OBJECT, "nor a list");
	stay_release(&again);
	stay_release(&s);
	/* Hoà in two forms is one name */
	OK(build("{\"id\":\"001099000001\",\"name\":\"Hoa\xcc\x80\","
	    "\"dob\":\"1999-01-31\",\"sex\":\"M\"" ROOM, &plain, NOW, &s,
	    &why) == ERR_OK && slice_is(s.f[STAY_NAME], "Ho\xc3\xa0"),
	    "names in NFC");
	stay_release(&s);
	buf_release(&b);
}

static void
test_types(void)
{
	static const struct {
		const char *extra, *type;
	} t[] = {
		{ "", "1" },
		{ ",\"issued\":\"2024-06-30\"", "1" },
		{ ",\"issued\":\"2024-07-01\"", "8" },
		{ ",\"qr\":{\"model\":\"2024\"}", "8" },
		{ ",\"qr\":{\"model\":2024}", "8" },
		{ ",\"qr\":{\"model\":\"2021\"},\"issued\":\"2025-01-01\"",
		    "8" },
		{ ",\"issued\":\"2024\"", "1" },
	};
	struct stay_problem why;
	struct stay s = { 0 };
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		buf_reset(&b);
		buf_printf(&b, "{" CARD "%s" ROOM, t[i].extra);
		OK(build(buf_cstr(&b), &plain, NOW, &s, &why) == ERR_OK &&
		    slice_is(s.f[STAY_DOC_TYPE], t[i].type),
		    "document type %s:%s", t[i].type, t[i].extra);
		stay_release(&s);
	}
	OK(build("{" PASSPORT ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"permitted_until\":\"2027-01-01\"}}", &plain, NOW, &s,
	    &why) == ERR_OK && s.foreign &&
	    slice_is(s.f[STAY_DOC_TYPE], "passport"), "a foreigner");
	stay_release(&s);
	OK(build("{\"name\":\"A\",\"dob\":\"1999-01-01\",\"sex\":\"M\","
	    "\"nationality\":\"VNM\",\"doc_type\":\"passport\","
	    "\"doc_no\":\"B1234567\"" ROOM, &plain, NOW, &s, &why) == ERR_OK &&
	    !s.foreign && slice_is(s.f[STAY_DOC_TYPE], "4"),
	    "a Vietnamese passport");
	stay_release(&s);
	buf_release(&b);
}

static long long
at(const char *text)
{
	struct moment m;

	return moment_parse(slice_str(text), &m) == ERR_OK ?
	    moment_to_unix(m) : -1;
}

static void
test_due(void)
{
	static const struct {
		const char *arrive, *due;
	} t[] = {
		{ "2026-11-25 00:00", "2026-11-25 08:00" },
		{ "2026-11-25 07:59", "2026-11-25 08:00" },
		{ "2026-11-25 08:00", "2026-11-25 23:00" },
		{ "2026-11-25 22:59", "2026-11-25 23:00" },
		{ "2026-11-25 23:00", "2026-11-26 08:00" },
		{ "2026-12-31 23:59", "2027-01-01 08:00" },
	};
	struct stay s = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		s.arrive = moment_from_unix(at(t[i].arrive));
		OK(stay_due(&s) == at(t[i].due), "arrival %s is due %s",
		    t[i].arrive, t[i].due);
	}
	s.foreign = true;
	OK(stay_due(&s) == at("2026-12-31 23:59"), "a foreigner at once");
	OK(stay_last_moment(&s) == at("2027-01-01 23:59:59"),
	    "the portal takes it until the end of the next day");
}

static void
test_clock_and_coach(void)
{
	struct stay_defaults d = plain;
	struct stay_problem why;
	struct stay s = { 0 };
	struct settings set = { 0 };
	const char *bad = NULL, *want = NULL;
	unsigned line;

	OK(build("{" CARD ",\"stay\":{\"room\":\"1\",\"nights\":1,"
	    "\"arrive\":\"2026-11-25 14:00\"}}", &plain, 60, &s,
	    &why) == ERR_OK, "a clock in 1970 does not refuse a guest");
	stay_release(&s);
	OK(build("{" CARD ROOM, &plain, 60, &s, &why) == ERR_OK &&
	    s.arrive.date.y == 1970, "nor hides itself");
	stay_release(&s);
	d.basis = NULL;
	OK(build("{" CARD ROOM, &d, NOW, &s, &why) != ERR_OK &&
	    strcmp(why.field, "basis") == 0, "no silent basis");
	buf_add_str(&set.text, "kind = coach\nroom_required = no\nreason=5\n");
	OK(settings_parse(&set, &line) == ERR_OK &&
	    config_defaults(&set, &d, &bad, &want) == ERR_OK &&
	    d.basis == NULL &&
	    !d.room_required && strcmp(d.reason, "5") == 0, "a coach");
	settings_release(&set);
	buf_add_str(&set.text, "room_required = nein\n");
	OK(settings_parse(&set, &line) == ERR_OK &&
	    config_defaults(&set, &d, &bad, &want) == ERR_CONFIG &&
	    strcmp(bad, "room_required") == 0, "neither yes nor no");
	settings_release(&set);
	OK(config_defaults(&set, &d, &bad, &want) == ERR_OK &&
	    strcmp(d.basis, "duty") == 0 && d.room_required, "a guesthouse");
}

/* Values that are none: the key and what it takes. */
static void
test_settings(void)
{
	static const struct {
		const char *line, *bad, *want;
	} t[] = {
		{ "kind = Coach", "kind", "lodging or coach" },
		{ "kind = lodging", NULL, NULL },
		{ "portal_timeout = 3s", "portal_timeout",
		    "a whole number of seconds from 1 to 30" },
		{ "portal_timeout = 0", "portal_timeout",
		    "a whole number of seconds from 1 to 30" },
		{ "portal_timeout = 31", "portal_timeout",
		    "a whole number of seconds from 1 to 30" },
		{ "portal_timeout = 4294967297", "portal_timeout",
		    "a whole number of seconds from 1 to 30" },
		{ "portal_connect_timeout = -1", "portal_connect_timeout",
		    "a whole number of seconds from 1 to 30" },
		{ "portal_timeout = 30\nportal_connect_timeout = 1", NULL,
		    NULL },
	};
	struct settings set = { 0 };
	const char *bad, *want;
	unsigned line;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		struct stay_defaults d = { 0 };
		enum err e;

		bad = want = "";
		buf_add_str(&set.text, t[i].line);
		buf_add_char(&set.text, '\n');
		e = settings_parse(&set, &line);
		if (e == ERR_OK)
			e = config_defaults(&set, &d, &bad, &want);
		OK(t[i].bad == NULL ? e == ERR_OK : e == ERR_CONFIG &&
		    strcmp(bad, t[i].bad) == 0 && strcmp(want, t[i].want) == 0,
		    "setting %zu: %s", i, t[i].bad != NULL ? t[i].line : "");
		settings_release(&set);
	}
}

/* The hour alone means today; small letters are none of a document. */
static void
test_typed(void)
{
	struct stay s = { 0 };
	struct stay_problem why;
	struct stay_defaults d = plain;

	d.arrive = "15:01";		/* NOW is 15:00 or so */
	OK(build("{" CARD ROOM, &d, NOW, &s, &why) == ERR_RANGE &&
	    strcmp(why.field, "arrive") == 0 &&
	    strcmp(why.why, "is later than now: give the day too, as"
	    " YYYY-MM-DD HH:MM") == 0, "an hour that is still to come");
	d.arrive = "2026-11-25 23:30";
	OK(build("{" CARD ROOM, &d, NOW, &s, &why) == ERR_OK,
	    "with its day it is taken");
	stay_release(&s);
	d.arrive = "14:00";
	d.permitted_until = "2026-12-01";
	OK(build("{\"name\":\"MAU\",\"dob\":\"1980\",\"sex\":\"F\","
	    "\"nationality\":\"USA\",\"doc_type\":\"passport\","
	    "\"doc_no\":\"x12z4567\"" ROOM, &d, NOW, &s, &why) == ERR_OK &&
	    slice_is(s.f[STAY_DOC_NO], "X12Z4567"), "capitals of a passport");
	stay_release(&s);
}

/* Answers of a foreigner, wrong ones among them. */
static void
test_ask(void)
{
	static const struct {
		const char *answer;
		bool good;
	} t[] = { { "passport", true }, { "X 1", false }, { "X1234567", true },
		{ "Germany", false }, { "D", true }, { " Mẫu Anna ", true },
		{ "", false }, { "1980-13-01", false }, { "1980", true },
		{ "w", false }, { "f", true }, { "2026-11-24", false },
		{ "2026-12-24", true }, { "", false }, { "203", true },
		{ "30", false }, { "0", false }, { "3", true } };
	struct ask a = { 0 };
	struct buf b = { 0 };
	const char *why;
	size_t i;

	ask_start(&a, &plain);
	for (i = 0; i < sizeof t / sizeof *t; i++) {
		if (!OK(ask_question(&a) != NULL, "a question"))
			break;
		if (i == 6)		/* an empty name was given before */
			continue;
		why = ask_answer(&a, slice_str(t[i].answer), NOW);
		OK((why == NULL) == t[i].good, "answer %s: %s", t[i].answer,
		    why != NULL ? why : "taken");
	}
	OK(ask_question(&a) == NULL, "no more questions");
	ask_record(&a, &b);
	tap_same(buf_slice(&b), "{\"doc_no\":\"X1234567\","
	    "\"doc_type\":\"passport\",\"name\":\"Mẫu Anna\","
	    "\"dob\":\"1980\",\"sex\":\"F\",\"nationality\":\"D\","
	    "\"source\":\"manual\",\"from\":\"terminal\",\"stay\":{"
	    "\"doc_type\":\"passport\",\"room\":\"203\","
	    "\"permitted_until\":\"2026-12-24\",\"nights\":\"3\"}}",
	    "the typed record");
	ask_release(&a);
	buf_release(&b);
}

int
main(void)
{
	test_rules();
	test_set();
	test_types();
	test_due();
	test_clock_and_coach();
	test_settings();
	test_typed();
	test_ask();
	return tap_done();
}
