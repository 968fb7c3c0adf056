/* SPDX-License-Identifier: ISC */
/* The member `chip` of a record, read back (chip/evidence.h writes it). */
#ifndef CHIP_EVIDENCE_READ_H
#define CHIP_EVIDENCE_READ_H

#include "chip/aa.h"
#include "chip/evidence.h"
#include "chip/lds.h"
#include "record/record.h"

#define EVIDENCE_MAX_OCTETS (2u << 20)	/* all files of a card */

/* p NULL: the record has no such value. Texts are without their quotes; what
 * the record has in hex or base64 is octets. Borrows from the record and from
 * `octets`, which owns. */
struct evidence_given {
	bool read;			/* false: no chip, or chip.error alone */
	int version;
	struct slice version_text, read_at, reader, source_mode, nonce, error;
	long long read_at_time;		/* Unix time */
	bool has_time;
	struct {
		struct slice protocol, oid, param, password, key, cardaccess;
		struct slice fallback_why, fallback_sw;
	} access;
	struct slice file[LDS_FILES], absent[LDS_FILES];
	struct { struct slice rnd, sig, bound, error, sw; } aa;
	struct { struct slice oid, key_id, sk_ifd, resp, error, sw; } ca;
	struct { struct slice oid, param, map_ic, ca_ic, error; } cam;
	struct { struct slice key_id, sig; } seal;
	struct buf octets, text;	/* memory is reused from record to record */
};
void evidence_given_release(struct evidence_given *g);	/* wipes */

/* ERR_NOT_FOUND: the record has no member chip (g->read is false). ERR_FORMAT,
 * ERR_DUPLICATE (a name twice, at any depth, or spelt with escapes),
 * ERR_TOO_LONG, ERR_UNSUPPORTED (a version that is not 1), with *bad the
 * member's name ("chip.files.SOD"), static storage. */
MUST_CHECK enum err evidence_read(struct record *r, struct evidence_given *g,
    const char **bad);

/* The octets that the seal signs, worked out from the record alone. */
void evidence_given_sealed(const struct evidence_given *g, struct buf *out);

#endif
