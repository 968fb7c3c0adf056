/* SPDX-License-Identifier: ISC */
/* What the files of the signer share: the search for a path, the judgement of
 * certificates, the lists of revoked ones. */
#ifndef TRUST_SIGNER_PRIV_H
#define TRUST_SIGNER_PRIV_H

#include "trust/signer.h"

/* CRL_NONE: no list of this authority. CRL_KEY: one of its name, by a key that
 * is not known here. CRL_WRONG: one that names a key of it, or none, and is
 * signed by none. CRL_UNUSABLE: of a kind that is not used here. In rising
 * order: what the best of the lists is. */
enum signer_crl { CRL_NONE, CRL_KEY, CRL_WRONG, CRL_UNUSABLE, CRL_USED };

/* What this thread knows of a certificate of the store. The key is read when
 * it is first wanted, the CRL looked for when the first signer asks.
 * by_name: the list has the authority's own name, so its serials are those of
 * its certificates. */
struct authority {
	bool key_read, crl_sought;
	struct pubkey *key;
	enum signer_crl state;
	const struct crl *crl;
	bool by_name, may_sign;
};

/* Whether a certificate stands on its authority's list. unsure: on the list of
 * a successor with another name, by a number too short to be one alone. */
struct revocation {
	enum signer_crl state;
	const struct crl *crl;
	bool may_sign, found, unsure;
	struct crl_entry entry;
};

/* own: the signer; above: the first revoked one on its path. */
struct entry {
	struct signer s;	/* first, so that one leads to the other */
	struct revocation own, above;
	uint64_t hash;
	enum signer_use use;
	struct entry *newer, *older, *chain;
	size_t speed_octets;
	unsigned long long used;	/* the cache's `gets` then */
	char octets[];
};

struct signer_cache {
	const struct store *store;
	struct signer_cache_limits limits;
	struct authority *authority;
	size_t authorities;
	struct entry **bucket;
	size_t buckets, n;
	struct entry *newest, *oldest;
	size_t speed_octets, speed_largest;
	unsigned long long gets;
	struct pubkey_tables *tables, *own_tables;
};

struct authority *signer_authority(struct signer_cache *c,
    const struct store_cert *of);
/* NULL: no usable key. */
struct pubkey *signer_authority_key(struct signer_cache *c,
    const struct store_cert *of);
/* Whether the key of `by` signed what has this algorithm, octets, signature. */
enum pubkey_answer signer_signed(struct signer_cache *c,
    const struct store_cert *by, const struct signature_algorithm *a,
    struct slice tbs, struct slice sig);

/* The search for a path. path and steps are the result where it is found. What
 * else was met: gave_up: not all was tried; contradicted: an anchor named by
 * key identifier did not sign; no_ca: one without CA rights did;
 * no_cert_sign: a CA did, no anchor, whose key is not for certificates;
 * bad_key: an anchor named so has no usable key; no_null: a DigestInfo without
 * NULL.
 * `say`: where each step is told, or NULL. */
struct search {
	struct signer_cache *c;
	const struct store_cert *path[SIGNER_MAX_PATH];
	size_t steps;
	unsigned tries;
	bool gave_up, contradicted, no_ca, no_cert_sign, bad_key, no_null,
	    unknown_algorithm;
	struct buf *say;
};
bool signer_search(struct search *w, const struct cert *c);

bool signer_is_link(const struct cert *c, const struct cert *issuer);
bool signer_same_country(struct slice a, struct slice b);

/* Findings that no clock decides. */
void signer_judge_own(struct entry *e);
void signer_judge_path(struct entry *e, const struct search *w);

/* Whether `cert`, issued by `by`, stands on a list. `out`: all zero before. */
void signer_look_up(struct signer_cache *c, const struct cert *cert,
    const struct store_cert *by, struct revocation *out);
void signer_revocation(struct signer_cache *c, struct entry *e);
void signer_crl_findings(const struct entry *e, const struct signer_times *t,
    struct findings *fs);

#endif
