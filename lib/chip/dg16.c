/* SPDX-License-Identifier: ISC */
/* The templates of DG16, one for each person. */
#include "chip/dg16.h"
#include "chip/lds.h"

static const uint32_t tags[DG16_FIELDS] = {
	[DG16_RECORDED] = 0x5f50, [DG16_NAME] = 0x5f51,
	[DG16_PHONE] = 0x5f52, [DG16_ADDRESS] = 0x5f53,
};

enum err
dg16_parse(struct slice file, struct dg16 *out)
{
	struct dg16 d = { .n = 0 };
	struct slice in;
	struct tlv t;
	enum err e = lds_unwrap(LDS_DG16, file, &in);

	if (e != ERR_OK)
		return e;
	while ((e = tlv_next(&in, &t)) == ERR_OK) {
		if (t.tag <= 0xa0 || t.tag > 0xaf)
			continue;
		if (d.n == DG16_PERSONS)
			return ERR_TOO_LONG;
		e = fields_read(t.value, tags, DG16_FIELDS, d.f[d.n++]);
		if (e != ERR_OK)
			return e;
	}
	if (e != ERR_EOF)
		return e;
	*out = d;
	return ERR_OK;
}
