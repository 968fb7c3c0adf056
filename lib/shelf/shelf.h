/* SPDX-License-Identifier: ISC */
/* The trust store on disk: plain files and folders that a person can read.
 *
 *	anchors/    certificates that are believed: PEM, DER, or a master list
 *		    (believed when its signer's path ends in an anchor)
 *	known/	    certificates that may stand in a path: links, signers, the
 *		    LDIF of the ICAO directory
 *	crls/	    CRLs
 *	stations/   public keys of reading stations: a line
 *		    "cccd-station HEX [comment]"
 *	distrusted  lines "SHA-256 [comment]": never taken from anywhere
 *
 * A folder without any of these names, and a file, is as a file in anchors/:
 * whoever names it on the command line believes it. */
#ifndef SHELF_SHELF_H
#define SHELF_SHELF_H

#include "trust/store.h"

struct shelf_counts {
	size_t anchors, known, crls, stations, lists, refused;
};

/* What is wrong with a file, or worth saying: `where` "FILE" or "FILE:LINE".
 * why: constant. Warnings go on; the function's own result counts. */
typedef void shelf_report(void *ctx, const char *where, const char *why);

/* Loads a file or folder into `s`. Master lists are judged after everything
 * else is there, again and again while one more becomes believed. ERR_NOT_FOUND,
 * ERR_ACCESS (also: others may write it), ERR_IO; a damaged file is reported,
 * and ERR_DAMAGED at the end when everything else was loaded. */
MUST_CHECK enum err shelf_load(const char *path, struct store *s,
    long long now, bool has_now, shelf_report *report, void *ctx,
    struct shelf_counts *counts);

#endif
