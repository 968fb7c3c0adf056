/* SPDX-License-Identifier: ISC */
/* The key with which this machine seals what its readers saw: the 32 octets
 * of an Ed25519 seed, in the file station.key of the state folder. */
#ifndef DESK_STATION_H
#define DESK_STATION_H

#include "chip/random.h"
#include "chip/sign.h"

#define STATION_FILE "station.key"

struct station {
	uint8_t seed[SIGN_SEED];	/* secret: the caller wipes it */
	uint8_t public[SIGN_PUBLIC];
};

/* Reads the seed out of `folder`; makes folder (0700) and file (0600) where
 * they are not there. Of several programs that make it at once one wins, and
 * all get the winner's. ERR_ACCESS: folder or file are not ours or open to
 * others. ERR_DAMAGED: the file is there and holds no seed; it is left alone,
 * for records sealed with it may exist. ERR_FULL, ERR_IO. */
MUST_CHECK enum err station_load(const char *folder, const struct random *r,
    struct station *out);

#endif
