/* SPDX-License-Identifier: ISC */
/* Names of columns as people write them in rosters. */
#ifndef TABLE_HEADER_H
#define TABLE_HEADER_H

#include "base/buf.h"

enum column {
	COLUMN_NONE,
	COLUMN_ID,		/* twelve digits, often nine for older people */
	COLUMN_OLD_ID, COLUMN_CANCELLED_ID, COLUMN_DOC_NO,
	COLUMN_NAME,
	COLUMN_FAMILY,		/* all but the last part of the name */
	COLUMN_GIVEN,
	COLUMN_DOB, COLUMN_SEX,
	COLUMN_FEMALE,		/* a mark here means female; a birth date too */
	COLUMN_MALE,
	COLUMN_NATIONALITY, COLUMN_ETHNICITY, COLUMN_RELIGION,
	COLUMN_HOMETOWN, COLUMN_RESIDENCE, COLUMN_ISSUED, COLUMN_EXPIRES,
	COLUMN_FATHER, COLUMN_MOTHER, COLUMN_SPOUSE,
	COLUMNS
};

/* Case, marks, blanks, signs and what stands in brackets do not matter. *weak
 * is set with a column: the name often means something else ("ID"). */
enum column header_column(struct slice name, bool *weak);

/* A column that counts the rows: "STT", "TT", "No.". */
bool header_running(struct slice name);

/* A member's name ("id", "family", "given", ...) to a column; COLUMN_NONE. */
enum column column_by_name(struct slice name);
const char *column_name(enum column c);

/* Whether `word` is one of the names, which single blanks divide; an early one
 * is found sooner. NULL has none. */
bool header_is_among(const char *names, struct slice word);

#endif
