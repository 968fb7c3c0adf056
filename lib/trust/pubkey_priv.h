/* SPDX-License-Identifier: ISC */
/* Between the files of public keys. */
#ifndef TRUST_PUBKEY_PRIV_H
#define TRUST_PUBKEY_PRIV_H

#include "trust/pubkey.h"

/* Multiples of one point of a curve, and of its generator. */
struct pubkey_table;

/* NULL: on this curve OpenSSL's own code is better. `point`: 04 x y, on the
 * curve; or another thread makes it. `all`, *octets as of pubkey_speed_up. */
struct pubkey_table *pubkey_table_new(const char *curve, struct slice point,
    struct pubkey_tables *all, size_t *octets);
void pubkey_table_free(struct pubkey_table *t);

/* True: r, s (DER) is a signature of `digest`. False says nothing: a wrong
 * one, or one that OpenSSL has to be asked about. */
bool pubkey_table_verify(struct pubkey_table *t, struct slice digest,
    struct slice sig);

/* What one key of RSA needs to verify PKCS#1 v1.5 often, some 4 kB. */
struct pubkey_rsa;

/* NULL: an exponent other than 65537, or a modulus that is not of 256 to 512
 * octets, is OpenSSL's. `modulus`: odd, without zeros before it. */
struct pubkey_rsa *pubkey_rsa_new(struct slice modulus,
    unsigned long exponent);
void pubkey_rsa_free(struct pubkey_rsa *k);

/* The answer of pubkey_verify, for a digest of that hash's size. */
enum pubkey_answer pubkey_rsa_verify(struct pubkey_rsa *k,
    enum crypto_hash h, struct slice digest, struct slice sig);

/* EMSA-PKCS1-v1_5 (RFC 8017, 9.2) with or without the NULL of the DigestInfo,
 * in as many octets as the modulus has: every modulus that we take has enough.
 * In place of what `out` held. */
void pubkey_rsa_block(enum crypto_hash h, bool with_null,
    struct slice digest, size_t size, struct buf *out);

#endif
