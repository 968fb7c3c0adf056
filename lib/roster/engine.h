/* SPDX-License-Identifier: ISC */
/* A comparison in pieces, for an engine that deals them out (cccd-scale(7)):
 * rows become tagged lines, lines of equal keys meet in a worker, what has no
 * partner there goes on to a last round. */
#ifndef ROSTER_ENGINE_H
#define ROSTER_ENGINE_H

#include "roster/run.h"

#define ENGINE_MAX_PARTITIONS 4096

/* Filled in by the caller up to `left_over`; the rest starts as zero. `run` has
 * the caller's own item, write and ctx. */
struct engine {
	struct run_options run;
	unsigned partitions;		/* 0: all lines go to run.write */
	const char *out;		/* the folder for them */
	bool grouped;			/* lines of a key stand together */
	bool last;			/* all rows are here: names and birth
					 * dates, too */
	int left_over;			/* for tagged lines of rows without a
					 * partner; -1: they are told */
	int blocks;			/* for the same by their blocks; -1 */
	bool score;			/* lines are of blocks: see below */

	struct diff_summary sum;
	const char *why;		/* of an error: N_ text, or NULL */
	unsigned long long line;	/* of it; 0: none */
	const char *at;			/* of it: `out`; NULL: the input's */
	struct engine_state *state;
};

/* Writes the rows of one roster as tagged lines, in partitions to
 * FOLDER/part-00000.L (side 0) or .R and so on, and those without a key to the
 * one after the last. `sum` has what no later step sees. */
MUST_CHECK enum err engine_emit(struct engine *g, unsigned side, int fd,
    const char *name, const struct plan_options *plan);

/* A tagged line (without its end); engine_end compares what is left, to be
 * called once also where there was none. ERR_FORMAT: no such line, or with
 * `grouped` a key that has come back. With `score` the lines are those of
 * blocks, standing together, and their scores are written (roster/blocks.h). */
MUST_CHECK enum err engine_line(struct engine *g, struct slice line);
MUST_CHECK enum err engine_end(struct engine *g);
void engine_release(struct engine *g);

/* All of it, or an error of the disk. */
MUST_CHECK enum err engine_write(int fd, struct slice s);

#endif
