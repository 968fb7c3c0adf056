/* SPDX-License-Identifier: ISC */
/* What nobody looks at twice, by each way against one that reads letter by
 * letter. */
#include <string.h>

#include "table/plain_priv.h"
#include "tap.h"
#include "text/utf8.h"

static bool
is_edge(char c, char separator)
{
	return c == separator || c == '\n' || c == '\r';
}

/* The header's words, slowly. */
static bool
witness(struct slice s, char separator)
{
	struct slice rest = s;
	uint32_t cp;

	if (!utf8_is_valid(s))
		return false;
	while (rest.n > 0) {
		const char *p = rest.p;
		char before = p > s.p ? p[-1] : '\n', next;

		(void)utf8_next(&rest, &cp);
		next = rest.n > 0 ? rest.p[0] : '\n';
		if (cp == 0x7f || cp == '\\' || (cp == ' ' && next == ' '))
			return false;
		if (cp < ' ' && (char)cp != separator && cp != '\n' &&
		    !(cp == '\r' && next == '\n'))
			return false;
		if (cp == '"' && is_edge(before, separator) == is_edge(next,
		    separator))
			return false;
		if (cp >= 0x80 && (cp < 0xc0 || cp > 0x1eff || cp == 0xd0 ||
		    cp == 0xf0 || cp == 0x189 || (cp > 0x1bf && cp < 0x1e80)))
			return false;
	}
	return true;
}

/* How many of the ways answer otherwise. */
static int
differ(struct slice s, char separator)
{
	bool is = witness(s, separator);

	return (plain_rows_base(s, separator) != is) +
	    (plain_fast() && plain_rows_fast(s, separator) != is);
}

/* Every pair of bytes, and all that can follow where three count, at each place
 * in steps of sixteen and of thirty-two. */
static void
test_pairs(void)
{
	static const size_t at[] = { 0, 14, 15, 16, 29, 30, 31, 32, 46, 61, 62,
	    63, 64, 95 };
	char text[100];
	int bad = 0;
	unsigned k, i;

	for (i = 0; i < sizeof at / sizeof *at; i++)
		for (k = 0; k < 0x10000; k++) {
			memset(text, 'a', sizeof text);
			text[at[i]] = (char)(k >> 8);
			text[at[i] + 1] = (char)k;
			bad += differ((struct slice){ text, sizeof text },
			    ',');
			bad += differ((struct slice){ text, at[i] + 2 },
			    '\t');
		}
	OK(bad == 0, "every two bytes");
}

static void
test_threes(void)
{
	char text[70];
	int bad = 0;
	unsigned lead, k;

	for (lead = 0xe0; lead < 0xf0; lead++)
		for (k = 0; k < 0x10000; k++) {
			memset(text, 'a', sizeof text);
			text[30] = (char)lead;
			text[31] = (char)(k >> 8);
			text[32] = (char)k;
			if (plain_fast())
				bad += plain_rows_fast((struct slice){ text,
				    sizeof text }, ',') != (plain_rows_base(
				    (struct slice){ text, sizeof text }, ','));
		}
	OK(bad == 0, "every three");
}

static uint32_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
test_random(void)
{
	static const char *const words[] = { "a", " ", "  ", ",", "\"", "\"\"",
	    "\n", "\r\n", "\r", "\t", "ễ", "Đ", "Ð", "ð", "Ɖ", "ư", "ỷ", "ß",
	    "\302\240", "\\", "\177", "\303", "\341\272", "\341", "\272",
	    "Nguyễn Văn", "001099000001", "ＡＢ", "😀", "\001", "e\xcc\x81" };
	const size_t n = sizeof words / sizeof *words;
	uint64_t seed = 1;
	char text[160];
	int bad = 0, plain = 0, i;

	for (i = 0; i < 300000; i++) {
		size_t len = 0, want = next(&seed) % 140;
		bool rare = next(&seed) % 2 == 0;

		while (len < want) {
			const char *w = words[rare && next(&seed) % 40 > 0 ?
			    25 + next(&seed) % 2 : next(&seed) % n];

			memcpy(text + len, w, strlen(w));
			len += strlen(w);
		}
		bad += differ((struct slice){ text, len }, ',');
		plain += witness((struct slice){ text, len }, ',');
	}
	OK(bad == 0, "texts of all kinds");
	OK(plain > 10000, "many of them plain");
}

static void
test_text(void)
{
	OK(plain_text(SLICE("Nguyễn Văn Mẫu")), "a name");
	OK(!plain_text(SLICE("")), "nothing says nothing");
	OK(!plain_text(SLICE("\"a\"")), "a quote at an edge");
	OK(!plain_text(SLICE("a\nb")), "a line end");
	OK(!plain_text(SLICE("a\r")), "a CR at the end");
	OK(!plain_text(SLICE("a\"\r")), "a quote before it");
}

int
main(void)
{
	test_pairs();
	test_threes();
	test_random();
	test_text();
	return tap_done();
}
