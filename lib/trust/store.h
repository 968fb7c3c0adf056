/* SPDX-License-Identifier: ISC */
/* What the verifier believes in, in memory: anchors, other certificates that
 * may lead to them, CRLs, stations' keys, and what is distrusted. Filled once,
 * then only looked into: many threads may. */
#ifndef TRUST_STORE_H
#define TRUST_STORE_H

#include "chip/sign.h"
#include "trust/cert.h"
#include "trust/crl.h"

/* ANCHOR: the operator, or a master list that he believes, names it. KNOWN: may
 * stand in a path and has to be signed itself. */
enum store_role { STORE_KNOWN, STORE_ANCHOR };

/* `origin`: where it came from, as a person reads it: "anchors/vn.pem",
 * "nl.ml, entry 17". `at`: its place, as for store_cert. */
struct store_cert {
	struct cert cert;
	enum store_role role;
	const char *origin;
	size_t at;
};
struct store_crl {
	struct crl crl;
	const char *origin;
	size_t at;
};

struct store;
struct store *store_new(void);
void store_free(struct store *s);

/* Copies. A certificate that is there already keeps the higher role:
 * ERR_DUPLICATE says so. One without CA rights becomes KNOWN, never an anchor.
 * Distrusted ones are not taken: ERR_ACCESS. Else what cert_parse said. */
MUST_CHECK enum err store_add_cert(struct store *s, struct slice der,
    enum store_role role, const char *origin);
MUST_CHECK enum err store_add_crl(struct store *s, struct slice der,
    const char *origin);
MUST_CHECK enum err store_add_station(struct store *s,
    const uint8_t public[SIGN_PUBLIC], const char *origin);
/* SHA-256 of a certificate or of a station's public key: from now on it is not
 * taken, and what was taken is dropped. */
void store_distrust(struct store *s, const uint8_t sha256[32]);
bool store_distrusts(const struct store *s, const uint8_t sha256[32]);

size_t store_certs(const struct store *s);
const struct store_cert *store_cert(const struct store *s, size_t i);
size_t store_crls(const struct store *s);
const struct store_crl *store_crl(const struct store *s, size_t i);
/* The key with this name (evidence_key_id), or NULL. */
const uint8_t *store_station(const struct store *s, const char *key_id);
size_t store_stations(const struct store *s);
const uint8_t *store_station_at(const struct store *s, size_t i,
    const char **origin);

/* Whether a certificate may issue others at all. A known one has to say so in
 * basicConstraints and, where it has one, in keyUsage. For an anchor it is
 * enough that it does not say otherwise in basicConstraints, or where they are
 * absent in keyUsage. */
bool store_may_issue(const struct cert *c, enum store_role role);

/* Those that may have signed `c` by what it says: anchors before others, so
 * that a crowd of others hides none; of each, first by key identifier, then by
 * name; each once, without CA rights too. Fills up to `max`, returns how many
 * there are. */
size_t store_issuers(const struct store *s, const struct cert *c,
    const struct store_cert **out, size_t max);
/* By SID (cms.h): issuer and serial, or key identifier. NULL: none. */
const struct store_cert *store_signer(const struct store *s,
    struct slice issuer, struct slice serial, struct slice ski);

#endif
