/* SPDX-License-Identifier: ISC */
/* What opens a chip: Doc 9303-11's strings, two invented persons, the law. */
#include <string.h>

#include "chip/password.h"
#include "tap.h"

#define AN "IDVNM0900001233079090000123<<3\n"				\
	"9001022M3001020VNM<<<<<<<<<<<0\n"				\
	"NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<\n"
#define MAU "IDVNM1600004564001160000456<<5\n"				\
	"6003151F9912315VNM<<<<<<<<<<<4\n"				\
	"TRAN<<THI<MAU<<<<<<<<<<<<<<<<<\n"
/* Doc 9303-11, D.2: the long number in TD1 and TD2; its key example as TD2. */
#define LONG_TD1 "I<UTOD23145890<7349<<<<<<<<<<<"			\
	"3407127M9507122UTO<<<<<<<<<<<2"				\
	"STEVENSON<<PETER<<<<<<<<<<<<<<"
#define LONG_TD2 "I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<\n" \
	"D23145890<UTO3407127M95071227349<<<8"
#define SHORT_TD2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"		\
	"L898902C<3UTO6908061F9406236<<<<<<<2"
#define TD3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"		\
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10"

static const struct date none = { 0, 0, 0 };

static bool
info_is(const struct password *p, size_t n, const char *want)
{
	struct buf b = { 0 };
	bool good;

	password_mrz_info(p, n, &b);
	good = slice_is(buf_slice(&b), want);
	if (!good)
		printf("# got %.*s\n# want %s\n", (int)b.n, b.p, want);
	buf_wipe(&b);
	return good;
}

/* All expiries, with blanks between them. */
static bool
expiries_are(const struct password *p, const char *want)
{
	char got[64] = "";
	size_t i, n = 0;

	for (i = 0; i < p->expiries; i++)
		n += (size_t)snprintf(got + n, sizeof got - n, "%s%s",
		    i > 0 ? " " : "", p->expiry[i]);
	if (strcmp(got, want) != 0)
		printf("# got %s\n# want %s\n", got, want);
	return strcmp(got, want) == 0;
}

static bool
is(const struct password *p, const char *kind, const char *id,
    const char *can, const char *document)
{
	return strcmp(p->kind, kind) == 0 && strcmp(p->id, id) == 0 &&
	    strcmp(p->can, can) == 0 && strcmp(p->document, document) == 0;
}

static void
test_numbers(void)
{
	static const char *bad_ids[] = { "", "07909000012", "0790900001234",
	    "07909000012x", " 79090000123", "079090000123\n" };
	static const char *bad_cans[] = { "", "00123", "0000123", "00012x" };
	struct password p = { .kind = "kept" };
	size_t i;

	for (i = 0; i < sizeof bad_ids / sizeof *bad_ids; i++)
		OK(password_from_id(slice_str(bad_ids[i]), &p) == ERR_FORMAT &&
		    is(&p, "kept", "", "", ""), "no id: %zu", i);
	for (i = 0; i < sizeof bad_cans / sizeof *bad_cans; i++)
		OK(password_from_can(slice_str(bad_cans[i]), &p) ==
		    ERR_FORMAT && is(&p, "kept", "", "", ""), "no can: '%s'",
		    bad_cans[i]);
	OK(password_from_id(SLICE("079090000123"), &p) == ERR_OK &&
	    is(&p, "id", "079090000123", "000123", "090000123"), "an id");
	OK(p.birth[0] == '\0' && p.expiries == 0 && !password_has_mrz(&p),
	    "BAC is never tried with a bare number");
	OK(password_from_can(SLICE("000123"), &p) == ERR_OK &&
	    is(&p, "can", "", "000123", "") && !password_has_mrz(&p),
	    "a can");
	password_add_birth(&p, (struct date){ 1990, 1, 2 }, none);
	OK(p.birth[0] == '\0' && p.expiries == 0,
	    "a birth date without a document number is no use");
	password_wipe(&p);
	OK(p.kind == NULL && p.can[0] == '\0' && p.can[5] == '\0', "wiped");
}

static void
test_zones(void)
{
	static const struct {
		const char *lines, *id, *can, *document, *info;
	} cases[] = {
		{ AN, "079090000123", "000123", "090000123",
		    "090000123390010223001020" },
		{ MAU, "001160000456", "000456", "160000456",
		    "160000456460031519912315" },
		{ LONG_TD1, "", "", "D23145890734",
		    "D23145890734934071279507122" },
		{ LONG_TD2, "", "", "D23145890734",
		    "D23145890734934071279507122" },
		{ SHORT_TD2, "", "", "L898902C", "L898902C<369080619406236" },
		{ TD3, "", "", "L898902C3", "L898902C3674081221204159" },
	};
	struct password p;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		OK(password_from_mrz(slice_str(cases[i].lines), &p) ==
		    ERR_OK && is(&p, "mrz", cases[i].id, cases[i].can,
		    cases[i].document), "zone %zu", i);
		OK(password_has_mrz(&p) && p.expiries == 1 &&
		    info_is(&p, 0, cases[i].info), "its MRZ_information");
	}
}

static void
test_bad_zones(void)
{
	static const size_t digits[] = { 14, 29, 31 + 6, 31 + 14, 31 + 29 };
	struct password p = { .kind = "kept" };
	char text[] = AN;
	size_t i;
	char was;

	for (i = 0; i < sizeof digits / sizeof *digits; i++) {
		was = text[digits[i]];
		text[digits[i]] = was == '9' ? '0' : (char)(was + 1);
		OK(password_from_mrz(slice_str(text), &p) == ERR_RANGE &&
		    is(&p, "kept", "", "", ""), "a wrong digit at %zu",
		    digits[i]);
		text[digits[i]] = was;
	}
	text[0] = 'i';
	OK(password_from_mrz(slice_str(text), &p) == ERR_FORMAT &&
	    password_from_mrz(SLICE(""), &p) == ERR_FORMAT &&
	    password_from_mrz((struct slice){ AN, 60 }, &p) == ERR_FORMAT &&
	    is(&p, "kept", "", "", ""), "no zone");
	OK(password_from_mrz(SLICE("I<UTO<<<<<<<<<0<<<<<<<<<<<<<<<"
	    "3407127M9507122UTO<<<<<<<<<<<8"
	    "STEVENSON<<PETER<<<<<<<<<<<<<<"), &p) == ERR_FORMAT,
	    "a zone without a number");
}

static const struct {
	const char *document;
	struct date birth, expiry;
	bool never;
	const char *id, *can, *is, *expiries, *info;
} fields[] = {
	/* Doc 9303-11, D.2, G.1, I.1. */
	{ "L898902C", { 1969, 8, 6 }, { 1994, 6, 23 }, false,
	    "", "", "L898902C", "940623", "L898902C<369080619406236" },
	{ "T22000129", { 1964, 8, 12 }, { 2010, 10, 31 }, false,
	    "", "", "T22000129", "101031",
	    "T22000129364081251010318" },
	{ "c11t002jm", { 1996, 8, 12 }, { 2023, 10, 31 }, false,
	    "", "", "C11T002JM", "231031",
	    "C11T002JM496081222310314" },
	{ "azAZ09", { 1996, 8, 12 }, { 2023, 10, 31 }, false,
	    "", "", "AZAZ09", "231031", "AZAZ09<<<996081222310314" },
	{ "D23145890734", { 1934, 7, 12 }, { 1995, 7, 12 }, false,
	    "", "", "D23145890734", "950712",
	    "D23145890734934071279507122" },
	/* Citizen cards by either number. */
	{ "090000123", { 1990, 1, 2 }, { 2030, 1, 2 }, false,
	    "", "000123", "090000123", "300102",
	    "090000123390010223001020" },
	{ "079090000123", { 1990, 1, 2 }, { 2030, 1, 2 }, false,
	    "079090000123", "000123", "090000123", "300102",
	    "090000123390010223001020" },
	{ "160000456", { 1960, 3, 15 }, { 0, 0, 0 }, true,
	    "", "000456", "160000456", "991231",
	    "160000456460031519912315" },
	{ "160000456", { 1960, 3, 15 }, { 0, 0, 0 }, false,
	    "", "000456", "160000456", "991231",
	    "160000456460031519912315" },
	/* Parts of a date that nobody knows. */
	{ "160000456", { 1960, 0, 0 }, { 0, 0, 0 }, true,
	    "", "000456", "160000456", "991231",
	    "160000456460<<<<29912315" },
	{ "160000456", { 1960, 3, 0 }, { 0, 0, 0 }, false,
	    "", "000456", "160000456", "", NULL },
	{ "L898902C", { 1969, 8, 6 }, { 0, 0, 0 }, false,
	    "", "", "L898902C", "", NULL },
	{ "L898902C", { 0, 0, 0 }, { 1994, 6, 23 }, false,
	    "", "", "L898902C", "940623", NULL },
};

static void
test_fields(void)
{
	static const char *bad[] = { "", "L898902C<", "L 98902C", "A@", "A[",
	    "A`",
	    "A{", "A/", "A:", "12345678901\xc3",
	    "ABCDEFGHIJKLMNOPQRSTUVWX" };
	struct password p;
	size_t i;

	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		OK(password_from_fields(slice_str(fields[i].document),
		    fields[i].birth, fields[i].expiry, fields[i].never, &p) ==
		    ERR_OK && is(&p, "mrz", fields[i].id, fields[i].can,
		    fields[i].is) && expiries_are(&p, fields[i].expiries),
		    "fields %zu", i);
		OK(password_has_mrz(&p) == (fields[i].info != NULL) &&
		    (fields[i].info == NULL || info_is(&p, 0, fields[i].info)),
		    "fields %zu: MRZ_information", i);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(password_from_fields(slice_str(bad[i]), none, none, true,
		    &p) == ERR_FORMAT, "no document number: %zu", i);
	OK(password_from_fields(SLICE("ABCDEFGHIJKLMNOPQRSTUVW"), none, none,
	    true, &p) == ERR_OK, "the longest");
}

static void
test_law(void)
{
	static const struct {
		struct date birth, issued;
		const char *want;
	} cases[] = {
		/* No day of issue: from the first possible one on. */
		{ { 1990, 1, 2 }, { 0, 0, 0 }, "300102 500102 991231" },
		{ { 2001, 5, 6 }, { 0, 0, 0 }, "260506 410506 610506" },
		{ { 1960, 3, 15 }, { 0, 0, 0 }, "991231" },
		{ { 1962, 12, 31 }, { 0, 0, 0 }, "991231" },
		{ { 1963, 1, 1 }, { 0, 0, 0 }, "230101 991231" },
		{ { 2008, 3, 1 }, { 0, 0, 0 }, "330301 480301 680301" },
		{ { 2012, 1, 1 }, { 0, 0, 0 }, "370101 520101 720101" },
		{ { 2012, 7, 1 }, { 0, 0, 0 }, "260701 370701 520701" },
		{ { 2025, 1, 1 }, { 0, 0, 0 }, "390101 500101 650101" },
		{ { 1984, 2, 29 }, { 0, 0, 0 }, "240229 440229 991231" },
		{ { 2000, 2, 29 }, { 0, 0, 0 }, "250301 250228 400229" },
		/* Only the year of issue is none either. */
		{ { 1990, 1, 2 }, { 2021, 0, 0 }, "300102 500102 991231" },
		/* With it: that one, and the other reading of a border. */
		{ { 1999, 2, 1 }, { 2021, 6, 5 }, "240201" },
		{ { 1999, 2, 1 }, { 2022, 2, 1 }, "240201 390201" },
		{ { 1999, 2, 1 }, { 2022, 2, 2 }, "390201" },
		{ { 1966, 2, 3 }, { 2024, 2, 3 }, "260203 991231" },
		{ { 1966, 2, 3 }, { 2025, 1, 1 }, "991231" },
		{ { 2015, 9, 9 }, { 2024, 8, 1 }, "290909" },
		{ { 2009, 9, 9 }, { 2024, 6, 1 }, "340909" },
		{ { 2000, 2, 29 }, { 2022, 1, 1 }, "250301 250228" },
		{ { 2000, 2, 29 }, { 2023, 3, 1 }, "250301 250228 400229" },
		/* Dates that cannot be. */
		{ { 1990, 1, 2 }, { 1989, 1, 1 }, "" },
		{ { 1990, 2, 31 }, { 0, 0, 0 }, "" },
		{ { 1990, 1, 0 }, { 2022, 1, 1 }, "" },
	};
	struct password p;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		OK(password_from_id(SLICE("079090000123"), &p) == ERR_OK,
		    "a card");
		password_add_birth(&p, cases[i].birth, cases[i].issued);
		OK(expiries_are(&p, cases[i].want), "law %zu: %s", i,
		    cases[i].want);
	}
	OK(password_from_mrz(SLICE(AN), &p) == ERR_OK, "a zone");
	password_add_birth(&p, (struct date){ 1980, 1, 1 }, none);
	OK(strcmp(p.birth, "900102") == 0 && expiries_are(&p, "300102"),
	    "what the zone says stays");
}

static enum err
from_line(const char *line, struct password *p)
{
	struct record r = { 0 };
	size_t at;
	enum err e = record_parse(&r, slice_str(line), &at);

	if (e == ERR_OK)
		e = password_from_record(&r, p);
	else
		OK(false, "a bad line in the test: %s", line);
	record_release(&r);
	return e;
}

static const struct {
	const char *line, *kind, *can, *birth, *expiries;
} lines[] = {
	{ "{\"id\":\"079090000123\"}", "id", "000123", "", "" },
	{ "{\"id\":\"079090000123\",\"qr\":{\"model\":2021}}", "qr",
	    "000123", "", "" },
	{ "{\"qr\":null,\"id\":\"079090000123\"}", "id", "000123", "",
	    "" },
	{ "{\"id\":\"001099000001\",\"dob\":\"1999-02-01\",\"issued\":"
	    "\"2021-06-05\",\"qr\":{\"expires_estimate\":{\"date\":"
	    "\"2024-02-01\"}}}", "qr", "000001", "990201", "240201" },
	{ "{\"id\":\"001099000001\",\"dob\":\"1999-02-01\",\"issued\":"
	    "\"2021-06-05\",\"expires\":\"2039-02-01\"}", "id",
	    "000001", "990201", "390201" },
	{ "{\"id\":\"001160000456\",\"dob\":\"1960-03-15\","
	    "\"expires\":\"never\"}", "id", "000456", "600315",
	    "991231" },
	{ "{\"id\":\"001099000001\",\"dob\":\"1999-02-01\"}", "id",
	    "000001", "990201", "240201 390201 590201" },
	{ "{\"id\":\"001099000001\",\"dob\":\"1999\",\"expires\":"
	    "\"2039-02-01\"}", "id", "000001", "99<<<<", "390201" },
	{ "{\"id\":\"001099000001\",\"dob\":\"01/02/1999\",\"issued\":"
	    "7,\"expires\":\"soon\"}", "id", "000001", "", "" },
	{ "{\"mrz\":\"IDVNM0900001233079090000123<<3\\n"
	    "9001022M3001020VNM<<<<<<<<<<<0\\n"
	    "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<\",\"id\":\"7\"}", "mrz",
	    "000123", "900102", "300102" },
	{ "{\"mrz\":null,\"id\":\"079090000123\"}", "id", "000123",
	    "", "" },
};

static void
test_records(void)
{
	static const struct {
		const char *line;
		enum err want;
	} bad[] = {
		{ "{}", ERR_NOT_FOUND },
		{ "{\"name\":\"x\",\"can\":\"123456\"}", ERR_NOT_FOUND },
		{ "{\"id\":null}", ERR_NOT_FOUND },
		{ "{\"id\":79090000123}", ERR_FORMAT },
		{ "{\"id\":\"79090000123\"}", ERR_FORMAT },
		{ "{\"id\":\"\\ud800\"}", ERR_FORMAT },
		{ "{\"mrz\":\"IDVNM\",\"id\":\"079090000123\"}", ERR_FORMAT },
		{ "{\"mrz\":[],\"id\":\"079090000123\"}", ERR_FORMAT },
		{ "{\"mrz\":\"IDVNM0900001233079090000123<<3\\n"
		    "9001021M3001020VNM<<<<<<<<<<<0\\n"
		    "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<\"}", ERR_RANGE },
	};
	struct password p;
	size_t i;

	for (i = 0; i < sizeof lines / sizeof *lines; i++)
		OK(from_line(lines[i].line, &p) == ERR_OK &&
		    strcmp(p.kind, lines[i].kind) == 0 &&
		    strcmp(p.can, lines[i].can) == 0 &&
		    strcmp(p.birth, lines[i].birth) == 0 &&
		    expiries_are(&p, lines[i].expiries), "record %zu", i);
	p = (struct password){ .kind = "kept" };
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(from_line(bad[i].line, &p) == bad[i].want &&
		    is(&p, "kept", "", "", ""), "no password: record %zu", i);
}

int
main(void)
{
	test_numbers();
	test_zones();
	test_bad_zones();
	test_fields();
	test_law();
	test_records();
	return tap_done();
}
