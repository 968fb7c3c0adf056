/* SPDX-License-Identifier: ISC */
/* The member `chip` of a record, and the station's seal over it
 * (man/cccd-record.5). */
#ifndef CHIP_EVIDENCE_H
#define CHIP_EVIDENCE_H

#include "chip/session.h"
#include "chip/sign.h"

/* The station's key, which may lie in another process than the one that has
 * talked to a card. `seal` signs as sign_seal does. */
struct evidence_sealer {
	enum err (*seal)(void *ctx, struct slice message,
	    uint8_t sig[SIGN_SIZE]);
	void *ctx;
	uint8_t public[SIGN_PUBLIC];
};

/* What every sealed text begins with: a length and the name of this form. */
#define EVIDENCE_SEAL_HEAD "\0\0\0\013cccd-seal-1"

/* `reader` is shown text. sealer NULL: no seal; a replay is never sealed. */
struct evidence {
	const struct session_result *result;
	const struct session_env *env;
	const char *reader;
	bool replay;
	const struct evidence_sealer *sealer;
};

/* Appends the complete JSON object. What the sealer says. */
MUST_CHECK enum err evidence_write(const struct evidence *e, struct buf *out);

/* The octets that the seal signs (Ed25519, RFC 8032). They follow from the
 * record alone: the values below in this order, each behind its length in four
 * octets, big-endian; where a record has no such value, FF FF FF FF and nothing
 * behind it. A text is its UTF-8; a number and `true` are as written in JSON;
 * what the record has in hex or base64 is the octets that it stands for; a file
 * is the SHA-256 of its octets.
 *
 *	the text "cccd-seal-1"
 *	version read_at reader source_mode nonce
 *	access: protocol oid param password key cardaccess
 *	access.fallback: why sw
 *	files:  CardAccess CardSecurity COM SOD DG1 DG2 ... DG16
 *	absent: CardAccess CardSecurity COM SOD DG1 DG2 ... DG16
 *	aa: rnd sig bound error sw
 *	ca: oid key_id sk_ifd resp error sw
 *	cam: oid param map_ic ca_ic error
 *
 * In hex: nonce, sw, aa.rnd. In base64: files, sig, sk_ifd, resp, map_ic,
 * ca_ic. The timings and the seal itself are not sealed. */
void evidence_sealed(const struct evidence *e, struct buf *out);

/* The name of a station's key: the first eight octets of SHA-256 over the
 * public key, in hex. */
#define EVIDENCE_KEY_ID 16
void evidence_key_id(const uint8_t public[SIGN_PUBLIC],
    char out[EVIDENCE_KEY_ID + 1]);

#endif
