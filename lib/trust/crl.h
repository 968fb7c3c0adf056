/* SPDX-License-Identifier: ISC */
/* Certificate revocation lists (RFC 5280, 5; Doc 9303-12, 7.1.4). */
#ifndef TRUST_CRL_H
#define TRUST_CRL_H

#include "trust/cert.h"

#define CRL_MAX (16u << 20)

struct crl {
	struct slice der, tbs, issuer, signature, revoked;
	struct signature_algorithm algorithm;
	bool algorithm_known;
	long long this_update, next_update;
	bool has_next, critical_unknown, delta;
	struct slice aki, number;
};
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
