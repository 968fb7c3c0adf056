/* SPDX-License-Identifier: ISC */
/* The legacy charsets by vectors typed by hand, and what befalls text. Other
 * programs are the witnesses for every letter in tests/charset.t. */
#include "tap.h"
#include "text/charset.h"

static void
decodes(enum charset c, const char *bytes, const char *want)
{
	struct buf out = { 0 };
	enum err e = charset_decode(c, slice_str(bytes), &out);

	OK(e == ERR_OK, "%s: %s is read", charset_name(c), want);
	tap_same(buf_slice(&out), want, charset_name(c));
	buf_release(&out);
}

static void
refuses(enum charset c, const char *bytes, const char *name)
{
	struct buf out = { 0 };

	buf_add_char(&out, 'x');
	OK(charset_decode(c, slice_str(bytes), &out) == ERR_UTF8 &&
	    out.n == 1, "%s refuses %s", charset_name(c), name);
	buf_release(&out);
}

static void
test_decode(void)
{
	decodes(CHARSET_UTF8, "Nguye\xcc\x82\xcc\x83n", "Nguyễn");
	refuses(CHARSET_UTF8, "Nguy\xd4n", "a stray byte");

	decodes(CHARSET_TCVN3, "Nguy\xd4n V\xa8n M\xc9u", "Nguyễn Văn Mẫu");
	decodes(CHARSET_TCVN3, "\xa7\xe7 Th\xde \xb8nh", "Đỗ Thị ánh");
	decodes(CHARSET_TCVN3, "NGUY\xd4N TH\xde H\xb5", "NGUYễN THị Hà");
	decodes(CHARSET_TCVN3, "\xa2\xb3p \xa5\xb3t", "Ấp Ớt");
	decodes(CHARSET_TCVN3, "\x93H\xad\xa9ng\x94", "“Hưâng”");
	refuses(CHARSET_TCVN3, "\xc0", "a place without a letter");
	refuses(CHARSET_TCVN3, "\x81", "a capital of the first form");

	decodes(CHARSET_VNI, "Nguye\xe3n Va\xean Ma\xe3u", "Nguyễn Văn Mẫu");
	decodes(CHARSET_VNI, "\xd1""a\xebng Th\xf2 H\xf6\xf4ng",
	    "Đặng Thị Hương");
	decodes(CHARSET_VNI, "TR\xd6\xd4\xd8NG", "TRƯỜNG");
	decodes(CHARSET_VNI, "\xd1o\xe3 M\xf3 K\xee l\xe6 ch\xed m\xec",
	    "Đỗ Mĩ Kỵ lỉ chí mì");
	decodes(CHARSET_VNI, "\xf4\xf9 \xf4 \xf6\xef", "ớ ơ ự");
	decodes(CHARSET_VNI, "A\xe2n", "Ân");	/* PROPER() of a sheet */
	refuses(CHARSET_VNI, "n\xf5", "a mark on a consonant");
	refuses(CHARSET_VNI, "\xf9", "a mark on nothing");
	refuses(CHARSET_VNI, "i\xf9", "a mark on i");
	refuses(CHARSET_VNI, "a\xe1\xf9", "two tones");
}

static void
test_decode_others(void)
{
	decodes(CHARSET_CP1258, "Nguy\xea\xden V\xe3n M\xe2\xdeu",
	    "Nguyễn Văn Mẫu");
	decodes(CHARSET_CP1258, "\xd0\xf4\xde Thi\xf2 H\xfd\xf5ng",
	    "Đỗ Thị Hương");
	decodes(CHARSET_CP1258, "n\xcc", "\xc7\xb9");	/* the other ǹ */
	refuses(CHARSET_CP1258, "\x8a", "8A");
	decodes(CHARSET_VISCII, "Nguy\xadn V\xe5n M\xe7u", "Nguyễn Văn Mẫu");
	decodes(CHARSET_VISCII, "T\x06M", "TẪM");
	decodes(CHARSET_VPS, "Nguy\xcdn V\xe6n M\xc5u", "Nguyễn Văn Mẫu");
	decodes(CHARSET_VPS, "\xf1\x99", "ĐỖ");
	refuses(CHARSET_VPS, "\xdf", "DF");
	decodes(CHARSET_VIQR, "Nguye^~n Va(n Ma^~u", "Nguyễn Văn Mẫu");
	decodes(CHARSET_VIQR, "DDo^~ Thi. Hu+o+ng", "Đỗ Thị Hương");
	decodes(CHARSET_VIQR, "ddu+o+`ng, TP\\. Hue^'", "đường, TP. Huế");
	decodes(CHARSET_VIQR, "so^' 5\\?", "số 5?");
	refuses(CHARSET_VIQR, "\xe1", "a high byte");
	decodes(CHARSET_CP1252, "Fran\xe7ois \x8cuvre", "François Œuvre");
	refuses(CHARSET_CP1252, "\x81", "81");
}

static void
undoes(const char *text, const char *want)
{
	struct buf out = { 0 };
	bool done = charset_undo(slice_str(text), &out);

	OK(done == (want != NULL), "undo of %s", text);
	tap_same(buf_slice(&out), want != NULL ? want : "", text);
	buf_release(&out);
}

static void
cell(enum charset c, bool undo, const char *in, const char *want)
{
	struct buf out = { 0 };

	OK(charset_cell(c, undo, slice_str(in), &out) == ERR_OK, "a cell");
	tap_same(buf_slice(&out), want, want);
	buf_release(&out);
}

static void
test_undo(void)
{
	undoes("NguyÔn V¨n", "Nguy\xd4n V\xa8n");
	undoes("NguyO\xcc\x82n", "Nguy\xd4n");
	undoes("“Œ”", "\x93\x8c\x94");
	undoes("\xc2\x81\xc2\x9f", "\x81\x9f");
	undoes("", "");
	undoes("Nguyễn", NULL);
	undoes("ă", NULL);
	undoes("Nguy\xd4n", NULL);
	cell(CHARSET_TCVN3, true, "NguyÔn", "Nguyễn");
	cell(CHARSET_TCVN3, true, "Nguyễn", "Nguyễn");
	cell(CHARSET_TCVN3, true, "Nguy\xd4n", "Nguyễn");
	cell(CHARSET_TCVN3, false, "Nguy\xd4n", "Nguyễn");
	/* what is UTF-8 by chance, and what is UTF-8 among other bytes */
	cell(CHARSET_VISCII, false, "D\xdf\xbdng", "Dương");
	cell(CHARSET_VISCII, false, "Dương", "Dương");
	cell(CHARSET_VISCII, false, "Du\xcc\x9bo\xcc\x9bng", "Dương");
	cell(CHARSET_TCVN3, false, "Lê “Tý”", "Lê “Tý”");
}

static void
font(const char *name, enum charset want, bool want_upper)
{
	enum charset c = CHARSETS;
	bool upper = false;

	OK(charset_by_font(slice_str(name), &c, &upper) == (want != CHARSETS) &&
	    c == want && upper == want_upper, "font %s", name);
}

static void
test_names(void)
{
	enum charset c;
	int i;

	font(".VnTime", CHARSET_TCVN3, false);
	font(".VnTimeH", CHARSET_TCVN3, true);
	font(".VNTIMEH", CHARSET_TCVN3, true);
	font(".VnArial NarrowH", CHARSET_TCVN3, true);
	font(".VnArial Narrow", CHARSET_TCVN3, false);
	font("VNI-Times", CHARSET_VNI, false);
	font("VNI-HELVE", CHARSET_VNI, false);
	font("VNI-WIN", CHARSET_VNI, false);
	font("VPS Times Hoa", CHARSET_VPS, true);
	font("VI Times", CHARSET_VISCII, false);
	font("Times New Roman", CHARSETS, false);
	font("Arial", CHARSETS, false);
	font("VNIX", CHARSETS, false);
	font(".V", CHARSETS, false);
	font("", CHARSETS, false);
	for (i = 0; i < CHARSETS; i++)
		OK(charset_by_name(slice_str(charset_name(i)), &c) &&
		    (int)c == i, "by name: %s", charset_name(i));
	OK(charset_by_name(SLICE("ABC"), &c) && c == CHARSET_TCVN3, "abc");
	OK(charset_by_name(SLICE("Windows-1258"), &c) && c == CHARSET_CP1258,
	    "Windows-1258");
	OK(!charset_by_name(SLICE("koi8-r"), &c), "no others");
	OK(!charset_by_name(SLICE(""), &c), "nothing");
}

static void
lost(const char *text, bool want)
{
	OK(charset_case_lost(slice_str(text)) == want, "case lost: %s", text);
}

static void
test_case(void)
{
	struct buf out = { 0 };

	lost("NGUYễN VăN MẫU", true);
	lost("TRí", true);
	lost("ứNG", true);
	lost("ĐặNG", true);
	lost("số 5, PHườNG 3", true);
	lost("Lê Hà", false);
	lost("NGUYỄN VĂN MẪU", false);
	lost("Nguyễn Văn Mẫu", false);
	lost("Đỗ á âu", false);
	lost("TP Huế", false);
	lost("", false);
	charset_capitals(SLICE("ĐặNG Thị 1ư-y"), &out);
	tap_same(buf_slice(&out), "ĐẶNG THỊ 1Ư-Y", "capitals");
	buf_release(&out);
}

/* Cells divided by `|`, with a memory of what was met before and without. */
static void
votes(const char *cells, enum charset hint, enum charset want, bool want_sure)
{
	static struct charset_memo memo[CHARSET_MEMO];
	struct charset_votes v[2] = { { .memo = memo }, { .memo = NULL } };
	struct slice rest = slice_str(cells), one;
	bool sure, also_sure;
	enum charset c, also;

	while (slice_split(&rest, '|', &one)) {
		charset_vote(&v[0], one);
		charset_vote(&v[1], one);
	}
	c = charset_winner(&v[0], hint, &sure);
	also = charset_winner(&v[1], hint, &also_sure);
	OK(c == want && sure == want_sure && also == c && also_sure == sure,
	    "votes of %s: %s%s", cells, charset_name(c),
	    sure ? "" : ", not sure");
}

static void
test_votes(void)
{
	votes("", CHARSETS, CHARSET_UTF8, true);
	votes("Nguyễn Văn Mẫu|Lê Thị Hà", CHARSETS, CHARSET_UTF8, true);
	votes("NguyÔn V¨n MÉu|Lª ThÞ Hµ", CHARSETS, CHARSET_TCVN3, true);
	votes("Nguy\xd4n V\xa8n M\xc9u|L\xaa Th\xde H\xb5", CHARSETS,
	    CHARSET_TCVN3, true);
	/* one letter that cannot be: left alone */
	votes("NguyÔn V¨n MÉu|Lª ThÞ Hµ|đ", CHARSETS, CHARSET_UTF8, false);
	votes("N÷|Nam|N÷", CHARSETS, CHARSET_UTF8, false);
	votes("N÷|Nam|N÷", CHARSET_TCVN3, CHARSET_TCVN3, true);
	votes("N\xf7|Nam", CHARSETS, CHARSET_CP1252, false);
	/* a font that is there yet, over text that is Unicode */
	votes("Lê Công|Hà Tâm", CHARSET_TCVN3, CHARSET_UTF8, true);
	votes("Nguyễn Văn Mẫu", CHARSET_TCVN3, CHARSET_UTF8, true);
	votes("Nguyeãn Vaên Maãu|Leâ Thò Haø", CHARSET_TCVN3, CHARSET_VNI,
	    true);
	votes("René|Chloé|Hélène|François", CHARSETS, CHARSET_UTF8, true);
	votes("Müller|Jörg|Weiß|Größe", CHARSETS, CHARSET_UTF8, true);
	votes("Ren\xe9|Chlo\xe9|H\xe9l\xe8ne", CHARSETS, CHARSET_CP1252, false);
	votes("O+|A+|B+|O+|AB+", CHARSETS, CHARSET_UTF8, true);
	votes("hoa.le@example.vn|an.tran@example.vn", CHARSETS, CHARSET_UTF8,
	    true);
	votes("Hoc sinh gioi.|Nop ho so.|Q. 1, Tp. Hue.", CHARSETS,
	    CHARSET_UTF8, true);
	votes("Ly' Thi. Mai|Vo~ Tu'", CHARSETS, CHARSET_UTF8, false);
	votes("Nu+~|Nam|Nam", CHARSET_VIQR, CHARSET_VIQR, true);
	votes("Nu|Nam|Nam", CHARSET_VIQR, CHARSET_UTF8, true);
	votes("O'Brien|le.le@example.vn", CHARSET_VIQR, CHARSET_UTF8, true);
	votes("Nguye^~n Va(n Ma^~u|Le^ Thi. Ha`", CHARSETS, CHARSET_VIQR,
	    true);
}

int
main(void)
{
	test_decode();
	test_decode_others();
	test_undo();
	test_names();
	test_case();
	test_votes();
	return tap_done();
}
