/* SPDX-License-Identifier: ISC */
/* AlgorithmIdentifiers of signatures (RFC 4055, RFC 5754, RFC 5758,
 * Doc 9303-12, 4.4), and other small pieces of X.509. */
#ifndef TRUST_ALGORITHM_H
#define TRUST_ALGORITHM_H

#include "base/tlv.h"
#include "chip/crypto.h"

enum signature_kind { SIGNATURE_RSA, SIGNATURE_PSS, SIGNATURE_ECDSA };

/* The hash that an identifier names. MD5 is known by name and never used. */
enum named_hash { HASH_KNOWN, HASH_MD5, HASH_OTHER };

/* hash_given false: rsaEncryption or id-ecPublicKey, the digest algorithm of
 * the SignerInfo is meant (RFC 8017 v1.5, RFC 5754, 3.2): naming is HASH_OTHER
 * until the caller fills in both naming and hash. For PSS as declared: hash,
 * the hash of MGF1 (naming is for both), the octets of salt, the trailer's
 * number. `odd`: the parameters are not what the RFC says for this identifier
 * (NULL missing or one too many, a default written out). */
struct signature_algorithm {
	enum signature_kind kind;
	bool hash_given, odd;
	enum named_hash naming;
	enum crypto_hash hash;		/* where naming is HASH_KNOWN */
	enum crypto_hash mgf_hash;
	int salt, trailer;
};

/* `value`: inside the SEQUENCE. ERR_UNSUPPORTED: another algorithm, a mask
 * that is not MGF1; ERR_FORMAT. */
MUST_CHECK enum err algorithm_signature(struct slice value,
    struct signature_algorithm *out);

/* A digest's AlgorithmIdentifier, inside its SEQUENCE: parameters absent or
 * NULL, else *odd. */
MUST_CHECK enum err algorithm_digest(struct slice value,
    enum named_hash *naming, enum crypto_hash *out, bool *odd);

/* UTCTime or GeneralizedTime, whole object taken off `in`: seconds of Unix time
 * (RFC 5280, 4.1.2.5). *odd: not in the form that the RFC asks for (no seconds,
 * an offset, GeneralizedTime before 2050) but to be understood. ERR_FORMAT,
 * ERR_RANGE. */
MUST_CHECK enum err algorithm_time(struct slice *in, long long *out,
    bool *odd);
/* The content octets of a GeneralizedTime, where no other form may be
 * (PrivateKeyUsagePeriod, invalidityDate). */
MUST_CHECK enum err algorithm_generalized(struct slice text, long long *out,
    bool *odd);

/* An OBJECT IDENTIFIER's content octets as "1.2.840"; appended. */
void algorithm_oid_text(struct slice oid, struct buf *out);

/* A Name (whole SEQUENCE) as people read it: "C=VN, O=..., CN=...", UTF-8, most
 * significant first, other types by their number, commas and the like inside a
 * value behind a backslash (RFC 4514, 2.4), what is no text as # and its
 * octets; unsafe characters are the printer's. Appended. */
void algorithm_name_text(struct slice name, struct buf *out);

/* A DirectoryString's (or other string's) characters as UTF-8, appended. False:
 * not a string, or not of its own alphabet; what was appended is taken back. */
bool algorithm_string(const struct tlv *string, struct buf *out);

#endif
