/* SPDX-License-Identifier: ISC */
/* The options of a comparison: what is compared, and what finds it. */
#ifndef ROSTER_RUN_OPTION_H
#define ROSTER_RUN_OPTION_H

#include "roster/run.h"

enum { RUN_OPT_IGNORE = 0x5201, RUN_OPT_FUZZY, RUN_OPT_ALL, RUN_OPT_SORT,
	RUN_OPT_VERIFY };

/* Rows of the option table. */
#define RUN_OPTIONS							\
	{ 'k', "key", "COLS",						\
	    N_("find rows by these columns, not the number") },		\
	{ 'c', "columns", "COLS", N_("compare these columns only") },	\
	{ 'x', "exclude", "COLS", N_("do not compare these columns") },	\
	{ RUN_OPT_IGNORE, "ignore-cause", "LIST",			\
	    N_("cells that differ for these causes are equal") },	\
	{ RUN_OPT_FUZZY, "fuzzy", "HOW",				\
	    N_("rows without a partner by name and birth date: off, list " \
	    "or join") },						\
	{ RUN_OPT_ALL, "all", NULL,					\
	    N_("write rows that are the same too") },			\
	{ RUN_OPT_SORT, "sort", "HOW", N_("order: input or key") },	\
	{ RUN_OPT_VERIFY, "verify", NULL,				\
	    N_("compare the bytes of all rows, not hashes of them") }

/* False: `ch` is none of these. *why is the usage text (N_) of an argument that
 * cannot be; *fuzzy becomes true where --fuzzy is given. */
bool run_option(struct run_options *o, int ch, const char *arg, bool *fuzzy,
    const char **why);

#endif
