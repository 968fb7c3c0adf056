/* SPDX-License-Identifier: ISC */
/* Skeletons, similarity against published values and a plain reference, the
 * levels of every part, logarithms. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fuzzy_people.h"
#include "match/fuzzy_priv.h"
#include "tap.h"

static void
same_fold(const char *text, const char *name)
{
	struct buf k = { 0 };
	struct fuzzy_skeleton s;

	fuzzy_fold(slice_str(text), &s);
	OK(vi_key(slice_str(text), VI_K4, &k) == ERR_OK && s.n == k.n &&
	    (k.n == 0 || memcmp(s.s, k.p, k.n) == 0), "%s: as its key: %.*s", name,
	    (int)s.n, s.s);
	buf_release(&k);
}

static void
test_fold(void)
{
	static const char *const names[] = { "Nguyễn Văn Mẫu",
	    "NGUYỄN  THỊ\tHOÀI ", "H'Bia Niê", "Y-Moan Ênuôl", "Đỗ Đăng",
	    "ksor h’lơ", "Nguyễn Văn Mẫu", "Rơ Châm Pưk", "", "  ",
	    "Čil Ñơ", "Ｎguyen", "Nguy\u1ec5n\u200b A" };
	struct fuzzy_skeleton s;
	char longest[200];
	uint32_t cp;
	size_t i;
	struct buf b = { 0 };
	unsigned bad = 0;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		same_fold(names[i], names[i]);
	for (cp = 0x80; cp < 0x1f00; cp++) {
		if (vi_letter(cp) == NULL)
			continue;
		buf_reset(&b);
		utf8_add(&b, cp);
		fuzzy_fold(buf_slice(&b), &s);
		bad += s.n != 1 || s.s[0] != vi_base(cp);
	}
	OK(bad == 0, "every letter of the alphabet");
	buf_release(&b);
	fuzzy_fold(SLICE("Anh 2 (B\303\251) \346\235\216"), &s);
	OK(s.n == 6 && memcmp(s.s, "anh be", 6) == 0 && s.first == 3 &&
	    s.last == 4, "digits, signs and other scripts are blanks or "
	    "nothing");
	memset(longest, 'a', sizeof longest);
	fuzzy_fold((struct slice){ longest, sizeof longest }, &s);
	OK(s.n == FUZZY_MAX_SKELETON, "a long one is cut");
	longest[63] = ' ';
	fuzzy_fold((struct slice){ longest, sizeof longest }, &s);
	OK(s.n == 63 && s.first == 63 && s.last == 0, "not behind a blank");
}

/* Jaro and Winkler as in the textbooks. */
static double
reference(const char *a, size_t an, const char *b, size_t bn)
{
	bool fa[64] = { false }, fb[64] = { false };
	size_t w = (an > bn ? an : bn) / 2, i, j, k = 0, p = 0;
	double m = 0, t = 0, jaro;

	w -= w > 0;
	for (i = 0; i < an; i++)
		for (j = i > w ? i - w : 0; j < bn && j <= i + w; j++)
			if (!fb[j] && a[i] == b[j]) {
				fa[i] = fb[j] = true;
				m++;
				break;
			}
	if (m == 0)
		return 0;
	for (i = 0; i < an; i++)
		if (fa[i]) {
			while (!fb[k])
				k++;
			t += a[i] != b[k++];
		}
	while (p < 4 && p < an && p < bn && a[p] == b[p])
		p++;
	jaro = (m / (double)an + m / (double)bn + (m - t / 2) / m) / 3;
	return jaro + (double)p / 10 * (1 - jaro);
}

static void
test_similar(void)
{
	static const struct {
		const char *a, *b;
		uint32_t want;
	} t[] = { { "martha", "marhta", 961111 },
	    { "dixon", "dicksonx", 813333 }, { "dwayne", "duane", 840000 },
	    { "", "a", 0 }, { "", "", 0 }, { "a", "a", 1000000 },
	    { "a", "b", 0 }, { "ab", "ba", 0 } };
	char a[64], b[64];
	size_t i, k, an, bn;
	uint64_t h = 1;
	unsigned bad = 0, apart = 0;
	double want;

	for (i = 0; i < sizeof t / sizeof *t; i++)
		OK(fuzzy_similar(t[i].a, strlen(t[i].a), t[i].b,
		    strlen(t[i].b)) == t[i].want, "%s, %s", t[i].a, t[i].b);
	for (i = 0; i < 20000; i++) {
		an = (h = people_mix(h)) % 64 + 1;
		bn = (h = people_mix(h)) % 4 == 0 ? h % 64 + 1 : an;
		for (k = 0; k < 64; k++) {
			a[k] = (char)('a' + (h = people_mix(h)) % 5);
			b[k] = h >> 32 & 3 ? a[k] : (char)('a' + h % 7);
		}
		/* The shorter side is walked, or the smaller. */
		want = an < bn || (an == bn && memcmp(a, b, an) <= 0) ?
		    reference(a, an, b, bn) : reference(b, bn, a, an);
		k = fuzzy_similar(a, an, b, bn);
		bad += fabs((double)k / 1e6 - want) > 1.1e-6;
		apart += k != fuzzy_similar(b, bn, a, an);
	}
	OK(bad == 0, "as the textbook: %u differ", bad);
	OK(apart == 0, "either way round the same: %u differ", apart);
}

static void
test_names(void)
{
	static const struct {
		const char *a, *b, *want;
	} t[] = {
		{ "Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", "equal" },
		{ "Nguyễn Văn Mẫu", "NGUYEN VAN MAU", "skeleton" },
		{ "Nguyễn Văn Mẫu", "Nguyễn  Văn Mẫu", "skeleton" },
		{ "Nguyễn Văn Mẫu", "Nguyễn Mẫu", "middle" },
		{ "Nguyễn Thị Ngọc Lan", "Nguyễn Lan", "middle" },
		{ "Nguyễn Thị Ngọc Lan", "Nguyễn Thị Lan", "near" },
		{ "Nguyễn Văn Mẫu", "Mẫu Nguyễn Văn", "swapped" },
		{ "Nguyễn Văn Mẫu", "Văn Mẫu Nguyễn", "swapped" },
		{ "Nguyễn Văn Mẫu", "Mẫu Văn Nguyễn", "swapped" },
		{ "Lê An", "An Lê", "swapped" },
		{ "Nguyễn Văn Mẫu", "Nguyễn Văn Mẩ", "close" },
		{ "Nguyễn Văn Mẫu", "Nguyễn Văn Sáu", "close" },
		{ "Nguyễn Văn Mẫu", "Trần Thị Gương", "other" },
		{ "An", "Lan", "other" },
		{ "Nguyễn Ngọc Hằng", "Nuyễn Ngọc Hằng", "close" },
		{ "Nguyễn Tấn Anh", "guyễn Tấn Anh", "close" },
		{ "Lâm Mạnh Lâm", "Lm Mạnh Lâm", "close" },
		{ "", "Nguyễn Văn Mẫu", "absent" },
		{ "李", "李", "absent" },
	};
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person a = { .sex = 0 }, b = { .sex = 0 };
	struct fuzzy_score s;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		a.name = slice_str(t[i].a);
		b.name = slice_str(t[i].b);
		fuzzy_compare(f, &a, &b, &s);
		tap_same(slice_str(s.part[FUZZY_NAME].level), t[i].want,
		    t[i].b);
		fuzzy_compare(f, &b, &a, &s);
		tap_same(slice_str(s.part[FUZZY_NAME].level), t[i].want,
		    "the other way round");
		OK(s.total == s.part[FUZZY_NAME].weight &&
		    (strcmp(t[i].want, "absent") != 0 || s.total == 0),
		    "nothing else weighs: %d", s.total);
	}
	fuzzy_free(f);
}

static void
test_births(void)
{
	static const struct {
		struct date a, b;
		const char *want;
	} t[] = {
		{ { 1999, 3, 14 }, { 1999, 3, 14 }, "equal" },
		{ { 1999, 3, 4 }, { 1999, 4, 3 }, "day-month" },
		{ { 1999, 3, 14 }, { 1999, 1, 1 }, "year-known" },
		{ { 1999, 3, 14 }, { 1999, 0, 0 }, "year-known" },
		{ { 1999, 0, 0 }, { 1999, 0, 0 }, "year-known" },
		{ { 1999, 1, 1 }, { 1999, 1, 1 }, "year-known" },
		{ { 1999, 3, 14 }, { 1999, 3, 0 }, "year-known" },
		{ { 1999, 3, 14 }, { 1999, 4, 0 }, "year" },
		{ { 1999, 3, 14 }, { 1999, 3, 15 }, "one-part" },
		{ { 1999, 3, 14 }, { 1999, 8, 14 }, "one-part" },
		{ { 1999, 3, 14 }, { 1998, 3, 14 }, "one-part" },
		{ { 1999, 1, 1 }, { 1998, 1, 1 }, "other" },
		{ { 1999, 3, 14 }, { 1999, 5, 6 }, "year" },
		{ { 1999, 3, 14 }, { 1998, 3, 15 }, "other" },
		{ { 1999, 3, 14 }, { 0, 0, 0 }, "absent" },
		{ { 0, 0, 0 }, { 0, 0, 0 }, "absent" },
		{ { 1999, 3, 14 }, { 20000, 3, 14 }, "absent" },
		{ { 1999, 3, 14 }, { -1, 3, 14 }, "absent" },
	};
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person a = { .sex = 0 }, b = { .sex = 0 };
	struct fuzzy_score s;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		a.birth = t[i].a;
		b.birth = t[i].b;
		fuzzy_compare(f, &a, &b, &s);
		tap_same(slice_str(s.part[FUZZY_BIRTH].level), t[i].want,
		    t[i].want);
		fuzzy_compare(f, &b, &a, &s);
		tap_same(slice_str(s.part[FUZZY_BIRTH].level), t[i].want,
		    "the other way round");
	}
	fuzzy_free(f);
}

static void
test_others(void)
{
	static const struct {
		uint64_t a, b;
		const char *want;
	} t[] = {
		{ 1099000001, 1099000001, "equal" },
		{ 1099000001, 1099000002, "one-edit" },
		{ 1099000001, 1099000010, "one-edit" },	/* neighbours */
		{ 1099000001, 1090900001, "one-edit" },
		{ 1099000001, 1099000100, "near" },
		{ 1099000123, 1099000321, "near" },
		{ 1099000001, 1099002341, "near" },
		{ 1099000001, 1099012342, "different" },
		{ 1099000001, 79201055555, "different" },
		{ 1099000001, 0, "absent" },
		{ 0, 0, "absent" },
	};
	struct fuzzy *f = fuzzy_new();
	struct fuzzy_person a = { .sex = 0 }, b = { .sex = 0 };
	struct fuzzy_score s;
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		a.number = t[i].a;
		b.number = t[i].b;
		fuzzy_compare(f, &a, &b, &s);
		tap_same(slice_str(s.part[FUZZY_NUMBER].level), t[i].want,
		    t[i].want);
	}
	a.sex = b.sex = 'M';
	a.province = 79;
	fuzzy_compare(f, &a, &b, &s);
	tap_same(slice_str(s.part[FUZZY_SEX].level), "equal", "sex");
	tap_same(slice_str(s.part[FUZZY_PLACE].level), "absent", "no place");
	b.sex = 'F';
	b.province = 1;
	fuzzy_compare(f, &a, &b, &s);
	tap_same(slice_str(s.part[FUZZY_SEX].level), "different", "sex");
	tap_same(slice_str(s.part[FUZZY_PLACE].level), "different", "place");
	b.sex = 0;
	fuzzy_compare(f, &a, &b, &s);
	tap_same(slice_str(s.part[FUZZY_SEX].level), "absent", "no sex");
	fuzzy_free(f);
}

static void
test_log2(void)
{
	uint64_t h = 1, v;
	unsigned bad = 0;
	int i;

	for (i = 0; i < 10000; i++) {
		h = people_mix(h);
		v = h >> i % 64 | 1;
		bad += fabs(fuzzy_log2(v) / 65536.0 - log2((double)v)) >
		    2.0 / 65536;
	}
	OK(bad == 0 && fuzzy_log2(1) == 0 && fuzzy_log2(1024) == 10 << 16,
	    "logarithms: %u differ", bad);
	OK(fuzzy_bits(65536) == 100 && fuzzy_bits(-65536) == -100 &&
	    fuzzy_bits(0) == 0 && fuzzy_bits(-327) == 0 &&
	    fuzzy_bits(-328) == -1 && fuzzy_bits(328) == 1,
	    "rounded to hundredths");
}

int
main(void)
{
	test_fold();
	test_similar();
	test_names();
	test_births();
	test_others();
	test_log2();
	return tap_done();
}
