/* SPDX-License-Identifier: ISC */
/* Secure messaging (Doc 9303-11, 9.8). Pure: wraps a command, opens an
 * answer. */
#ifndef CHIP_SM_H
#define CHIP_SM_H

#include "chip/apdu.h"
#include "chip/crypto.h"

struct sm;

/* Takes copies of the keys. The counter is zero where ssc is NULL, else the
 * cipher's block of octets. */
struct sm *sm_new(enum crypto_cipher c, const uint8_t *ks_enc,
    const uint8_t *ks_mac, const uint8_t *ssc);
void sm_free(struct sm *s);		/* wipes; NULL is fine */

/* Most plain octets of data in an answer of `limit` octets before the status
 * word (223 for AES and 231 for 3DES under 256). */
size_t sm_room(const struct sm *s, size_t limit);

/* Appends the protected command, ready to send; the counter moves. An odd INS
 * puts its data into DO'85', an even one into DO'87'. The protected command is
 * extended where `cmd` is or where it does not fit. */
void sm_wrap(struct sm *s, const struct apdu *cmd, struct buf *out);

/* Opens the answer to the last sm_wrap; the counter moves. Appends the plain
 * data.
 * ERR_SESSION: a bare status word came (in *sw): the session is over.
 * ERR_LINK: not the objects of secure messaging, torn, or without DO'8E'.
 * ERR_HOSTILE: the MAC, the padding under a right MAC, or DO'99' against the
 * outer status word is wrong.
 * In all three nothing of the answer may be used; *sw is set only with ERR_OK
 * and ERR_SESSION. */
MUST_CHECK enum err sm_unwrap(struct sm *s, struct slice answer,
    struct buf *data, uint16_t *sw);

#endif
