/* SPDX-License-Identifier: ISC */
/* The key with which this machine seals what its readers saw: the 32 octets
 * of an Ed25519 seed, in the file station.key of the state folder; and beside
 * it its public half in station.pub, for those who verify: the line
 * "cccd-station HEX NAME", the name as in evidence_key_id. */
#ifndef DESK_STATION_H
#define DESK_STATION_H

#include "chip/random.h"
#include "chip/sign.h"

#define STATION_FILE "station.key"
#define STATION_SHARED "station.pub"

/* bad: the name of the file that is not as it should be, and why; NULL: none.
 * Without station.pub the station seals all the same. */
struct station {
	uint8_t seed[SIGN_SEED];	/* secret: the caller wipes it */
	uint8_t public[SIGN_PUBLIC];
	const char *bad;
	enum err why;
};

/* Reads the seed out of `folder`; makes folder (0700) and file (0600) where
 * they are not there, and station.pub (0644) where it is not there or says
 * something else. Of several programs that make it at once one wins, and
 * all get the winner's. ERR_ACCESS: folder or file are not ours or open to
 * others. ERR_DAMAGED: the file is there and holds no seed; it is left alone,
 * for records sealed with it may exist. ERR_FULL, ERR_IO. out->bad and
 * out->why say it in each case, and alone that station.pub could not be
 * written. */
MUST_CHECK enum err station_load(const char *folder, const struct random *r,
    struct station *out);

#endif
