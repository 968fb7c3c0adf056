/* SPDX-License-Identifier: ISC */
/* Active Authentication (Doc 9303-11, 6.1). */
#ifndef CHIP_AA_H
#define CHIP_AA_H

#include "chip/crypto.h"

#define AA_RND 8

/* The bound challenge: the first eight octets of SHA-256 over "cccd-aa-1",
 * nonce, read_at (as in the record), SHA-256(EF.SOD), each behind its length
 * in four octets, big-endian. */
void aa_challenge(struct slice nonce, struct slice read_at, struct slice sod,
    uint8_t out[AA_RND]);

enum aa_result { AA_GOOD, AA_BAD };

/* RSA: ISO/IEC 9796-2 scheme 1 with partial recovery: header 6A (4A where all
 * is recovered, ending with the challenge), trailer BC (SHA-1) or two octets,
 * the hash's identifier and CC: 33 SHA-1, 34 SHA-256, 35 SHA-512, 36 SHA-384,
 * 38 SHA-224 (ISO/IEC 10118-3); the recovered part and the challenge hash to
 * the value inside. ECDSA: plain, hash of ActiveAuthenticationInfo in DG14,
 * `ec_hash` NULL where there is none (ERR_UNSUPPORTED then). `dg15` is the file
 * as read: tag 6F round a SubjectPublicKeyInfo. ERR_FORMAT: no such key. */
MUST_CHECK enum err aa_check(struct slice dg15,
    const enum crypto_hash *ec_hash, const uint8_t rnd[AA_RND],
    struct slice sig, enum aa_result *out);

#endif
