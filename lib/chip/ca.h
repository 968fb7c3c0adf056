/* SPDX-License-Identifier: ISC */
/* Chip Authentication version 1 (Doc 9303-11, 6.2; TR-03110-1, 3.4). */
#ifndef CHIP_CA_H
#define CHIP_CA_H

#include "chip/random.h"
#include "chip/security_info.h"
#include "chip/sm.h"

struct ca;

/* ERR_UNSUPPORTED: the key's group is none that we take (see group_spki). */
MUST_CHECK enum err ca_new(const struct ca_info *info,
    const struct ca_key *key, const struct random *r, struct ca **out);
void ca_free(struct ca *c);			/* wipes */

/* 3DES: MSE:Set KAT (00 22 41 A6) with DO'91' our key and DO'84' key_id.
 * AES: MSE:Set AT (00 22 41 A4) with DO'80' OID and DO'84' key_id, then
 * GENERAL AUTHENTICATE with DO'7C' { DO'80' our key }. */
bool ca_is_kat(const struct ca *c);
void ca_mse(const struct ca *c, struct buf *out);
void ca_authenticate(const struct ca *c, struct buf *out);

/* The session under the new keys, counter zero, from the next command on. That
 * its first answer has a right MAC is the proof. */
MUST_CHECK enum err ca_session(struct ca *c, struct sm **out);

/* Our ephemeral private key, for the evidence; borrowed. */
struct slice ca_private(const struct ca *c);
/* The public one as it was sent. */
struct slice ca_public(const struct ca *c);

#endif
