/* SPDX-License-Identifier: ISC */
/* Certificate revocation lists (RFC 5280, 5; Doc 9303-12, 7). */
#ifndef TRUST_CRL_H
#define TRUST_CRL_H

#include "trust/cert.h"

#define CRL_MAX (16u << 20)

/* Everything borrows from `der`. `revoked`: the entries one after the other.
 * critical_unknown: an extension of the list or of an entry is critical and not
 * known here; an issuing distribution point (indirect and partial lists) is
 * one of those. Whoever looks for a certificate must not use such a list, nor a
 * delta (RFC 5280, 5.2). odd_time: read all the same. */
struct crl {
	struct slice der, tbs, issuer, signature, revoked;
	struct signature_algorithm algorithm;
	bool algorithm_known;
	long long this_update, next_update;
	bool has_next, critical_unknown, delta, odd_time;
	struct slice aki, number;
	size_t entries;
};
/* All entries are read: ERR_FORMAT and the like where one is damaged. */
MUST_CHECK enum err crl_parse(struct slice der, struct crl *out);

/* reason: CRLReason (RFC 5280, 5.3.1), -1 where none is given. */
struct crl_entry {
	long long date;
	int reason;
};
/* Serials are compared as integers. False: not on the list. A damaged entry
 * before it: ERR_FORMAT. */
MUST_CHECK enum err crl_find(const struct crl *c, struct slice serial,
    bool *found, struct crl_entry *out);

#endif
