/* SPDX-License-Identifier: ISC */
/* The fields of DG12 by their tags. */
#include "chip/dg12.h"
#include "chip/lds.h"

#define TAG_OTHER_PERSON 0x5f1a

static const uint32_t tags[DG12_FIELDS] = {
#define DG12_TAG(code, tag, name) tag,
	DG12_TABLE(DG12_TAG)
#undef DG12_TAG
};

static const char *const names[DG12_FIELDS] = {
#define DG12_NAME_OF(code, tag, name) name,
	DG12_TABLE(DG12_NAME_OF)
#undef DG12_NAME_OF
};

const char *
dg12_field_name(enum dg12_field f)
{
	return names[f];
}

enum err
dg12_parse(struct slice file, struct dg12 *out)
{
	struct dg12 d = { .persons.n = 0 };
	struct slice in;
	enum err e = lds_unwrap(LDS_DG12, file, &in);

	if (e == ERR_OK)
		e = fields_read(in, tags, DG12_FIELDS, d.f);
	if (e == ERR_OK)
		e = fields_list_read(in, TAG_OTHER_PERSON, &d.persons);
	if (e == ERR_OK)
		*out = d;
	return e;
}
