/* SPDX-License-Identifier: ISC */
/* What the user says of a comparison. */
#include <string.h>

#include "roster/run_option.h"

static const char *
set_fuzzy(struct run_options *o, const char *arg)
{
	static const struct { const char *name; enum run_fuzzy is; } how[] = {
		{ "off", RUN_FUZZY_OFF }, { "list", RUN_FUZZY_LIST },
		{ "join", RUN_FUZZY_JOIN }
	};
	size_t i;

	for (i = 0; i < sizeof how / sizeof *how; i++)
		if (strcmp(arg, how[i].name) == 0) {
			o->fuzzy = how[i].is;
			return NULL;
		}
	return N_("--fuzzy is off, list or join");
}

bool
run_option(struct run_options *o, int ch, const char *arg, bool *fuzzy,
    const char **why)
{
	*why = NULL;
	switch (ch) {
	case 'k':
		o->keys = arg;
		return true;
	case 'c':
		o->columns = arg;
		return true;
	case 'x':
		o->exclude = arg;
		return true;
	case RUN_OPT_IGNORE:
		o->ignore = 0;
		if (!causes_by_names(arg, &o->ignore))
			*why = N_("--ignore-cause: no such cause");
		return true;
	case RUN_OPT_FUZZY:
		*fuzzy = true;
		*why = set_fuzzy(o, arg);
		return true;
	case RUN_OPT_ALL:
		o->all = true;
		return true;
	case RUN_OPT_SORT:
		o->by_key = strcmp(arg, "key") == 0;
		if (!o->by_key && strcmp(arg, "input") != 0)
			*why = N_("--sort is input or key");
		return true;
	case RUN_OPT_VERIFY:
		o->verify = true;
		return true;
	default:
		return false;
	}
}
