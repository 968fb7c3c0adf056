/* SPDX-License-Identifier: ISC */
/* What the user says of a report. */
#include "roster/report_option.h"

bool
report_option(struct report_options *o, int ch, const char *arg)
{
	switch (ch) {
	case REPORT_OPT_BRIEF:
		o->form.brief = true;
		return true;
	case REPORT_OPT_CSV:
		o->form.csv = true;
		return true;
	case REPORT_OPT_HTML:
		o->html = arg;
		return true;
	case REPORT_OPT_HTML_ROWS:
		o->html_rows = arg;
		return true;
	case 'q':
		o->quiet = true;
		return true;
	default:
		return false;
	}
}
