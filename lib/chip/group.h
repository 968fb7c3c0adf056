/* SPDX-License-Identifier: ISC */
/* The groups of Diffie-Hellman: elliptic curves and prime fields, their keys,
 * and the mappings of PACE (Doc 9303-11, 4.4.3.3). */
#ifndef CHIP_GROUP_H
#define CHIP_GROUP_H

#include "chip/random.h"
#include "base/buf.h"

/* A group with its generator; immutable. */
struct group;

/* Standardized domain parameters (Doc 9303-11, 9.5.1): 0-2 are DH
 * (RFC 5114), 8-18 elliptic curves. ERR_UNSUPPORTED for a number of no group.
 * `*out` belongs to the caller. */
MUST_CHECK enum err group_standard(int id, struct group **out);

/* The group of a SubjectPublicKeyInfo (DER, whole) and its public key, in the
 * form of group_public. EC: a named curve, or explicit parameters equal in
 * every value (p, a, b, generator, order; cofactor absent or equal) to one of
 * the curves of 9.5.1: anything else is ERR_UNSUPPORTED. DH: PKCS#3
 * dhKeyAgreement and X9.42 dhpublicnumber; p of 1024 to 4096 bits. Both: the
 * number of standardized domain parameters (9.5.1). ERR_FORMAT for a key that
 * is not in its group. *public borrows from `spki`. */
MUST_CHECK enum err group_spki(struct slice spki, struct group **out,
    struct slice *public);

void group_free(struct group *g);

bool group_is_ec(const struct group *g);
size_t group_field_size(const struct group *g);	/* octets of p */
const char *group_name(const struct group *g);	/* "brainpoolP256r1", "dh" */

/* A key pair of the terminal, with a copy of its group; free wipes. The private
 * value is what `r` fills into the order's size, the bits above the order's own
 * cleared, drawn again until it is 1 .. order - 1 (p - 2 for DH whose order is
 * not known): a source that gives a worked example's key sets it. ERR_IO:
 * the source says so, or never gives such a value. */
struct group_key;
MUST_CHECK enum err group_key_new(const struct group *g,
    const struct random *r, struct group_key **out);
/* From a known private value (worked examples), big-endian, reduced by the
 * order. ERR_FORMAT: zero. */
MUST_CHECK enum err group_key_from(const struct group *g,
    struct slice private, struct group_key **out);
void group_key_free(struct group_key *k);

/* The public value: an uncompressed point (04 x y), or the integer of DH
 * without leading zeros (Doc 9303-11, 9.4.1). Borrows from the key. */
struct slice group_public(const struct group_key *k);
/* The private value, big-endian, in the size of the order (DH: of q, or of p
 * where q is not known). */
struct slice group_private(const struct group_key *k);

/* Key agreement (ECKA: the x coordinate, or the integer of DH; both in
 * group_field_size octets). The peer's value is checked first: on the curve
 * and not the point at infinity, or 2 .. p-2 and of order q where q is known;
 * an integer may have leading zeros. ERR_FORMAT refuses it. */
MUST_CHECK enum err group_agree(const struct group_key *k, struct slice peer,
    struct buf *secret);

/* What group_key_from and group_agree come to, for half the time: without the
 * public value. For private values that are published in evidence. */
MUST_CHECK enum err group_agree_published(const struct group *g,
    struct slice private, struct slice peer, struct buf *secret);

/* The same group with the generator that PACE maps to. Generic: s*G + H with
 * H agreed of `k` and `peer` (G.5). Integrated: the point or element for the
 * field element R(s,t), big-endian, already reduced or not (Doc 9303-11,
 * appendix B; P-224 is excluded: ERR_UNSUPPORTED). */
MUST_CHECK enum err group_map_generic(const struct group_key *k,
    struct slice peer, struct slice nonce, struct group **out);
MUST_CHECK enum err group_map_integrated(const struct group *g,
    struct slice r, struct group **out);

/* The generator as group_public has it (worked examples, evidence). */
void group_generator(const struct group *g, struct buf *out);

/* True when point `product` is `factor` (big-endian) times point `p`
 * (chip-authentication mapping: CA_IC * PK_IC = PK_Map,IC). EC only. */
bool group_is_product(const struct group *g, struct slice product,
    struct slice factor, struct slice p);

#endif
