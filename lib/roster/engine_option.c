/* SPDX-License-Identifier: ISC */
/* Which piece of a comparison the user wants. */
#include <string.h>

#include "roster/engine.h"
#include "roster/engine_option.h"

bool
engine_option(struct engine_options *o, int ch, const char *arg)
{
	switch (ch) {
	case ENGINE_OPT_EMIT:
		o->emit = arg;
		return true;
	case ENGINE_OPT_PARTITIONS:
		o->partitions = arg;
		return true;
	case ENGINE_OPT_OUT:
		o->out = arg;
		return true;
	case ENGINE_OPT_GROUPED:
		o->grouped = true;
		return true;
	case ENGINE_OPT_TAGGED:
		o->tagged = true;
		return true;
	case ENGINE_OPT_LEFT_OVER:
		o->left_over = arg;
		return true;
	case ENGINE_OPT_BLOCKS:
		o->blocks = arg;
		return true;
	case ENGINE_OPT_SCORE:
		o->score = true;
		return true;
	case ENGINE_OPT_SCORES:
		o->scores = arg;
		return true;
	case ENGINE_OPT_SORTED:
		o->sorted = true;
		return true;
	case ENGINE_OPT_SUM:
		o->sum = true;
		return true;
	default:
		return false;
	}
}

bool
engine_wanted(const struct engine_options *o)
{
	return o->emit != NULL || o->tagged || o->grouped || o->score ||
	    o->sum;
}

const char *
engine_check(const struct engine_options *o, bool fuzzy, bool page,
    bool by_key, size_t operands)
{
	bool tagged = o->tagged || o->grouped, emit = o->emit != NULL;
	const struct { bool bad; const char *why; } check[] = {
		{ emit && strcmp(o->emit, "L") != 0 &&
		    strcmp(o->emit, "R") != 0, N_("--emit is L or R") },
		{ emit + tagged + o->score + o->sum > 1,
		    N_("one of --emit, --tagged, --score and --sum at a "
		    "time") },
		{ o->blocks != NULL && o->left_over == NULL,
		    N_("--emit-blocks goes with --emit-left-over") },
		{ o->scores != NULL && (!tagged || !fuzzy),
		    N_("--scores goes with --tagged and --fuzzy") },
		{ engine_wanted(o) && page,
		    N_("--html and --learn need both rosters whole") },
		{ o->left_over != NULL && (!tagged || fuzzy),
		    N_("--emit-left-over goes with --tagged or --grouped, and "
		    "without --fuzzy") },
		{ (o->partitions != NULL) != (o->out != NULL) ||
		    (o->out != NULL && !emit),
		    N_("--emit, --partitions and --out go together") },
		{ o->grouped && fuzzy,
		    N_("--fuzzy needs all that is left over: --tagged, not "
		    "--grouped") },
		{ o->sorted && (engine_wanted(o) || o->left_over != NULL),
		    N_("--sorted takes two rosters, not pieces of them") },
		{ o->sorted && page,
		    N_("--html and --learn need both rosters whole: leave "
		    "--sorted out") },
		{ o->sorted && by_key,
		    N_("--sorted has an order of its own: leave --sort out") },
		{ emit && operands > 1, N_("--emit takes one roster") },
		{ !engine_wanted(o) && operands != 2,
		    N_("two rosters are needed: the left one and the right "
		    "one") },
	};
	size_t i;

	for (i = 0; i < sizeof check / sizeof *check; i++)
		if (check[i].bad)
			return check[i].why;
	return NULL;
}

void
engine_take(struct engine *g, const struct engine_options *o, bool fuzzy)
{
	g->out = o->out;
	g->grouped = o->grouped;
	g->score = o->score;
	g->last = fuzzy;
}
