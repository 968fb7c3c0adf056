/* SPDX-License-Identifier: ISC */
/* DG13 of the Vietnamese card: a private structure of sixteen numbered fields. */
#ifndef CHIP_DG13_H
#define CHIP_DG13_H

#include "base/buf.h"

#define DG13_FIELDS 16
#define DG13_STRINGS 4			/* of one field; further ones refused */

/* field[n-1].s: the strings of field n in the order of the file, depth first,
 * borrowed; n_strings 0 where it is missing, empty or holds no string. */
struct dg13 {
	int version;
	unsigned present;		/* bit n-1: field n stands in the file */
	struct dg13_field {
		struct slice s[DG13_STRINGS];
		size_t n;
	} field[DG13_FIELDS];
	size_t unknown;			/* fields with other numbers */
};

/* Any order, any length form, UTF8String or PrintableString anywhere, missing
 * value, empty string, empty SEQUENCE, parents in one SEQUENCE or two.
 * ERR_FORMAT: another structure; ERR_DUPLICATE: a field twice; ERR_UTF8. */
MUST_CHECK enum err dg13_parse(struct slice file, struct dg13 *out);

#endif
