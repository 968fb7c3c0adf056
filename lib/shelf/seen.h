/* SPDX-License-Identifier: ISC */
/* Proofs that were judged before, in a file of bounded size: a record that is
 * shown a second time has one of them. What a proof is, is the caller's word
 * (trust/active.h, aa_once). One line each, the oldest first: the first 16
 * octets of SHA-256 over the proof in hex, a blank, the day of the judgement.
 *
 * Several programs may have the file open; each sees at once what another
 * notes. An entry is written before seen_note returns, so that it outlives a
 * program that is killed, and on the disk for good after seen_sync: call that
 * before waiting for input, not for each record. */
#ifndef SHELF_SEEN_H
#define SHELF_SEEN_H

#include "base/date.h"

#define SEEN_MAX 262144u		/* 14 MB of file, 16 of memory */

struct seen;

/* Opens the file, or makes it (0600). The last `max` entries count, at least
 * 4; up to a quarter more are kept before the oldest go. What a power cut left
 * at the end is cut off. ERR_ACCESS: no regular file, not ours, or others may
 * write it. ERR_DAMAGED: it has other lines; it is left alone then.
 * ERR_NOT_FOUND (its folder), ERR_FULL, ERR_IO. */
MUST_CHECK enum err seen_open(const char *path, size_t max, struct seen **out);

/* *before: the signature is noted already; else it is now, under `day`. With
 * an error it may not be: ERR_FULL, ERR_IO, ERR_DAMAGED (somebody else wrote
 * into the file), ERR_ACCESS. Not for two threads at once. */
MUST_CHECK enum err seen_note(struct seen *s, struct slice sig,
    struct date day, bool *before);

MUST_CHECK enum err seen_sync(struct seen *s);
void seen_close(struct seen *s);	/* without seen_sync; NULL is fine */

#endif
