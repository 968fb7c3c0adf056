/* SPDX-License-Identifier: ISC */
/* JPEG by its marker segments, JPEG 2000 by its boxes and its SIZ marker. */
#include "chip/picture.h"

#define MAX_STEPS 4096	/* segments or boxes before the frame header */

#define JP2_SIGNATURE SLICE("\0\0\0\014jP  \r\n\207\n")
#define J2K_START "\377\117\377\121"	/* SOC, SIZ */

struct size {
	uint32_t width, height;
};

/* SOF0 to SOF15 without DHT, JPG and DAC (T.81, table B.1). */
static bool
is_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
	    marker != 0xc8 && marker != 0xcc;
}

/* TEM and RSTn stand without a length; SOI again or EOI end the way. */
static bool
stands_alone(uint8_t marker)
{
	return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/* The next marker; any number of fill octets FF may stand before it. */
static bool
next_marker(struct slice *in, uint8_t *marker)
{
	struct slice s;

	if (buf_read(in, 1, &s) != ERR_OK || (uint8_t)s.p[0] != 0xff)
		return false;
	do
		if (buf_read(in, 1, &s) != ERR_OK)
			return false;
	while ((uint8_t)s.p[0] == 0xff);
	*marker = (uint8_t)s.p[0];
	return *marker != 0;
}

static bool
jpeg_size(struct slice in, struct size *z)
{
	struct slice segment, precision;
	uint16_t length, height, width;
	uint8_t marker;
	int step;

	for (step = 0; step < MAX_STEPS && next_marker(&in, &marker); step++) {
		if (stands_alone(marker) || (step == 0 && marker == 0xd8))
			continue;
		if (buf_read_be16(&in, &length) != ERR_OK || length < 2 ||
		    buf_read(&in, length - 2u, &segment) != ERR_OK)
			return false;
		if (!is_frame(marker))
			continue;
		if (buf_read(&segment, 1, &precision) != ERR_OK ||
		    buf_read_be16(&segment, &height) != ERR_OK ||
		    buf_read_be16(&segment, &width) != ERR_OK)
			return false;
		*z = (struct size){ width, height };
		return true;
	}
	return false;
}

/* T.800, A.5.1: behind SOC and SIZ its length, Rsiz, the reference grid and
 * where the picture begins on it. */
static bool
codestream_size(struct slice in, struct size *z)
{
	struct slice gone;
	uint16_t length, rsiz;
	uint32_t x, y, x0, y0;

	if (!slice_starts(in, J2K_START) ||
	    buf_read(&in, 4, &gone) != ERR_OK ||
	    buf_read_be16(&in, &length) != ERR_OK ||
	    buf_read_be16(&in, &rsiz) != ERR_OK ||
	    buf_read_be32(&in, &x) != ERR_OK ||
	    buf_read_be32(&in, &y) != ERR_OK ||
	    buf_read_be32(&in, &x0) != ERR_OK ||
	    buf_read_be32(&in, &y0) != ERR_OK || x0 >= x || y0 >= y)
		return false;
	*z = (struct size){ x - x0, y - y0 };
	return true;
}

/* T.800, I.4: length, type, contents. A length of 0 goes to the end, 1 says
 * that the true one follows in eight octets. */
static bool
next_box(struct slice *in, struct slice *type, struct slice *inside)
{
	uint32_t length, high;
	size_t head = 8;

	if (buf_read_be32(in, &length) != ERR_OK ||
	    buf_read(in, 4, type) != ERR_OK)
		return false;
	if (length == 1) {
		head = 16;
		if (buf_read_be32(in, &high) != ERR_OK || high != 0 ||
		    buf_read_be32(in, &length) != ERR_OK)
			return false;
	} else if (length == 0)
		return buf_read(in, in->n, inside) == ERR_OK;
	return length >= head &&
	    buf_read(in, length - head, inside) == ERR_OK;
}

static bool
boxes_size(struct slice in, struct size *z)
{
	struct slice type, inside;
	int step;

	for (step = 0; step < MAX_STEPS && next_box(&in, &type, &inside);
	    step++)
		if (slice_eq(type, SLICE("jp2c")))
			return codestream_size(inside, z);
	return false;
}

enum err
picture_look(struct slice picture, enum face_kind *kind, int *width,
    int *height)
{
	struct slice head = { picture.p, JP2_SIGNATURE.n };
	struct size z = { 0, 0 };
	bool known;

	if (slice_starts(picture, "\377\330\377")) {
		*kind = FACE_JPEG;
		known = jpeg_size(picture, &z);
	} else if (slice_starts(picture, J2K_START)) {
		*kind = FACE_J2K;
		known = codestream_size(picture, &z);
	} else if (picture.n >= head.n && slice_eq(head, JP2_SIGNATURE)) {
		*kind = FACE_JP2;
		known = boxes_size(picture, &z);
	} else
		return ERR_UNSUPPORTED;
	known = known && z.width <= PICTURE_MAX_SIDE &&
	    z.height <= PICTURE_MAX_SIDE;
	*width = known ? (int)z.width : 0;
	*height = known ? (int)z.height : 0;
	return ERR_OK;
}
