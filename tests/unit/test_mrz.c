/* SPDX-License-Identifier: ISC */
/* The specimens of Doc 9303 and the Vietnamese layout. */
#include <string.h>

#include "identity/mrz.h"
#include "tap.h"

/* Doc 9303-5, appendix A; -6, appendix A; -4, appendix B. */
#define TD1 "I<UTOD231458907<<<<<<<<<<<<<<<\n"				\
	"7408122F1204159UTO<<<<<<<<<<<6\n"				\
	"ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
#define TD2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"			\
	"D231458907UTO7408122F1204159<<<<<<<6\n"
#define TD3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\n"		\
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10\r\n"
/* An invented Vietnamese card. */
#define VNM "IDVNM0990000017001099000001<<8\n"				\
	"9902015M3902013VNM<<<<<<<<<<<6\n"				\
	"NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<"

static void
test_specimens(void)
{
	static const struct {
		const char *text;
		enum mrz_format format;
		const char *number, *optional;
	} cases[] = {
		{ TD1, MRZ_TD1, "D23145890", "" },
		{ TD2, MRZ_TD2, "D23145890", "" },
		{ TD3, MRZ_TD3, "L898902C3", "ZE184226B" },
	};
	struct mrz m;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		OK(mrz_parse(slice_str(cases[i].text), &m) == ERR_OK &&
		    m.format == cases[i].format && m.wrong == 0,
		    "specimen %zu: every digit agrees", i);
		OK(slice_is(m.number, cases[i].number) &&
		    slice_is(m.optional, cases[i].optional) &&
		    slice_is(m.issuer, "UTO") && slice_is(m.sex, "F") &&
		    slice_is(m.nationality, "UTO") &&
		    slice_is(m.birth, "740812") &&
		    slice_is(m.expiry, "120415"), "specimen %zu: fields", i);
		OK(slice_is(m.name, "ERIKSSON<<ANNA<MARIA") && !m.name_full,
		    "specimen %zu: name", i);
	}
}

/* Doc 9303-5, 4.2.2: the number D23145890734 of twelve characters. */
static void
test_long_number(void)
{
	struct mrz m;

	OK(mrz_parse(SLICE("I<UTOD23145890<7349<<<<<<<<<<<"
	    "3407127M9507122UTO<<<<<<<<<<<2"
	    "STEVENSON<<PETER<<<<<<<<<<<<<<"), &m) == ERR_OK &&
	    slice_is(m.number, "D23145890734") && m.optional.n == 0 &&
	    m.wrong == 0, "long number in TD1");
	/* Doc 9303-10, A.2.2 */
	OK(mrz_parse(SLICE("I<ATASMITH<<JOHN<T<<<<<<<<<<<<<<<<<<"
	    "123456789<HMD7406221M10123120122<<<0"), &m) == ERR_OK &&
	    slice_is(m.number, "123456789012") && m.wrong == 0,
	    "long number in TD2");
	OK(mrz_parse(SLICE("I<ATASMITH<<JOHN<T<<<<<<<<<<<<<<<<<<"
	    "123456789<HMD7406221M10123120123<<<0"), &m) == ERR_OK &&
	    (m.wrong & MRZ_DIGIT_NUMBER) != 0, "its wrong digit is seen");
}

static void
test_wrong(void)
{
	static const struct {
		size_t at;
		char to;
		unsigned wrong;
	} cases[] = {
		{ 14, '9', MRZ_DIGIT_NUMBER | MRZ_DIGIT_COMPOSITE },
		{ 29, '3', MRZ_DIGIT_NATIONAL | MRZ_DIGIT_COMPOSITE },
		{ 27, 'B', MRZ_DIGIT_NATIONAL | MRZ_DIGIT_COMPOSITE },
		{ 31 + 6, '6', MRZ_DIGIT_BIRTH | MRZ_DIGIT_COMPOSITE },
		{ 31 + 14, '5', MRZ_DIGIT_EXPIRY | MRZ_DIGIT_COMPOSITE },
		{ 31 + 29, '7', MRZ_DIGIT_COMPOSITE },
		{ 31 + 7, 'F', 0 },
	};
	char text[] = VNM;
	struct mrz m = { .n = 0 };
	size_t i;
	char was;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		was = text[cases[i].at];
		text[cases[i].at] = cases[i].to;
		OK(mrz_parse(slice_str(text), &m) == ERR_OK &&
		    m.wrong == cases[i].wrong, "%c at %zu: %#x", cases[i].to,
		    cases[i].at, m.wrong);
		text[cases[i].at] = was;
	}
	OK(mrz_parse(SLICE("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	    "L898902C36UTO7408122F1204159ZE184226B<<<<<20"), &m) == ERR_OK &&
	    m.wrong == (MRZ_DIGIT_OPTIONAL | MRZ_DIGIT_COMPOSITE),
	    "the digit of TD3's optional field");
}

static void
test_refused(void)
{
	static const char *const bad[] = { "", "I<UTO", TD1 "<", TD1 "<<",
	    "i" TD1, "ID\tVNM" };
	char text[] = VNM;
	struct mrz m;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(mrz_parse(slice_str(bad[i]), &m) == ERR_FORMAT,
		    "refused: %.12s", bad[i]);
	text[5] = (char)0xc3;
	OK(mrz_parse(slice_str(text), &m) == ERR_FORMAT, "no UTF-8 inside");
	text[5] = '0';
	text[31] = 'O';
	OK(mrz_parse(slice_str(text), &m) == ERR_FORMAT, "O for 0 in a date");
}

static void
test_vietnam(void)
{
	struct mrz m;

	OK(mrz_parse(SLICE(VNM), &m) == ERR_OK && m.wrong == 0 &&
	    slice_is(m.citizen_id, "001099000001") &&
	    slice_is(m.number, "099000001") && slice_is(m.code, "ID"),
	    "number of twelve digits and its own digit");
	OK(mrz_check_digit(SLICE("001099000001")) == 8, "national digit");
	OK(mrz_parse(SLICE(TD1), &m) == ERR_OK && m.citizen_id.p == NULL,
	    "no citizen number elsewhere");
}

static void
test_dates(void)
{
	static const struct {
		const char *six;
		struct date today, birth, expiry;
		bool never;
	} cases[] = {
		{ "740812", { 2026, 1, 1 }, { 1974, 8, 12 }, { 2074, 8, 12 },
		    false },
		{ "260101", { 2026, 1, 1 }, { 2026, 1, 1 }, { 2026, 1, 1 },
		    false },
		{ "260102", { 2026, 1, 1 }, { 1926, 1, 2 }, { 2026, 1, 2 },
		    false },
		{ "770101", { 2026, 1, 1 }, { 1977, 1, 1 }, { 1977, 1, 1 },
		    false },
		{ "000229", { 2026, 1, 1 }, { 2000, 2, 29 }, { 2000, 2, 29 },
		    false },
		{ "010229", { 2026, 1, 1 }, { 0 }, { 0 }, false },
		{ "991231", { 2026, 1, 1 }, { 1999, 12, 31 }, { 0 }, true },
		{ "50<<<<", { 2026, 1, 1 }, { 1950, 0, 0 }, { 2050, 0, 0 },
		    false },
		{ "5003<<", { 2026, 1, 1 }, { 1950, 3, 0 }, { 2050, 3, 0 },
		    false },
		{ "50<<03", { 2026, 1, 1 }, { 0 }, { 0 }, false },
		{ "500300", { 2026, 1, 1 }, { 0 }, { 0 }, false },
		{ "<<<<<<", { 2026, 1, 1 }, { 0 }, { 0 }, false },
		{ "501301", { 2026, 1, 1 }, { 0 }, { 0 }, false },
		{ "5003<1", { 2026, 1, 1 }, { 0 }, { 0 }, false },
	};
	char text[] = VNM;
	struct date birth, expiry;
	struct mrz m;
	bool never;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		birth = expiry = (struct date){ 0 };
		memcpy(text + 31, cases[i].six, 6);
		memcpy(text + 39, cases[i].six, 6);
		OK(mrz_parse(slice_str(text), &m) == ERR_OK &&
		    (mrz_birth(&m, cases[i].today, &birth) == ERR_OK) ==
		    (cases[i].birth.y != 0) &&
		    date_cmp(birth, cases[i].birth) == 0,
		    "%s as birth", cases[i].six);
		OK((mrz_expiry(&m, cases[i].today, &expiry, &never) == ERR_OK)
		    == (cases[i].expiry.y != 0 || cases[i].never) &&
		    never == cases[i].never &&
		    date_cmp(expiry, cases[i].expiry) == 0,
		    "%s as expiry", cases[i].six);
	}
}

/* Line 3 in thirty letters; `full` is cut in the middle of a word. */
static void
test_names(void)
{
	static const struct {
		const char *line3, *name;
		bool same;
	} cases[] = {
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "Nguyễn Văn Mẫu", true },
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "NGUYỄN  VĂN MẪU", true },
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "Nguyễn Văn Mậu", true },
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "Nguyễn Văn Máy", false },
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "Nguyễn Văn", false },
		{ "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<", "", false },
		{ "DO<<DUC<UOC<<<<<<<<<<<<<<<<<<<", "Đỗ Đức Ước", true },
		{ "ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "Anna Maria Eriksson",
		    true },
		{ "HO<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "Hồ", true },
		{ "NGUYEN<<HOANG<PHUONG<THAO<NHIE", "Nguyễn Hoàng Phương Thảo "
		    "Nhiên", true },
		{ "NGUYEN<<HOANG<PHUONG<THAO<NHIE", "Nguyễn Hoàng Phương Thảo "
		    "Như", false },
		/* cut between words: the filler stands, the word is gone */
		{ "NGUYEN<<THI<HOANG<MINH<PHUONG<", "Nguyễn Thị Hoàng Minh "
		    "Phương Anh", true },
		{ "NGUYEN<<THI<HOANG<MINH<PHUONG<", "Nguyễn Thị Hoàng Minh "
		    "Phương", true },
		{ "NGUYEN<<THI<HOANG<MINH<PHUONG<", "Nguyễn Thị Hoàng Minh "
		    "Phươngg Anh", false },
		{ "NGUYEN<<THI<HOANG<MINH<PHUON<<", "Nguyễn Thị Hoàng Minh "
		    "Phuon Anh", false },
		{ "HNIE<<HBLAC<<<<<<<<<<<<<<<<<<<", "H'Niê H'Blač", true },
	};
	char text[] = VNM;
	struct mrz m;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		memcpy(text + 62, cases[i].line3, 30);
		OK(mrz_parse(slice_str(text), &m) == ERR_OK &&
		    mrz_name_agrees(&m, slice_str(cases[i].name)) ==
		    cases[i].same, "%.12s and %s", cases[i].line3,
		    cases[i].name);
	}
}

/* What is kept is what would be read. */
static void
test_kept(void)
{
	static const char card[] =
	    "IDVNM0990000006001099000000<<7"
	    "9901029M3901027VNM<<<<<<<<<<<6"
	    "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<";
	char text[sizeof card];
	struct mrz m = { .n = 0 };

	memcpy(text, card, sizeof card);
	OK(mrz_parse_kept(slice_str(text), &m) == ERR_OK && m.n == 90 &&
	    m.wrong == 0 && slice_is(m.name, "NGUYEN<<VAN<MAU"),
	    "kept: the first one is read");
	OK(mrz_parse_kept(slice_str(text), &m) == ERR_OK && m.n == 90 &&
	    m.wrong == 0 && slice_is(m.name, "NGUYEN<<VAN<MAU"),
	    "kept: the same again");
	text[5] = '1';
	OK(mrz_parse_kept(slice_str(text), &m) == ERR_OK && m.wrong != 0,
	    "kept: another digit is read");
	text[30] = 'A';
	OK(mrz_parse_kept(slice_str(text), &m) == ERR_FORMAT && m.n == 0,
	    "kept: of what is none, nothing");
	OK(mrz_parse_kept(slice_str(text), &m) == ERR_FORMAT,
	    "kept: none again");
	OK(mrz_parse_kept(slice_str(card), &m) == ERR_OK && m.wrong == 0 &&
	    slice_is(m.citizen_id, "001099000000"),
	    "kept: the first one anew");
	OK(mrz_parse_kept((struct slice){ card, 89 }, &m) == ERR_FORMAT,
	    "kept: one character less");
}

int
main(void)
{
	test_specimens();
	test_long_number();
	test_wrong();
	test_refused();
	test_vietnam();
	test_dates();
	test_names();
	test_kept();
	return tap_done();
}
