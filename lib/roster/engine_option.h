/* SPDX-License-Identifier: ISC */
/* The options of a comparison in pieces. */
#ifndef ROSTER_ENGINE_OPTION_H
#define ROSTER_ENGINE_OPTION_H

#include "base/buf.h"

enum { ENGINE_OPT_EMIT = 0x5101, ENGINE_OPT_PARTITIONS, ENGINE_OPT_OUT,
	ENGINE_OPT_TAGGED, ENGINE_OPT_GROUPED, ENGINE_OPT_LEFT_OVER,
	ENGINE_OPT_BLOCKS, ENGINE_OPT_SCORE, ENGINE_OPT_SCORES,
	ENGINE_OPT_SUM, ENGINE_OPT_SORTED };

/* Rows of the option table. */
#define ENGINE_OPTIONS							\
	{ ENGINE_OPT_SORTED, "sorted", NULL,				\
	    N_("both are sorted by the key: read them once, in little " \
	    "memory") },						\
	{ ENGINE_OPT_EMIT, "emit", "SIDE",				\
	    N_("write the roster as tagged lines of side L or R, for an " \
	    "engine") },						\
	{ ENGINE_OPT_PARTITIONS, "partitions", "N",			\
	    N_("with --emit: N files by key, and one for rows without") }, \
	{ ENGINE_OPT_OUT, "out", "FOLDER",				\
	    N_("where these files are to be") },			\
	{ ENGINE_OPT_TAGGED, "tagged", NULL,				\
	    N_("read tagged lines of both sides") },			\
	{ ENGINE_OPT_GROUPED, "grouped", NULL,				\
	    N_("the same, where the lines of a key stand together") },	\
	{ ENGINE_OPT_LEFT_OVER, "emit-left-over", "FILE",		\
	    N_("write rows without a partner as tagged lines to FILE") }, \
	{ ENGINE_OPT_BLOCKS, "emit-blocks", "FILE",			\
	    N_("with --emit-left-over: write them to FILE too, by what they " \
	    "have in common") },					\
	{ ENGINE_OPT_SCORE, "score", NULL,				\
	    N_("read such lines, sorted, and write scores of pairs") },	\
	{ ENGINE_OPT_SCORES, "scores", "FILE",				\
	    N_("with --tagged and --fuzzy: take the scores from FILE") }, \
	{ ENGINE_OPT_SUM, "sum", NULL,					\
	    N_("add up the summaries in the files") }

struct engine_options {
	const char *emit, *partitions, *out, *left_over, *blocks, *scores;
	bool tagged, grouped, score, sum, sorted;
};

/* False: `ch` is none of these. */
bool engine_option(struct engine_options *o, int ch, const char *arg);

/* Whether only a part of the work is to be done. */
bool engine_wanted(const struct engine_options *o);

/* What cannot be together: usage text (N_), or NULL. `fuzzy`: --fuzzy was
 * given; `page`: something that needs both rosters whole; `by_key`: --sort. */
const char *engine_check(const struct engine_options *o, bool fuzzy,
    bool page, bool by_key, size_t operands);

/* Into the engine, when they can be together. */
struct engine;
void engine_take(struct engine *g, const struct engine_options *o, bool fuzzy);

#endif
