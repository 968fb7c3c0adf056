/* SPDX-License-Identifier: ISC */
/* Signatures: what Active Authentication needs, and the station's seal. */
#ifndef CHIP_SIGN_H
#define CHIP_SIGN_H

#include "chip/crypto.h"

/* The RSA public operation sig^e mod n over a SubjectPublicKeyInfo, in as many
 * octets as the modulus has. ERR_FORMAT: not an RSA key, a modulus below 1024
 * or above 8192 bits, an even or tiny exponent, sig not below n. */
MUST_CHECK enum err sign_rsa_recover(struct slice spki, struct slice sig,
    struct buf *out);

enum sign_kind { SIGN_RSA, SIGN_EC };
MUST_CHECK enum err sign_kind(struct slice spki, enum sign_kind *out);

/* ECDSA with a plain signature r || s of twice the order's size
 * (TR-03111, 5.2.1.1). Explicit parameters as in group_spki. *good is the
 * result; ERR_FORMAT, ERR_UNSUPPORTED: the key or the signature has no such
 * form. */
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
