/* SPDX-License-Identifier: ISC */
/* CSCA master lists (Doc 9303-12, 9): a SignedData whose content is a set of
 * certificates. */
#ifndef TRUST_MASTER_LIST_H
#define TRUST_MASTER_LIST_H

#include "trust/cms.h"
#include "trust/signer.h"

#define MASTER_LIST_MAX (16u << 20)
#define MASTER_LIST_MAX_CERTS 20000

/* 2.23.136.1.1.2, id-icao-cscaMasterList */
#define MASTER_LIST_CONTENT_TYPE SLICE("\x67\x81\x08\x01\x01\x02")

/* `certs`: the SET's content, to be walked with tlv_next_der: `count` objects,
 * each a SEQUENCE. Borrows from the input or from cms.joined. */
struct master_list {
	struct cms cms;
	struct slice certs;
	size_t count;
	int version;
};
/* Findings cms.* and list.form. ERR_FORMAT and the like: nothing that could be
 * used; ERR_UNSUPPORTED: a SignedData with other content. */
MUST_CHECK enum err master_list_parse(struct slice der,
    struct master_list *out, struct findings *fs);
void master_list_release(struct master_list *m);

/* Findings as for a document. True: the signature is right, a path from its
 * signer ends in an anchor of the cache's store, the signer is one of lists
 * (EKU 2.23.136.1.1.3: a signer of documents makes no anchors whatever the
 * policy), and nothing is BROKEN. What else is wrong is the policy's. */
bool master_list_verify(const struct master_list *m, struct signer_cache *c,
    const struct signer_times *t, struct findings *fs);

#endif
