/* SPDX-License-Identifier: ISC */
/* The member `chip` of a record, read back (chip/evidence.h writes it). */
#ifndef CHIP_EVIDENCE_READ_H
#define CHIP_EVIDENCE_READ_H

#include "chip/aa.h"
#include "chip/evidence.h"
#include "chip/lds.h"
#include "record/record.h"

#define EVIDENCE_MAX_OCTETS (2u << 20)	/* all files of a card, and proofs */
#define EVIDENCE_MAX_TEXT 1024		/* a name of a reader, as written */

/* p NULL: the record has no such value. Texts are without their quotes; what
 * the record has in hex or base64 is octets, a number and `bound` as they are
 * written in JSON. Borrows from the record, and from `octets` and `text`, which
 * own. */
struct evidence_given {
	bool read;		/* false: no chip, or chip.error alone */
	int version;
	struct slice version_text, read_at, reader, source_mode, nonce, error;
	struct slice extra;		/* an object, as written */
	long long read_at_time;		/* Unix time */
	bool has_time;
	bool has_files;		/* a member `files`, whatever it holds */
	struct {
		struct slice protocol, oid, param, password, key, cardaccess;
		struct slice fallback_why, fallback_sw;
	} access;
	struct slice file[LDS_FILES], absent[LDS_FILES];
	struct { struct slice rnd, sig, bound, error, sw; } aa;
	struct { struct slice oid, key_id, sk_ifd, resp, error, sw; } ca;
	struct { struct slice oid, param, map_ic, ca_ic, error; } cam;
	struct { struct slice key_id, sig; } seal;
	struct buf octets, text;	/* memory is reused */
};
void evidence_given_release(struct evidence_given *g);	/* wipes */

/* ERR_NOT_FOUND: the record has no member chip (g->read is false). ERR_FORMAT
 * (also a nonce, a challenge, a status word or a signature of another size, a
 * time that is none), ERR_UTF8, ERR_DUPLICATE (a name twice in an object that
 * is known here, or one spelt with escapes; record_parse sees to the rest),
 * ERR_TOO_LONG, ERR_UNSUPPORTED (a version that is not 1), with *bad the
 * member's name ("chip.files.SOD"), static storage. Members that are not known
 * are passed over. */
MUST_CHECK enum err evidence_read(struct record *r, struct evidence_given *g,
    const char **bad);

/* Appends the octets that the seal signs, worked out from the record alone
 * (evidence_sealed). */
void evidence_given_sealed(const struct evidence_given *g, struct buf *out);

#endif
