/* SPDX-License-Identifier: ISC */
/* What stands in cells: numbers, dates, references, escapes, runs,
 * rows; part by part, without a container. */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "table/xlsx_priv.h"

static void
numbers(void)
{
	static const struct {
		const char *stored, *want;	/* NULL: no number */
	} t[] = {
		{ "0", "0" }, { "-0", "0" }, { "7", "7" }, { "-12", "-12" },
		{ "1099000001", "1099000001" },
		{ "1.099000001E9", "1099000001" },
		{ "1.099000001E+9", "1099000001" },
		{ "1.099000001e09", "1099000001" },
		{ "79099012345678", "79099012345678" },
		{ "7.9099012345678E13", "79099012345678" },
		{ "999999999999999", "999999999999999" },
		{ "9.99999999999999E+14", "999999999999999" },
		{ "123456789012345680", "123456789012345680" },
		{ "1.2345678901234568E+17", "1.2345678901234568E+17" },
		{ "1099000001.0", "1099000001" }, { "100", "100" },
		{ "1E2", "100" }, { "1.5", "1.5" }, { "0.5", "0.5" },
		{ ".5", "0.5" }, { "5E-1", "0.5" }, { "1.50", "1.5" },
		{ "0.001", "0.001" }, { "1E-3", "0.001" },
		{ "1.25E-2", "0.0125" }, { "-1.25E1", "-12.5" },
		{ "8.5999999999999996", "8.6" },
		{ "0.30000000000000004", "0.30000000000000004" },
		{ "0.10000000000000001", "0.1" },
		{ "6.9999999999999996E-1", "0.7" },
		{ "36526.999999999996", "36526.999999999996" },
		{ "001099000001", "001099000001" },	/* the file's own */
		{ " 12 ", "12" }, { "1E300", "1E300" },
		{ "1E-300", "1E-300" }, { "+5.5", "5.5" },
		{ "", NULL }, { "-", NULL }, { ".", NULL }, { "1E", NULL },
		{ "E5", NULL }, { "1,5", NULL }, { "1.2.3", NULL },
		{ "0x10", NULL }, { "NaN", NULL }, { "INF", NULL },
		{ "1E9999", NULL }, { "--1", NULL },
		{ "12345678901234567890123456789012345678901", NULL },
	};
	struct buf b = { 0 };
	double v = -1;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&b);
		OK(xlsx_number(slice_str(t[i].stored), &b, &v) ==
		    (t[i].want != NULL), "number '%s'", t[i].stored);
		tap_same(buf_slice(&b), t[i].want != NULL ? t[i].want : "",
		    t[i].stored);
	}
	buf_reset(&b);
	OK(xlsx_number(SLICE("36526.5"), &b, &v) && v == 36526.5, "value");
	OK(xlsx_number(SLICE("8.5999999999999996"), &b, &v) && v == 8.6,
	    "value of 17 digits");
	OK(xlsx_number(SLICE("-1.5E3"), &b, &v) && v == -1500, "negative");
	buf_release(&b);
}

static void
formats(void)
{
	static const struct {
		const char *code;
		enum xlsx_shown want;
	} t[] = {
		{ "General", XLSX_AS_NUMBER }, { "GENERAL", XLSX_AS_NUMBER },
		{ "0", XLSX_AS_NUMBER }, { "0.00E+00", XLSX_AS_NUMBER },
		{ "##0.0E-0", XLSX_AS_NUMBER }, { "@", XLSX_AS_NUMBER },
		{ "#,##0;[Red]-#,##0", XLSX_AS_NUMBER },
		{ "[Red]0", XLSX_AS_NUMBER }, { "[Magenta]0", XLSX_AS_NUMBER },
		{ "[$-42A]#,##0", XLSX_AS_NUMBER },
		{ "[$\xe2\x82\xab-42A]0", XLSX_AS_NUMBER },
		{ "_(* #,##0_);_(* (#,##0)", XLSX_AS_NUMBER },
		{ "0\" ng\xc3\xa0y\"", XLSX_AS_NUMBER },
		{ "\"d\"0", XLSX_AS_NUMBER }, { "0\\d", XLSX_AS_NUMBER },
		{ "_d0", XLSX_AS_NUMBER }, { "*y0", XLSX_AS_NUMBER },
		{ "000000000000", XLSX_AS_NUMBER }, { "", XLSX_AS_NUMBER },
		{ "\"open", XLSX_AS_NUMBER }, { "[d", XLSX_AS_NUMBER },
		{ "0;dd/mm/yyyy", XLSX_AS_NUMBER },
		{ "dd/mm/yyyy", XLSX_AS_DATE }, { "d", XLSX_AS_DATE },
		{ "dd/mm/yyyy;@", XLSX_AS_DATE }, { "m/d/yy", XLSX_AS_DATE },
		{ "[$-42A]dd mmmm yyyy", XLSX_AS_DATE },
		{ "[$-1010000]d/m/yyyy;@", XLSX_AS_DATE },
		{ "yyyy\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"", XLSX_AS_DATE },
		{ "\"ng\xc3\xa0y\" dd \"th\xc3\xa1ng\" mm", XLSX_AS_DATE },
		{ "mm", XLSX_AS_DATE }, { "mmm-yy", XLSX_AS_DATE },
		{ "DD.MM.YYYY", XLSX_AS_DATE }, { "ggge", XLSX_AS_DATE },
		{ "dd/mm/yyyy hh:mm", XLSX_AS_DATE },
		{ "[Red]dd/mm", XLSX_AS_DATE }, { "bbbb", XLSX_AS_DATE },
		{ "yyyy\\-mm\\-dd", XLSX_AS_DATE },
		{ "hh:mm mmm", XLSX_AS_DATE },
		{ "hh:mm", XLSX_AS_TIME }, { "mm:ss.0", XLSX_AS_TIME },
		{ "[h]:mm:ss", XLSX_AS_TIME }, { "[mm]:ss", XLSX_AS_TIME },
		{ "h:mm AM/PM", XLSX_AS_TIME }, { "h A/P", XLSX_AS_TIME },
	};
	static const struct {
		unsigned long id;
		enum xlsx_shown want;
	} built[] = {
		{ 0, XLSX_AS_NUMBER }, { 11, XLSX_AS_NUMBER },
		{ 13, XLSX_AS_NUMBER }, { 14, XLSX_AS_DATE },
		{ 17, XLSX_AS_DATE }, { 18, XLSX_AS_TIME },
		{ 22, XLSX_AS_DATE }, { 23, XLSX_AS_NUMBER },
		{ 37, XLSX_AS_NUMBER }, { 45, XLSX_AS_TIME },
		{ 48, XLSX_AS_NUMBER }, { 49, XLSX_AS_NUMBER },
		{ 164, XLSX_AS_NUMBER },
	};
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++)
		OK(xlsx_format_shown(slice_str(t[i].code)) == t[i].want,
		    "format %s", t[i].code);
	for (i = 0; i < sizeof built / sizeof built[0]; i++)
		OK(xlsx_format_builtin(built[i].id) == built[i].want,
		    "format %lu", built[i].id);
}

static void
dates(void)
{
	static const struct {
		double serial;
		bool mac;
		enum xlsx_shown shown;
		const char *want;
	} t[] = {
		{ 36526, false, XLSX_AS_DATE, "2000-01-01" },
		{ 36526.5, false, XLSX_AS_DATE, "2000-01-01 12:00:00" },
		{ 36526.9999999, false, XLSX_AS_DATE, "2000-01-02" },
		{ 1, false, XLSX_AS_DATE, "1900-01-01" },
		{ 59, false, XLSX_AS_DATE, "1900-02-28" },
		{ 60, false, XLSX_AS_DATE, NULL },
		{ 61, false, XLSX_AS_DATE, "1900-03-01" },
		{ 0, false, XLSX_AS_DATE, NULL },
		{ -1, false, XLSX_AS_DATE, NULL },
		{ 2958465, false, XLSX_AS_DATE, "9999-12-31" },
		{ 2958466, false, XLSX_AS_DATE, NULL },
		{ 1e300, false, XLSX_AS_DATE, NULL },
		{ 0, true, XLSX_AS_DATE, "1904-01-01" },
		{ 35064, true, XLSX_AS_DATE, "2000-01-01" },
		{ 0.5, false, XLSX_AS_TIME, "12:00:00" },
		{ 0.75, false, XLSX_AS_TIME, "18:00:00" },
		{ 1.5, false, XLSX_AS_TIME, NULL },
	};
	static const struct {
		const char *iso, *want;
		double serial;
	} d[] = {
		{ "2000-01-31", "2000-01-31", 36556 },
		{ "2000-01-31T00:00:00", "2000-01-31", 36556 },
		{ "2000-01-31T12:00:00.000Z", "2000-01-31 12:00:00", 36556.5 },
		{ "2000-02-30", NULL, 0 }, { "31/01/2000", NULL, 0 },
		{ "2000-01-31T25:00:00", NULL, 0 }, { "", NULL, 0 },
		{ "2000-01-31 what", NULL, 0 },
	};
	struct buf b = { 0 };
	double v = 0;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&b);
		OK(xlsx_serial(t[i].serial, t[i].mac, t[i].shown, &b) ==
		    (t[i].want != NULL), "serial %.10g", t[i].serial);
		tap_same(buf_slice(&b), t[i].want != NULL ? t[i].want : "",
		    "its day");
	}
	for (i = 0; i < sizeof d / sizeof d[0]; i++) {
		buf_reset(&b);
		v = 0;
		OK(xlsx_iso_date(slice_str(d[i].iso), &b, &v) ==
		    (d[i].want != NULL) && v == d[i].serial, "date '%s'",
		    d[i].iso);
		tap_same(buf_slice(&b), d[i].want != NULL ? d[i].want : "",
		    d[i].iso);
	}
	buf_release(&b);
}

static void
references(void)
{
	static const struct {
		const char *ref;
		bool good;
		unsigned column;
		unsigned long row;
	} t[] = {
		{ "A1", true, 0, 1 }, { "Z9", true, 25, 9 },
		{ "AA10", true, 26, 10 }, { "XFD1048576", true, 16383,
		    1048576 }, { "a1", true, 0, 1 }, { "C", true, 2, 0 },
		{ "XFE1", false, 0, 0 }, { "A1048577", false, 0, 0 },
		{ "A0", false, 0, 0 }, { "1", false, 0, 0 },
		{ "", false, 0, 0 }, { "AAAA1", false, 0, 0 },
		{ "A1B", false, 0, 0 }, { "A99999999999999999999", false, 0,
		    0 }, { "$A$1", false, 0, 0 }, { "A-1", false, 0, 0 },
	};
	unsigned long row;
	unsigned column;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		row = 0;
		column = 0;
		OK(xlsx_cell_ref(slice_str(t[i].ref), &column, &row) ==
		    t[i].good && column == t[i].column && row == t[i].row,
		    "reference '%s'", t[i].ref);
	}
}

static void
escapes(void)
{
	static const struct { const char *in, *want; } t[] = {
		{ "a_x000D_b", "a\rb" }, { "_x000d__x000a_", "\r\n" },
		{ "_x005F_x000D_", "_x000D_" }, { "_x0041_", "A" },
		{ "_xD83D__xDE00_", "\xf0\x9f\x98\x80" },
		{ "_xD83D_", "_xD83D_" }, { "_xDE00_x", "_xDE00_x" },
		{ "_x0000_", "_x0000_" }, { "_xFFFF_", "_xFFFF_" },
		{ "_x00D_", "_x00D_" }, { "_x00GD_", "_x00GD_" },
		{ "x_x", "x_x" }, { "_", "_" }, { "", "" },
		{ "_x1EC5__", "\xe1\xbb\x85_" }, { "__x0009_", "_\t" },
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&b);
		buf_add_str(&b, "<");
		buf_add_str(&b, t[i].in);
		xlsx_unescape(&b, 1);
		tap_same((struct slice){ b.p + 1, b.n - 1 }, t[i].want,
		    t[i].in);
	}
	buf_release(&b);
}

int
main(void)
{
	numbers();
	formats();
	dates();
	references();
	escapes();
	return tap_done();
}
