/* SPDX-License-Identifier: ISC */
/* DG12, additional document details (Doc 9303-10, 4.7.12). */
#ifndef CHIP_DG12_H
#define CHIP_DG12_H

#include "chip/fields.h"

/* tag, name in a record's extra members */
#define DG12_TABLE(X)							\
	X(DG12_AUTHORITY, 0x5f19, "dg12.authority")			\
	X(DG12_ISSUED, 0x5f26, "dg12.issued")				\
	X(DG12_OBSERVATIONS, 0x5f1b, "dg12.observations")		\
	X(DG12_TAX, 0x5f1c, "dg12.tax")					\
	X(DG12_PERSONALIZED, 0x5f55, "dg12.personalized")		\
	X(DG12_SYSTEM, 0x5f56, "dg12.system")

enum dg12_field {
#define DG12_CODE(code, tag, name) code,
	DG12_TABLE(DG12_CODE)
#undef DG12_CODE
	DG12_FIELDS
};

/* f[i].p is NULL where the object is not there. Pictures of the document (5F1D,
 * 5F1E) are left in the file. */
struct dg12 {
	struct slice f[DG12_FIELDS];
	struct fields_list persons;		/* 5F1A: other persons */
};

const char *dg12_field_name(enum dg12_field f);

/* Borrows. ERR_FORMAT, ERR_TRUNCATED, ERR_DUPLICATE. */
MUST_CHECK enum err dg12_parse(struct slice file, struct dg12 *out);

#endif
