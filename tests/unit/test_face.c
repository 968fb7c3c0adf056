/* SPDX-License-Identifier: ISC */
/* The picture in DG2, in both of its standards and three of its kinds. */
#include <string.h>

#include "chip/picture.h"
#include "emrtd.h"
#include "tap.h"
#include "tlv_make.h"

#define S(s) SLICE(s)

/* Headers of pictures 300 by 400, and what no frame header follows. A comment
 * of the first JPEG holds what looks like the start of another picture, and
 * one of its segments looks like a frame header. */
#define JPEG "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"		\
	"\xff\xfe\0\x0f\xff\xd8\xff\xff\xc0\0\x11\x08\0\1\0\1\xff"	\
	"\xff\xc4\0\x09\x11\0\1\0\1\0\1"				\
	"\xff\xff\xff\xc2\0\x11\x08\1\x90\1\x2c\3\1\x22\0\2\x11\1\3\x11\1" \
	"\xff\xda\0\x02pixels\xff\xd9"
#define J2K "\xff\x4f\xff\x51\0\x2f\0\0\0\0\1\x36\0\0\1\x94\0\0\0\x0a"	\
	"\0\0\0\4\0\0\1\x2c\0\0\1\x90\0\0\0\0\0\0\0\0\0\3\7\1\1\7\1\1\7\1\1"
#define BOXES "\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14" "ftypjp2 \0\0\0\0jp2 "
#define HEAD_BOX "\0\0\0\x2djp2h\0\0\0\x16ihdr\0\0\1\x90\0\0\1\x2c\0\3\7\7\0\0" \
	"\0\0\0\x0f" "colr\1\0\0\0\0\0\x10"

static const struct {
	const char *name;
	struct slice in;
	enum err e;
	enum face_kind kind;
	int width, height;
} pictures[] = {
	{ "JPEG", S(JPEG), ERR_OK, FACE_JPEG, 300, 400 },
	{ "JPEG with a length that leads astray",
	    S("\xff\xd8\xff\xe0\x10\x10JFIF\xff\xc0\0\x11\x08\1\x90\1\x2c"),
	    ERR_OK, FACE_JPEG, 0, 0 },
	{ "JPEG with a length of 1", S("\xff\xd8\xff\xe0\0\1\xff\xc0\0\x11"
	    "\x08\1\x90\1\x2c"), ERR_OK, FACE_JPEG, 0, 0 },
	{ "JPEG that ends in its frame header", S("\xff\xd8\xff\xc0\0\x04"
	    "\x08\1"), ERR_OK, FACE_JPEG, 0, 0 },
	{ "JPEG of three octets", S("\xff\xd8\xff"), ERR_OK, FACE_JPEG, 0,
	    0 },
	{ "a bare codestream", S(J2K), ERR_OK, FACE_J2K, 300, 400 },
	{ "a codestream cut in its size", S("\xff\x4f\xff\x51\0\x2f\0\0\0\0\1"),
	    ERR_OK, FACE_J2K, 0, 0 },
	{ "a codestream that begins behind its end",
	    S("\xff\x4f\xff\x51\0\x2f\0\0\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\0"),
	    ERR_OK, FACE_J2K, 0, 0 },
	{ "a codestream of four thousand million columns",
	    S("\xff\x4f\xff\x51\0\x2f\0\0\xff\xff\xff\xff\0\0\0\1\0\0\0\0"
	    "\0\0\0\0"), ERR_OK, FACE_J2K, 0, 0 },
	{ "JPEG 2000 in boxes", S(BOXES HEAD_BOX "\0\0\0\x39jp2c" J2K),
	    ERR_OK, FACE_JP2, 300, 400 },
	{ "the last box without length", S(BOXES "\0\0\0\0jp2c" J2K), ERR_OK,
	    FACE_JP2, 300, 400 },
	{ "a box with a long length", S(BOXES "\0\0\0\1jp2c\0\0\0\0\0\0\0\x41"
	    J2K), ERR_OK, FACE_JP2, 300, 400 },
	{ "a box longer than the world", S(BOXES "\0\0\0\1jp2c\1\0\0\0\0\0\0"
	    "\x41" J2K), ERR_OK, FACE_JP2, 0, 0 },
	{ "a box shorter than its head", S(BOXES "\0\0\0\7jp2c" J2K), ERR_OK,
	    FACE_JP2, 0, 0 },
	{ "boxes without a codestream", S(BOXES HEAD_BOX), ERR_OK, FACE_JP2,
	    0, 0 },
	{ "PNG", S("\x89PNG\r\n\x1a\n"), ERR_UNSUPPORTED, FACE_JPEG, 0, 0 },
	{ "blanks before a JPEG", S(" " JPEG), ERR_UNSUPPORTED, FACE_JPEG, 0,
	    0 },
	{ "two octets", S("\xff\xd8"), ERR_UNSUPPORTED, FACE_JPEG, 0, 0 },
	{ "nothing", S(""), ERR_UNSUPPORTED, FACE_JPEG, 0, 0 },
};

static void
one_picture(size_t i)
{
	enum face_kind kind = FACE_JPEG;
	int w = -1, h = -1;
	enum err e = picture_look(pictures[i].in, &kind, &w, &h);
	bool good = e == pictures[i].e;

	if (e == ERR_OK)
		good = good && kind == pictures[i].kind &&
		    w == pictures[i].width && h == pictures[i].height;
	OK(good, "%s", pictures[i].name);
	if (!good)
		printf("# got %s, %d by %d\n", err_word(e), w, h);
}

static void
add_be32(struct buf *b, size_t v)
{
	buf_add_char(b, (char)(v >> 24));
	buf_add_char(b, (char)(v >> 16));
	buf_add_char(b, (char)(v >> 8));
	buf_add_char(b, (char)v);
}

/* What is not usual about a record of ISO/IEC 19794-5. */
struct record {
	const char *version;
	int faces, points;
	size_t more_length, more_block;	/* than there is */
	bool bare_template, nested;
};

static void
add_face(struct buf *b, struct slice picture, const struct record *r)
{
	size_t points = (size_t)r->points;

	add_be32(b, 20 + 8 * points + 12 + picture.n + r->more_block);
	buf_add_char(b, (char)(points >> 8));
	buf_add_char(b, (char)points);
	buf_add(b, "\1\2\3\0\0\0\0\1\0\0\0\0\0\0", 14);
	while (points-- > 0)
		buf_add(b, "\1\x21\0\1\0\1\0\0", 8);
	buf_add(b, "\1\0\1\x2c\1\x90\1\2\0\0\0\0", 12);
	buf_add_slice(b, picture);
}

/* The file from its record on: a template with its header, the group. */
static void
add_outside(struct buf *b, size_t at, uint32_t tag, struct slice count)
{
	make_wrap(b, at, tag);
	make_wrap_as(b, at, S("\xa1\x0e\x81\1\2\x82\1\0\x87\2\1\1\x88\2\0\x08"),
	    0x7f60, false);
	make_wrap_as(b, at, count, 0x7f61, false);
	make_wrap(b, at, 0x75);
}

static void
make_19794(struct buf *b, struct slice picture, const struct record *r)
{
	struct buf faces = { 0 };
	int i;

	for (i = 0; i < r->faces; i++)
		add_face(&faces, i == 0 ? picture : S("\xff\xd8\xff"), r);
	buf_reset(b);
	buf_add(b, "FAC", 4);
	buf_add(b, r->version != NULL ? r->version : "010", 4);
	add_be32(b, 14 + faces.n + r->more_length);
	buf_add_char(b, '\0');
	buf_add_char(b, (char)r->faces);
	buf_add_slice(b, buf_slice(&faces));
	add_outside(b, 0, r->nested ? 0x7f2e : 0x5f2e, S("\2\1\1"));
	buf_release(&faces);
}

static const struct {
	const char *name;
	struct record r;
	struct slice picture;
	enum err e;
} records[] = {
	{ "one face", { .faces = 1 }, S(JPEG), ERR_OK },
	{ "under the tag of nested data", { .faces = 1, .nested = true },
	    S(JPEG), ERR_OK },
	{ "with feature points", { .faces = 1, .points = 300 }, S(JPEG),
	    ERR_OK },
	{ "JPEG 2000, three faces", { .faces = 3 }, S(J2K), ERR_OK },
	{ "no face", { .faces = 0 }, S(""), ERR_NOT_FOUND },
	{ "a face without picture", { .faces = 1 }, S(""), ERR_NOT_FOUND },
	{ "a picture of another kind", { .faces = 1 }, S("GIF89a"),
	    ERR_UNSUPPORTED },
	{ "version 030", { .version = "030", .faces = 1 }, S(JPEG),
	    ERR_UNSUPPORTED },
	{ "a record longer than the file", { .faces = 1, .more_length = 1 },
	    S(JPEG), ERR_TRUNCATED },
	{ "a block longer than the record", { .faces = 1, .more_block = 1 },
	    S(JPEG), ERR_TRUNCATED },
	{ "a block of nearly nothing", { .faces = 1,
	    .more_block = 0 - sizeof JPEG }, S(JPEG), ERR_FORMAT },
	{ "a block of four thousand million octets", { .faces = 1,
	    .more_block = 0xffffff00 }, S(JPEG), ERR_TRUNCATED },
	{ "a record of no length", { .faces = 1, .more_length = 0 - (14 + 32 +
	    sizeof JPEG - 1) }, S(JPEG), ERR_FORMAT },
};

static bool
same_face(const struct face *f, struct slice picture, int version,
    size_t count)
{
	return slice_eq(f->picture, picture) && f->width == 300 &&
	    f->height == 400 && f->version == version && f->count == count;
}

static void
one_record(size_t i)
{
	struct face f = { .count = 99 };
	struct buf b = { 0 };
	enum err e;
	bool good;

	make_19794(&b, records[i].picture, &records[i].r);
	e = face_parse(buf_slice(&b), &f);
	good = e == records[i].e && (e == ERR_OK ?
	    same_face(&f, records[i].picture, 19794,
	    (size_t)records[i].r.faces) : f.count == 99);
	OK(good, "ISO/IEC 19794-5: %s", records[i].name);
	if (!good)
		printf("# got %s\n", err_word(e));
	buf_release(&b);
}

/* ISO/IEC 39794-5: `all` has the optional members too, in front of what is
 * looked for; `wrapped` has the [1] of Doc 9303-10. */
static void
make_39794(struct buf *b, struct slice picture, bool all, bool wrapped,
    int faces)
{
	size_t at;
	int i;

	buf_reset(b);
	for (i = 0; i < faces; i++) {
		at = b->n;
		tlv_add(b, 0x80, picture);
		buf_add(b, "\xa1\6\xa0\4\xa0\2\x80\0", 8);
		make_wrap(b, at, 0xa0);		/* 2D block */
		make_wrap(b, at, 0xa0);		/* base */
		make_wrap(b, at, 0xa1);		/* imageRepresentation */
		if (all)
			buf_add(b, "\xa2\4\x80\2\7\xea\xa3\0\x85\1\1", 11);
		make_wrap_as(b, at, S("\x80\1\0"), 0x30, false);
	}
	make_wrap(b, 0, 0xa1);			/* representationBlocks */
	make_wrap_as(b, 0, S("\xa0\7\x80\1\3\x81\2\7\xe3"), 0x65, false);
	if (wrapped)
		make_wrap(b, 0, 0xa1);
	add_outside(b, 0, 0x7f2e, S("\2\1\1"));
}

static void
new_standard(void)
{
	struct face f = { .count = 0 };
	struct buf b = { 0 };
	int i;

	for (i = 0; i < 4; i++) {
		make_39794(&b, S(J2K), (i & 1) != 0, (i & 2) != 0, 1);
		OK(face_parse(buf_slice(&b), &f) == ERR_OK &&
		    same_face(&f, S(J2K), 39794, 1),
		    "ISO/IEC 39794-5: shape %d", i);
	}
	make_39794(&b, S(JPEG), false, true, 2);
	OK(face_parse(buf_slice(&b), &f) == ERR_OK &&
	    same_face(&f, S(JPEG), 39794, 2), "ISO/IEC 39794-5: two faces");
	make_39794(&b, S(JPEG), false, true, 0);
	OK(face_parse(buf_slice(&b), &f) == ERR_NOT_FOUND,
	    "ISO/IEC 39794-5: none");
	make_39794(&b, S(""), false, true, 1);
	OK(face_parse(buf_slice(&b), &f) == ERR_NOT_FOUND,
	    "ISO/IEC 39794-5: one without picture");
	buf_release(&b);
}

static const struct {
	const char *name;
	struct slice in;
	enum err e;
} files[] = {
	{ "an empty group", S("\x75\3\x7f\x61\0"), ERR_NOT_FOUND },
	{ "a group of no face", S("\x75\6\x7f\x61\3\2\1\0"), ERR_NOT_FOUND },
	{ "no group", S("\x75\0"), ERR_NOT_FOUND },
	{ "empty data", S("\x75\x0c\x7f\x61\x09\2\1\1\x7f\x60\3\x5f\x2e\0"),
	    ERR_NOT_FOUND },
	{ "a group that lacks its face", S("\x75\6\x7f\x61\3\2\1\1"),
	    ERR_FORMAT },
	{ "a template without data", S("\x75\x0b\x7f\x61\x08\2\1\1\x7f\x60\2"
	    "\xa1\0"), ERR_FORMAT },
	{ "data of neither standard", S("\x75\x10\x7f\x61\x0d\2\1\1\x7f\x60\7"
	    "\x5f\x2e\4\x30\2\5\0"), ERR_FORMAT },
	{ "another file", S("\x61\0"), ERR_FORMAT },
	{ "nothing", S(""), ERR_FORMAT },
};

/* Nothing of a whole file may be read past any cut of it. */
static void
cuts(void)
{
	struct record one = { .faces = 1 };
	struct face f;
	struct buf b = { 0 };
	bool good = true;
	int round;
	size_t n;

	for (round = 0; round < 2; round++) {
		if (round == 0)
			make_19794(&b, S(JPEG), &one);
		else
			make_39794(&b, S(JPEG), true, true, 1);
		for (n = 0; n < b.n; n++)
			good = good && face_parse((struct slice){ b.p, n },
			    &f) != ERR_OK;
	}
	OK(good, "no part of a file gives a face");
	buf_release(&b);
}

static void
real_files(void)
{
	struct face f = { .count = 0 };
	struct buf b = { 0 };

	if (emrtd_file("bsi_tr03105_5/Datagroup2.bin", &b))
		OK(face_parse(buf_slice(&b), &f) == ERR_OK &&
		    f.kind == FACE_JP2 && f.width == 413 && f.height == 531 &&
		    f.picture.n == 14999 && f.picture.p + f.picture.n ==
		    b.p + b.n && f.count == 1, "DG2 of BSI TR-03105-5");
	else
		EMRTD_SKIP("DG2 of BSI TR-03105-5");
	if (emrtd_file("icao9303/DG2_19794_sample.bin", &b))
		OK(face_parse(buf_slice(&b), &f) == ERR_OK &&
		    f.kind == FACE_JPEG && f.width == 148 && f.height == 70 &&
		    slice_starts(f.picture, "\xff\xd8\xff\xe0") &&
		    f.picture.p[f.picture.n - 2] == '\xff' &&
		    f.picture.p[f.picture.n - 1] == '\xd9',
		    "DG2 of a passport reader's tests");
	else
		EMRTD_SKIP("DG2 of a passport reader's tests");
	buf_release(&b);
}

int
main(void)
{
	struct face f = { .count = 99 };
	size_t i;

	for (i = 0; i < sizeof pictures / sizeof *pictures; i++)
		one_picture(i);
	for (i = 0; i < sizeof records / sizeof *records; i++)
		one_record(i);
	new_standard();
	for (i = 0; i < sizeof files / sizeof *files; i++)
		OK(face_parse(files[i].in, &f) == files[i].e && f.count == 99,
		    "%s", files[i].name);
	cuts();
	real_files();
	OK(slice_is(slice_str(face_suffix(FACE_JPEG)), ".jpg") &&
	    slice_is(slice_str(face_suffix(FACE_JP2)), ".jp2") &&
	    slice_is(slice_str(face_suffix(FACE_J2K)), ".j2k"), "suffixes");
	return tap_done();
}
