/* SPDX-License-Identifier: ISC */
/* A JPEG 2000 file (ISO/IEC 15444-1) that every decoder takes: all its packets
 * are empty, which is an even grey, and a comment makes up the size. */
#include <string.h>

#include "make.h"

enum { WIDTH = 240, HEIGHT = 320, COMPONENTS = 3, LEVELS = 5,
	SOC = 0xff4f, SIZ = 0xff51, COD = 0xff52, QCD = 0xff5c, COM = 0xff64,
	SOT = 0xff90, SOD = 0xff93, EOC = 0xffd9 };

static void
be(struct sim_bytes *out, unsigned long value, int octets)
{
	while (octets-- > 0)
		der_octet(out, (unsigned)(value >> 8 * octets));
}

static void
box(const char *type, const struct sim_bytes *content, struct sim_bytes *out)
{
	be(out, 8 + content->n, 4);
	sim_add(out, type, 4);
	sim_add(out, content->p, content->n);
}

/* A.5 and A.6 of the standard. */
static void
main_header(struct sim_bytes *out)
{
	int i;

	be(out, SOC, 2);
	be(out, SIZ, 2);
	be(out, 38 + 3 * COMPONENTS, 2);
	be(out, 0, 2);
	be(out, WIDTH, 4);
	be(out, HEIGHT, 4);
	be(out, 0, 4 + 4);
	be(out, WIDTH, 4);		/* one tile */
	be(out, HEIGHT, 4);
	be(out, 0, 4 + 4);
	be(out, COMPONENTS, 2);
	for (i = 0; i < COMPONENTS; i++)
		be(out, 0x070101, 3);	/* 8 bits, every pixel */
	be(out, COD, 2);
	be(out, 12, 2);
	be(out, 0, 1);			/* whole precincts */
	be(out, 0, 1);			/* layer by layer */
	be(out, 1, 2);
	be(out, 1, 1);			/* colour transform */
	be(out, LEVELS, 1);
	be(out, 0x0404, 2);		/* blocks of 64 by 64 */
	be(out, 0x0001, 2);		/* 5-3 wavelet */
	be(out, QCD, 2);
	be(out, 3 + 3 * LEVELS + 1, 2);
	be(out, 0x40, 1);		/* no quantization, two guard bits */
	for (i = 0; i < 3 * LEVELS + 1; i++)
		be(out, 9 << 3, 1);
}

/* A comment segment holds 65,531 octets at most. */
static void
comment(size_t n, struct sim_bytes *out)
{
	n = n > 60000 ? 60000 : n;
	be(out, COM, 2);
	be(out, 4 + n, 2);
	be(out, 0, 2);			/* not text */
	while (n-- > 0)
		der_octet(out, (unsigned)(n * 37 % 251));
}

static void
tile(struct sim_bytes *out)
{
	size_t packets = COMPONENTS * (LEVELS + 1);

	be(out, SOT, 2);
	be(out, 10, 2);
	be(out, 0, 2);
	be(out, 12 + 2 + packets, 4);
	be(out, 0, 1);
	be(out, 1, 1);
	be(out, SOD, 2);
	while (packets-- > 0)
		be(out, 0, 1);		/* an empty packet */
	be(out, EOC, 2);
}

static void
boxes(struct sim_bytes *out)
{
	struct sim_bytes b = { 0 }, inner = { 0 };

	der_hex(&b, "0D 0A 87 0A");
	box("jP  ", &b, out);
	b.n = 0;
	sim_add(&b, "jp2 \0\0\0\0jp2 ", 12);
	box("ftyp", &b, out);
	b.n = 0;
	be(&b, HEIGHT, 4);
	be(&b, WIDTH, 4);
	be(&b, COMPONENTS, 2);
	be(&b, 0x07070000, 4);		/* 8 bits, JPEG 2000, colours known */
	box("ihdr", &b, &inner);
	b.n = 0;
	be(&b, 0x010000, 3);
	be(&b, 16, 4);			/* sRGB */
	box("colr", &b, &inner);
	box("jp2h", &inner, out);
	sim_clear(&b);
	sim_clear(&inner);
}

void
picture_jp2(size_t size, struct picture *out)
{
	struct sim_bytes stream = { 0 };

	out->width = WIDTH;
	out->height = HEIGHT;
	main_header(&stream);
	comment(size > 300 ? size - 300 : 0, &stream);
	tile(&stream);
	boxes(&out->file);
	box("jp2c", &stream, &out->file);
	sim_clear(&stream);
}
