/* SPDX-License-Identifier: ISC */
/* The options of what to look for. */
#ifndef LINT_LINT_OPTION_H
#define LINT_LINT_OPTION_H

#include "lint/lint.h"

enum { LINT_OPT_AT = 0x6001, LINT_OPT_ONLY, LINT_OPT_IGNORE, LINT_OPT_NEED };

/* Rows of a tool's option table. */
#define LINT_OPTIONS							\
	{ LINT_OPT_AT, "at", "DATE",					\
	    N_("judge as of DATE (YYYY-MM-DD) instead of today") },	\
	{ LINT_OPT_ONLY, "only", "CRITERION",				\
	    N_("look for this only: correct, complete, clean or current") }, \
	{ LINT_OPT_IGNORE, "ignore", "FINDING",				\
	    N_("do not look for FINDING, such as person.alike or name.*") }, \
	{ LINT_OPT_NEED, "need", "LIST",				\
	    N_("what nobody may lack (id,name,dob,sex)") }

/* False: `ch` is none of these. *why is the usage text (N_) of an argument that
 * cannot be, *bad what of it. *only: how often that option was there. */
bool lint_option(struct lint_terms *t, int ch, const char *arg,
    unsigned *only, const char **why, struct slice *bad);

#endif
