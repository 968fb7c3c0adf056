/* SPDX-License-Identifier: ISC */
/* The flat members that say who somebody is (man/cccd-record.5). */
#ifndef RECORD_PERSON_H
#define RECORD_PERSON_H

#include "record/record.h"

#define PERSON_TABLE(X)							\
	X(PERSON_ID, "id")						\
	X(PERSON_OLD_ID, "old_id")					\
	X(PERSON_CANCELLED_ID, "cancelled_id")				\
	X(PERSON_NAME, "name")						\
	X(PERSON_DOB, "dob")						\
	X(PERSON_SEX, "sex")						\
	X(PERSON_NATIONALITY, "nationality")				\
	X(PERSON_ETHNICITY, "ethnicity")				\
	X(PERSON_RELIGION, "religion")					\
	X(PERSON_HOMETOWN, "hometown")					\
	X(PERSON_RESIDENCE, "residence")				\
	X(PERSON_MARKS, "marks")					\
	X(PERSON_FATHER, "father")					\
	X(PERSON_MOTHER, "mother")					\
	X(PERSON_SPOUSE, "spouse")					\
	X(PERSON_ISSUED, "issued")					\
	X(PERSON_EXPIRES, "expires")					\
	X(PERSON_DOC_TYPE, "doc_type")					\
	X(PERSON_DOC_NO, "doc_no")					\
	X(PERSON_MRZ, "mrz")						\
	X(PERSON_SOURCE, "source")					\
	X(PERSON_FROM, "from")

enum person_field {
#define PERSON_CODE(code, name) code,
	PERSON_TABLE(PERSON_CODE)
#undef PERSON_CODE
	PERSON_FIELDS
};

/* f[i].p is NULL where the member is absent or null. Borrows from the record
 * or from whoever filled it in. */
struct person {
	struct slice f[PERSON_FIELDS];
};

const char *person_field_name(enum person_field f);

/* Takes the known members out of a parsed record. ERR_FORMAT (not a string)
 * or ERR_UTF8 with *bad naming the field. */
MUST_CHECK enum err person_read(struct record *r, struct person *p,
    enum person_field *bad);

#endif
