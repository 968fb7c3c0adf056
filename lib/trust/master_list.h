/* SPDX-License-Identifier: ISC */
/* CSCA master lists (Doc 9303-12, 9): a SignedData whose content is a set of
 * certificates. */
#ifndef TRUST_MASTER_LIST_H
#define TRUST_MASTER_LIST_H

#include "trust/cms.h"
#include "trust/signer.h"

#define MASTER_LIST_MAX (32u << 20)
#define MASTER_LIST_MAX_CERTS 20000

/* 2.23.136.1.1.2, id-icao-cscaMasterList */
#define MASTER_LIST_CONTENT_TYPE SLICE("\x67\x81\x08\x01\x01\x02")

/* `certs`: the SET's content, to be walked with tlv_next_der. Borrows from the
 * input or from cms.joined. */
struct master_list {
	struct cms cms;
	struct slice certs;
	int version;
};
MUST_CHECK enum err master_list_parse(struct slice der,
    struct master_list *out, struct findings *fs);
void master_list_release(struct master_list *m);

/* Whether a path from its signer ends in an anchor of the cache's store and the
 * signature is right: findings as for a document, EKU of list signers
 * (2.23.136.1.1.3) included. */
bool master_list_verify(const struct master_list *m, struct signer_cache *c,
    const struct signer_times *t, struct findings *fs);

#endif
