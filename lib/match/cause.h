/* SPDX-License-Identifier: ISC */
/* Why two cells of one column differ: the weakest reason that explains it. */
#ifndef MATCH_CAUSE_H
#define MATCH_CAUSE_H

#include "identity/units.h"
#include "table/header.h"
#include "text/charset.h"

/* From the weakest on: the same but for blanks, Unicode form, quotes, a date or
 * sex written otherwise; but for case; òa and oà; but for marks, missing or
 * wrong; one side in a legacy charset; leading zeros eaten; two neighbouring
 * digits changed places; so did day and month; one side knows less of a date;
 * an address before and after July 2025; one side is empty; anything else. */
#define CAUSE_TABLE(X)							\
	X(CAUSE_NONE, "none")						\
	X(CAUSE_FORM, "form")						\
	X(CAUSE_CASE, "case")						\
	X(CAUSE_TONE_PLACE, "tone-place")				\
	X(CAUSE_MARKS, "marks")						\
	X(CAUSE_CHARSET, "charset")					\
	X(CAUSE_ZERO, "zero")						\
	X(CAUSE_TRANSPOSED, "transposed")				\
	X(CAUSE_DAY_MONTH, "day-month")					\
	X(CAUSE_YEAR_ONLY, "year-only")					\
	X(CAUSE_RENAMED, "renamed")					\
	X(CAUSE_ABSENT, "absent")					\
	X(CAUSE_DIFFERENT, "different")

enum cause {
#define CAUSE_CODE(code, name) code,
	CAUSE_TABLE(CAUSE_CODE)
#undef CAUSE_CODE
	CAUSES
};

const char *cause_name(enum cause c);
bool cause_by_name(struct slice name, enum cause *out);
/* A list by commas as bits 1 << cause; false: one is no cause. */
bool causes_by_names(const char *list, uint32_t *out);

struct causes;			/* scratch memory and tables of one thread */
struct causes *causes_new(const struct units *u);	/* NULL: no units */
void causes_free(struct causes *c);	/* wipes */

/* The cells are valid UTF-8 without quotes, as they stand; equal bytes are
 * CAUSE_NONE. */
enum cause cause_of(struct causes *c, enum column what, struct slice left,
    struct slice right);

#endif
