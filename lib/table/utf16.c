/* SPDX-License-Identifier: ISC */
/* Two bytes at a time. */
#include "table/utf16.h"
#include "text/utf8.h"

static bool
add_unit(struct utf16 *u, uint32_t unit, struct buf *out)
{
	bool low = unit >= 0xdc00 && unit < 0xe000, good = true;

	if (u->high != 0 && low) {
		utf8_add(out, 0x10000 + ((u->high - 0xd800) << 10) +
		    (unit - 0xdc00));
		u->high = 0;
		return true;
	}
	if (u->high != 0) {
		utf8_add(out, 0xfffd);
		u->high = 0;
		good = false;
	}
	if (unit >= 0xd800 && unit < 0xdc00)
		u->high = unit;
	else if (low) {
		utf8_add(out, 0xfffd);
		good = false;
	} else
		utf8_add(out, unit);
	return good;
}

bool
utf16_add(struct utf16 *u, struct slice block, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)block.p;
	bool good = true;
	uint32_t unit;
	size_t i;

	for (i = 0; i < block.n; i++) {
		if (!u->has_odd) {
			u->odd = p[i];
			u->has_odd = true;
			continue;
		}
		unit = u->big ? (uint32_t)u->odd << 8 | p[i] :
		    (uint32_t)p[i] << 8 | u->odd;
		u->has_odd = false;
		good = add_unit(u, unit, out) && good;
	}
	return good;
}

bool
utf16_end(const struct utf16 *u)
{
	return !u->has_odd && u->high == 0;
}
