/* SPDX-License-Identifier: ISC */
/* What the user says of the findings. */
#include "lint/lint_option.h"

static const char *
set_day(struct lint_terms *t, struct slice arg)
{
	return date_parse(arg, &t->today) != ERR_OK || t->today.d == 0 ?
	    N_("--at: write the date as YYYY-MM-DD") : NULL;
}

bool
lint_option(struct lint_terms *t, int ch, const char *arg, unsigned *only,
    const char **why, struct slice *bad)
{
	struct slice s = slice_str(arg);

	*why = NULL;
	*bad = s;
	switch (ch) {
	case LINT_OPT_AT:
		*why = set_day(t, s);
		return true;
	case LINT_OPT_ONLY:
		if (lint_terms_only(t, (*only)++ == 0, s) != ERR_OK)
			*why = N_("--only: say correct, complete, clean or "
			    "current");
		return true;
	case LINT_OPT_IGNORE:
		if (lint_terms_ignore(t, s) != ERR_OK)
			*why = N_("--ignore: see --list-findings: nothing has "
			    "the name");
		return true;
	case LINT_OPT_NEED:
		if (lint_terms_need(t, s, bad) != ERR_OK)
			*why = N_("--need: no member of a record");
		return true;
	default:
		return false;
	}
}
