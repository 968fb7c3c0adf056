/* SPDX-License-Identifier: ISC */
/* Signatures: what Active Authentication needs, and the station's seal. */
#ifndef CHIP_SIGN_H
#define CHIP_SIGN_H

#include "chip/crypto.h"

/* The RSA public operation x = sig^e mod n over a SubjectPublicKeyInfo, in as
 * many octets as the modulus has; n - x where that one ends in the bits 1100
 * (ISO/IEC 9796-2, B.4 beside B.6). ERR_FORMAT: not an RSA key, a modulus below
 * 1024 or above 8192 bits, an even or tiny exponent, one above 256 bits.
 * ERR_RANGE: sig is not of the modulus's size, or not below it. */
MUST_CHECK enum err sign_rsa_recover(struct slice spki, struct slice sig,
    struct buf *out);

/* ERR_UNSUPPORTED: a key of another kind. */
enum sign_kind { SIGN_RSA, SIGN_EC };
MUST_CHECK enum err sign_kind(struct slice spki, enum sign_kind *out);

/* ECDSA with a plain signature r || s of twice the order's size
 * (TR-03111, 5.2.1.1). Explicit parameters as in group_spki. *good is the
 * result, false for a signature of another form; ERR_FORMAT, ERR_UNSUPPORTED:
 * of the key. */
MUST_CHECK enum err sign_ecdsa_plain(struct slice spki, enum crypto_hash h,
    struct slice message, struct slice sig, bool *good);

/* Ed25519 (RFC 8032). */
#define SIGN_SEED 32
#define SIGN_PUBLIC 32
#define SIGN_SIZE 64
MUST_CHECK enum err sign_public(const uint8_t seed[SIGN_SEED],
    uint8_t out[SIGN_PUBLIC]);
MUST_CHECK enum err sign_seal(const uint8_t seed[SIGN_SEED],
    struct slice message, uint8_t out[SIGN_SIZE]);
MUST_CHECK enum err sign_open(const uint8_t public[SIGN_PUBLIC],
    struct slice message, const uint8_t sig[SIGN_SIZE], bool *good);

#endif
