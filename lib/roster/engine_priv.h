/* SPDX-License-Identifier: ISC */
/* Between the files of a comparison in pieces. */
#ifndef ROSTER_ENGINE_PRIV_H
#define ROSTER_ENGINE_PRIV_H

#include "roster/engine.h"
#include "roster/tagged.h"

/* Files that are complete or not there. */
struct partition;
MUST_CHECK enum err partition_open(const char *folder, unsigned n,
    char side, struct partition **out);
/* Tagged lines, each to where its key belongs. */
MUST_CHECK enum err partition_add(struct partition *p, struct slice lines,
    const size_t *end, size_t n);
/* Under their names, unless something went wrong before (`good`). */
MUST_CHECK enum err partition_close(struct partition *p, bool good);

#endif
