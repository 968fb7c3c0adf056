/* SPDX-License-Identifier: ISC */
/* Hashes, ciphers and MACs of the chip protocols, over OpenSSL, whose types
 * stay behind it. Lengths are in octets. Nothing here draws random numbers. */
#ifndef CHIP_CRYPTO_H
#define CHIP_CRYPTO_H

#include "base/buf.h"

enum crypto_hash {
	CRYPTO_SHA1, CRYPTO_SHA224, CRYPTO_SHA256, CRYPTO_SHA384, CRYPTO_SHA512,
	CRYPTO_HASHES
};
#define CRYPTO_HASH_MAX 64

size_t crypto_hash_size(enum crypto_hash h);

/* The digest of the parts one after the other, into crypto_hash_size(h). */
void crypto_digest(enum crypto_hash h, const struct slice *parts, size_t n,
    uint8_t *out);

/* The same for many messages: OpenSSL looks each hash up once. */
struct crypto_hasher;
struct crypto_hasher *crypto_hasher_new(void);
void crypto_hasher_digest(struct crypto_hasher *k, enum crypto_hash h,
    const struct slice *parts, size_t n, uint8_t *out);
void crypto_hasher_free(struct crypto_hasher *k);

/* The hash of an OBJECT IDENTIFIER's content octets (SHA-1, SHA-2).
 * ERR_UNSUPPORTED for another. */
MUST_CHECK enum err crypto_hash_oid(struct slice oid, enum crypto_hash *out);
struct slice crypto_hash_identifier(enum crypto_hash h);	/* back */

/* Two-key triple DES and AES, as Doc 9303-11 uses them. */
enum crypto_cipher {
	CRYPTO_3DES, CRYPTO_AES128, CRYPTO_AES192, CRYPTO_AES256
};
#define CRYPTO_KEY_MAX 32
#define CRYPTO_BLOCK_MAX 16
#define CRYPTO_MAC_SIZE 8

size_t crypto_key_size(enum crypto_cipher c);		/* 16, 16, 24, 32 */
size_t crypto_block_size(enum crypto_cipher c);		/* 8 or 16 */

/* Keys ready for use, contexts kept; free wipes. */
struct crypto_key;
struct crypto_key *crypto_key_new(enum crypto_cipher c, const uint8_t *key);
void crypto_key_free(struct crypto_key *k);

/* CBC without padding, `n` a multiple of the block; iv NULL is zero. in and
 * out may be the same. One block of ECB is CBC with a zero iv. */
void crypto_encrypt(struct crypto_key *k, const uint8_t *iv, const void *in,
    size_t n, void *out);
void crypto_decrypt(struct crypto_key *k, const uint8_t *iv, const void *in,
    size_t n, void *out);

/* Eight octets: the retail MAC (ISO/IEC 9797-1, algorithm 3) for 3DES, CMAC
 * cut to eight for AES (Doc 9303-11, 9.8.6.2 and 9.8.7.2). For 3DES the parts
 * are whole blocks, one at least, with whatever padding the protocol wants; the
 * padding of AES is CMAC's own. */
void crypto_mac(struct crypto_key *k, const struct slice *parts, size_t n,
    uint8_t out[CRYPTO_MAC_SIZE]);

/* Compares without telling by time where they differ. */
bool crypto_same(const void *a, const void *b, size_t n);

/* Doc 9303-11, 9.7.1: the key for `counter` (1 encryption, 2 MAC, 3 the
 * password key of PACE) out of a shared secret, SHA-1 or SHA-256 by cipher,
 * DES parity set. Writes crypto_key_size(c). */
void crypto_kdf(enum crypto_cipher c, struct slice secret, uint32_t counter,
    uint8_t *out);

/* ISO/IEC 9797-1, padding method 2: appends 80 and zeros to whole blocks.
 * crypto_unpad: the length without it, or ERR_FORMAT. */
void crypto_pad(struct buf *b, size_t block);
MUST_CHECK enum err crypto_unpad(struct slice padded, size_t *n);

#endif
