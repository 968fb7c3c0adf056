/* SPDX-License-Identifier: ISC */
/* CSCA master lists (Doc 9303-12): a SignedData whose content is a set of
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

/* Findings as for a document, on top of those of master_list_parse. True: the
 * signature is right, a path from its signer ends in an anchor of the cache's
 * store, and no finding of either is FORBIDDEN or worse (so its signer is one
 * of lists, EKU 2.23.136.1.1.3). No policy changes that: a list makes anchors.
 * What only DEVIATES is believed, as lists of states do. */
bool master_list_verify(const struct master_list *m, struct signer_cache *c,
    const struct signer_times *t, struct findings *fs);

#endif
