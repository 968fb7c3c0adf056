/* SPDX-License-Identifier: ISC */
/* The portal's catalogues kept in a folder, so that a wrong code is refused
 * at the desk and not an hour later by the portal. */
#ifndef STAY_CATALOGUE_CACHE_H
#define STAY_CATALOGUE_CACHE_H

#include "stay/catalogue.h"

#define CATALOGUE_MAX_AGE_S (7 * 86400)

/* The catalogues that a notice's codes come from; set[i] points to c[i] where
 * there is one, else it is NULL. All zero is empty. */
struct catalogue_cache {
	struct catalogue c[KBTT_CATALOGUES];
	const struct catalogue *set[KBTT_CATALOGUES];
};

void catalogue_cache_release(struct catalogue_cache *cc);

/* Reads what `folder` has; a file that is missing or damaged is left out and
 * comes again with the next refresh. */
void catalogue_cache_load(struct catalogue_cache *cc, const char *folder);

/* Fetches each catalogue that is missing, damaged or older than
 * CATALOGUE_MAX_AGE_S and replaces its file whole. What cannot be had stays as
 * it was. ERR_NETWORK, ERR_TLS: from the portal; ERR_FORMAT and others of
 * catalogue_parse: its answer; ERR_IO: the folder. */
MUST_CHECK enum err catalogue_cache_refresh(struct kbtt *k,
    const char *folder, long long now);

#endif
