/* SPDX-License-Identifier: ISC */
/* DG2 (Doc 9303-10, 4.7.2): a picture behind the header of ISO/IEC 19794-5, or
 * inside the structure of ISO/IEC 39794-5. */
#include <string.h>

#include "make.h"

static void
be(struct sim_bytes *out, unsigned long value, int octets)
{
	while (octets-- > 0)
		der_octet(out, octets < (int)sizeof value ?
		    (unsigned)(value >> 8 * octets) : 0);
}

/* ISO/IEC 19794-5:2005, 5.4 to 5.7: facial record header 14, facial
 * information 20, image information 12. */
static void
record_19794(const struct sim_profile *p, const struct picture *pic,
    struct sim_bytes *out)
{
	unsigned long block = 20 + 12 + pic->file.n;

	sim_add(out, "FAC\0" "010", 8);
	be(out, 14 + block, 4);
	be(out, 1, 2);			/* one face */
	be(out, block, 4);
	be(out, 0, 2);			/* no feature points */
	be(out, p->person.sex[0] == 'F' ? 2 : 1, 1);
	be(out, 0, 1 + 1);		/* eyes, hair: unspecified */
	be(out, 0, 3 + 2 + 3 + 3);	/* features, expression, pose */
	be(out, 1, 1);			/* full frontal */
	be(out, p->face == SIM_FACE_JP2 ? 1 : 0, 1);
	be(out, pic->width, 2);
	be(out, pic->height, 2);
	be(out, 1, 1);			/* sRGB */
	be(out, 2, 1);			/* from a still camera */
	be(out, 0, 2 + 2);		/* device, quality: not known */
	sim_add(out, pic->file.p, pic->file.n);
}

/* ISO/IEC 39794-5, annex A: versionBlock, then one representation. CHOICE is
 * tagged explicitly, everything else implicitly. */
static void
record_39794(const struct picture *pic, struct sim_bytes *out)
{
	size_t a1 = der_open(out, 0xa1), whole = der_open(out, 0x65), at;
	size_t list, one, choice, base, image, info;

	at = der_open(out, 0xa0);
	der_int(out, 0x80, 3);			/* generation */
	der_int(out, 0x81, 2019);
	der_close(out, at);
	list = der_open(out, 0xa1);
	one = der_open(out, 0x30);
	der_int(out, 0x80, 0);			/* representationId */
	choice = der_open(out, 0xa1);
	base = der_open(out, 0xa0);
	image = der_open(out, 0xa0);
	der_tlv(out, 0x80, pic->file.p, pic->file.n);
	info = der_open(out, 0xa1);
	at = der_open(out, 0xa0);
	der_int(out, 0x80, 2);			/* JPEG */
	der_close(out, at);
	at = der_open(out, 0xa7);		/* imageSizeBlock */
	der_int(out, 0x80, pic->width);
	der_int(out, 0x81, pic->height);
	der_close(out, at);
	der_close(out, info);
	der_close(out, image);
	der_close(out, base);
	der_close(out, choice);
	der_close(out, one);
	der_close(out, list);
	der_close(out, whole);
	der_close(out, a1);
}

/* Biometric header template: facial features, no subtype, owner ISO/IEC JTC
 * 1/SC 37, and which of its formats. As most documents have it: mrtdreader
 * looks at fixed places. */
static void
header(bool newer, struct sim_bytes *out)
{
	size_t at = der_open(out, 0xa1);

	der_int(out, 0x81, 2);
	der_int(out, 0x82, 0);
	der_tlv(out, 0x87, "\x01\x01", 2);
	der_tlv(out, 0x88, newer ? "\x00\x2a" : "\x00\x08", 2);
	der_close(out, at);
}

void
make_dg2(const struct sim_profile *p, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x75), group = der_open(out, 0x7f61);
	size_t size = p->face_size != 0 ? p->face_size : 14800, one, data;
	bool newer = p->face == SIM_FACE_39794;
	struct picture pic = { 0 };

	der_int(out, 0x02, p->face != SIM_FACE_NONE);
	if (p->face != SIM_FACE_NONE) {
		if (p->face == SIM_FACE_JP2)
			picture_jp2(size, &pic);
		else
			picture_jpeg(p->person.id, size, &pic);
		one = der_open(out, 0x7f60);
		header(newer, out);
		data = der_open(out, newer ? 0x7f2e : 0x5f2e);
		if (newer)
			record_39794(&pic, out);
		else
			record_19794(p, &pic, out);
		der_close(out, data);
		der_close(out, one);
		sim_clear(&pic.file);
	}
	der_close(out, group);
	der_close(out, all);
}
