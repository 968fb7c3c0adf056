/* SPDX-License-Identifier: ISC */
/* From DG2 down to the picture, each length from the header before it. */
#include <string.h>

#include "base/tlv.h"
#include "chip/face.h"
#include "chip/lds.h"
#include "chip/picture.h"

#define HEADER 14	/* ISO/IEC 19794-5:2005, 5.4: facial record header */
#define FACE_INFO 20	/* 5.5: facial information */
#define FEATURE_POINT 8	/* 5.6 */
#define IMAGE_INFO 12	/* 5.7: image information */

enum {
	TAG_GROUP = 0x7f61, TAG_TEMPLATE = 0x7f60, TAG_COUNT = 0x02,
	TAG_DATA = 0x5f2e, TAG_DATA_NESTED = 0x7f2e,
	TAG_FACE_BLOCK = 0x65, TAG_SEQUENCE = 0x30
};

/* Facial record format "FAC" of version 010, the one that Doc 9303 allows. */
static enum err
read_19794(struct slice in, struct face *f)
{
	struct slice mark, version, first, info, gone;
	uint32_t length, block;
	uint16_t faces, points;
	enum err e;

	if ((e = buf_read(&in, 4, &mark)) != ERR_OK ||
	    (e = buf_read(&in, 4, &version)) != ERR_OK ||
	    (e = buf_read_be32(&in, &length)) != ERR_OK ||
	    (e = buf_read_be16(&in, &faces)) != ERR_OK)
		return e;
	if (!slice_eq(version, SLICE("010\0")))
		return ERR_UNSUPPORTED;
	if (faces == 0)
		return ERR_NOT_FOUND;
	if (length < HEADER)
		return ERR_FORMAT;
	if ((e = buf_read(&in, length - HEADER, &first)) != ERR_OK ||
	    (e = buf_read_be32(&first, &block)) != ERR_OK)
		return e;
	if (block < FACE_INFO + IMAGE_INFO)
		return ERR_FORMAT;
	if ((e = buf_read(&first, block - 4, &info)) != ERR_OK ||
	    (e = buf_read_be16(&info, &points)) != ERR_OK ||
	    (e = buf_read(&info, FACE_INFO - 6, &gone)) != ERR_OK ||
	    (e = buf_read(&info, (size_t)points * FEATURE_POINT, &gone)) !=
	    ERR_OK || (e = buf_read(&info, IMAGE_INFO, &gone)) != ERR_OK)
		return e;
	f->picture = info;
	f->version = 19794;
	f->count += faces;
	return ERR_OK;
}

/* The value of the first object of that tag, which has to be there. */
static enum err
enter(struct slice *in, uint32_t tag)
{
	struct tlv t;
	enum err e = tlv_find(*in, tag, &t);

	if (e == ERR_OK)
		*in = t.value;
	return e == ERR_NOT_FOUND ? ERR_FORMAT : e;
}

/* ISO/IEC 39794-5, annex A: down by tags, for most members may be absent. The
 * face block stands by itself or, as Doc 9303-10 has it, inside [1]. */
static enum err
read_39794(struct slice in, struct face *f)
{
	static const uint32_t down[] = {
		0xa1,	/* representationBlocks */
		0x30,	/* the first RepresentationBlock */
		0xa1,	/* imageRepresentation */
		0xa0,	/* base */
		0xa0,	/* imageRepresentation2DBlock */
		0x80,	/* representationData2D */
	};
	struct slice rest;
	struct tlv t;
	size_t i;
	enum err e = tlv_next(&in, &t);

	if (e == ERR_OK && t.tag == 0xa1) {
		in = t.value;
		e = tlv_next(&in, &t);
	}
	if (e != ERR_OK || t.tag != TAG_FACE_BLOCK)
		return e != ERR_OK && e != ERR_EOF ? e : ERR_FORMAT;
	in = t.value;
	if ((e = enter(&in, down[0])) != ERR_OK)
		return e;
	for (rest = in; (e = tlv_next(&rest, &t)) == ERR_OK;)
		f->count += t.tag == TAG_SEQUENCE;
	if (e != ERR_EOF)
		return e;
	if (f->count == 0)
		return ERR_NOT_FOUND;
	for (i = 1; i < sizeof down / sizeof *down; i++)
		if ((e = enter(&in, down[i])) != ERR_OK)
			return e;
	f->picture = in;
	f->version = 39794;
	return ERR_OK;
}

/* One biometric information template (ISO/IEC 7816-11): a header, which says
 * nothing that the data does not, and the data. */
static enum err
read_template(struct slice in, struct face *f)
{
	struct tlv t;
	enum err e;

	while ((e = tlv_next(&in, &t)) == ERR_OK) {
		if (t.tag != TAG_DATA && t.tag != TAG_DATA_NESTED)
			continue;
		if (t.value.n == 0)
			return ERR_NOT_FOUND;
		return slice_starts(t.value, "FAC") ?
		    read_19794(t.value, f) : read_39794(t.value, f);
	}
	return e == ERR_EOF ? ERR_FORMAT : e;
}

/* The templates of the group, which also says how many it has. */
static enum err
read_group(struct slice in, struct slice *first, size_t *templates)
{
	struct tlv t;
	int claimed = 0;
	size_t n = 0;
	enum err e;

	while ((e = tlv_next(&in, &t)) == ERR_OK) {
		if (t.tag == TAG_COUNT &&
		    tlv_small(t.value, &claimed) != ERR_OK)
			return ERR_FORMAT;
		if (t.tag == TAG_TEMPLATE && n++ == 0)
			*first = t.value;
	}
	if (e != ERR_EOF)
		return e;
	*templates = n;
	if (n > 0)
		return ERR_OK;
	return claimed == 0 ? ERR_NOT_FOUND : ERR_FORMAT;
}

enum err
face_parse(struct slice dg2, struct face *out)
{
	struct face f = { .count = 0 };
	struct slice in, first = { NULL, 0 };
	size_t templates;
	struct tlv t;
	enum err e = lds_unwrap(LDS_DG2, dg2, &in);

	if (e != ERR_OK)
		return e;
	if ((e = tlv_find(in, TAG_GROUP, &t)) != ERR_OK)
		return e;
	if ((e = read_group(t.value, &first, &templates)) != ERR_OK ||
	    (e = read_template(first, &f)) != ERR_OK)
		return e;
	if (f.picture.n == 0)
		return ERR_NOT_FOUND;
	if ((e = picture_look(f.picture, &f.kind, &f.width, &f.height)) !=
	    ERR_OK)
		return e;
	f.count += templates - 1;
	*out = f;
	return ERR_OK;
}

const char *
face_suffix(enum face_kind k)
{
	return k == FACE_JPEG ? ".jpg" : k == FACE_JP2 ? ".jp2" : ".j2k";
}
