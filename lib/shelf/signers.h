/* SPDX-License-Identifier: ISC */
/* Whose signature a file carries: certificates themselves, the signers of
 * EF.SOD, EF.CardSecurity and master lists, those of the chips in records. */
#ifndef SHELF_SIGNERS_H
#define SHELF_SIGNERS_H

#include "shelf/shelf.h"
#include "trust/signer.h"

/* `where`: "FILE" or "FILE:LINE". `der` lives until the call returns. */
typedef void signers_fn(void *ctx, const char *where, struct slice der,
    enum signer_use use);

/* Calls `fn` for each signer in the text of a file: containers as of
 * container.h, or records, a line each. What cannot be read is reported, and
 * ERR_DAMAGED returned at the end. */
MUST_CHECK enum err signers_of(const char *file, struct slice text,
    const struct shelf_terms *t, signers_fn *fn, void *ctx);

#endif
