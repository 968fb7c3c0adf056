/* SPDX-License-Identifier: ISC */
/* SignedData (RFC 5652, 5) as EF.SOD, EF.CardSecurity and master lists are:
 * structure, then one signer. What is not as it has to be becomes a finding,
 * named cms.* after the table in man/cccd-checks.7. */
#ifndef TRUST_CMS_H
#define TRUST_CMS_H

#include "trust/cert.h"
#include "trust/finding.h"
#include "trust/pubkey.h"

#define CMS_MAX_CERTS 16		/* 600 in a master list are content */
#define CMS_MAX_SIGNERS 8
#define CMS_MAX_ATTRIBUTES 32

struct cms_signer {
	int version;
	struct slice issuer, serial, ski;	/* the SID; p NULL: the other */
	enum named_hash digest_naming;
	enum crypto_hash digest;
	bool has_attributes;
	struct slice attributes;	/* [0] whole, as received */
	struct slice attr_content_type, attr_digest;
	bool has_signing_time;
	long long signing_time;
	struct signature_algorithm algorithm;
	bool algorithm_known;
	struct slice signature;
};

/* Borrows from the input and from `joined`, which owns content that came in
 * pieces. content_type: content octets of the OID. */
struct cms {
	int version;
	struct slice content_type, content;
	bool detached;			/* no content */
	struct buf joined;
	size_t certs, signers;
	bool ber;			/* indefinite lengths in the wrapper */
	/* not cleared beyond those */
	struct slice cert[CMS_MAX_CERTS];
	struct cms_signer signer[CMS_MAX_SIGNERS];
};

/* `in`: a ContentInfo, or a bare SignedData: a finding, as is what stands
 * behind it. BER is read, in the wrapper and, with a finding of its own, in
 * signedAttrs; the content is its reader's to look at.
 * ERR_FORMAT, ERR_TRUNCATED, ERR_DEPTH, ERR_TOO_LONG: no SignedData that could
 * be judged; *out is empty then. `fs` gets what deviates and what is good. */
MUST_CHECK enum err cms_parse(struct slice in, struct cms *out,
    struct findings *fs);
void cms_release(struct cms *c);
void cms_none(struct cms *c);		/* makes it empty, frees nothing */

/* The certificate that the SID of the only signer names. NULL where none of
 * those embedded is it, with a finding; never another one instead. */
const struct slice *cms_signer_cert(const struct cms *c, struct findings *fs);

/* That of signer i, without a finding: who takes a second signer for good has
 * to look at its path as well. */
const struct slice *cms_cert_of(const struct cms *c, size_t i);

/* signedAttrs, digest and signature of the first signer under `key`, NULL where
 * none is known; `content_type`: what has to be signed (content octets), p
 * NULL: any. Further signers are tried with the certificates embedded for them.
 * The findings end with cms.signature: BROKEN where it is wrong. True: the
 * signature covers the content. */
bool cms_verify(const struct cms *c, struct slice content_type,
    struct pubkey *key, struct findings *fs);

#endif
