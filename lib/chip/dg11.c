/* SPDX-License-Identifier: ISC */
/* The fields of DG11 by their tags. */
#include "chip/dg11.h"
#include "chip/lds.h"

#define TAG_OTHER_NAME 0x5f0f

static const uint32_t tags[DG11_FIELDS] = {
#define DG11_TAG(code, tag, name) tag,
	DG11_TABLE(DG11_TAG)
#undef DG11_TAG
};

static const char *const names[DG11_FIELDS] = {
#define DG11_NAME_OF(code, tag, name) name,
	DG11_TABLE(DG11_NAME_OF)
#undef DG11_NAME_OF
};

const char *
dg11_field_name(enum dg11_field f)
{
	return names[f];
}

enum err
dg11_parse(struct slice file, struct dg11 *out)
{
	struct dg11 d = { .names.n = 0 };
	struct slice in;
	enum err e = lds_unwrap(LDS_DG11, file, &in);

	if (e == ERR_OK)
		e = fields_read(in, tags, DG11_FIELDS, d.f);
	if (e == ERR_OK)
		e = fields_list_read(in, TAG_OTHER_NAME, &d.names);
	if (e == ERR_OK)
		*out = d;
	return e;
}
