/* SPDX-License-Identifier: ISC */
/* A comparison of two rosters that are sorted by their keys: read once from
 * front to back, from pipes too, in memory that does not grow with them. Keys
 * are in the order of their bytes. What has no partner, and rows whose number
 * is not written as it is compared, wait in a file without a name and are
 * compared at the end as those of any two rosters. */
#ifndef ROSTER_SORTED_H
#define ROSTER_SORTED_H

#include "roster/run.h"

/* Filled in by the caller up to `columns`; the rest starts as zero. `run` has
 * the caller's own item, write and ctx; nothing is learned. */
struct sorted {
	const struct run_options *run;
	const struct plan_options *plan[2];
	const char *name[2];
	int fd[2];
	/* With run_only where the columns are known, with run_note at the
	 * end. */
	void (*say)(void *ctx, const struct run *r, run_note_fn *note);

	struct diff_summary sum;
	unsigned side;			/* of an error; 2: neither */
	unsigned long long line;
	const char *why;		/* N_ text, or NULL */
};

/* ERR_FORMAT: a key is smaller than the one before it; ERR_UNSUPPORTED: more
 * than one table in a file; others as of run_open and run_all. */
MUST_CHECK enum err sorted_run(struct sorted *s);

#endif
