/* SPDX-License-Identifier: ISC */
/* Camera streams fed whole and in small pieces, and what lies before a
 * camera. */
#include <string.h>

#include "image/stream.h"
#include "image/view.h"
#include "tap.h"

/* A JPEG with what may confuse: a thumbnail inside APP1, a stuffed FF, a
 * restart marker, fill bytes. */
#define JPEG_HEAD "\xff\xd8\xff\xe1\0\x8\xff\xd8\xff\xd9\0\0\xff\xff\xda\0\4\1\2"
#define JPEG JPEG_HEAD "abc\xff\0d\xff\xd0" "e\xff\xd9"

static const struct {
	const char *name;
	struct slice in;
	const char *want;	/* per piece: bytes of head+body, or an error */
} cases[] = {
	{ "nothing", SLICE(""), "" },
	{ "JPEG twice", SLICE(JPEG JPEG), "30 30 " },
	{ "padding between", SLICE(JPEG "\0\0\n" JPEG), "30 30 " },
	{ "JPEG broken off, then whole", SLICE(JPEG_HEAD "abc" JPEG),
	    "22 30 " },
	{ "JPEG at the end broken off", SLICE(JPEG JPEG_HEAD "abc"),
	    "30 truncated " },
	{ "garbage before", SLICE("garbage" JPEG), "bad-image 30 " },
	{ "garbage between", SLICE(JPEG "\1\2\3" JPEG), "30 bad-image 30 " },
	{ "garbage at the end", SLICE(JPEG "xyz"), "30 bad-image " },
	{ "P5", SLICE("P5 2 2 255\nabcdP5\n2 1\n255\nxy"), "15 13 " },
	{ "P6", SLICE("P6 1 1 255\nabc"), "14 " },
	{ "P5 of 16 bits", SLICE("P5 1 1 256\nab"), "13 " },
	{ "P5 too large, then one",
	    SLICE("P5 30000 30000 255\nzzP5 1 1 255\na"),
	    "too-large 12 " },
	{ "P5 cut short", SLICE("P5 2 2 255\nab"), "truncated " },
	{ "P5 bad header", SLICE("P5 x"), "bad-image " },
	{ "mixed", SLICE("P5 1 1 255\na" JPEG), "12 30 " },
	{ "Y4M grey", SLICE("YUV4MPEG2 W2 H2 F25:1 Cmono\nFRAME\nabcd"
	    "FRAME X\nefgh"), "15@0 15@40 " },
	{ "Y4M 4:2:0",
	    SLICE("YUV4MPEG2 W3 H1 F2:1\nFRAME\nabcUUVVFRAME\nabcUUVV"),
	    "14@0 14@500 " },
	{ "Y4M 4:2:2", SLICE("YUV4MPEG2 W2 H1 C422 F30000:1001\nFRAME\nabUV"
	    "FRAME\nabUV"), "13@0 13@33 " },
	{ "Y4M 4:4:4", SLICE("YUV4MPEG2 H1 W2 C444\nFRAME\nabUUVV"), "13 " },
	{ "Y4M 4:1:1", SLICE("YUV4MPEG2 H1 W4 C411\nFRAME\nabcdUV"), "15 " },
	{ "Y4M of 10 bits", SLICE("YUV4MPEG2 W2 H2 C420p10\nFRAME\nabcd"),
	    "unsupported " },
	{ "Y4M too large", SLICE("YUV4MPEG2 W30000 H30000\nFRAME\nabcd"),
	    "too-large " },
	{ "Y4M without size", SLICE("YUV4MPEG2 W3\nFRAME\nabc"),
	    "bad-image " },
	{ "Y4M, many headers", SLICE("YUV4MPEG2 W1 H1 Cmono\n"
	    "YUV4MPEG2 W1 H1 Cmono\nFRAME\na"), "12 " },
	{ "Y4M, damage between", SLICE("YUV4MPEG2 W1 H1 Cmono\nFRAME\na"
	    "zzFRAME\nb"), "12 bad-image 12 " },
};

static void
run(struct slice in, size_t step, struct buf *out)
{
	struct stream s = { 0 };
	struct stream_frame f;
	size_t at = 0, room, n;
	enum err e;
	char *p;

	while ((e = stream_next(&s, &f)) != ERR_EOF) {
		if (e == ERR_OK) {
			buf_printf(out, "%zu", f.head.n + f.body.n);
			if (f.t_ms >= 0)
				buf_printf(out, "@%lld", f.t_ms);
			buf_add_char(out, ' ');
		} else if (e != ERR_AGAIN)
			buf_printf(out, "%s ", err_word(e));
		if (e != ERR_AGAIN)
			continue;
		p = stream_space(&s, &room);
		n = in.n - at < step ? in.n - at : step;
		memcpy(p, in.p + at, n);
		at += n;
		stream_filled(&s, n);
	}
	stream_release(&s);
}

static void
cutting(void)
{
	static const size_t steps[] = { 1 << 20, 1, 3, 7 };
	struct buf b = { 0 };
	size_t i, k;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (k = 0; k < sizeof steps / sizeof steps[0]; k++) {
			buf_reset(&b);
			run(cases[i].in, steps[k], &b);
			tap_same(buf_slice(&b), cases[i].want, cases[i].name);
		}
	buf_release(&b);
}

/* The frame of a Y4M stream is a P5 picture. */
static void
y4m_is_p5(void)
{
	struct slice in = SLICE("YUV4MPEG2 W2 H1 C422\nFRAME\nabUV");
	struct stream s = { 0 };
	struct stream_frame f = { 0 };
	size_t room;

	memcpy(stream_space(&s, &room), in.p, in.n);
	stream_filled(&s, in.n);
	OK(stream_next(&s, &f) == ERR_OK && slice_is(f.head, "P5 2 1 255\n") &&
	    slice_is(f.body, "ab"), "a Y4M frame becomes P5");
	stream_release(&s);
}

/* No end of a picture: bounded. */
static void
endless(void)
{
	struct stream s = { 0 };
	struct stream_frame f;
	size_t room, fed = 0;
	enum err e;
	char *p;

	p = stream_space(&s, &room);
	memcpy(p, JPEG_HEAD, sizeof JPEG_HEAD - 1);
	stream_filled(&s, sizeof JPEG_HEAD - 1);
	while ((e = stream_next(&s, &f)) == ERR_AGAIN &&
	    fed < 2 * (size_t)STREAM_MAX_FRAME) {
		p = stream_space(&s, &room);
		memset(p, 'x', STREAM_BLOCK);
		stream_filled(&s, STREAM_BLOCK);
		fed += STREAM_BLOCK;
	}
	OK(e == ERR_TOO_LONG && fed <= STREAM_MAX_FRAME + 2 * STREAM_BLOCK,
	    "a picture without end is given up");
	stream_release(&s);
}

static void
in_view(void)
{
	struct view v = { 0 };
	char name[16];
	int i;

	view_picture(&v);
	OK(view_is_new(&v, SLICE("a"), 0), "first seen");
	view_picture(&v);
	OK(!view_is_new(&v, SLICE("a"), 40), "still there");
	OK(view_is_new(&v, SLICE("b"), 40), "another beside it");
	view_picture(&v);
	OK(!view_is_new(&v, SLICE("a"), 9000),
	    "a camera that stood still has not seen it leave");
	for (i = 0; i < VIEW_GONE_FRAMES; i++)
		view_picture(&v);
	OK(!view_is_new(&v, SLICE("a"), 9200), "missed for a moment");
	for (i = 0; i <= VIEW_GONE_FRAMES; i++)
		view_picture(&v);
	OK(!view_is_new(&v, SLICE("a"), 9200 + 1999),
	    "not gone for the two seconds of the manual");
	for (i = 0; i <= VIEW_GONE_FRAMES; i++)
		view_picture(&v);
	OK(view_is_new(&v, SLICE("a"), 9200 + 1999 + 2000),
	    "gone and back again");
	for (i = 0; i < 2 * VIEW_MAX; i++) {
		view_picture(&v);
		snprintf(name, sizeof name, "c%d", i);
		if (!view_is_new(&v, slice_str(name), 20000 + i))
			break;
	}
	OK(i == 2 * VIEW_MAX && v.n == VIEW_MAX, "many cards stay bounded");
	OK(!view_is_new(&v, SLICE("c127"), 20200), "the last is known");
	view_release(&v);
}

int
main(void)
{
	cutting();
	y4m_is_p5();
	endless();
	in_view();
	return tap_done();
}
