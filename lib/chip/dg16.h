/* SPDX-License-Identifier: ISC */
/* DG16, persons to notify (Doc 9303-10, 4.7.16). */
#ifndef CHIP_DG16_H
#define CHIP_DG16_H

#include "chip/fields.h"

#define DG16_PERSONS 15		/* tags A1 to AF */

enum dg16_field {
	DG16_RECORDED,		/* a date, see fields_date */
	DG16_NAME, DG16_PHONE, DG16_ADDRESS, DG16_FIELDS
};

struct dg16 {
	struct slice f[DG16_PERSONS][DG16_FIELDS];
	size_t n;
};

/* Borrows; p is NULL where an object is not there. The number that says how
 * many persons follow is not believed. ERR_FORMAT, ERR_TRUNCATED,
 * ERR_DUPLICATE; ERR_TOO_LONG: more persons than tags. */
MUST_CHECK enum err dg16_parse(struct slice file, struct dg16 *out);

#endif
