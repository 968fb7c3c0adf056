/* SPDX-License-Identifier: ISC */
/* Why two cells of one column differ: the weakest reason that explains it. */
#ifndef ROSTER_CAUSE_H
#define ROSTER_CAUSE_H

#include "identity/units.h"
#include "table/header.h"
#include "text/charset.h"

/* From the weakest on. */
#define CAUSE_TABLE(X)							\
	X(CAUSE_NONE, "none")						\
	X(CAUSE_FORM, "form")		/* blanks, Unicode form, quotes, a	\
					 * date or sex written otherwise */	\
	X(CAUSE_CASE, "case")						\
	X(CAUSE_TONE_PLACE, "tone-place")	/* òa, oà */		\
	X(CAUSE_MARKS, "marks")		/* marks missing or wrong */	\
	X(CAUSE_CHARSET, "charset")	/* one side in a legacy charset */	\
	X(CAUSE_ZERO, "zero")		/* leading zeros eaten */	\
	X(CAUSE_TRANSPOSED, "transposed")	/* two neighbouring digits */	\
	X(CAUSE_DAY_MONTH, "day-month")					\
	X(CAUSE_YEAR_ONLY, "year-only")	/* one side knows less */	\
	X(CAUSE_RENAMED, "renamed")	/* address before and after 2025 */	\
	X(CAUSE_ABSENT, "absent")	/* empty on one side */		\
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
