/* SPDX-License-Identifier: ISC */
/* What the first rows of rosters tell: separators, headers, columns. */
#include <string.h>

#include "table/plan.h"
#include "tap.h"

/* A plan comes out as "separator first-line member member(?) -": "?" behind a
 * column that was guessed, "-" for one without a member. */
static const struct {
	const char *name, *text, *want;
} plans[] = {
	{ "comma", "CCCD,Họ tên\n001099000001,An\n", ", 2 id name" },
	{ "semicolon and titles", "DANH SÁCH;;\nTổ 1;;\n\n"
	    "STT;Họ và tên;Số CCCD\n1;An;001099000001\n",
	    "; 5 - name id" },
	{ "pipe", "CCCD|Họ tên\n001099000001|An\n", "| 2 id name" },
	{ "tab", "CCCD\tHọ tên\n001099000001\tAn\n", "\t 2 id name" },
	{ "Excel's note", "sep=;\nCCCD;a,b,c,d\n001099000001;1\n",
	    "; 3 id -" },
	{ "byte order mark", "\xef\xbb\xbf" "CCCD,x\n001099000001,1\n",
	    ", 2 id -" },
	{ "CR alone", "CCCD,Họ tên\r001099000001,An\r", ", 2 id name" },
	{ "header alone", "Họ tên,CCCD\n", ", 2 name id" },
	{ "no header", "001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam\n"
	    "001199000002,Trần Thị Bích,13/02/1999,Nữ\n",
	    ", 1 id? name? dob? sex?" },
	{ "no header: the birth date is in the year of the number",
	    "001099000001,01/02/1999,13/04/2021\n"
	    "001199000002,13/02/1999,14/04/2021\n", ", 1 id? dob? -" },
	{ "names of nothing", "A,B\n001099000001,Nguyễn Văn Mẫu\n",
	    ", 2 id? name?" },
	{ "names alone", "Nguyễn Văn Mẫu\nTrần Thị Bích\nLê Văn Tám\n",
	    ", 1 name?" },
	{ "a header that lies", "CCCD,Họ tên\nNguyễn Văn Mẫu,001099000001\n"
	    "Trần Thị Bích,001199000002\nLê Văn Tám,001099000003\n",
	    ", 2 name? id?" },
	{ "a header that nothing belies", "CCCD,Ghi chú\nxx,yy\nxx,yy\n"
	    "xx,yy\n", ", 2 id -" },
	{ "an unknown name over numbers", "Họ tên,Giấy tờ số\n"
	    "Nguyễn Văn Mẫu,001099000001\n", ", 2 name id?" },
	{ "two of one name, one of numbers", "CCCD,Số CCCD,Họ tên\n"
	    "1,001099000001,An\n", ", 2 - id name" },
	{ "twins", "CCCD,Số CCCD\n001099000001,001099000001\n",
	    ", 2 id -" },
	{ "a weak name", "ID,CCCD\n1,001099000001\n", ", 2 - id" },
	{ "two rows of names", "STT,Họ và tên,Giấy tờ,,Năm sinh,\n"
	    ",,Số CCCD,Ngày cấp,Nam,Nữ\n1,An,001099000001,1/2/2021,1999,\n",
	    ", 3 - name id issued male female" },
	{ "names below are no person's", "Họ tên,CCCD,Giới tính\n"
	    "Mẫu,,Nam\n", ", 2 name id sex" },
	{ "more cells than names", "CCCD,Họ tên\n001099000001,An,x\n"
	    "001099000002,An,x\n", ", 2 id name -" },
	{ "two addresses", "CCCD,Địa chỉ,Nơi thường trú\n001099000001,a,b\n",
	    ", 2 id residence -" },
	{ "a name in brackets", "Số CCCD (12 số),Họ tên (in hoa)\n"
	    "001099000001,AN\n", ", 2 id name" },
	{ "records", "{\"id\":\"001099000001\"}\n", "records" },
	{ "records behind blanks", "\n \n{\"id\":\n", "records" },
	{ "UTF-16", "\xff\xfe" "C\0C\0C\0D\0\n\0" "1\0\n\0", NULL },
};

static void
show(const struct plan *p, struct buf *out)
{
	size_t i;

	if (p->container == CONTAINER_RECORDS) {
		buf_add_str(out, "records");
		return;
	}
	buf_add_char(out, p->separator);
	buf_printf(out, " %llu", p->data_line);
	for (i = 0; i < p->columns; i++)
		buf_printf(out, " %s%s", p->column[i].is == COLUMN_NONE ? "-" :
		    column_name(p->column[i].is),
		    p->column[i].is != COLUMN_NONE && p->column[i].guessed ?
		    "?" : "");
}

static void
test_plans(void)
{
	const struct plan_options o = { .map = NULL };
	struct buf out = { 0 };
	struct plan p;
	size_t i;

	for (i = 0; i < sizeof plans / sizeof *plans; i++) {
		if (plans[i].want == NULL)
			continue;
		buf_reset(&out);
		OK(plan_make(slice_str(plans[i].text), true, &o, &p) ==
		    ERR_OK, "%s", plans[i].name);
		show(&p, &out);
		tap_same(buf_slice(&out), plans[i].want, plans[i].name);
		plan_release(&p);
	}
	buf_release(&out);
}

static const struct {
	const char *name, *text, *map;
	enum err e;
	const char *want;
} maps[] = {
	{ "by number and name", "a,b,Họ Tên khác\n1,001099000001,An\n",
	    "id=2,name=ho ten khac", ERR_OK, ", 2 - id name" },
	{ "over the header", "CCCD,Số CCCD\n001099000001,001099000002\n",
	    "id=2", ERR_OK, ", 2 - id" },
	{ "leaves one out", "CCCD,Họ tên\n001099000001,An\n", "-=2", ERR_OK,
	    ", 2 id -" },
	{ "no such member", "CCCD\n1\n", "number=1", ERR_FORMAT, NULL },
	{ "no such column", "CCCD\n1\n", "name=2", ERR_FORMAT, NULL },
	{ "no such name", "CCCD\n1\n", "name=Tên", ERR_FORMAT, NULL },
	{ "no pair", "CCCD\n1\n", "name", ERR_FORMAT, NULL },
	{ "ambiguous without a map", "CCCD,Số CCCD\n"
	    "001099000001,001099000002\n", NULL, ERR_DUPLICATE, NULL },
	{ "two birth dates", "CCCD,Ngày sinh,Sinh ngày\nx,1/2/1999,3/4/1999\n",
	    NULL, ERR_DUPLICATE, NULL },
	{ "numbers of two people", "001099000001,001099000002\n", NULL,
	    ERR_DUPLICATE, NULL },
	{ "nobody", "a,b\n1,2\n", NULL, ERR_NOT_FOUND, NULL },
	{ "nothing", "", NULL, ERR_NOT_FOUND, NULL },
	{ "a PDF", "%PDF-1.7\n", NULL, ERR_UNSUPPORTED, NULL },
	{ "no separator", "sep=\"\nCCCD\n1\n", NULL, ERR_FORMAT, NULL },
};

static void
test_maps(void)
{
	struct plan_options o = { .map = NULL };
	struct buf out = { 0 };
	struct plan p;
	size_t i;

	for (i = 0; i < sizeof maps / sizeof *maps; i++) {
		buf_reset(&out);
		o.map = maps[i].map;
		OK(plan_make(slice_str(maps[i].text), true, &o, &p) ==
		    maps[i].e, "%s", maps[i].name);
		if (maps[i].e == ERR_OK) {
			show(&p, &out);
			tap_same(buf_slice(&out), maps[i].want,
			    maps[i].name);
		} else
			OK(p.why != NULL && p.line > 0, "%s: it says why",
			    maps[i].name);
		plan_release(&p);
	}
	buf_release(&out);
}

/* `plain`: what may be read where it lies. */
static const struct {
	const char *text;
	bool plain;
} lying[] = {
	{ "CCCD,Họ tên\n001099000001,An\n", true },
	{ "CCCD,Họ tên\n001099000001,\"A,n\"\n", true },
	{ "CCCD,Họ tên\n001099000001,Ma\xcc\x82u\n", false },
	{ "CCCD,Họ tên\n001099000001,An\nTổng cộng,1\n", false },
	{ "CCCD,Họ tên\n001099000001,An\nHọ tên,CCCD\nAn,001099000001\n",
	    false },
	{ "CCCD,Họ tên\n001099000001,Nguy\xd4n\n", false },
};

static void
test_plain(void)
{
	const struct plan_options o = { .map = NULL };
	struct plan p;
	size_t i;

	for (i = 0; i < sizeof lying / sizeof *lying; i++) {
		OK(plan_make(slice_str(lying[i].text), true, &o, &p) ==
		    ERR_OK && p.plain == lying[i].plain, "plain: %zu", i);
		plan_release(&p);
	}
	OK(plan_make(SLICE("\xef\xbb\xbf" "CCCD\n1\n"), true, &o, &p) ==
	    ERR_OK && p.data_at == 8, "the data's place behind the mark");
	plan_release(&p);
}

/* Orders of days, and what digits mean for the sex. */
static void
test_forms(void)
{
	const struct plan_options o = { .map = NULL };
	struct plan p;

	OK(plan_make(SLICE("CCCD,Ngày sinh\nx,2/13/1999\nx,2/14/1999\n"
	    "x,3/15/1999\n"), true, &o, &p) == ERR_OK &&
	    p.column[1].order == DATE_MDY, "the month first");
	plan_release(&p);
	OK(plan_make(SLICE("CCCD,Ngày sinh\nx,2/3/1999\n"), true, &o, &p) ==
	    ERR_OK && p.column[1].order == DATE_DMY, "the day first");
	plan_release(&p);
	OK(plan_make(SLICE("CCCD,Ngày sinh\nx,2/13/1999\nx,13/2/1999\n"),
	    true, &o, &p) == ERR_OK && p.column[1].order == DATE_GUESS,
	    "both");
	plan_release(&p);
	OK(plan_make(SLICE("CCCD,\"Giới tính (1: nam, 0: nữ)\"\nx,1\n"), true,
	    &o, &p) == ERR_OK && p.column[1].digit[1] == 'M' &&
	    p.column[1].digit[0] == 'F' && p.column[1].digit[2] == 0,
	    "the header says what 1 is");
	plan_release(&p);
	OK(plan_make(SLICE("CCCD,Phái\n001099000001,2\n001099000002,2\n"
	    "001099000003,2\n001199000004,1\n"), true, &o, &p) == ERR_OK &&
	    p.column[1].digit[2] == 'M' && p.column[1].digit[1] == 0,
	    "the numbers say what 2 is, and nothing of 1");
	plan_release(&p);
}

static void
test_rows(void)
{
	static const struct {
		struct slice cell[3];
		enum plan_row want;
	} rows[] = {
		{ { { "1", 1 }, { "An", 2 }, { "001099000001", 12 } },
		    ROW_DATA },
		{ { { "", 0 }, { "", 0 }, { "", 0 } }, ROW_BLANK },
		{ { { "STT", 3 }, { "ho ten", 6 }, { "CCCD", 4 } },
		    ROW_HEADER },
		{ { { "(1)", 3 }, { "(2)", 3 }, { "(3)", 3 } }, ROW_HEADER },
		{ { { "1", 1 }, { "CCCD", 4 }, { "Name", 4 } },
		    ROW_OTHER_HEADER },
		{ { { "Total", 5 }, { "", 0 }, { "", 0 } }, ROW_TOTAL },
		{ { { "", 0 }, { "Cong: 12", 8 }, { "", 0 } }, ROW_TOTAL },
		{ { { "Lop 10A", 7 }, { "", 0 }, { "", 0 } }, ROW_TOTAL },
		{ { { "", 0 }, { "Tong Van A", 10 }, { "", 0 } }, ROW_DATA },
		{ { { "", 0 }, { "An", 2 }, { "", 0 } }, ROW_DATA },
	};
	const struct plan_options o = { .map = NULL };
	struct plan p;
	size_t i;

	OK(plan_make(SLICE("STT,Ho ten,CCCD\n"), true, &o, &p) == ERR_OK,
	    "a plan");
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		OK(plan_row(&p, rows[i].cell, 3) == rows[i].want, "row %zu",
		    i);
	plan_other_header(&p, rows[4].cell, 3);
	OK(plan_find(&p, COLUMN_ID) == 1 && plan_find(&p, COLUMN_NAME) == 2 &&
	    p.version == 1, "another table's columns");
	plan_release(&p);
}

int
main(void)
{
	test_plans();
	test_maps();
	test_plain();
	test_forms();
	test_rows();
	return tap_done();
}
