/* SPDX-License-Identifier: ISC */
/* What the user says of a roster. */
#include <string.h>

#include "table/plan_option.h"
#include "table/plan_priv.h"

static const char *
set_charset(struct plan_options *p, const char *arg)
{
	if (!charset_by_name(slice_str(arg), &p->charset))
		return N_("--charset: not known: say utf-8, tcvn3, vni, "
		    "cp1258, viscii, vps or viqr");
	p->charset_given = true;
	return NULL;
}

static const char *
set_separator(struct plan_options *p, const char *arg)
{
	const char *sign = strcmp(arg, "tab") == 0 ||
	    strcmp(arg, "\\t") == 0 ? "\t" : arg;

	if (!plan_may_separate(sign[0]) || sign[1] != '\0')
		return N_("--separator: say one sign of ASCII, or tab");
	p->separator = sign[0];
	return NULL;
}

static const char *
set_order(struct plan_options *p, const char *arg)
{
	if (strcmp(arg, "dmy") != 0 && strcmp(arg, "mdy") != 0)
		return N_("--date-order: say dmy or mdy");
	p->date_order = arg[0] == 'd' ? DATE_DMY : DATE_MDY;
	return NULL;
}

bool
plan_option(struct plan_options *p, int ch, const char *arg, const char **why)
{
	*why = NULL;
	switch (ch) {
	case PLAN_OPT_MAP:
		p->map = arg;
		return true;
	case PLAN_OPT_CHARSET:
		*why = set_charset(p, arg);
		return true;
	case PLAN_OPT_SEPARATOR:
		*why = set_separator(p, arg);
		return true;
	case PLAN_OPT_NO_HEADER:
		p->no_header = true;
		return true;
	case PLAN_OPT_SHEET:
		p->sheet = arg;
		return true;
	case PLAN_OPT_DATE_ORDER:
		*why = set_order(p, arg);
		return true;
	default:
		return false;
	}
}
