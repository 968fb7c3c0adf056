/* SPDX-License-Identifier: ISC */
/* Items as JSON lines and as CSV that a spreadsheet leaves alone. */
#include <string.h>

#include "roster/hash.h"
#include "roster/key.h"
#include "roster/report.h"
#include "tap.h"

static const struct diff_column columns[] = {
	{ .is = COLUMN_ID, .name = { "so_dinh_danh", 12 }, .key = true },
	{ .is = COLUMN_NAME, .name = { "ho_ten", 6 }, .compared = true },
	{ .is = COLUMN_NONE, .name = { "L\"p", 3 }, .compared = true },
};
static const struct diff_head head = { .column = columns, .columns = 3,
    .name = { "a.csv", "b.csv" } };

static void
same(const struct diff_item *i, bool brief, const char *want,
    const char *name)
{
	struct buf b = { 0 };

	report_json(&head, i, brief, &b);
	tap_same(buf_slice(&b), want, name);
	buf_release(&b);
}

static void
in_csv(const struct diff_item *i, bool brief, const char *want,
    const char *name)
{
	struct buf b = { 0 };

	report_csv(&head, i, brief, &b);
	tap_same(buf_slice(&b), want, name);
	buf_release(&b);
}

static void
same_csv(const struct diff_item *i, const char *want, const char *name)
{
	in_csv(i, false, want, name);
}

static void
test_pair(void)
{
	const struct slice l[] = { SLICE("001099000001"),
	    SLICE("Nguyen Van Mau"), SLICE("10A1") };
	const struct slice r[] = { SLICE("001099000001"),
	    SLICE("Nguyễn Văn Mẫu"), SLICE("10A1") };
	const struct diff_row left = { 17, l }, right = { 12, r };
	const struct diff_cell cell = { 1, l[1], r[1], CAUSE_MARKS };
	const struct fuzzy_score score = { 3120, -5, {
		[FUZZY_NAME] = { "skeleton", 1420 },
		[FUZZY_NUMBER] = { "other", -310 } }, false };
	struct diff_item i = { DIFF_CHANGED, l[0], &left, &right, &cell, 1,
	    NULL, NULL, 0 };

	same(&i, false, "{\"class\":\"changed\",\"key\":\"001099000001\","
	    "\"left\":{\"line\":17},\"right\":{\"line\":12},\"cells\":[{"
	    "\"column\":\"ho_ten\",\"left\":\"Nguyen Van Mau\",\"right\":"
	    "\"Nguyễn Văn Mẫu\",\"cause\":\"marks\"}]}\n", "changed");
	same(&i, true, "{\"class\":\"changed\",\"key\":\"001099000001\","
	    "\"left\":{\"line\":17},\"right\":{\"line\":12},\"cells\":[{"
	    "\"column\":\"ho_ten\",\"cause\":\"marks\"}]}\n", "brief");
	same_csv(&i, "changed,\"=\"\"001099000001\"\"\",17,12,\"ho_ten\","
	    "\"Nguyen Van Mau\",\"Nguyễn Văn Mẫu\",marks,,,\r\n",
	    "changed, CSV");
	in_csv(&i, true, "changed,\"=\"\"001099000001\"\"\",17,12,"
	    "\"ho_ten\",marks,,,\r\n", "changed, brief CSV");
	i.class = DIFF_MATCH;
	i.key.n = 0;
	i.score = &score;
	same(&i, false, "{\"class\":\"match\",\"left\":{\"line\":17},"
	    "\"right\":{\"line\":12},\"cells\":[{\"column\":\"ho_ten\","
	    "\"left\":\"Nguyen Van Mau\",\"right\":\"Nguyễn Văn Mẫu\","
	    "\"cause\":\"marks\"}],\"score\":{\"total\":31.20,\"lead\":-0.05,"
	    "\"parts\":{\"name\":{\"level\":\"skeleton\",\"weight\":14.20},"
	    "\"number\":{\"level\":\"other\",\"weight\":-3.10}}}}\n",
	    "match with its score");
	same_csv(&i, "match,,17,12,\"ho_ten\",\"Nguyen Van Mau\","
	    "\"Nguyễn Văn Mẫu\",marks,31.20,-0.05,\r\n", "match, CSV");
	i = (struct diff_item){ DIFF_SAME, l[0], &left, &right, NULL, 0, NULL,
	    NULL, 0 };
	same(&i, false, "{\"class\":\"same\",\"key\":\"001099000001\","
	    "\"left\":{\"line\":17},\"right\":{\"line\":12}}\n", "same");
	same_csv(&i, "same,\"=\"\"001099000001\"\"\",17,12,,,,,,,\r\n",
	    "same, CSV");
	in_csv(&i, true, "same,\"=\"\"001099000001\"\"\",17,12,,,,,\r\n",
	    "same, brief CSV");
}

static void
test_one_side(void)
{
	const struct slice l[] = { SLICE("001099000001"), SLICE(""),
	    { NULL, 0 } };
	const struct diff_row row = { 3, l }, bare = { 9, NULL };
	struct diff_item i = { DIFF_REMOVED, l[0], &row, NULL, NULL, 0, NULL,
	    NULL, 0 };

	same(&i, false, "{\"class\":\"removed\",\"key\":\"001099000001\","
	    "\"left\":{\"line\":3,\"row\":{\"so_dinh_danh\":\"001099000001\","
	    "\"ho_ten\":\"\"}}}\n", "removed: the row, empty is not absent");
	same(&i, true, "{\"class\":\"removed\",\"key\":\"001099000001\","
	    "\"left\":{\"line\":3}}\n", "removed, brief");
	same_csv(&i, "removed,\"=\"\"001099000001\"\"\",3,,,\"so_dinh_danh: "
	    "001099000001\",,,,,\r\n", "removed, CSV");
	in_csv(&i, true, "removed,\"=\"\"001099000001\"\"\",3,,,,,,\r\n",
	    "removed, brief CSV");
	i = (struct diff_item){ DIFF_DUPLICATE_RIGHT, l[0], NULL, &row, NULL, 0,
	    NULL, "same number as line", 2 };
	same(&i, true, "{\"class\":\"duplicate-right\",\"key\":"
	    "\"001099000001\",\"right\":{\"line\":3},\"why\":"
	    "\"same number as line 2\"}\n", "duplicate: why");
	same_csv(&i, "duplicate-right,\"=\"\"001099000001\"\"\",,3,,,"
	    "\"so_dinh_danh: 001099000001\",,,,\"same number as line 2\"\r\n",
	    "duplicate, CSV");
	i = (struct diff_item){ DIFF_REJECT_LEFT, { NULL, 0 }, &bare, NULL,
	    NULL, 0, NULL, "too many cells", 0 };
	same(&i, false, "{\"class\":\"reject-left\",\"left\":{\"line\":9},"
	    "\"why\":\"too many cells\"}\n", "reject without cells");
}

/* A left cell as it comes out. */
static void
test_cells(void)
{
	static const struct { const char *cell, *csv, *json; } t[] = {
		{ "", "", "" },
		{ "a,b", "\"a,b\"", "a,b" },
		{ "a\"b", "\"a\"\"b\"", "a\\\"b" },
		{ "0123", "\"=\"\"0123\"\"\"", "0123" },
		{ "1/2/1999", "\"=\"\"1/2/1999\"\"\"", "1/2/1999" },
		{ "-1", "\"=\"\"-1\"\"\"", "-1" },
		{ "1,5", "\"=\"\"1,5\"\"\"", "1,5" },
		{ "1.23E+11", "\"=\"\"1.23E+11\"\"\"", "1.23E+11" },
		{ "-", "\"'-\"", "-" },
		{ "=1+1", "\"'=1+1\"", "=1+1" },
		{ "=cmd|'/c calc'!A0", "\"'=cmd|'/c calc'!A0\"",
		    "=cmd|'/c calc'!A0" },
		{ "+SUM(A1)", "\"'+SUM(A1)\"", "+SUM(A1)" },
		{ "-SUM(A1)", "\"'-SUM(A1)\"", "-SUM(A1)" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"", "@SUM(A1)" },
		{ " =1", "\"' =1\"", " =1" },
		{ "＝1", "\"'＝1\"", "＝1" },
		{ "\t=1", "\"'\\u{9}=1\"", "\\t=1" },
		{ "\r=1", "\"'\\u{d}=1\"", "\\r=1" },
		{ "a\nb", "\"a\\u{a}b\"", "a\\nb" },
		{ "a\342\200\256b", "\"a\\u{202e}b\"", "a\\u202eb" },
		{ "a\377b", "\"a\\xffb\"", "a\\\\xffb" },
	};
	struct diff_cell c = { 2, SLICE(""), SLICE("x"), CAUSE_DIFFERENT };
	const struct diff_row row = { 1, NULL };
	struct diff_item i = { DIFF_CHANGED, SLICE("k"), &row, &row, &c, 1,
	    NULL, NULL, 0 };
	struct buf b = { 0 };
	size_t k;

	for (k = 0; k < sizeof t / sizeof t[0]; k++) {
		c.left = slice_str(t[k].cell);
		buf_reset(&b);
		buf_printf(&b, "changed,\"k\",1,1,\"L\"\"p\",%s,\"x\","
		    "different,,,\r\n", t[k].csv);
		same_csv(&i, buf_cstr(&b), "a cell in CSV");
		buf_reset(&b);
		buf_printf(&b, "{\"class\":\"changed\",\"key\":\"k\",\"left\":"
		    "{\"line\":1},\"right\":{\"line\":1},\"cells\":[{\"column\""
		    ":\"L\\\"p\",\"left\":\"%s\",\"right\":\"x\",\"cause\":"
		    "\"different\"}]}\n", t[k].json);
		same(&i, false, buf_cstr(&b), "a cell in JSON");
	}
	buf_release(&b);
}

static void
test_csv_head(void)
{
	struct buf b = { 0 };

	report_csv_head(false, &b);
	tap_same(buf_slice(&b), "\357\273\277class,key,left_line,right_line,"
	    "column,left,right,cause,score,lead,why\r\n", "head of CSV");
	buf_reset(&b);
	report_csv_head(true, &b);
	tap_same(buf_slice(&b), "\357\273\277class,key,left_line,right_line,"
	    "column,cause,score,lead,why\r\n", "head of brief CSV");
	buf_release(&b);
}

/* Many at once read as one by one. */
static void
test_many(void)
{
	static const uint64_t number[] = { 0, 1, 1099000001, 9999, 10000,
	    99999999, 100000000, 123456789012, 999999999999, HASH_NINE,
	    HASH_NINE + 123456789, HASH_NINE + 999999999 };
	static const unsigned long long line[] = { 1, 9, 10, 12345, 9999999,
	    10000000, 99999999, 100000000, 1234567890123, 10000000000000000,
	    ~0ull };
	struct buf many = { 0 }, one = { 0 };
	char digits[16];
	size_t i, k, f;

	for (f = 0; f < 4; f++) {
		struct report_form form = { (f & 1) != 0, (f & 2) != 0 };

		buf_reset(&many);
		buf_reset(&one);
		for (i = 0; i < sizeof number / sizeof *number; i++)
			for (k = 0; k < sizeof line / sizeof *line; k++) {
				struct diff_same row[2] = {
				    { number[i], { line[k], 2 } },
				    { number[i], { 1999, line[k] } } };
				struct diff_row l = { line[k], NULL },
				    r = { 2, NULL };
				struct diff_item same = { DIFF_SAME,
				    key_show(number[i], digits), &l, &r,
				    NULL, 0, NULL, NULL, 0 };

				report_same(form, row, 2, &many);
				report_item(form, &head, &same, &one);
				l.line = 1999;
				r.line = line[k];
				report_item(form, &head, &same, &one);
			}
		tap_same(buf_slice(&many), buf_cstr(&one),
		    "rows that are the same, many at once");
	}
	buf_release(&many);
	buf_release(&one);
}

/* Brief items in one piece read as those of the writers. */
static void
test_plain(void)
{
	static const char *const key[] = { "001099000001", "123456789", "",
	    "C1234567", "1,5", "0" };
	struct diff_column made[3] = { columns[0], columns[1], columns[2] };
	const struct diff_head with = { .column = made, .columns = 3 };
	const struct diff_cell cell[] = { { 1, SLICE("a"), SLICE("b"),
	    CAUSE_MARKS }, { 2, SLICE(""), SLICE("x"), CAUSE_ABSENT } };
	const struct diff_row row[] = { { 1, NULL }, { 1234567890, NULL } };
	struct buf one = { 0 }, want = { 0 }, names = { 0 };
	size_t c, k, n, f;

	report_names(made, 3, &names);
	for (f = 0; f < 4; f++)
	for (c = 0; c < DIFF_CLASSES; c++)
	for (k = 0; k < sizeof key / sizeof *key; k++)
	for (n = 0; n < 3; n++) {
		struct report_form form = { (f & 1) != 0, (f & 2) != 0 };
		enum diff_class class = (enum diff_class)c;
		struct diff_item i = { class, slice_str(key[k]),
		    diff_has_side(class, 0) ? &row[n & 1] : NULL,
		    diff_has_side(class, 1) ? &row[1] : NULL, cell, n, NULL,
		    n == 2 && k == 0 ? "why" : NULL, 3 };

		report_item(form, &with, &i, &one);
		if (form.csv)
			report_csv(&head, &i, form.brief, &want);
		else
			report_json(&head, &i, form.brief, &want);
	}
	tap_same(buf_slice(&one), buf_cstr(&want), "plain items");
	buf_release(&one);
	buf_release(&want);
	buf_release(&names);
}

int
main(void)
{
	test_plain();
	test_many();
	test_pair();
	test_one_side();
	test_cells();
	test_csv_head();
	return tap_done();
}
