/* SPDX-License-Identifier: ISC */
/* Who the chip says it belongs to: DG1, DG11, DG12, DG13, DG16 into the flat
 * members of a record. */
#ifndef CHIP_HOLDER_H
#define CHIP_HOLDER_H

#include "base/date.h"
#include "chip/lds.h"
#include "identity/mrz.h"
#include "record/person.h"

#define HOLDER_MAX_WARNINGS 32

/* field: a member's name ("chip" for a file as a whole), constant; why:
 * constant; from: the value as on the chip, valid UTF-8, or p NULL. */
struct holder_warning {
	const char *field, *why;
	struct slice from;
};

/* `person` borrows from `text`, which owns; `source` is set, `from` is the
 * caller's. `extra` is what DG11, DG12, DG13 and DG16 say that has no flat
 * member, or whose member is taken: a complete JSON object under names such as
 * "dg13.16" and "dg11.phone", or empty. has_dg13: one that could be read;
 * differs: where it contradicts the MRZ, 1 << enum person_field. name_is_mrz:
 * no file has the name with its marks. */
struct holder {
	struct person person;
	struct buf text, extra;
	bool has_dg13, name_is_mrz;
	uint32_t differs;
	size_t warnings;
	struct holder_warning warning[HOLDER_MAX_WARNINGS];
};
void holder_release(struct holder *h);		/* wipes */

/* files[f] is empty where a file was not read. Needs DG1: ERR_NOT_FOUND without
 * it, ERR_FORMAT where it cannot be parsed; anything else that is damaged
 * becomes a warning. DG13 is read where the issuing state is VNM: its name
 * (with its marks) stands for that of the MRZ, and its dates for the same dates
 * there, whose century they know. Where the two disagree on number, birth date,
 * sex, nationality or end the MRZ stays and a warning has DG13's value. `today`
 * decides centuries. */
MUST_CHECK enum err holder_read(const struct slice files[LDS_FILES],
    struct date today, struct holder *out);

/* The zone in DG1 by mrz_parse_kept, check digits right or wrong.
 * ERR_FORMAT. */
MUST_CHECK enum err holder_mrz(struct slice dg1, struct mrz *out);

/* holder_read behind holder_mrz. */
void holder_make(const struct mrz *m, const struct slice files[LDS_FILES],
    struct date today, struct holder *out);

/* Whether DG1 is of this citizen number (of an identity card, or of a passport
 * of Vietnam in its optional field), or where that is "" of the document of
 * this number; true where both are "". */
bool holder_is(struct slice dg1, const char *id, const char *document);

#endif
