/* SPDX-License-Identifier: ISC */
/* The alphabet against Unicode's own data, keys, syllables, code pages. */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "tap.h"
#include "text/codepage.h"
#include "text/utf8.h"
#include "text/vi.h"

static uint32_t
tone_mark(uint8_t tone)
{
	static const uint16_t marks[] = { 0, 0x300, 0x301, 0x309, 0x303,
	    0x323 };

	return marks[tone];
}

static uint32_t
quality_mark(uint8_t mark)
{
	static const uint16_t marks[] = { 0, 0x302, 0x306, 0x31b };

	return mark < 4 ? marks[mark] : 0;
}

/* The three live spellings of a letter: 0 NFD, 1 composite (quality composed,
 * tone apart), 2 tone and quality in typing order. */
static void
spell(const struct vi_letter *v, int form, struct buf *out)
{
	struct vi_letter part = *v;

	part.tone = VI_NGANG;
	buf_reset(out);
	if (v->mark == VI_STROKE) {
		utf8_add(out, v->cp);
		return;
	}
	if (form == 1) {
		utf8_add(out, vi_compose(&part));
	} else {
		utf8_add(out, (uint32_t)(v->base - (v->upper ? 32 : 0)));
		if (form == 0 && v->tone == VI_NANG)
			utf8_add(out, tone_mark(v->tone));
		if (v->mark != VI_PLAIN)
			utf8_add(out, quality_mark(v->mark));
		if (form == 0 && v->tone == VI_NANG)
			return;
	}
	if (v->tone != VI_NGANG)
		utf8_add(out, tone_mark(v->tone));
}

static void
test_alphabet(void)
{
	struct buf in = { 0 }, nfc = { 0 }, want = { 0 }, key = { 0 };
	unsigned count = 0, forms = 0, cases = 0, bases = 0, composed = 0;
	const struct vi_letter *v;
	uint32_t cp;
	int form;

	for (cp = 0; cp < 0x20000; cp++) {
		v = vi_letter(cp);
		if (v == NULL)
			continue;
		count++;
		composed += v->cp == cp && vi_compose(v) == cp;
		bases += vi_base(cp) == v->base;
		cases += vi_lower(cp) == (uint32_t)utf8proc_tolower((int)cp) &&
		    vi_upper(cp) == (uint32_t)utf8proc_toupper((int)cp) &&
		    v->upper == (vi_lower(cp) != cp);
		buf_reset(&want);
		utf8_add(&want, cp);
		for (form = 0; form < 3; form++) {
			spell(v, form, &in);
			buf_reset(&nfc);
			buf_reset(&key);
			forms += utf8_nfc(&nfc, buf_slice(&in)) == ERR_OK &&
			    slice_eq(buf_slice(&nfc), buf_slice(&want)) &&
			    vi_key(buf_slice(&in), VI_K4, &key) == ERR_OK &&
			    key.n == 1 && key.p[0] == v->base;
		}
	}
	OK(count == 134, "134 letters");
	OK(composed == 134 && bases == 134, "each composes to itself");
	OK(cases == 134, "case pairs are Unicode's");
	OK(forms == 3 * 134, "NFD, composite and typing order are one letter");
	buf_release(&in);
	buf_release(&nfc);
	buf_release(&want);
	buf_release(&key);
}

static void
test_cases(void)
{
	unsigned bad = 0;
	uint32_t cp;

	for (cp = 0; cp < 0x180; cp++) {
		if (cp == 0x130 || cp == 0x131 || cp == 0x178 || cp == 0x17f ||
		    cp == 0xdf || cp == 0xff || cp == 0xb5)
			continue;	/* one-way pairs of other languages */
		bad += vi_lower(cp) != (uint32_t)utf8proc_tolower((int)cp) ||
		    vi_upper(cp) != (uint32_t)utf8proc_toupper((int)cp);
	}
	OK(bad == 0, "case of Latin-1 and Extended-A");
	OK(vi_base(0x14f) == 'o' && vi_base(0x14e) == 'o' &&
	    vi_base(0x10c) == 'c' && vi_base(0xd1) == 'n', "minority letters");
	OK(vi_base('1') == 0 && vi_base(0xdf) == 0 && vi_base(0x410) == 0,
	    "no other letters");
}

static void
key(enum vi_level l, const char *in, const char *want)
{
	struct buf out = { 0 };

	OK(vi_key(slice_str(in), l, &out) == ERR_OK, "key of %s", in);
	tap_same(buf_slice(&out), want, in);
	buf_release(&out);
}

static void
test_keys(void)
{
	struct buf out = { 0 };

	key(VI_K0, "Nguye\314\202\314\203n  Đức", "Nguyễn  Đức");
	key(VI_K1, " Nguyễn \302\240 ĐỨC\t", "nguyễn đức");
	key(VI_K1, "\303\220ức", "đức");			/* Eth */
	key(VI_K1, "\320\220n", "an");				/* Cyrillic */
	key(VI_K1, "\357\274\241\342\200\213n", "an");		/* wide, ZWSP */
	key(VI_K1, "H\342\200\231Bia", "h'bia");
	key(VI_K2, "Nguyễn Thị Thùy", "nguyên4 thi5 thuy1");
	key(VI_K2, "Hoà", "hoa1");
	key(VI_K2, "Hòa", "hoa1");
	key(VI_K2, "Quý", "quy2");
	key(VI_K2, "Qúy", "quy2");
	key(VI_K2, "Tổ 7", "tô3 7");
	key(VI_K2, "Số 12A", "sô2 12a0");
	key(VI_K3, "Nguyễn Đặng", "nguyên đăng");
	key(VI_K4, "Nguyễn Đặng Ơn", "nguyen dang on");
	key(VI_K4, "H'Mông \304\214\305\217 Bà-Rịa", "hmong co ba ria");
	key(VI_K4, "", "");
	buf_add_str(&out, "x");
	OK(vi_key(SLICE("a\377"), VI_K2, &out) == ERR_UTF8 && out.n == 1,
	    "bad UTF-8 adds nothing");
	buf_release(&out);
}

static void
agree(const char *a, const char *b, enum vi_level want)
{
	OK(vi_agree(slice_str(a), slice_str(b)) == want, "%s / %s", a, b);
}

/* By the keys alone, one level after the other. */
static enum vi_level
agree_slowly(struct slice a, struct slice b)
{
	struct buf ka = { 0 }, kb = { 0 };
	enum vi_level l = VI_K0;
	bool same = false;

	for (; l < VI_NONE && !same; l += same ? 0 : 1) {
		buf_reset(&ka);
		buf_reset(&kb);
		if (vi_key(a, l, &ka) != ERR_OK || vi_key(b, l, &kb) != ERR_OK)
			l = VI_K4;
		else
			same = slice_eq(buf_slice(&ka), buf_slice(&kb));
	}
	buf_release(&ka);
	buf_release(&kb);
	return l;
}

/* Short texts of what is easily taken for one another. */
static void
test_agree_by_chance(void)
{
	static const char *const bits[] = { "a", "A", "\xc3\xa2", "\xc3\xa1",
	    "a\xcc\x81", "\xcc\x82", "\xd0\xb0", "e", "\xc4\x91", "\xc4\x90",
	    "\xc3\x90", "d", " ", "  ", "-", "'", "`", "\xe1\xbf\xaf", "0",
	    "1", "\xe2\x80\x8b", "\xef\xbc\xa1", "\xff", "\xe1\xba\xad",
	    "\xe1\xba\xac" };
	enum { BITS = sizeof bits / sizeof *bits };
	struct buf t[2] = { { 0 } };
	unsigned i, seen[VI_NONE + 1] = { 0 }, wrong = 0;
	uint64_t x = 88172645463325252u;

	for (i = 0; i < 300000; i++) {
		size_t k, n;

		for (k = 0; k < 2; k++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			buf_reset(&t[k]);
			for (n = x % 4; n > 0; n--)
				buf_add_str(&t[k], bits[(x >> (8 * n)) % BITS]);
		}
		enum vi_level l = agree_slowly(buf_slice(&t[0]),
		    buf_slice(&t[1]));

		seen[l]++;
		wrong += vi_agree(buf_slice(&t[0]), buf_slice(&t[1])) != l;
	}
	OK(wrong == 0, "the quick way: %u wrong", wrong);
	for (i = 0; i <= VI_NONE; i++)
		OK(seen[i] > 20, "level %u: %u pairs", i, seen[i]);
	buf_release(&t[0]);
	buf_release(&t[1]);
}

static void
test_agree(void)
{
	agree("Hà", "Ha\314\200", VI_K0);
	agree("Trần Văn A", "TRẦN  VĂN A ", VI_K1);
	agree("Hòa", "Hoà", VI_K2);
	agree("thủy", "Thuỷ", VI_K2);
	agree("Qúy", "Quý", VI_K2);
	agree("hóe", "hoé", VI_K2);
	agree("Lê Mẫu", "Lê Mâu", VI_K3);
	agree("Đỗ Mẫu", "DO MAU", VI_K4);
	agree("Lý", "Lí", VI_NONE);
	agree("Đạt", "Đát", VI_K3);
	agree("a\377", "a\377", VI_NONE);
}

static void
test_syllables(void)
{
	static const char *const yes[] = { "Nguyễn", "nghiêng", "Quốc", "giếng",
	    "gì", "Giữ", "Huỳnh", "khuya", "khuỷu", "Ý", "yêu", "Ở", "Đỗ",
	    "ngoèo", "thuở", "xoong", "Phước", "Hòa", "hoà", "Quyết", "ĐẶNG",
	    "Ấp", "mười", "hươu", "lịch", "suýt", "quỵt", "Oanh", "Uyên" };
	static const char *const no[] = { "Trn", "Vn", "cac", "Đăk", "Krông",
	    "bbb", "", "đđ", "hàà", "Lop", "tích1", "phcm", "w", "ẵc" };
	size_t i;

	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		OK(vi_is_syllable(slice_str(yes[i])), "syllable %s", yes[i]);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		OK(!vi_is_syllable(slice_str(no[i])), "no syllable %s", no[i]);
}

/* The C library's converter is the witness. */
static void
test_page(enum codepage p, const char *name)
{
	iconv_t cd = iconv_open("UTF-32LE", name);
	unsigned bad = 0, back = 0, b;
	uint8_t byte;

	if (!OK(cd != (iconv_t)-1, "%s is known to iconv", name))
		return;
	for (b = 0; b < 256; b++) {
		char in = (char)b, *ip = &in;
		uint32_t cp = 0;
		char *op = (char *)&cp;
		size_t in_n = 1, out_n = 4;

		if (iconv(cd, &ip, &in_n, &op, &out_n) == (size_t)-1)
			cp = b;		/* no character in the page */
		bad += codepage_char(p, (uint8_t)b) != cp;
		back += !codepage_byte(p, cp, &byte) || byte != b;
	}
	OK(bad == 0 && back == 0, "%s both ways", name);
	OK(!codepage_byte(p, 0x1ec5, &byte), "%s has no ễ", name);
	iconv_close(cd);
}

int
main(void)
{
	uint8_t byte = 0;

	test_alphabet();
	test_cases();
	test_keys();
	test_agree();
	test_agree_by_chance();
	test_syllables();
	test_page(CODEPAGE_1252, "CP1252");
	test_page(CODEPAGE_437, "CP437");
	OK(codepage_byte(CODEPAGE_437, 0x2665, &byte) && byte == 3,
	    "437: the heart is byte 03");
	return tap_done();
}
