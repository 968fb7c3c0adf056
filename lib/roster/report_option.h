/* SPDX-License-Identifier: ISC */
/* The options of a report: what is written, and how much of it. */
#ifndef ROSTER_REPORT_OPTION_H
#define ROSTER_REPORT_OPTION_H

#include "roster/report.h"

enum { REPORT_OPT_BRIEF = 0x5301, REPORT_OPT_CSV, REPORT_OPT_HTML,
	REPORT_OPT_HTML_ROWS };

/* Rows of the option table. */
#define REPORT_OPTIONS							\
	{ REPORT_OPT_BRIEF, "brief", NULL,				\
	    N_("lines, columns and causes, without what stands in the "	\
	    "cells") },							\
	{ REPORT_OPT_CSV, "csv", NULL,					\
	    N_("write CSV for spreadsheets") },				\
	{ REPORT_OPT_HTML, "html", "FILE",				\
	    N_("write a page for people to FILE as well") },		\
	{ REPORT_OPT_HTML_ROWS, "html-rows", "N",			\
	    N_("at most N differences on it (5000)") },			\
	{ 'q', "quiet", NULL,						\
	    N_("write nothing; the status tells") }

struct report_options {
	struct report_form form;
	const char *html, *html_rows;
	bool quiet;
};

/* False: `ch` is none of these. */
bool report_option(struct report_options *o, int ch, const char *arg);

#endif
