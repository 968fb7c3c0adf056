/* SPDX-License-Identifier: ISC */
/* Who vouches for the signers of files and records, and by which path. */
#ifndef SHELF_EXPLAIN_H
#define SHELF_EXPLAIN_H

#include "shelf/show.h"
#include "shelf/shelf.h"

/* `worst` of all that was explained, SIGNER_BAD also for one that is revoked or
 * distrusted; each signer is shown once. */
struct explain {
	const struct show *show;
	const struct shelf_terms *terms;
	struct signer_cache *cache;
	uint8_t (*seen)[32];
	size_t n;
	enum signer_trust worst;
	bool damaged;
};
void explain_init(struct explain *x, const struct store *s,
    const struct show *w, const struct shelf_terms *t);
void explain_release(struct explain *x);

/* A file's text: certificates, EF.SOD, EF.CardSecurity, master lists (in the
 * forms of container.h), or records. What cannot be read is reported, and
 * x->damaged. */
void explain_file(struct explain *x, const char *file, struct slice text);

#endif
