/* SPDX-License-Identifier: ISC */
/* What was found in trust stores is believed no more. */
#ifndef SHELF_REMOVE_H
#define SHELF_REMOVE_H

#include "shelf/change.h"
#include "shelf/show.h"

/* A certificate or a station's key: first its SHA-256 is distrusted, which
 * counts wherever the thing lies, then the files of this store that hold
 * nothing else are deleted. A CRL or a master list: its file is deleted.
 * What was done is shown; a place where it stays is reported. ERR_BUSY, with
 * *where the file: it holds other things too, or is another store's. */
MUST_CHECK enum err shelf_remove(struct shelf_change *c,
    const struct shelf *sh, const struct shelf_match *m,
    const struct show *show, const struct shelf_terms *t,
    const char **where);

/* What verdicts change by it, for people. */
const char *shelf_remove_means(enum container_kind kind);

#endif
