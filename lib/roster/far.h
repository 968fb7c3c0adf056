/* SPDX-License-Identifier: ISC */
/* Where both files are larger than what the machine keeps of them in memory, a
 * row of the right side is a read of the disk each, in no order. Those that
 * will be told are fetched in the order of their file instead, and kept by the
 * piece of the left side in which they are told. */
#ifndef ROSTER_FAR_H
#define ROSTER_FAR_H

#include "base/buf.h"

struct run;
struct far;

/* Whether it pays. */
bool far_wanted(const struct run *r);

/* The step; errors as run_fail has them. */
void run_far(struct run *r);
void far_free(struct far *f);		/* wipes; NULL is fine */

/* Right rows of one piece. All zero is empty. */
struct far_rows {
	struct buf text;
	size_t *at;			/* by the left row's line */
	size_t lines;
};
void far_rows_release(struct far_rows *rows);

/* Those of a left piece; false: run_fail was called. */
bool far_load(struct run *r, size_t piece, struct far_rows *out);
/* The one whose left row is at that place. */
struct slice far_row(const struct far_rows *rows, uint64_t left);

/* Bytes of files that the machine can keep in memory now: what is available,
 * or the limit of the control group that this process is in. */
unsigned long long far_room(void);

#endif
