/* SPDX-License-Identifier: ISC */
/* Base64 and hex: the vectors of RFC 4648, both ways; one text for each. */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "tap.h"

static const struct {
	const char *plain, *text;
} vectors[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/" },
};

static const char *const refused[] = {
	"Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==",
	"Zm 9", "Zm9v\n", "Zm9-", "Zm9_", "=Zg=", "Zm9vZ", "\xc3\xa9==",
};

static const char *const bad_hex[] = { "0", "0g", "g0", "000", "0x00", " 00" };

static void
two_ways(size_t i)
{
	struct buf b = { 0 };

	buf_add_str(&b, "kept ");
	base64_add(&b, slice_str(vectors[i].plain));
	OK(b.n >= 5 && slice_is((struct slice){ b.p + 5, b.n - 5 },
	    vectors[i].text), "to %s", vectors[i].text);
	b.n = 5;
	OK(base64_read(&b, slice_str(vectors[i].text)) == ERR_OK &&
	    slice_is((struct slice){ b.p + 5, b.n - 5 }, vectors[i].plain),
	    "and back");
	buf_release(&b);
}

/* Every byte, at every place of the three. */
static void
every_byte(void)
{
	struct buf plain = { 0 }, text = { 0 }, back = { 0 };
	size_t n;
	int i;

	for (i = 0; i < 256; i++)
		buf_add_char(&plain, (char)i);
	for (n = 250; n <= 256; n++) {
		struct slice s = { plain.p + 256 - n, n };

		buf_reset(&text);
		buf_reset(&back);
		base64_add(&text, s);
		OK(base64_read(&back, buf_slice(&text)) == ERR_OK &&
		    slice_eq(buf_slice(&back), s), "%zu bytes", n);
		buf_reset(&text);
		buf_reset(&back);
		hex_add(&text, s);
		OK(hex_read(&back, buf_slice(&text)) == ERR_OK &&
		    slice_eq(buf_slice(&back), s), "%zu bytes as hex", n);
	}
	buf_release(&plain);
	buf_release(&text);
	buf_release(&back);
}

/* The plain way, digit for digit. */
static bool
is_digit(char c)
{
	return c != '\0' && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/", c) != NULL;
}

/* Thirty-two digits are read at a time: texts of every length about that, with
 * every byte at every place. The text and the room lie in blocks of their own
 * size, so that a sanitizer sees a step too far. */
static void
every_place(size_t n)
{
	struct buf plain = { 0 }, text = { 0 };
	size_t at, wrong = 0;
	int c;

	for (at = 0; at < n / 4 * 3; at++)
		buf_add_char(&plain, (char)(at * 37 + n));
	base64_add(&text, buf_slice(&plain));
	for (at = 0; at < n; at++)
		for (c = 0; c < 256; c++) {
			struct buf out = { malloc(n / 4 * 3), 0, n / 4 * 3 };
			struct slice in = { malloc(n), n };
			char was = text.p[at];
			bool good;

			text.p[at] = (char)c;
			memcpy((char *)in.p, text.p, n);
			text.p[at] = was;
			good = base64_read(&out, in) == ERR_OK;
			/* "=" may stand last where no bit is lost */
			wrong += good != (is_digit((char)c) || (c == '=' &&
			    at == n - 1 && (plain.p[plain.n - 1] & 0xc0) == 0));
			if (good && c != '=') {
				struct buf back = { 0 };

				base64_add(&back, buf_slice(&out));
				wrong += !slice_eq(buf_slice(&back), in);
				buf_release(&back);
			}
			free((char *)in.p);
			buf_release(&out);
		}
	OK(wrong == 0, "%zu digits: %zu wrong", n, wrong);
	buf_release(&plain);
	buf_release(&text);
}

int
main(void)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 4; i <= 120; i += 4)
		every_place(i);
	for (i = 0; i < sizeof vectors / sizeof *vectors; i++)
		two_ways(i);
	every_byte();
	buf_add_str(&b, "kept");
	for (i = 0; i < sizeof refused / sizeof *refused; i++)
		OK(base64_read(&b, slice_str(refused[i])) == ERR_FORMAT &&
		    slice_is(buf_slice(&b), "kept"), "refused text %zu", i);
	for (i = 0; i < sizeof bad_hex / sizeof *bad_hex; i++)
		OK(hex_read(&b, slice_str(bad_hex[i])) == ERR_FORMAT &&
		    slice_is(buf_slice(&b), "kept"), "refused hex %zu", i);
	buf_reset(&b);
	OK(hex_read(&b, SLICE("00fFAb")) == ERR_OK &&
	    slice_eq(buf_slice(&b), SLICE("\0\xff\xab")), "either case");
	buf_release(&b);
	return tap_done();
}
