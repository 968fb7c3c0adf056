/* SPDX-License-Identifier: ISC */
/* The member `chip` of a record, and the station's seal over it
 * (man/cccd-record.5). */
#ifndef CHIP_EVIDENCE_H
#define CHIP_EVIDENCE_H

#include "chip/session.h"
#include "chip/sign.h"

/* `reader` is shown text. seed NULL: no seal (a replay, or no station key). */
struct evidence {
	const struct session_result *result;
	const struct session_env *env;
	const char *reader;
	bool replay;
	const uint8_t *seed;
};

/* Appends the complete JSON object. */
MUST_CHECK enum err evidence_write(const struct evidence *e, struct buf *out);

/* The octets that the seal signs: every value behind its length in four
 * octets, big-endian, in the order of the manual; an absent one has length
 * ffffffff and nothing behind it. Files by SHA-256. */
void evidence_sealed(const struct evidence *e, struct buf *out);

/* The name of a station's key: the first eight octets of SHA-256 over the
 * public key, in hex. */
#define EVIDENCE_KEY_ID 16
void evidence_key_id(const uint8_t public[SIGN_PUBLIC],
    char out[EVIDENCE_KEY_ID + 1]);

#endif
