/* SPDX-License-Identifier: ISC */
/* A public key that verifies signatures over octets. The one owner of
 * OpenSSL's keys in this room. */
#ifndef TRUST_PUBKEY_H
#define TRUST_PUBKEY_H

#include "trust/algorithm.h"

enum pubkey_kind { PUBKEY_RSA, PUBKEY_EC };

/* bits: of the modulus or of the curve's order. curve: "brainpoolP384r1", NULL
 * for RSA. explicit_parameters: written out, and equal in every value to that
 * curve (Doc 9303-12, 4.4). exponent: 0 where it does not fit. pss_only: the
 * key's own identifier is id-RSASSA-PSS; pss: with parameters, and these. */
struct pubkey_facts {
	enum pubkey_kind kind;
	unsigned bits;
	const char *curve;
	bool explicit_parameters;
	unsigned long exponent;
	bool pss_only, pss_restricted;
	struct signature_algorithm pss;
};

struct pubkey;

/* `spki` whole, copied. ERR_UNSUPPORTED: a curve or parameters that are none of
 * Doc 9303-11, 9.5.1, another kind of key. ERR_FORMAT: a point that is not on
 * its curve, an even modulus or exponent, exponent 1, under 1024 or over
 * 8192 bits, an exponent of over 256 bits (over 64 behind a modulus of over
 * 3072 bits: ERR_UNSUPPORTED, OpenSSL does not compute with it). */
MUST_CHECK enum err pubkey_new(struct slice spki, struct pubkey **out);
void pubkey_free(struct pubkey *k);
const struct pubkey_facts *pubkey_facts(const struct pubkey *k);

/* NO_NULL: good, but the DigestInfo leaves out the NULL parameter (RFC 8017,
 * A.2.4 wants it). WRONG_KIND: the algorithm is not one of this key's. */
enum pubkey_answer {
	PUBKEY_GOOD, PUBKEY_GOOD_NO_NULL, PUBKEY_BAD, PUBKEY_WRONG_KIND
};

/* crypto_digest by what the key has at hand already. */
void pubkey_digest(struct pubkey *k, enum crypto_hash h,
    const struct slice *parts, size_t n, uint8_t *out);

/* a->hash is used whether it was given or filled in by the caller; where
 * a->naming is not HASH_KNOWN the answer is BAD. PKCS#1: the
 * whole block is compared, in both forms of DigestInfo and nothing looser. PSS:
 * salt and hashes as declared. ECDSA: DER r, s, 0 < r, s < n, the hash cut to
 * the order (TR-03111, 4.2.1). Not for two threads at once. */
enum pubkey_answer pubkey_verify(struct pubkey *k,
    const struct signature_algorithm *a, const struct slice *parts, size_t n,
    struct slice sig);

/* r, n - s (DER): ECDSA takes it wherever it takes r, s, and who has seen one
 * can make the other. Appended. False for RSA, and for what is no signature. */
bool pubkey_mirror(const struct pubkey *k, struct slice sig, struct buf *out);

/* Multiples of points, for keys that share them, of several threads as well:
 * those of a curve's generator, 1 to 6 MB for each of at most eight curves, and
 * those of a key, however many have it. Made when a key first wants them; they
 * outlive this where keys still use them. */
struct pubkey_tables;
struct pubkey_tables *pubkey_tables_new(void);
void pubkey_tables_free(struct pubkey_tables *all);

/* Multiples of an EC key's point and its generator's, so that later
 * verifications cost a third or less, with the same answers: what they do not
 * find good is asked of OpenSSL. It costs as much as some fifty verifications.
 * `all` may be NULL: nothing is shared. False where it serves nothing (RSA, a
 * curve whose own code is faster), and where another thread is making them:
 * later they are there. *octets: what the key now has, without the generator's
 * where that is shared; 0 when it was sped up before. */
bool pubkey_speed_up(struct pubkey *k, struct pubkey_tables *all,
    size_t *octets);

#endif
