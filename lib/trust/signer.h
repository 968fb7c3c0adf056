/* SPDX-License-Identifier: ISC */
/* A document signer with its path to an anchor, judged once and kept: signers
 * sign many cards. What depends on time is judged anew each time. */
#ifndef TRUST_SIGNER_H
#define TRUST_SIGNER_H

#include "trust/finding.h"
#include "trust/pubkey.h"
#include "trust/store.h"

#define SIGNER_MAX_PATH 8

/* Of each certificate so many possible issuers are looked at, and for the path
 * of one signer so many signatures checked. Beyond, the search gives up: the
 * signer is UNKNOWN, and chain.anchor says that too many certificates have the
 * issuer's name. Anchors are tried before others (store_issuers). */
#define SIGNER_MAX_CANDIDATES 256
#define SIGNER_MAX_TRIES 64

/* ANCHORED: a path of right signatures ends in an anchor. UNKNOWN: none found,
 * none contradicts. BAD: the certificate that names itself this signer's issuer
 * by key identifier is an anchor, and its key did not sign it. */
enum signer_trust { SIGNER_ANCHORED, SIGNER_UNKNOWN, SIGNER_BAD };

/* What a signer is used for: EKU and key usage follow from it. */
enum signer_use { SIGNER_OF_DOCUMENTS, SIGNER_OF_MASTER_LISTS };

/* path[0] issued the signer; path[steps - 1] is the anchor. `findings`:
 * chain.*, dsc.*, csca.* and weak.* that no clock decides. key NULL: none
 * usable (a finding says why). said: the judge's own. */
struct signer {
	struct cert cert;
	struct pubkey *key;
	enum signer_trust trust;
	const struct store_cert *path[SIGNER_MAX_PATH];
	size_t steps;
	struct findings findings;
	struct buf said;
	unsigned long hits;
};

/* One per thread, over a store that does not change meanwhile. At most `max`
 * signers are kept, the longest unused one goes first; multiples of points
 * (pubkey_speed_up) after `hits_to_speed_up` uses of an anchored signer, at
 * most `speed_octets` of them in all (those of the curves' generators, which
 * the signers share, not counted): there the longest unused one gives way too,
 * but none that was used lately. 0 hits: never. */
struct signer_cache;
struct signer_cache_limits {
	size_t max;
	unsigned long hits_to_speed_up;
	size_t speed_octets;
};
struct signer_cache *signer_cache_new(const struct store *s,
    const struct signer_cache_limits *l);
void signer_cache_free(struct signer_cache *c);
/* Before the first signer: multiples are shared with the caches of other
 * threads; `t` outlives them all. */
void signer_cache_share(struct signer_cache *c, struct pubkey_tables *t);

/* The judged signer; valid until the next call. NULL: `der` is no certificate
 * (a finding dsc.form is what the caller adds).
 *
 * The path is our own (Doc 9303-12, 7; not RFC 5280's): an anchor is a key that
 * the operator named; a CA certificate of the same country, with the same
 * organisation or common name, that is signed under an anchor is a link, its
 * key an anchor of its own, and path lengths count from there. */
struct signer *signer_get(struct signer_cache *c, struct slice der,
    enum signer_use use);

/* What the clock decides. Each is known or not: signing is signedAttrs' own
 * word, issue what the document says (any moment of the day that it names: the
 * day before and after count too, for nobody says where it was midnight),
 * reading `read_at`, now the verifier's clock. Findings dsc.valid-signing,
 * dsc.valid-issue, dsc.valid-reading, dsc.valid-now, dsc.key-period,
 * csca.valid, csca.key-period, crl.*. */
struct signer_times {
	bool has_signing, has_issue, has_reading, has_now;
	long long signing, issue, reading, now;
};
void signer_times(const struct signer *s, const struct signer_times *t,
    struct findings *fs);

/* An anchor, or an authority that leads to one, signed this list, and it says
 * all that there is to say (crl.h). */
bool signer_knows_list(struct signer_cache *c, const struct crl *l);

/* Why, step by step, for people (cccd-trust explain): one line of text a step
 * tried, in English, untranslated names inside. Appended. */
void signer_explain(struct signer_cache *c, struct slice der,
    struct buf *out);

#endif
