/* SPDX-License-Identifier: ISC */
/* The options of reading, which every tool for rosters has. */
#ifndef TABLE_PLAN_OPTION_H
#define TABLE_PLAN_OPTION_H

#include "table/plan.h"

enum { PLAN_OPT_MAP = 0x5001, PLAN_OPT_CHARSET, PLAN_OPT_SEPARATOR,
	PLAN_OPT_NO_HEADER, PLAN_OPT_SHEET, PLAN_OPT_DATE_ORDER };

/* Rows of a tool's option table. */
#define PLAN_OPTIONS							\
	{ PLAN_OPT_MAP, "map", "LIST",					\
	    N_("what columns mean: id=2,name=Họ tên,-=4") },		\
	{ PLAN_OPT_CHARSET, "charset", "NAME",				\
	    N_("the text is in NAME: utf-8, tcvn3, vni, cp1258, viscii, vps " \
	    "or viqr") },						\
	{ PLAN_OPT_SEPARATOR, "separator", "C",				\
	    N_("cells end at the sign C, or tab") },			\
	{ PLAN_OPT_NO_HEADER, "no-header", NULL,			\
	    N_("the first row is a person's") },			\
	{ PLAN_OPT_SHEET, "sheet", "NAME",				\
	    N_("read this sheet of a workbook, by name or number from 1") }, \
	{ PLAN_OPT_DATE_ORDER, "date-order", "ORDER",			\
	    N_("days are written dmy or mdy") }

/* False: `ch` is none of these. *why is the usage text (N_) of an argument that
 * cannot be. */
bool plan_option(struct plan_options *p, int ch, const char *arg,
    const char **why);

#endif
