/* SPDX-License-Identifier: ISC */
/* What is too weak, wherever it is met: findings weak.hash and weak.key. */
#ifndef TRUST_WEAK_H
#define TRUST_WEAK_H

#include "trust/finding.h"
#include "trust/pubkey.h"

/* `hash` counts where `naming` is HASH_KNOWN. */
void weak_hash(enum named_hash naming, enum crypto_hash hash,
    struct findings *fs);
void weak_key(const struct pubkey_facts *key, struct findings *fs);

#endif
