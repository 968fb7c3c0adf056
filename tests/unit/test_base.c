/* SPDX-License-Identifier: ISC */
/* Lines, slices, buffers, settings, base64. */
#include <sys/time.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/fd.h"
#include "base/line.h"
#include "base/settings.h"
#include "tap.h"

/* Feeds `text` in blocks of `step` bytes and joins what comes out with '|';
 * '!' stands for a line that was too long. */
static void
lines_of(const char *text, size_t step, size_t max, struct buf *out)
{
	struct line_reader r = { .max = max };
	size_t left = strlen(text), n, room;
	struct slice line;
	enum err e;
	char *p;

	buf_reset(out);
	while ((e = line_next(&r, &line)) != ERR_EOF) {
		if (e == ERR_AGAIN) {
			p = line_space(&r, &room);
			n = left < step ? left : step;
			memcpy(p, text, n);
			text += n;
			left -= n;
			line_filled(&r, n);
		} else {
			buf_printf(out, "%llu", r.number);
			if (e == ERR_OK)
				buf_add_slice(out, line);
			buf_add_char(out, e == ERR_OK ? '|' : '!');
		}
	}
	line_release(&r);
}

static void
test_lines(void)
{
	static const struct {
		const char *in, *want;
		size_t max;
	} cases[] = {
		{ "", "", 0 }, { "a", "1a|", 0 }, { "a\n", "1a|", 0 },
		{ "a\r\nb", "1a|2b|", 0 }, { "\n\nx\n", "1|2|3x|", 0 },
		{ "abcde\nf\n", "1!2f|", 4 }, { "abcd\nf", "1abcd|2f|", 4 },
		{ "abcdefghijkl", "1!", 4 }, { "abcdefghijkl\nz", "1!2z|", 4 },
		{ "a\nbcdefg\nc\n", "1a|2!3c|", 4 },
	};
	struct buf out = { 0 };
	size_t i, step;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		for (step = 1; step < 16; step += 2) {
			lines_of(cases[i].in, step, cases[i].max, &out);
			tap_same(buf_slice(&out), cases[i].want, "lines");
		}
	buf_release(&out);
}

static void
test_slices(void)
{
	struct slice rest = SLICE("a||b|"), part;
	struct buf out = { 0 };
	struct slice in = SLICE("\x01\x02\x03");
	uint16_t v;
	uint32_t w;

	while (slice_split(&rest, '|', &part)) {
		buf_add_char(&out, '<');
		buf_add_slice(&out, part);
		buf_add_char(&out, '>');
	}
	tap_same(buf_slice(&out), "<a><><b><>", "slice_split keeps empties");
	OK(slice_eq(slice_trim(SLICE(" \tx y\r\n")), SLICE("x y")), "trim");
	OK(!slice_digits(SLICE("")) && slice_digits(SLICE("09")) &&
	    !slice_digits(SLICE("9a")), "digits");
	OK(buf_read_be16(&in, &v) == ERR_OK && v == 0x0102 && in.n == 1,
	    "be16");
	OK(buf_read_be32(&in, &w) == ERR_TRUNCATED && in.n == 1,
	    "a short read moves nothing");
	buf_reset(&out);
	buf_printf(&out, "%0100d", 7);
	OK(out.n == 100 && out.p[99] == '7', "buf_printf grows");
	buf_wipe(&out);
	OK(out.p == NULL && out.n == 0, "wiped and empty");
}

/* RFC 4648, section 10. */
static void
test_base64(void)
{
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" } };
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		buf_reset(&out);
		base64_add(&out, slice_str(pairs[i][0]));
		tap_same(buf_slice(&out), pairs[i][1], "base64");
	}
	buf_reset(&out);
	hex_add(&out, SLICE("\x00\xab"));
	tap_same(buf_slice(&out), "00ab", "hex");
	buf_release(&out);
}

static void
test_settings(void)
{
	struct settings s = { 0 };
	unsigned line;

	buf_add_str(&s.text, "# c\n a = 1 \r\n\nurl=https://x/?q=1\na=2");
	OK(settings_parse(&s, &line) == ERR_OK, "settings");
	OK(strcmp(settings_get(&s, "a"), "2") == 0, "the last one wins");
	OK(strcmp(settings_get(&s, "url"), "https://x/?q=1") == 0,
	    "= inside a value");
	OK(settings_get(&s, "b") == NULL, "absent");
	settings_release(&s);
	buf_add_str(&s.text, "a = 1\nnonsense\n");
	OK(settings_parse(&s, &line) == ERR_FORMAT && line == 2, "bad line");
	settings_release(&s);
}

static void
on_alarm(int signal)
{
	(void)signal;
}

/* Through a pipe that holds less, while signals come. */
static void
test_fd(void)
{
	struct itimerval often = { { 0, 500 }, { 0, 500 } }, never = { 0 };
	struct sigaction sa = { .sa_handler = on_alarm };
	static char out[1000000], in[sizeof out];
	size_t i;
	int p[2];
	pid_t pid;

	for (i = 0; i < sizeof out; i++)
		out[i] = (char)(i * 7 >> 3);
	if (pipe(p) != 0 || (pid = fork()) < 0)
		abort();
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	if (pid == 0) {
		close(p[0]);
		_exit(!fd_write_all(p[1], (struct slice){ out, sizeof out }));
	}
	close(p[1]);
	OK(fd_read_all(p[0], in, sizeof in) &&
	    memcmp(in, out, sizeof in) == 0, "all of it, both ways");
	errno = EIO;
	OK(!fd_read_all(p[0], in, 1) && errno == 0, "and then the end");
	setitimer(ITIMER_REAL, &never, NULL);
	close(p[0]);
	waitpid(pid, NULL, 0);
	p[1] = open("/dev/full", O_WRONLY);
	if (p[1] < 0)
		return;
	OK(!fd_write_all(p[1], SLICE("x")) && errno == ENOSPC, "a full disk");
	OK(fd_write_all(p[1], SLICE("")), "nothing always fits");
	close(p[1]);
}

int
main(void)
{
	test_fd();
	test_lines();
	test_slices();
	test_base64();
	test_settings();
	return tap_done();
}
