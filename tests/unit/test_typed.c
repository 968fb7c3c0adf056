/* SPDX-License-Identifier: ISC */
/* Lines as scanners end them, fed whole and byte by byte. */
#include <string.h>

#include "base/line.h"
#include "tap.h"

static const struct {
	const char *name;
	struct slice in;
	const char *want;		/* lines joined by <>, ! too long */
} cases[] = {
	{ "LF", SLICE("a\nb\n"), "<a><b>" },
	{ "CR", SLICE("a\rb\r"), "<a><b>" },
	{ "CR LF", SLICE("a\r\nb\r\n"), "<a><b>" },
	{ "NUL", SLICE("a\0b\0"), "<a><b>" },
	{ "LF CR is two ends", SLICE("a\n\rb"), "<a><><b>" },
	{ "empty lines", SLICE("\r\n\r\na"), "<><><a>" },
	{ "no end", SLICE("a|b"), "<a|b>" },
	{ "other controls stay", SLICE("a\003b\tc\n"), "<a\003b\tc>" },
	{ "too long", SLICE("0123456789abcdefg\rb\r"), "!<b>" },
	{ "too long, CR LF", SLICE("0123456789abcdefg\r\nb\r\n"), "!<b>" },
	{ "too long at the end", SLICE("a\n0123456789abcdefg"), "<a>!" },
	{ "just fits", SLICE("0123456789abcdef\rb"), "<0123456789abcdef><b>" },
};

static void
run(struct slice in, size_t step, struct buf *out)
{
	struct line_reader r = { .max = 16, .typed = true };
	struct slice line;
	size_t at = 0, room, n;
	enum err e;
	char *p;

	while ((e = line_next(&r, &line)) != ERR_EOF) {
		if (e == ERR_OK)
			buf_printf(out, "<%.*s>", (int)line.n, line.p);
		else if (e == ERR_TOO_LONG)
			buf_add_char(out, '!');
		if (e != ERR_AGAIN)
			continue;
		p = line_space(&r, &room);
		n = in.n - at < step ? in.n - at : step;
		memcpy(p, in.p + at, n);
		at += n;
		line_filled(&r, n);
	}
	line_release(&r);
}

static void
silence(void)
{
	struct line_reader r = { .typed = true };
	struct slice line = { 0 };
	size_t room;

	memcpy(line_space(&r, &room), "abc", 3);
	line_filled(&r, 3);
	OK(line_next(&r, &line) == ERR_AGAIN, "an unfinished line waits");
	OK(line_partial(&r), "and is seen to wait");
	line_cut(&r);
	OK(line_next(&r, &line) == ERR_OK && slice_is(line, "abc"),
	    "silence finishes it");
	OK(!line_partial(&r), "nothing waits then");
	OK(line_next(&r, &line) == ERR_AGAIN, "and more may come");
	line_release(&r);
}

int
main(void)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_reset(&b);
		run(cases[i].in, 1000, &b);
		tap_same(buf_slice(&b), cases[i].want, cases[i].name);
		buf_reset(&b);
		run(cases[i].in, 1, &b);
		tap_same(buf_slice(&b), cases[i].want, cases[i].name);
	}
	silence();
	buf_release(&b);
	return tap_done();
}
