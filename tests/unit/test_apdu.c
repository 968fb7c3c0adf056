/* SPDX-License-Identifier: ISC */
/* Commands in their seven forms (ISO/IEC 7816-4, 5.2), answers, status
 * words. */
#include "chip/apdu.h"
#include "hex.h"

static const char octets[65535];

static void
test_encode(void)
{
	static const struct {
		const char *name;
		struct apdu a;
		const char *head, *tail;
		size_t n;
	} cases[] = {
		{ "case 1", { 0, 0xa4, 0, 0x0c, { NULL, 0 }, 0, false },
		    "00A4000C", "", 4 },
		{ "case 2S", { 0, 0xb0, 0x9c, 0, { NULL, 0 }, 4, false },
		    "00B09C0004", "", 5 },
		{ "case 2S, all", { 0, 0x84, 0, 0, { NULL, 0 }, 256, false },
		    "0084000000", "", 5 },
		{ "case 3S", { 0, 0xa4, 2, 0x0c, { "\1\x1c", 2 }, 0, false },
		    "00A4020C02011C", "", 7 },
		{ "case 3S, most", { 0, 1, 2, 3, { octets, 255 }, 0, false },
		    "00010203FF", "", 5 + 255 },
		{ "case 4S", { 0x10, 0x86, 0, 0, { "\x7c\0", 2 }, 256, false },
		    "10860000027C00", "00", 8 },
		{ "case 1, long", { 0, 0xa4, 0, 0, { NULL, 0 }, 0, true },
		    "00A40000", "", 4 },
		{ "case 2E", { 0, 0xb0, 0, 0, { NULL, 0 }, 257, false },
		    "00B00000000101", "", 7 },
		{ "case 2E, wanted", { 0, 0xb0, 0, 0, { NULL, 0 }, 4, true },
		    "00B00000000004", "", 7 },
		{ "case 2E, all", { 0, 0xb0, 0, 0, { NULL, 0 }, 65536, false },
		    "00B00000000000", "", 7 },
		{ "case 3E", { 0, 1, 2, 3, { octets, 256 }, 0, false },
		    "00010203000100", "", 7 + 256 },
		{ "case 3E, wanted", { 0, 1, 2, 3, { "\xaa", 1 }, 0, true },
		    "00010203000001AA", "", 8 },
		{ "case 3E, most", { 0, 1, 2, 3, { octets, 65535 }, 0, false },
		    "0001020300FFFF", "", 7 + 65535 },
		{ "case 4E for Le", { 0, 1, 2, 3, { "\xaa", 1 }, 257, false },
		    "00010203000001AA", "0101", 10 },
		{ "case 4E for Lc", { 0, 1, 2, 3, { octets, 256 }, 1, false },
		    "00010203000100", "0001", 7 + 256 + 2 },
		{ "case 4E, wanted", { 0, 1, 2, 3, { "\xaa", 1 }, 256, true },
		    "00010203000001AA", "0100", 10 },
	};
	struct buf b = { 0 };
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_reset(&b);
		buf_add_char(&b, 'x');
		apdu_encode(&cases[i].a, &b);
		OK(b.n == cases[i].n + 1 && b.p[0] == 'x', "%s: length",
		    cases[i].name);
		n = strlen(cases[i].head) / 2;
		HEX_SAME(b.p + 1, n, cases[i].head, cases[i].name);
		n = strlen(cases[i].tail) / 2;
		HEX_SAME(b.p + b.n - n, n, cases[i].tail, "its end");
	}
	buf_release(&b);
}

static void
test_answer(void)
{
	static const struct {
		const char *raw;
		size_t n;
		unsigned sw;
	} good[] = {
		{ "9000", 0, 0x9000 }, { "6A82", 0, 0x6a82 },
		{ "60009000", 2, 0x9000 }, { "6000", 0, 0x6000 },
		{ "0161FF", 1, 0x61ff }, { "6FFF", 0, 0x6fff },
		{ "90FF", 0, 0x90ff },
	};
	static const char *bad[] = { "", "90", "0000", "5FFF", "7000", "8FFF",
	    "9100", "A000", "FFFF", "900000" };
	struct buf b = { 0 };
	struct slice data;
	uint16_t sw;
	size_t i;

	for (i = 0; i < sizeof good / sizeof *good; i++) {
		hex(&b, good[i].raw);
		OK(apdu_answer(buf_slice(&b), &data, &sw) == ERR_OK &&
		    sw == good[i].sw && data.n == good[i].n && data.p == b.p,
		    "answer %s", good[i].raw);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		sw = 1;
		data.n = 77;
		OK(apdu_answer(hex(&b, bad[i]), &data, &sw) == ERR_LINK &&
		    sw == 1 && data.n == 77, "no answer: '%s'", bad[i]);
	}
	buf_reset(&b);
	buf_add(&b, octets, 65535);
	hex_add(&b, "009000");
	OK(apdu_answer(buf_slice(&b), &data, &sw) == ERR_OK &&
	    b.n == APDU_MAX_ANSWER && data.n == 65536, "the longest answer");
	hex_add(&b, "9000");
	OK(apdu_answer(buf_slice(&b), &data, &sw) == ERR_LINK, "a longer one");
	buf_release(&b);
}

static void
test_text(void)
{
	static const struct {
		uint16_t sw;
		const char *text;
	} cases[] = {
		{ 0x9000, "all well" },
		{ 0x6a82, "file not found" },
		{ 0x6982, "security status not satisfied" },
		{ 0x6988, "objects of secure messaging are wrong" },
		{ 0x6300, "the authentication failed" },
		{ 0x63c0, "wrong; no try is left" },
		{ 0x63cf, "wrong; tries are left" },
		{ 0x63d0, "a warning; something in the card changed" },
		{ 0x6700, "wrong length" },
		{ 0x6701, "wrong length" },
		{ 0x6ce7, "wrong length expected" },
		{ 0x6d00, "the card does not know this command" },
		{ 0x6a99, "wrong parameters" },
		{ 0x6000, "an unknown status word" },
		{ 0x9001, "an unknown status word" },
		{ 0x0000, "an unknown status word" },
	};
	const char *text;
	size_t i, wrong = 0;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		OK(strcmp(apdu_sw_text(cases[i].sw), cases[i].text) == 0,
		    "%04X: %s", cases[i].sw, apdu_sw_text(cases[i].sw));
	for (i = 0; i <= 0xffff; i++) {
		text = apdu_sw_text((uint16_t)i);
		wrong += text == NULL || text[0] < 'a' || text[0] > 'z' ||
		    text[strlen(text) - 1] == '.';
	}
	OK(wrong == 0, "every word has a text of our form");
}

int
main(void)
{
	test_encode();
	test_answer();
	test_text();
	return tap_done();
}
