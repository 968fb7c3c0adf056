/* SPDX-License-Identifier: ISC */
/* What the store's two files share: the certificates and where to find them. */
#ifndef TRUST_STORE_PRIV_H
#define TRUST_STORE_PRIV_H

#include "trust/store.h"

enum { BY_SHA256, BY_NAME, BY_SKI, BY_SID, STORE_INDEXES };

/* next: the one behind it in its chain, by place + 1; 0 ends. `octets` holds
 * the certificate and the origin's text. */
struct store_item {
	struct store_cert c;
	uint64_t hash[STORE_INDEXES];
	uint32_t next[STORE_INDEXES];
	char octets[];
};

/* Chains start at head[index][hash & (buckets - 1)]. */
struct store_table {
	struct store_item **item;
	size_t n, cap, buckets;
	uint32_t *head[STORE_INDEXES];
};

void store_table_release(struct store_table *t);
void store_table_add(struct store_table *t, struct store_item *i);
void store_table_drop(struct store_table *t, size_t at);
struct store_item *store_table_find(const struct store_table *t,
    const uint8_t sha256[32]);
size_t store_table_issuers(const struct store_table *t, const struct cert *c,
    const struct store_cert **out, size_t max);
const struct store_cert *store_table_signer(const struct store_table *t,
    struct slice issuer, struct slice serial, struct slice ski);

#endif
