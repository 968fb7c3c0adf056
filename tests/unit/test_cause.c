/* SPDX-License-Identifier: ISC */
/* Every cause with its neighbours, in both directions. */
#include <stdlib.h>
#include <string.h>

#include "match/cause.h"
#include "tap.h"
#include "text/vi.h"

struct pair {
	enum column what;
	const char *left, *right;
	enum cause want;
};

static const struct pair names[] = {
	{ COLUMN_NAME, "Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", CAUSE_NONE },
	{ COLUMN_NAME, "Nguyễn Văn Mẫu", " Nguyễn  Văn Mẫu ", CAUSE_FORM },
	{ COLUMN_NAME, "Nguyễn Văn Mẫu", "Nguyễn\302\240Văn Mẫu", CAUSE_FORM },
	{ COLUMN_NAME, "Lệ", "Le\314\243\314\202", CAUSE_FORM },
	{ COLUMN_NAME, "Lệ", "Le\314\202\314\243", CAUSE_FORM },
	{ COLUMN_NAME, "Lệ", "L\303\252\314\243", CAUSE_FORM },
	{ COLUMN_NAME, "H'Ñ", "H\342\200\231N\314\203", CAUSE_FORM },
	{ COLUMN_NAME, "Y Kŏ", "Y Ko\314\206", CAUSE_FORM },
	{ COLUMN_NAME, "Zoë", "Zoe\314\210", CAUSE_FORM },
	{ COLUMN_NAME, "Đỗ Đạt", "\303\220ỗ \306\211ạt", CAUSE_FORM },
	{ COLUMN_NAME, "An", "\320\220n", CAUSE_FORM },
	{ COLUMN_NAME, "An", "\357\274\241n", CAUSE_FORM },
	{ COLUMN_NAME, "An", "A\342\200\213n", CAUSE_FORM },
	{ COLUMN_NAME, "An", "'An", CAUSE_FORM },
	{ COLUMN_NAME, "An", "=\"An\"", CAUSE_FORM },
	{ COLUMN_NAME, "An", "\"An\"", CAUSE_FORM },
	{ COLUMN_NAME, "An", "\342\200\234An\342\200\235", CAUSE_FORM },
	{ COLUMN_NAME, "Văn Mẫu", "VĂN MẪU", CAUSE_CASE },
	{ COLUMN_NAME, "Văn Mẫu", "văn  mẫu", CAUSE_CASE },
	{ COLUMN_NAME, "Đào", "đào", CAUSE_CASE },
	{ COLUMN_NAME, "Šárka", "šárka", CAUSE_CASE },
	{ COLUMN_NAME, "Hòa", "Hoà", CAUSE_TONE_PLACE },
	{ COLUMN_NAME, "Thủy Tiên", "THUỶ TIÊN", CAUSE_TONE_PLACE },
	{ COLUMN_NAME, "Quý", "Qúy", CAUSE_TONE_PLACE },
	{ COLUMN_NAME, "Hòa Hóa", "Hoá Hoà", CAUSE_MARKS },
	{ COLUMN_NAME, "Nguyễn Văn Mẫu", "Nguyen Van Mau", CAUSE_MARKS },
	{ COLUMN_NAME, "Nguyễn Văn Mẫu", "NGUYEN VAN MAU", CAUSE_MARKS },
	{ COLUMN_NAME, "Hương", "Hường", CAUSE_MARKS },
	{ COLUMN_NAME, "Đan", "Dan", CAUSE_MARKS },
	{ COLUMN_NAME, "H'Hen Niê", "HHen Niê", CAUSE_MARKS },
	{ COLUMN_NAME, "Y-Bih", "Y Bih", CAUSE_MARKS },
	{ COLUMN_NAME, "Y Kŏ", "Y Ko", CAUSE_MARKS },
	{ COLUMN_NAME, "Lý", "Lí", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Văn Mẫu", "Vân Mấu", CAUSE_MARKS },
	{ COLUMN_NAME, "Văn Mẫu", "Văn Mầu Anh", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Văn Mẫu", "VănMẫu", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Văn Mẫu", "", CAUSE_ABSENT },
	{ COLUMN_NAME, "Văn Mẫu", " \302\240", CAUSE_ABSENT },
	{ COLUMN_NAME, "", " ", CAUSE_FORM },
	{ COLUMN_NAME, "Mẫu 12", "Mẫu 21", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "\344\270\255", "\345\233\275", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "\352\260\201", "\341\204\200\341\205\241\341\206\250",
	    CAUSE_FORM },
	{ COLUMN_NAME, "a\314\201\314\200", "a\314\200\314\201",
	    CAUSE_DIFFERENT },
};

static const struct pair dates[] = {
	{ COLUMN_DOB, "01/02/1999", "1/2/1999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "1999-02-01", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "01.02.1999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "01-02-1999 00:00:00", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "1999-02-01T00:00:00", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "01021999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "19990201", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "36192", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "ngày 1 tháng 2 năm 1999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "1-Feb-1999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "'01/02/1999", CAUSE_FORM },
	{ COLUMN_DOB, "01/02/1999", "1/2/99", CAUSE_FORM },
	{ COLUMN_DOB, "25/03/1999", "3/25/1999", CAUSE_FORM },
	{ COLUMN_DOB, "1999", "00/00/1999", CAUSE_FORM },
	{ COLUMN_DOB, "02/1999", "1999-02", CAUSE_FORM },
	{ COLUMN_DOB, "01021999", "1021999", CAUSE_ZERO },
	{ COLUMN_DOB, "12/03/1999", "21/03/1999", CAUSE_TRANSPOSED },
	{ COLUMN_DOB, "12/10/1999", "12/01/1999", CAUSE_TRANSPOSED },
	{ COLUMN_DOB, "12/03/1989", "12/03/1998", CAUSE_TRANSPOSED },
	{ COLUMN_DOB, "10/01/1999", "1999-01-01", CAUSE_TRANSPOSED },
	{ COLUMN_DOB, "11/02/1999", "10/12/1999", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "12/03/1999", "21/03/1998", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "04/03/1999", CAUSE_DAY_MONTH },
	{ COLUMN_DOB, "03/04/1999", "1999-03-04", CAUSE_DAY_MONTH },
	{ COLUMN_DOB, "03/04/1999", "04/03/1998", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "1999", CAUSE_YEAR_ONLY },
	{ COLUMN_DOB, "03/04/1999", "04/1999", CAUSE_YEAR_ONLY },
	{ COLUMN_DOB, "03/04/1999", "00/04/1999", CAUSE_YEAR_ONLY },
	{ COLUMN_DOB, "03/04/1999", "00/00/1999", CAUSE_YEAR_ONLY },
	{ COLUMN_DOB, "03/04/1999", "01/01/1999", CAUSE_YEAR_ONLY },
	{ COLUMN_DOB, "03/04/1999", "05/1999", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "1998", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "01/01/1998", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "03/04/1989", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "1/4/99", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "", CAUSE_ABSENT },
	{ COLUMN_DOB, "03/04/1999", "không rõ", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "31/02/1999", "31/02/1999 ", CAUSE_FORM },
	{ COLUMN_DOB, "31/02/1999", "03/03/1999", CAUSE_DIFFERENT },
	{ COLUMN_DOB, "03/04/1999", "03/04/1999 07:30", CAUSE_DIFFERENT },
	{ COLUMN_ISSUED, "03/04/2021", "2021-04-03", CAUSE_FORM },
	{ COLUMN_EXPIRES, "Không thời hạn", "never", CAUSE_FORM },
	{ COLUMN_EXPIRES, "Không thời hạn", "03/04/2041", CAUSE_DIFFERENT },
};

static const struct pair others[] = {
	{ COLUMN_SEX, "Nam", "M", CAUSE_FORM },
	{ COLUMN_SEX, "Nam", "NAM", CAUSE_FORM },
	{ COLUMN_SEX, "Nữ", "F", CAUSE_FORM },
	{ COLUMN_SEX, "Nữ", "nu", CAUSE_FORM },
	{ COLUMN_SEX, "Nữ", "Female", CAUSE_FORM },
	{ COLUMN_SEX, "Nam", "Nữ", CAUSE_DIFFERENT },
	{ COLUMN_SEX, "Nam", "F", CAUSE_DIFFERENT },
	{ COLUMN_SEX, "Nam", "1", CAUSE_DIFFERENT },
	{ COLUMN_SEX, "Nam", "", CAUSE_ABSENT },
	{ COLUMN_FEMALE, "x", "X", CAUSE_FORM },
	{ COLUMN_FEMALE, "x", "1", CAUSE_FORM },
	{ COLUMN_FEMALE, "", "0", CAUSE_FORM },
	{ COLUMN_FEMALE, "x", "", CAUSE_DIFFERENT },
	{ COLUMN_NATIONALITY, "VNM", "Việt Nam", CAUSE_FORM },
	{ COLUMN_NATIONALITY, "VNM", "Lào", CAUSE_DIFFERENT },
	{ COLUMN_ID, "001099000001", "001 099 000 001", CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "001.099.000.001", CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "'001099000001", CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "=\"001099000001\"", CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "OO1O99OOOO01", CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "\357\274\220\357\274\2201099000001",
	    CAUSE_FORM },
	{ COLUMN_ID, "001099000001", "1099000001", CAUSE_ZERO },
	{ COLUMN_ID, "001099000001", "1099000001.0", CAUSE_ZERO },
	{ COLUMN_ID, "001099000001", "1.099000001E+9", CAUSE_ZERO },
	{ COLUMN_ID, "001099000001", "1.0990E+09", CAUSE_DIFFERENT },
	{ COLUMN_ID, "001099000001", "001099000010", CAUSE_TRANSPOSED },
	{ COLUMN_ID, "001099000001", "001909000001", CAUSE_TRANSPOSED },
	{ COLUMN_ID, "001099000001", "001099000002", CAUSE_DIFFERENT },
	{ COLUMN_ID, "001099000012", "001099000201", CAUSE_DIFFERENT },
	{ COLUMN_ID, "001099000001", "", CAUSE_ABSENT },
	{ COLUMN_OLD_ID, "012345678", "12345678", CAUSE_ZERO },
	{ COLUMN_DOC_NO, "B1234567", "b1234567", CAUSE_CASE },
	{ COLUMN_DOC_NO, "B1234567", "B1234576", CAUSE_TRANSPOSED },
	{ COLUMN_DOC_NO, "B1234567", "1B234567", CAUSE_DIFFERENT },
	{ COLUMN_NONE, "0123", "123", CAUSE_ZERO },
	{ COLUMN_NONE, "1234", "1243", CAUSE_TRANSPOSED },
	{ COLUMN_NONE, "1.5", "15", CAUSE_DIFFERENT },
	{ COLUMN_NONE, "01/02/2020", "2020-02-01", CAUSE_FORM },
	{ COLUMN_NONE, "01/02/2020", "2/1/2020", CAUSE_DAY_MONTH },
	{ COLUMN_NONE, "1999", "01/02/1999", CAUSE_DIFFERENT },
	{ COLUMN_NONE, "10A1", "10a1", CAUSE_CASE },
	{ COLUMN_ETHNICITY, "Kinh", "kinh", CAUSE_CASE },
};

/* The left side as its bytes look through another charset. */
static const struct pair charsets[] = {
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "Nguyễn Văn Mẫu", CAUSE_CHARSET },
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "NGUYỄN VĂN MẪU", CAUSE_CHARSET },
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "Nguyen Van Mau", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "Nguyễn Vân Mẫu", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "Nguyễn Văn Mẫn", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "§ç Thñy", "Đỗ Thủy", CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguyeãn Vaên Maãu", "Nguyễn Văn Mẫu", CAUSE_CHARSET },
	{ COLUMN_NAME, "Ñoã Thuûy", "Đỗ Thủy", CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguyá»…n VÄƒn Máº«u", "Nguyễn Văn Mẫu",
	    CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguye^~n Va(n Ma^~u", "Nguyễn Văn Mẫu",
	    CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguy?n V?n M?u", "Nguyễn Văn Mẫu", CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguy\357\277\275n Văn Mẫu", "Nguyễn Văn Mẫu",
	    CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguy?n V?n M?u", "Nguyen Van Mau", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Nguy?n V?n M?u", "Nguyễn Văn Mẫn", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "NguyÔn V¨n MÉu", "NguyÔn V¨n MÈu", CAUSE_MARKS },
	{ COLUMN_NONE, "Líp 10A1", "Lớp 10A1", CAUSE_CHARSET },
	{ COLUMN_NONE, "Líp 10A1", "Lớp 10A2", CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "X· MÉu, Hµ Néi", "Xã Mẫu, Hà Nội",
	    CAUSE_CHARSET },
	{ COLUMN_NAME, "Nguy\xd4n", "Nguyễn", CAUSE_CHARSET },
};

static const struct pair addresses[] = {
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "Xã Mẫu ,Huyện Mẫu",
	    CAUSE_FORM },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "Xã Mẫu,, Huyện Mẫu,",
	    CAUSE_FORM },
	{ COLUMN_RESIDENCE, "Phường 1, Quận 3, TP. Mẫu",
	    "P.1, Q. 3, Thành phố Mẫu", CAUSE_FORM },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "Mẫu, Mẫu", CAUSE_FORM },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "MẪU, huyện Mẫu",
	    CAUSE_CASE },
	{ COLUMN_RESIDENCE, "Xã Hòa, Huyện Mẫu", "Hoà, Mẫu",
	    CAUSE_TONE_PLACE },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "X. Mau, H. Mau",
	    CAUSE_MARKS },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "Phường Mẫu, Huyện Mẫu",
	    CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "Quan Mẫu", "Quận Mẫu", CAUSE_MARKS },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", "Xã Mẫu", CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "Xã Mẫu, Huyện Mẫu", ", ,", CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Xã Mẫu", "Mẫu", CAUSE_DIFFERENT },
};

/* With the table of units. */
static const struct pair renamed[] = {
	{ COLUMN_RESIDENCE, "Số 5, Phường Phúc Xá, Quận Ba Đình, Hà Nội",
	    "Số 5, Phường Hồng Hà, Hà Nội", CAUSE_RENAMED },
	{ COLUMN_RESIDENCE, "phuc xa, ba dinh, ha noi",
	    "Số 5, Phường Hồng Hà, Hà Nội", CAUSE_RENAMED },
	{ COLUMN_RESIDENCE, "Số 5, Phường Phúc Xá, Quận Ba Đình, Hà Nội",
	    "Số 6, Phường Hồng Hà, Hà Nội", CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "Phường Phúc Xá, Quận Ba Đình, Hà Nội",
	    "Phường Ngọc Hà, Hà Nội", CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "Phường Cống Vị, Quận Ba Đình, Hà Nội",
	    "Phường Ngọc Hà, Hà Nội", CAUSE_RENAMED },
	{ COLUMN_RESIDENCE, "Phường Cống Vị, Quận Ba Đình, Hà Nội",
	    "Phường Giảng Võ, Hà Nội", CAUSE_RENAMED },
	{ COLUMN_RESIDENCE, "Phường Cống Vị, Quận Ba Đình, Hà Nội",
	    "Phường Ba Đình, Hà Nội", CAUSE_DIFFERENT },
	{ COLUMN_HOMETOWN, "Hải Dương", "Hải Phòng", CAUSE_RENAMED },
	{ COLUMN_HOMETOWN, "Tỉnh Yên Bái", "Tỉnh Lào Cai", CAUSE_RENAMED },
	{ COLUMN_HOMETOWN, "Hải Dương", "Hưng Yên", CAUSE_DIFFERENT },
	{ COLUMN_HOMETOWN, "Hải Dương", "Thái Bình", CAUSE_DIFFERENT },
	{ COLUMN_RESIDENCE, "Phường Phúc Xá, Quận Ba Đình, Hà Nội", "Hà Nội",
	    CAUSE_DIFFERENT },
	{ COLUMN_NAME, "Hải Dương", "Hải Phòng", CAUSE_DIFFERENT },
};

static struct units *
load_units(void)
{
	const char *dir = getenv("CCCD_SHARE");
	struct buf path = { 0 }, text = { 0 };
	struct units *u = NULL;
	unsigned long long line;
	char block[65536];
	size_t n;
	FILE *f;

	buf_printf(&path, "%s/units.tsv", dir != NULL ? dir : "share");
	f = fopen(buf_cstr(&path), "rb");
	while (f != NULL && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&text, block, n);
	if (f != NULL)
		fclose(f);
	OK(units_new(buf_slice(&text), &u, &line) == ERR_OK, "the units");
	buf_release(&path);
	buf_release(&text);
	return u;
}

static void
check(struct causes *c, const struct pair *p, size_t n)
{
	struct slice l, r;
	enum cause one, two;
	size_t i;

	for (i = 0; i < n; i++) {
		l = slice_str(p[i].left);
		r = slice_str(p[i].right);
		one = cause_of(c, p[i].what, l, r);
		two = cause_of(c, p[i].what, r, l);
		OK(one == p[i].want && two == one, "%s: %s, %s: %s",
		    cause_name(p[i].want), p[i].left, p[i].right,
		    cause_name(one));
	}
}

static void
test_names(void)
{
	enum cause got = CAUSES;
	unsigned i;
	bool all = true;

	for (i = 0; i < CAUSES; i++) {
		all = all && cause_by_name(
		    slice_str(cause_name((enum cause)i)), &got) && got == i;
	}
	OK(all, "each cause has a name of its own");
	OK(!cause_by_name(SLICE("differen"), &got), "no such cause");
}

/* Every pair of some hundred names that differ in letters, made of syllables:
 * none is less than different, and both directions agree; a name and its forms
 * are never different. */
static void
test_properties(struct causes *c)
{
	static const char *const parts[] = { "An", "Bích", "Chi", "Dũng",
	    "Đạt", "Giang", "Hòa", "Khánh", "Lý", "Lí", "Mỹ", "Nga", "Oanh",
	    "Phú", "Quý", "Sơn", "Thảo", "Uyên", "Vân", "Xuyến", "Yến", "Ân" };
	struct buf a = { 0 }, b = { 0 };
	size_t n = sizeof parts / sizeof *parts, i, k, bad = 0, uneven = 0;
	enum column what;
	enum cause one, two;

	for (i = 0; i < n * n; i++)
		for (k = 0; k < n * n; k++) {
			buf_reset(&a);
			buf_reset(&b);
			buf_printf(&a, "%s %s", parts[i / n], parts[i % n]);
			buf_printf(&b, "%s %s", parts[k / n], parts[k % n]);
			what = k % 3 == 0 ? COLUMN_NAME : k % 3 == 1 ?
			    COLUMN_NONE : COLUMN_RESIDENCE;
			one = cause_of(c, what, buf_slice(&a), buf_slice(&b));
			two = cause_of(c, what, buf_slice(&b), buf_slice(&a));
			uneven += one != two;
			if (vi_agree(buf_slice(&a), buf_slice(&b)) == VI_NONE)
				bad += one != CAUSE_DIFFERENT;
			else
				bad += one > CAUSE_MARKS;
		}
	OK(bad == 0, "other letters are another name: %zu not", bad);
	OK(uneven == 0, "left and right may change places: %zu not", uneven);
	buf_release(&a);
	buf_release(&b);
}

int
main(void)
{
	struct units *u = load_units();
	struct causes *c = causes_new(NULL);

	check(c, names, sizeof names / sizeof *names);
	check(c, dates, sizeof dates / sizeof *dates);
	check(c, others, sizeof others / sizeof *others);
	check(c, charsets, sizeof charsets / sizeof *charsets);
	check(c, addresses, sizeof addresses / sizeof *addresses);
	test_names();
	test_properties(c);
	causes_free(c);
	c = causes_new(u);
	check(c, renamed, sizeof renamed / sizeof *renamed);
	check(c, addresses, sizeof addresses / sizeof *addresses);
	causes_free(c);
	units_free(u);
	return tap_done();
}
