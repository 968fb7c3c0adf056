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

#endif
