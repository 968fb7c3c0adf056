/* SPDX-License-Identifier: ISC */
/* Messages of a reader's process: whole, in pieces, and lies. */
#include <sys/socket.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/frame.h"
#include "tap.h"

static int pair[2];

static void
test_pieces(void)
{
	static const char raw[] = "R\0\0\0\3abcE\0\0\0\0";
	struct frame_reader r = { 0 };
	struct slice s;
	uint8_t kind = 0;
	size_t i;
	int n = 0;

	for (i = 0; i < sizeof raw - 1; i++) {
		if (write(pair[0], raw + i, 1) != 1 ||
		    frame_fill(&r, pair[1]) != ERR_OK)
			break;
		while (frame_next(&r, &kind, &s) == ERR_OK) {
			n++;
			OK(n == 1 ? i == 7 && kind == 'R' &&
			    slice_is(s, "abc") : i == 12 && kind == 'E' &&
			    s.n == 0, "message %d", n);
		}
	}
	OK(n == 2, "two messages, octet by octet");
	frame_release(&r);
}

static void
test_parts(void)
{
	struct slice parts[3] = { SLICE("ab"), { NULL, 0 }, SLICE("cd") };
	struct slice huge = { "", FRAME_MAX + 1u }, s;
	struct frame_reader r = { 0 };
	uint8_t kind;

	OK(frame_send(pair[0], 'x', parts, 3) == ERR_OK &&
	    frame_fill(&r, pair[1]) == ERR_OK &&
	    frame_next(&r, &kind, &s) == ERR_OK && kind == 'x' &&
	    slice_is(s, "abcd"), "parts are one message");
	OK(frame_next(&r, &kind, &s) == ERR_AGAIN, "no more");
	OK(frame_send(pair[0], 'x', &huge, 1) == ERR_TOO_LONG, "a bound");
	OK(write(pair[0], "x\xff\xff\xff\xff", 5) == 5 &&
	    frame_fill(&r, pair[1]) == ERR_OK &&
	    frame_next(&r, &kind, &s) == ERR_TOO_LONG, "a lie");
	frame_release(&r);
}

static void
test_end(void)
{
	struct frame_reader r = { 0 };
	struct slice s = SLICE("a");

	close(pair[0]);
	OK(frame_fill(&r, pair[1]) == ERR_EOF, "the end");
	OK(frame_send(pair[1], 'x', &s, 1) == ERR_EOF, "nobody reads");
	frame_release(&r);
}

int
main(void)
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return 2;
	test_pieces();
	test_parts();
	test_end();
	return tap_done();
}
