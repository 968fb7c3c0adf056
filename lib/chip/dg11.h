/* SPDX-License-Identifier: ISC */
/* DG11, additional personal details (Doc 9303-10, 4.7.11): passports have it,
 * the Vietnamese identity card has not. */
#ifndef CHIP_DG11_H
#define CHIP_DG11_H

#include "chip/fields.h"

/* tag, name in a record's extra members */
#define DG11_TABLE(X)							\
	X(DG11_NAME, 0x5f0e, "dg11.name")				\
	X(DG11_NUMBER, 0x5f10, "dg11.personal_number")			\
	X(DG11_BORN, 0x5f2b, "dg11.born")				\
	X(DG11_BIRTHPLACE, 0x5f11, "dg11.birthplace")			\
	X(DG11_ADDRESS, 0x5f42, "dg11.address")				\
	X(DG11_PHONE, 0x5f12, "dg11.phone")				\
	X(DG11_PROFESSION, 0x5f13, "dg11.profession")			\
	X(DG11_TITLE, 0x5f14, "dg11.title")				\
	X(DG11_SUMMARY, 0x5f15, "dg11.summary")				\
	X(DG11_DOCUMENTS, 0x5f17, "dg11.other_documents")		\
	X(DG11_CUSTODY, 0x5f18, "dg11.custody")

enum dg11_field {
#define DG11_CODE(code, tag, name) code,
	DG11_TABLE(DG11_CODE)
#undef DG11_CODE
	DG11_FIELDS
};

/* f[i].p is NULL where the object is not there. Texts with < between parts,
 * dates as they are. The picture of a proof (5F16) is left in the file. */
struct dg11 {
	struct slice f[DG11_FIELDS];
	struct fields_list names;		/* 5F0F: other names */
};

const char *dg11_field_name(enum dg11_field f);

/* Borrows. ERR_FORMAT, ERR_TRUNCATED, ERR_DUPLICATE. */
MUST_CHECK enum err dg11_parse(struct slice file, struct dg11 *out);

#endif
