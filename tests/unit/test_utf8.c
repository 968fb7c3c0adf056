/* SPDX-License-Identifier: ISC */
/* UTF-8 validity against every rule of Unicode table 3-7; NFC; showing. */
#include <string.h>

#include "tap.h"
#include "text/utf8.h"

static void
test_valid(void)
{
	static const char *const good[] = { "", "abcdefghijk", "\xc2\x80",
		"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
		"12345678\xe1\xbb\x85" };
	static const char *const bad[] = { "\x80", "\xc1\x81", "\xc2",
		"\xc2\x20", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe1\xbb",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"1234567\xe1\xbb", "\xf0\x90\x80", "\xff" };
	size_t i;

	for (i = 0; i < sizeof good / sizeof *good; i++)
		OK(utf8_is_valid(slice_str(good[i])), "good %zu", i);
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		OK(!utf8_is_valid(slice_str(bad[i])), "bad %zu", i);
	OK(utf8_valid_bytes(SLICE("ab\xe1\xbb\x85\xff")) == 5, "offset");
}

/* By decoding: the code point must need so many bytes. 0: not well-formed. */
static size_t
decoded(const unsigned char *p, size_t n)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	size_t more = p[0] < 0x80 ? 0 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
	uint32_t cp = more == 0 ? p[0] : p[0] & (0x3fu >> more);
	size_t i;

	if ((p[0] >= 0x80 && p[0] < 0xc0) || p[0] > 0xf7 || n <= more)
		return 0;
	for (i = 1; i <= more; i++) {
		if (p[i] >> 6 != 2)
			return 0;
		cp = cp << 6 | (p[i] & 0x3f);
	}
	return cp < least[more] || cp > 0x10ffff || cp >> 11 == 0x1b ? 0 :
	    more + 1;
}

static size_t
valid_by_decoding(const char *p, size_t n)
{
	size_t i = 0, k;

	while (i < n && (k = decoded((const unsigned char *)p + i,
	    n - i)) > 0)
		i += k;
	return i;
}

/* Boundary bytes in all fours, at every place against the blocks of sixteen
 * and of sixty-four. */
static void
test_blocks(void)
{
	static const unsigned char edge[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90,
	    0x9f, 0xa0, 0xba, 0xbf, 0xc0, 0xc1, 0xc2, 0xcb, 0xcc, 0xdf, 0xe0,
	    0xe1, 0xed, 0xee,
	    0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff };
	const unsigned n = sizeof edge;
	bool good = true, same = true, plain;
	unsigned i;
	size_t at, want;

	for (i = 0; i < n * n * n * n; i++) {
		char text[232], four[4] = { (char)edge[i % n],
		    (char)edge[i / n % n], (char)edge[i / n / n % n],
		    (char)edge[i / n / n / n] };

		want = valid_by_decoding(four, 4);
		good = good && utf8_valid_bytes((struct slice){ four, 4 }) ==
		    want;
		at = i % 227;
		memset(text, 'x', sizeof text);
		memcpy(text + at, four, 4);
		good = good && utf8_valid_bytes((struct slice){ text,
		    sizeof text }) == (want == 4 ? sizeof text : at + want) &&
		    utf8_valid_bytes((struct slice){ text, at + 4 }) ==
		    at + want;
		plain = utf8_is_plain((struct slice){ four, 4 });
		same = same && utf8_is_plain((struct slice){ text,
		    sizeof text }) == plain && utf8_is_plain((struct slice){
		    text, at + 4 }) == plain;
	}
	OK(good, "blocks");
	OK(same, "blocks of what is plain");
}

/* All code points there and back. */
static void
test_round(void)
{
	struct buf b = { 0 };
	bool good = true;
	uint32_t cp, got;

	for (cp = 0; cp < 0x110000; cp++) {
		struct slice s;

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		buf_reset(&b);
		utf8_add(&b, cp);
		s = buf_slice(&b);
		good = good && utf8_is_valid(s) && utf8_next(&s, &got) &&
		    got == cp && s.n == 0;
	}
	OK(good, "every code point survives");
	buf_release(&b);
}

static void
test_nfc(void)
{
	struct buf b = { 0 };

	OK(utf8_nfc(&b, SLICE("Nguye\xcc\x82\xcc\x83n")) == ERR_OK, "NFD");
	tap_same(buf_slice(&b), "Nguy\xe1\xbb\x85n", "composed");
	buf_reset(&b);
	OK(utf8_nfc(&b, SLICE("Nguy\xc3\xaa\xcc\x83n")) == ERR_OK,
	    "base letter with mark, tone combining");
	tap_same(buf_slice(&b), "Nguy\xe1\xbb\x85n", "composed");
	buf_reset(&b);
	OK(utf8_nfc(&b, SLICE("\xff")) == ERR_UTF8, "bad bytes");
	buf_reset(&b);
	utf8_add_shown(&b, SLICE("a\x1b[2J\xe2\x80\xae\xff\xc3\xa9"));
	tap_same(buf_slice(&b), "a\\u{1b}[2J\\u{202e}\\xff\xc3\xa9", "shown");
	buf_release(&b);
}

int
main(void)
{
	test_valid();
	test_blocks();
	test_round();
	test_nfc();
	return tap_done();
}
