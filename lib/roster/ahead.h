/* SPDX-License-Identifier: ISC */
/* Files that are not in memory yet are read in large pieces by a thread of
 * their own, ahead of those that look at them: a page at a time, as a map
 * brings them, a disk gives a quarter of its speed. */
#ifndef ROSTER_AHEAD_H
#define ROSTER_AHEAD_H

#include "roster/side.h"

struct ahead;

/* Both sides, one after the other; NULL where they are in memory (nothing is
 * to be done then, and all calls take NULL). */
struct ahead *ahead_new(const struct side side[2]);
void ahead_free(struct ahead *a);

/* Returns when what stands before `end` on that side has been read. */
void ahead_wait(struct ahead *a, unsigned side, size_t end);

#endif
