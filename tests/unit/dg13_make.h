/* SPDX-License-Identifier: ISC */
/* Builds DG13 for tests, field by field. */
#ifndef DG13_MAKE_H
#define DG13_MAKE_H

#include "tlv_make.h"

/* INTEGER 1, OBJECT IDENTIFIER 1.0.10646.1.0.8 */
#define DG13_START "\x02\x01\x01\x06\x06\x28\xd3\x16\x01\x00\x08"

/* A field: its number, and the octets behind that. The last has n 0. */
struct dg13_part {
	int n;
	struct slice value;
};

static inline void
dg13_make(struct buf *b, const struct dg13_part *p)
{
	size_t at;
	char n;

	buf_reset(b);
	for (; p->n != 0; p++) {
		at = b->n;
		n = (char)p->n;
		tlv_add(b, 0x02, (struct slice){ &n, 1 });
		buf_add_slice(b, p->value);
		make_wrap(b, at, 0x30);
	}
	make_wrap(b, 0, 0x31);
	make_wrap_as(b, 0, SLICE(DG13_START), 0x30, false);
	make_wrap(b, 0, 0x6d);
}

#endif
