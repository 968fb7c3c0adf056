/* SPDX-License-Identifier: ISC */
/* Tables as people have them, whole and byte by byte. */
#include <string.h>

#include "table/header.h"
#include "table/table.h"
#include "tap.h"

static const struct {
	const char *name;
	enum column want;
} headers[] = {
	{ "CCCD", COLUMN_ID }, { "Số CCCD", COLUMN_ID },
	{ "SỐ CCCD/ĐDCN", COLUMN_ID }, { "CMND/CCCD", COLUMN_ID },
	{ "Số định danh", COLUMN_ID }, { "Mã định danh cá nhân", COLUMN_ID },
	{ " số căn cước công dân (*) ", COLUMN_ID },
	{ "Số CCCD\n(12 số)", COLUMN_ID },
	{ "S\xc3\xb4\xcc\x81 CCCD", COLUMN_ID },
	{ "Số CMND", COLUMN_OLD_ID }, { "Họ và tên", COLUMN_NAME },
	{ "HỌ TÊN", COLUMN_NAME }, { "Họ, chữ đệm và tên", COLUMN_NAME },
	{ "Họ và đệm", COLUMN_FAMILY }, { "Tên", COLUMN_GIVEN },
	{ "Ngày, tháng, năm sinh", COLUMN_DOB }, { "Năm sinh", COLUMN_DOB },
	{ "Giới tính", COLUMN_SEX }, { "Nam/Nữ", COLUMN_SEX },
	{ "Nữ", COLUMN_FEMALE }, { "Ngày cấp", COLUMN_ISSUED },
	{ "Nơi thường trú", COLUMN_RESIDENCE }, { "Hộ chiếu", COLUMN_DOC_NO },
	{ "STT", COLUMN_NONE }, { "Ghi chú", COLUMN_NONE },
	{ "Nơi cấp", COLUMN_NONE }, { "CCCD của bố", COLUMN_NONE },
	{ "", COLUMN_NONE }, { "\xff", COLUMN_NONE },
};

/* Rows come out as "line:id:old_id:name:dob:sex", a note as "!field=to" or
 * "?field" behind it. */
static const struct {
	const char *name, *text;
	enum err err;
	const char *want;
} tables[] = {
	{ "comma", "CCCD,Họ tên,Ngày sinh,Giới tính\n"
	    "001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam\n", ERR_OK,
	    "2:001099000001::Nguyễn Văn Mẫu:1999-02-01:M" },
	{ "semicolon, BOM, CR LF, title, blank line", "\xef\xbb\xbf"
	    "Danh sách;;\r\n\r\nHọ và tên;Số CCCD;Năm sinh\r\n"
	    "\"Mẫu; Trần\";'001199000002;1999\r\n", ERR_OK,
	    "4:001199000002::Mẫu; Trần:1999: !id=001199000002 ?name" },
	{ "tab, line break in quotes", "CCCD\tHọ tên\n"
	    "001099000001\t\"Nguyễn\nVăn \"\"Mẫu\"\"\"\n"
	    "001099000002\tx\n", ERR_OK,
	    "2:001099000001::Nguyễn Văn \"Mẫu\":: ?name "
	    "4:001099000002::x::" },
	{ "Excel's own line", "sep=;\nCCCD;Tên\n001099000001;An\n", ERR_OK,
	    "3:001099000001::An::" },
	{ "no header", "001099000001\n012345678\n", ERR_OK,
	    "1:001099000001:::: 2::012345678:::" },
	{ "no header, other columns", "1;x;001099000001\n", ERR_OK,
	    "1:001099000001::::" },
	{ "eleven digits, borne out", "CCCD,Ngày sinh,Giới tính\n"
	    "79199000001,1/2/1999,Nữ\n", ERR_OK,
	    "2:079199000001:::1999-02-01:F !id=079199000001" },
	{ "eleven digits, other year", "CCCD,Ngày sinh\n"
	    "79199000001,1/2/1998\n", ERR_OK, "2::::1998-02-01: ?id" },
	{ "eleven digits, other sex", "CCCD,Giới tính\n79199000001,Nam\n",
	    ERR_OK, "2:::::M ?id" },
	{ "eleven digits, unknown prefix", "CCCD\n97199000001\n", ERR_OK,
	    "2::::: ?id" },
	{ "eleven digits, no birth date", "CCCD\n79199000001\n", ERR_OK,
	    "2::::: ?id" },
	{ "eleven digits, a spreadsheet's day", "CCCD,Ngày sinh\n"
	    "01099000001,36192\n", ERR_OK, "2:001099000001:::1999-02-01: "
	    "!dob=1999-02-01 !id=001099000001" },
	{ "eleven digits, no readable birth date", "CCCD,Ngày sinh\n"
	    "01099000001,361920x\n", ERR_OK, "2::::: ?dob ?id" },
	{ "ten digits, borne out", "CCCD,Ngày sinh\n1099000001,1999\n",
	    ERR_OK, "2:001099000001:::1999: !id=001099000001" },
	{ "ten digits may be a telephone", "CCCD\n1099000001\n", ERR_OK,
	    "2::::: ?id" },
	{ "wrapped and parted", "CCCD\n\"=\"\"001099000001\"\"\"\n"
	    "001 099 000.001\n001099000001.0\n001099\xc2\xa0" "000001\n",
	    ERR_OK, "2:001099000001:::: !id=001099000001 "
	    "3:001099000001:::: !id=001099000001 "
	    "4:001099000001:::: !id=001099000001 "
	    "5:001099000001:::: !id=001099000001" },
	{ "rounded away", "CCCD\n\"7,9099E+10\"\n7.9099E+10\n", ERR_OK,
	    "2::::: ?id 3::::: ?id" },
	{ "O for 0", "CCCD,Ngày sinh\nO01099000001,1999\n"
	    "O01099000001,1998\nO0109900000l,\nO0109900000x,\n", ERR_OK,
	    "2:001099000001:::1999: !id=001099000001 3::::1998: ?id "
	    "4:001099000001:::: !id=001099000001 5::::: ?id" },
	{ "old and new number", "CMND,CCCD\n012345678,001099000001\n",
	    ERR_OK, "2:001099000001:012345678:::" },
	{ "old number in the new column", "CMND/CCCD\n012345678\n", ERR_OK,
	    "2::012345678:::" },
	{ "family and given name", "Họ đệm,Tên,CCCD\nNguyễn Văn,Mẫu,"
	    "001099000001\n", ERR_OK, "2:001099000001::Nguyễn Văn Mẫu::" },
	{ "a mark for women", "CCCD,Nữ\n001199000001,x\n001099000001,\n",
	    ERR_OK, "2:001199000001::::F 3:001099000001::::" },
	{ "no mark for women", "CCCD,Nữ\n001099000001,0\n"
	    "001099000001,Không\n001099000001, \n001199000001,1\n", ERR_OK,
	    "2:001099000001:::: 3:001099000001:::: 4:001099000001:::: "
	    "5:001199000001::::F" },
	{ "ID counts the rows", "ID,CCCD,ID No\n1,001099000001,2\n", ERR_OK,
	    "2:001099000001::::" },
	{ "ID is all there is", "ID,ID number\n001099000001,1\n", ERR_OK,
	    "2:001099000001::::" },
	{ "two strong names", "ID,CCCD,Số CCCD\n1,001099000001,2\n", ERR_OK,
	    "2:001099000001::::" },
	{ "decimals", "CCCD\n0010990000.01\n00109900000.1\n"
	    "001.099.000.001\n", ERR_OK, "2::::: ?id 3::::: ?id "
	    "4:001099000001:::: !id=001099000001" },
	{ "eight digits", "CCCD,Ngày sinh\n001099000001,20121120\n"
	    "001099000001,19990201\n001099000001,20112012\n"
	    "001099000001,10121012\n001099000001,01021099\n"
	    "001099000001,00001999\n001099000001,20121301\n", ERR_OK,
	    "2:001099000001:::2012-11-20: 3:001099000001:::1999-02-01: "
	    "4:001099000001:::2012-11-20: 5:001099000001:::: ?dob "
	    "6:001099000001:::: ?dob 7:001099000001:::1999: "
	    "8:001099000001:::: ?dob" },
	{ "NFC", "CCCD,Họ tên\n001099000001,Ma\xcc\x82\xcc\x83u\n", ERR_OK,
	    "2:001099000001::M\xe1\xba\xabu::" },
	{ "days", "CCCD,Ngày sinh\n001099000001,1999-02-01\n"
	    "001099000001,1.2.1999\n001099000001,02/13/1999\n"
	    "001099000001,30/02/1999\n001099000001,02/1999\n"
	    "001099000001,1999-02-01 00:00:00\n001099000001,01021999\n"
	    "001099000001,36192\n001099000001,1/2/99\n", ERR_OK,
	    "2:001099000001:::1999-02-01: 3:001099000001:::1999-02-01: ?dob "
	    "4:001099000001:::1999-02-13: !dob=1999-02-13 "
	    "5:001099000001:::: ?dob 6:001099000001:::1999-02: "
	    "7:001099000001:::1999-02-01: 8:001099000001:::1999-02-01: "
	    "9:001099000001:::1999-02-01: !dob=1999-02-01 "
	    "10:001099000001:::1999-02-01: !dob=1999-02-01 ?dob" },
	{ "two columns of one name", "CCCD,CCCD\n001099000001,x\n", ERR_OK,
	    "2:001099000001::::" },
	{ "short rows", "STT,CCCD,Họ tên\n1\n2,001099000001\n", ERR_OK,
	    "3:001099000001::::" },
	{ "header alone", "CCCD,Họ tên\n", ERR_OK, "" },
	{ "no line end", "CCCD\n001099000001", ERR_OK,
	    "2:001099000001::::" },
	{ "nothing", "", ERR_NOT_FOUND, "" },
	{ "names alone", "Họ tên\nMẫu\n", ERR_OK, "2:::Mẫu::" },
	{ "nothing that is known", "a,b\nMẫu,1\n", ERR_NOT_FOUND, "" },
	{ "open quote", "CCCD,Họ tên\n001099000001,\"x\n", ERR_TRUNCATED,
	    "" },
	{ "not UTF-8", "CCCD,Họ tên\n001099000001,Nguy\xd4n\n", ERR_OK,
	    "2:::::" },
	{ "workbook", "PK\003\004xx", ERR_DAMAGED, "" },
};

static enum err
write_row(void *ctx, const struct table_row *row)
{
	static const enum person_field fields[] = { PERSON_ID, PERSON_OLD_ID,
	    PERSON_NAME, PERSON_DOB, PERSON_SEX };
	struct buf *b = ctx;
	size_t i;

	if (b->n > 0)
		buf_add_char(b, ' ');
	buf_printf(b, "%llu", row->line);
	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		buf_add_char(b, ':');
		buf_add_slice(b, row->person.f[fields[i]]);
	}
	for (i = 0; i < row->notes; i++) {
		buf_printf(b, " %c%s", row->note[i].to.p != NULL ? '!' : '?',
		    person_field_name(row->note[i].field));
		if (row->note[i].to.p != NULL)
			buf_add_char(b, '=');
		buf_add_slice(b, row->note[i].to);
	}
	return ERR_OK;
}

static enum err
read_in_steps(struct slice text, size_t step, struct buf *out)
{
	struct table *t = table_new(NULL, write_row, out);
	enum err e = ERR_OK;
	size_t n;

	buf_reset(out);
	while (e == ERR_OK && text.n > 0) {
		n = text.n < step ? text.n : step;
		e = table_feed(t, (struct slice){ text.p, n });
		text.p += n;
		text.n -= n;
	}
	if (e == ERR_OK)
		e = table_end(t);
	table_free(t);
	return e;
}

static void
test_tables(void)
{
	static const size_t steps[] = { 1u << 20, 1, 7 };
	struct buf out = { 0 };
	size_t i, k;

	for (i = 0; i < sizeof tables / sizeof *tables; i++)
		for (k = 0; k < sizeof steps / sizeof *steps; k++) {
			OK(read_in_steps(slice_str(tables[i].text), steps[k],
			    &out) == tables[i].err, "%s: %s", tables[i].name,
			    err_word(tables[i].err));
			if (tables[i].err == ERR_OK)
				tap_same(buf_slice(&out), tables[i].want,
				    tables[i].name);
		}
	buf_release(&out);
}

/* Bounds: cells in a row, bytes in a cell; rows beyond the guessing. */
static void
test_bounds(void)
{
	struct buf text = { 0 }, out = { 0 };
	int i;

	buf_add_str(&text, "CCCD\n001099000001");
	for (i = 0; i < 600; i++)
		buf_add_char(&text, ',');
	OK(read_in_steps(buf_slice(&text), 4096, &out) == ERR_OK,
	    "six hundred cells, all but one empty");
	buf_reset(&text);
	buf_add_str(&text, "CCCD");
	for (i = 0; i < 600; i++)
		buf_add_str(&text, ",x");
	OK(read_in_steps(buf_slice(&text), 4096, &out) == ERR_TOO_LONG,
	    "six hundred columns");
	buf_reset(&text);
	buf_add_str(&text, "CCCD\n\"");
	for (i = 0; i < 70000; i++)
		buf_add_char(&text, 'x');
	buf_add_char(&text, '"');
	OK(read_in_steps(buf_slice(&text), 4096, &out) == ERR_TOO_LONG,
	    "seventy thousand letters");
	buf_reset(&text);
	buf_add_str(&text, "CCCD\n");
	for (i = 0; i < 20000; i++)
		buf_printf(&text, "001099%06d\n", i);
	OK(read_in_steps(buf_slice(&text), 4096, &out) == ERR_OK &&
	    out.n > 20000 * 17, "twenty thousand rows");
	buf_release(&text);
	buf_release(&out);
}

int
main(void)
{
	static const char *const running[] = { "STT", "tt", "Số TT",
	    "Số thứ tự", "Thứ tự", "No.", "STT (1)" };
	size_t i;
	bool weak;

	for (i = 0; i < sizeof running / sizeof *running; i++)
		OK(header_running(slice_str(running[i])),
		    "%s is a number of the row", running[i]);
	OK(!header_running(SLICE("Số")) && !header_running(SLICE("")) &&
	    !header_running(SLICE("STT hộ")), "others are not");
	for (i = 0; i < sizeof headers / sizeof *headers; i++)
		OK(header_column(slice_str(headers[i].name), &weak) ==
		    headers[i].want, "header %s", headers[i].name);
	test_tables();
	test_bounds();
	return tap_done();
}
