/* SPDX-License-Identifier: ISC */
/* The table of units against itself, row by row, and addresses as people write
 * them. Reads share/units.tsv, or CCCD_SHARE. */
#include <stdlib.h>
#include <string.h>

#include "identity/units.h"
#include "tap.h"

static struct buf table;
static struct units *u;

static void
load(void)
{
	const char *dir = getenv("CCCD_SHARE");
	struct buf path = { 0 };
	char block[65536];
	size_t n;
	FILE *f;

	buf_printf(&path, "%s/units.tsv", dir != NULL ? dir : "share");
	f = fopen(buf_cstr(&path), "rb");
	while (f != NULL && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&table, block, n);
	if (f != NULL)
		fclose(f);
	buf_release(&path);
}

static struct units_found
find(const char *address)
{
	struct units_found f;

	units_find(u, slice_str(address), &f);
	return f;
}

/* The codes of the set, in order of the table's communes of today. */
static bool
set_is(const struct units_found *f, struct slice codes)
{
	struct slice one;
	char code[8];
	size_t n = 0, i;
	bool there;

	while (codes.n > 0 && slice_split(&codes, ' ', &one)) {
		n++;
		there = false;
		for (i = 0; i < f->n; i++) {
			snprintf(code, sizeof code, "%05u", f->set[i].code);
			there = there || slice_is(one, code);
		}
		if (!there)
			return false;
	}
	return n == f->n;
}

/* What the rows of the table say so far. */
struct rows {
	struct slice province, district;
	unsigned today;
	size_t rows, pairs, divided, wrong, plain_wrong;
};

/* "Phường Phúc Xá" without its first words. */
static struct slice
bare(struct slice name)
{
	static const char *const words[] = { "Thị trấn ", "Thị xã ",
	    "Thành phố ", "Xã ", "Phường ", "Quận ", "Huyện ", "Tỉnh " };
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_starts(name, words[i])) {
			name.p += strlen(words[i]);
			name.n -= strlen(words[i]);
			break;
		}
	return name;
}

static void
try_row(struct rows *r, struct slice name, struct slice codes)
{
	struct buf b = { 0 };
	struct units_found f;
	size_t i, n = 1;

	for (i = 0; i < codes.n; i++)
		n += codes.p[i] == ' ';
	r->rows++;
	r->pairs += n;
	r->divided += n > 1;
	buf_printf(&b, "Tổ 3, %.*s, %.*s, %.*s", (int)name.n, name.p,
	    (int)r->district.n, r->district.p, (int)r->province.n,
	    r->province.p);
	units_find(u, buf_slice(&b), &f);
	if (f.age != UNITS_OLD || !f.commune || !set_is(&f, codes) ||
	    f.divided != (n > 1) || f.province_code != r->today ||
	    !slice_is(f.rest, "Tổ 3")) {
		r->wrong++;
		printf("# %.*s: %zu\n", (int)b.n, b.p, f.n);
	}
	buf_reset(&b);
	name = bare(name);
	buf_printf(&b, "%.*s, %.*s, %.*s", (int)name.n, name.p,
	    (int)bare(r->district).n, bare(r->district).p,
	    (int)bare(r->province).n, bare(r->province).p);
	units_find(u, buf_slice(&b), &f);
	for (i = 0; i < f.n; i++)
		n -= memmem(codes.p, codes.n, (char[6]){ (char)('0' +
		    f.set[i].code / 10000), (char)('0' + f.set[i].code / 1000 %
		    10), (char)('0' + f.set[i].code / 100 % 10), (char)('0' +
		    f.set[i].code / 10 % 10), (char)('0' + f.set[i].code % 10),
		    0 }, 5) != NULL;
	if (n > 0 || f.province_code != r->today) {
		r->plain_wrong++;
		printf("# %.*s: %zu\n", (int)b.n, b.p, f.n);
	}
	buf_release(&b);
}

static void
test_rows(void)
{
	struct slice rest = buf_slice(&table), line, type, code, name, more;
	struct rows r = { 0 };

	while (slice_split(&rest, '\n', &line)) {
		more = (struct slice){ NULL, 0 };
		if (!slice_split(&line, '\t', &type) || type.n != 1 ||
		    !slice_split(&line, '\t', &code) ||
		    !slice_split(&line, '\t', &name))
			continue;
		(void)slice_split(&line, '\t', &more);
		if (type.p[0] == 'O') {
			r.province = name;
			r.today = (unsigned)atoi(more.p);
		} else if (type.p[0] == 'D') {
			r.district = name;
			r.pairs += more.p != NULL;
		} else if (type.p[0] == 'W') {
			try_row(&r, name, more);
		}
	}
	OK(r.rows == 10035 && r.pairs == 10602 && r.divided == 471,
	    "the table: %zu communes, %zu pairs, %zu divided", r.rows,
	    r.pairs, r.divided);
	OK(r.wrong == 0, "each old address in full: exactly its set, %zu not",
	    r.wrong);
	OK(r.plain_wrong == 0, "names alone: a set that holds it, %zu not",
	    r.plain_wrong);
}

static const struct {
	const char *address;
	enum units_age age;
	const char *codes, *rest;
	bool commune;
} addresses[] = {
	{ "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội", UNITS_OLD, "00097",
	    "", true },
	{ "Phúc Xá,Ba Đình,Hà Nội", UNITS_OLD, "00097", "", true },
	{ "Số 5, phuc xa, ba dinh, ha noi", UNITS_OLD, "00097", "Số 5", true },
	{ "PHÚC XÁ - BA ĐÌNH - HÀ NỘI", UNITS_OLD, "00097", "", true },
	{ "Phúc Xá Ba Đình Hà Nội", UNITS_OLD, "00097", "", true },
	{ "12 Hàng Mẫu, P.Phúc Xá,, Q. Ba Đình , TP. Hà Nội, Việt Nam.",
	    UNITS_OLD, "00097", "12 Hàng Mẫu", true },
	{ "phường Phúc Xá, quận Ba Đình", UNITS_OLD, "00097", "", true },
	{ "Phu\314\201c Xa\314\201, Ba \304\220i\314\200nh, Ha\314\200 "
	    "N\303\264\314\243i", UNITS_OLD, "00097", "", true },
	{ "P. 1, Q.3, TP HCM", UNITS_OLD, "27154", "", true },
	{ "Phường 01, Quận 3, Thành phố Hồ Chí Minh", UNITS_OLD, "27154", "",
	    true },
	{ "5/3 Lê Mẫu, p1, q3, tphcm", UNITS_OLD, "27154", "5/3 Lê Mẫu",
	    true },
	/* a commune that was divided: both, whatever the spelling */
	{ "Phường Cống Vị, Quận Ba Đình, Hà Nội", UNITS_OLD, "00008 00025", "",
	    true },
	{ "cong vi, ba dinh, hn", UNITS_OLD, "00008 00025", "", true },
	/* no commune was understood: all of its district */
	{ "Xã Lạ Lùng, Quận Ba Đình, Hà Nội", UNITS_OLD,
	    "00097 00004 00008 00025 00070 00190 00226 00199", "Xã Lạ Lùng", false },
	/* the same short name for two districts of one province */
	{ "Xã Kỳ Phú, Kỳ Anh, Hà Tĩnh", UNITS_OLD, "18775", "",
	    true },
	/* and for two communes of one district */
	{ "Mường Tè, Mường Tè, Lai Châu", UNITS_OLD, "03433 03445", "", true },
	{ "Xã Mường Tè, Mường Tè, Lai Châu", UNITS_OLD, "03445", "", true },
	{ "TT. Mường Tè, Mường Tè, Lai Châu", UNITS_OLD, "03433", "", true },
	{ "Thôn Mẫu, Xã Tân Lập, Huyện Vũ Thư, Tỉnh Thái Bình", UNITS_OLD,
	    "13246", "Thôn Mẫu", true },
	{ "Thôn Mẫu Xã Tân Lập Huyện Vũ Thư Tỉnh Thái Bình", UNITS_OLD,
	    "13246", "Thôn Mẫu", true },
	/* without the district, or with the province of today */
	{ "Xã Tân Lập, Huyện Vũ Thư, Hưng Yên", UNITS_OLD, "13246", "", true },
	{ "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh", UNITS_OLD, "26740",
	    "", true },
	{ "Phường Thảo Điền, Quận 2, TP.HCM", UNITS_OLD, "27094", "", true },
	{ "Côn Đảo, Bà Rịa-Vũng Tàu", UNITS_OLD, "26732", "", true },
	{ "Xã Ea H\342\200\231leo, Huyện Ea H'leo, Tỉnh Đăk Lăk", UNITS_OLD,
	    "24184", "", true },
	/* today */
	{ "Phường Sài Gòn, Thành phố Hồ Chí Minh", UNITS_NEW, "26740", "",
	    true },
	{ "Sài Gòn, TP. HCM", UNITS_NEW, "26740", "", true },
	{ "Đặc khu Phú Quốc, tỉnh An Giang", UNITS_NEW, "31078", "", true },
	{ "Phường 1 Bảo Lộc, Lâm Đồng", UNITS_NEW, "24823", "", true },
	{ "Phường 1, Bảo Lộc, Lâm Đồng", UNITS_OLD, "24823", "", true },
	{ "Tổ 2, Phường Hồng Hà, Hà Nội", UNITS_EITHER, "00097", "Tổ 2",
	    true },
	{ "Mĩ Đức, Hà Nội", UNITS_NEW, "10441", "", true },
	/* a street may have a commune's name */
	{ "12 Phúc Xá, Ba Đình, Hà Nội", UNITS_EITHER, NULL, "12 Phúc Xá",
	    true },
	/* provinces alone: too many communes, none is named */
	{ "Hải Dương", UNITS_OLD, "", "", false },
	{ "Thừa Thiên Huế", UNITS_EITHER, "", "", false },
	{ "Tỉnh Hải Dương, Việt Nam", UNITS_OLD, "", "", false },
	{ "Hà Nội", UNITS_EITHER, "", "", false },
	{ "Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu", UNITS_UNKNOWN, "",
	    "Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu", false },
	/* a number is no name: not Quận 1 */
	{ "Thôn 1", UNITS_UNKNOWN, "", "Thôn 1", false },
	{ "Tổ 3, Xóm 12", UNITS_UNKNOWN, "", "Tổ 3, Xóm 12", false },
	{ "", UNITS_UNKNOWN, "", "", false },
	{ ", ,", UNITS_UNKNOWN, "", ", ,", false },
};

static void
test_addresses(void)
{
	struct units_found f;
	bool good;
	size_t i, k;

	for (i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		f = find(addresses[i].address);
		good = f.age == addresses[i].age &&
		    f.commune == addresses[i].commune &&
		    slice_is(f.rest, addresses[i].rest) &&
		    (addresses[i].codes == NULL ||
		    set_is(&f, slice_str(addresses[i].codes)));
		OK(good, "%s", addresses[i].address);
		if (good)
			continue;
		printf("# age %d, commune %d, rest %.*s:", f.age, f.commune,
		    (int)f.rest.n, f.rest.p);
		for (k = 0; k < f.n; k++)
			printf(" %05u", f.set[k].code);
		printf("\n");
	}
}

/* The digits of a province of then and of today do not mean the same. */
static void
test_provinces(void)
{
	static const struct { const char *name; unsigned code; } t[] = {
	    { "Yên Bái", 15 }, { "Lào Cai", 15 }, { "Bắc Giang", 24 },
	    { "Bắc Ninh", 24 }, { "Quảng Bình", 44 }, { "Quảng Trị", 44 },
	    { "Bình Định", 52 }, { "Gia Lai", 52 }, { "Long An", 80 },
	    { "Tây Ninh", 80 }, { "Tiền Giang", 82 }, { "Đồng Tháp", 82 },
	    { "Kiên Giang", 91 }, { "An Giang", 91 }, { "Thừa Thiên Huế", 46 },
	    { "TT Huế", 46 }, { "Huế", 46 }, { "tp ho chi minh", 79 },
	    { "Bà Rịa - Vũng Tàu", 79 }, { "Hà Tây", 1 }, { "Đồng Nai", 75 },
	    { "Quận Ba Đình", 1 }, { "Xã Mẫu, Huyện Mẫu, Hải Dương", 31 },
	    { "Châu Thành", 0 }, { "", 0 }, { "Mẫu", 0 } };
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++)
		OK(units_province(u, slice_str(t[i].name)) == t[i].code,
		    "%s: %u", t[i].name, t[i].code);
}

static void
test_renamed(void)
{
	static const struct { const char *a, *b; bool want; } t[] = {
	    { "Số 5, Phúc Xá, Ba Đình, Hà Nội", "Số 5, Hồng Hà, Hà Nội", true },
	    { "Phúc Xá, Ba Đình, Hà Nội", "Số 5, Hồng Hà, Hà Nội", true },
	    { "Số 5, Phúc Xá, Ba Đình, Hà Nội", "Số 6, Hồng Hà, Hà Nội",
	    false },
	    { "Cống Vị, Ba Đình, Hà Nội", "Ngọc Hà, Hà Nội", true },
	    { "Cống Vị, Ba Đình, Hà Nội", "Giảng Võ, Hà Nội", true },
	    { "Cống Vị, Ba Đình, Hà Nội", "Hồng Hà, Hà Nội", false },
	    { "Xã Lạ, Ba Đình, Hà Nội", "Hồng Hà, Hà Nội", true },
	    { "Phúc Xá, Ba Đình, Hà Nội", "Trúc Bạch, Ba Đình, Hà Nội", false },
	    { "Phường Sài Gòn, TP.HCM", "Phường Tân Định, TP.HCM", false },
	    { "Hải Dương", "Hải Phòng", true },
	    { "Hải Dương", "Hưng Yên", false },
	    { "Hải Dương", "Xã Mẫu, Hải Phòng", false },
	    { "Xã Mẫu", "Xã Mẫu", false },
	    /* the same last parts, up to where one begins */
	    { "Số 5, Phúc Xá, Ba Đình, Hà Nội", "Phúc Xá, Ba Đình, Hà Nội",
	    false },
	    { "Số 5, Hồng Hà, Hà Nội", "Số 6, Hồng Hà, Hà Nội", false },
	    { "Ba Đình, Hà Nội", "Phúc Xá, Ba Đình, Hà Nội", false },
	    { "Phúc Xá, Ba Đình, Hà Nội, Việt Nam", "Hồng Hà, Hà Nội, Việt Nam",
	    true },
	    { "Phúc Xá, Ba Đình, Hà Nội, VN", "Hồng Hà, Hà Nội", true },
	    { "Phúc Xá, Ba Đình, Hà Nội,", "Hồng Hà, Hà Nội", true },
	    { "Phúc Xá, Ba Đình, Hà Nội", "Hồng Hà, Hà Nộx", false },
	    { "Cống Vị, Ba Đình, Hà Nội", "Cống Vị, Hà Nội", false } };
	struct slice a, b;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		a = slice_str(t[i].a);
		b = slice_str(t[i].b);
		OK(units_renamed(u, a, b) == t[i].want &&
		    units_renamed(u, b, a) == t[i].want, "%s%s = %s",
		    t[i].want ? "" : "not ", t[i].a, t[i].b);
	}
}

/* Semicolons divide as commas do, but nothing is shared at them: the answer
 * must be the same. */
static void
test_short_ways(void)
{
	static const char *const front[] = { "", "Số 5, ", "Tổ 3, Ấp Mới, ",
	    "Xã Lạ, ", "5, ", ", " };
	static const char *const unit[] = { "Phúc Xá, Ba Đình, Hà Nội",
	    "Phường Phúc Xá, Quận Ba Đình, TP Hà Nội", "Hồng Hà, Hà Nội",
	    "Cống Vị, Ba Đình, Hà Nội", "Ngọc Hà, Hà Nội", "Ba Đình, Hà Nội",
	    "Trúc Bạch, Ba Đình, Hà Nội", "Ngọc Hà, Hà Nội, Việt Nam",
	    "Phường Sài Gòn, TP.HCM", "Phường Tân Định, Quận 1, TP.HCM",
	    "Xã Hồng Hà, Huyện Đan Phượng, Hà Nội", "Tân Lập, Vũ Thư, Thái Bình",
	    "Tân Lập, Đan Phượng, Hà Nội", "Đan Phượng, Hà Nội",
	    "Xã Ô Diên, Hà Nội", "Phúc Xá, Ba Đình, Hà Nộx", "Hà Nội, Hà Nội" };
	const size_t n = sizeof front / sizeof *front, all = n * sizeof unit /
	    sizeof *unit;
	char text[sizeof unit / sizeof *unit * 6][2][96];
	struct units_found f[sizeof unit / sizeof *unit * 6];
	size_t i, k, bad = 0, yes = 0;
	bool one;

	for (i = 0; i < all; i++) {
		snprintf(text[i][0], sizeof *text[i], "%s%s", front[i % n],
		    unit[i / n]);
		strcpy(text[i][1], text[i][0]);
		for (k = 0; text[i][1][k] != '\0'; k++)
			if (text[i][1][k] == ',')
				text[i][1][k] = ';';
		f[i] = find(text[i][0]);
	}
	for (i = 0; i < all; i++)
		for (k = 0; k < all; k++) {
			one = units_renamed(u, slice_str(text[i][0]),
			    slice_str(text[k][0]));
			bad += one && f[i].age == f[k].age;
			bad += f[i].commune && f[k].commune && one !=
			    units_renamed(u, slice_str(text[i][1]),
			    slice_str(text[k][1]));
			yes += one;
		}
	OK(bad == 0 && yes > all, "with commas and semicolons: %zu of %zu not",
	    bad, yes);
}

/* Tables that must be refused, with the line where they go wrong. */
static void
test_bad(void)
{
	static const struct { const char *text; unsigned line; } t[] = {
	    { "P\t01\tA\nC\t00001\tB\nC\t00001\tC\n", 3 },
	    { "P\t01\tA\nP\t01\tB\n", 2 }, { "C\t00001\tB\n", 1 },
	    { "P\t100\tA\n", 1 }, { "P\t01\t\n", 1 }, { "P\t01\n", 1 },
	    { "Q\t01\tA\n", 1 }, { "P\tx\tA\n", 1 }, { "A\tB\n", 1 },
	    { "# c\n\nP\t01\tA\tB\n", 3 }, { "PP\t01\tA\n", 1 },
	    { "P\t01\tA\nO\t01\tA\t02\n", 2 },
	    { "P\t01\tA\nO\t01\tA\n", 2 },
	    { "P\t01\tA\nO\t01\tA\t01\nW\t00001\tB\t00001\n", 3 },
	    { "P\t01\tA\nO\t01\tA\t01\nD\t001\tB\nW\t00001\tC\t00009\n",
	    4 },
	    { "P\t01\tA\nC\t00001\tX\nP\t02\tB\nO\t01\tA\t02\nD\t001\tB"
	    "\nW\t00001\tC\t00001\n", 6 } };
	unsigned long long line;
	struct units *none = NULL;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++)
		OK(units_new(slice_str(t[i].text), &none, &line) == ERR_FORMAT
		    && line == t[i].line && none == NULL,
		    "table %zu is refused at line %u", i, t[i].line);
	OK(units_new(SLICE(""), &none, &line) == ERR_OK,
	    "a table without rows knows nothing");
	OK(none != NULL && units_province(none, SLICE("Hà Nội")) == 0,
	    "of anything");
	units_free(none);
}

static bool
same_set(const struct units_found *a, const struct units_found *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (a->set[i].code != b->set[i].code ||
		    !slice_eq(a->set[i].commune, b->set[i].commune) ||
		    !slice_eq(a->set[i].province, b->set[i].province))
			return false;
	return a->n == b->n && a->age == b->age && a->divided == b->divided &&
	    a->commune == b->commune &&
	    a->province_code == b->province_code &&
	    slice_eq(a->province, b->province) && slice_eq(a->rest, b->rest);
}

/* Another text of the same table is read here; this one's was when the tools
 * were built. Every row, in what it stands under, is the same to both. */
static void
test_built(void)
{
	struct slice rest = buf_slice(&table), line, part, above[3] = {
	    { "", 0 }, { "", 0 }, { "", 0 } };
	struct buf more = { 0 }, address = { 0 };
	struct units_found a, b;
	struct units *read = NULL;
	size_t all = 0, same = 0;

	buf_add_slice(&more, rest);
	buf_add_str(&more, "# the end\n");
	OK(units_new(buf_slice(&more), &read, NULL) == ERR_OK,
	    "another text of the table");
	while (read != NULL && slice_split(&rest, '\n', &line)) {
		char type = line.n > 0 ? line.p[0] : '#';

		if (strchr("PCODW", type) == NULL)
			continue;
		(void)slice_split(&line, '\t', &part);
		(void)slice_split(&line, '\t', &part);
		(void)slice_split(&line, '\t', &part);
		if (type == 'P' || type == 'O')
			above[0] = part;
		if (type != 'C' && type != 'W')
			above[1] = type == 'D' ? part : SLICE("");
		buf_reset(&address);
		buf_printf(&address, "Tổ 3, %.*s, %.*s, %.*s", (int)part.n,
		    part.p, (int)above[1].n, above[1].p, (int)above[0].n,
		    above[0].p);
		units_find(u, buf_slice(&address), &a);
		units_find(read, buf_slice(&address), &b);
		same += same_set(&a, &b);
		all++;
	}
	OK(all > 14000 && same == all, "%zu of %zu rows are the same, read "
	    "here and by the build", same, all);
	units_free(read);
	buf_release(&more);
	buf_release(&address);
}

int
main(void)
{
	unsigned long long line;

	load();
	if (units_new(buf_slice(&table), &u, &line) != ERR_OK) {
		printf("# line %llu\n", line);
		OK(false, "the table is read");
		return tap_done();
	}
	test_rows();
	test_addresses();
	test_provinces();
	test_renamed();
	test_short_ways();
	test_bad();
	test_built();
	units_free(u);
	buf_release(&table);
	return tap_done();
}
