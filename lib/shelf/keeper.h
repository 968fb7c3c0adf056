/* SPDX-License-Identifier: ISC */
/* The list of proofs seen (seen.h) in a process of its own: it opens, locks and
 * replaces files, which a verifier behind its fence cannot. Nothing is parsed
 * there: it gets a signature and a day, and answers. */
#ifndef SHELF_KEEPER_H
#define SHELF_KEEPER_H

#include "shelf/seen.h"
#include "trust/finding.h"

#define KEEPER_MAX_PROOF 2048		/* octets of a signature */

struct keeper;

/* Before the fence and before any thread. What seen_open says; ERR_BUSY: no
 * process could be made. */
MUST_CHECK enum err keeper_start(const char *path, size_t max,
    struct keeper **out);

/* The finding aa.seen: whether the signature was noted before. It is now. With
 * an error (of seen_note, or ERR_IO: the keeper is gone) the finding is
 * NOT_DONE. Not for two threads at once. */
MUST_CHECK enum err keeper_check(struct keeper *k, struct slice sig,
    struct date day, struct findings *fs);

/* What was noted is on the disk for good. */
MUST_CHECK enum err keeper_sync(struct keeper *k);
void keeper_end(struct keeper *k);		/* NULL is fine */

#endif
