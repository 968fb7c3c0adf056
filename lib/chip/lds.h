/* SPDX-License-Identifier: ISC */
/* The files of LDS 1 (Doc 9303-10): names, identifiers, tags, and what their
 * outer structure says. */
#ifndef CHIP_LDS_H
#define CHIP_LDS_H

#include "chip/crypto.h"

#define LDS_MAX_FILE (1u << 20)		/* DG2 of 100 kB is a large one */

enum lds_file {
	LDS_CARD_ACCESS, LDS_CARD_SECURITY, LDS_COM, LDS_SOD, LDS_DG1, LDS_DG2,
	LDS_DG3, LDS_DG4, LDS_DG5, LDS_DG6, LDS_DG7, LDS_DG8, LDS_DG9, LDS_DG10,
	LDS_DG11, LDS_DG12, LDS_DG13, LDS_DG14, LDS_DG15, LDS_DG16, LDS_FILES
};

/* `name` as in chip.files: "CardAccess", "COM", "SOD", "DG1". tag: the first
 * octet(s) of the file (31 for CardAccess, 30 for CardSecurity). */
struct lds_info {
	const char *name;
	uint16_t fid;
	uint8_t sfi;
	uint32_t tag;
};
const struct lds_info *lds_info(enum lds_file f);

/* LDS_DG1 + n - 1 for a data group number 1..16. */
int lds_group_number(enum lds_file f);		/* 0: not a data group */
/* ERR_NOT_FOUND */
MUST_CHECK enum err lds_by_name(struct slice name, enum lds_file *out);
MUST_CHECK enum err lds_by_tag(uint32_t tag, enum lds_file *out);

/* EF.COM (tag 60): versions of four and six digits, p NULL where there is none
 * of that form, and the list of tags. `groups`: bit n-1 for DGn. ERR_FORMAT:
 * no list; ERR_DUPLICATE: two. Nobody signs this file: the SOD's list counts.
 */
struct lds_com {
	struct slice lds_version, unicode_version;
	uint32_t groups;
	size_t unknown;			/* tags of no group */
};
MUST_CHECK enum err lds_com_parse(struct slice file, struct lds_com *out);

/* The list of hashes inside EF.SOD (tag 77, or without it a ContentInfo or a
 * bare SignedData): structure only, whatever type its content names; nothing is
 * verified. BER with indefinite lengths is read. hash[n-1] borrows or is
 * absent. ERR_DUPLICATE: a group twice. */
struct lds_sod {
	enum crypto_hash hash_kind;
	bool hash_known;
	uint32_t groups;
	struct slice hash[16];
	struct slice content_type;	/* content octets of an OID */
	struct slice content;	/* LDSSecurityObject, its SEQUENCE whole */
	struct buf joined;		/* owns content that came in pieces */
};
MUST_CHECK enum err lds_sod_parse(struct slice file, struct lds_sod *out);
void lds_sod_release(struct lds_sod *s);

/* What a SignedData signs (RFC 5652, 5.2), with or without a ContentInfo round
 * it: the type's content octets, and the octets. They borrow from `in`, or
 * from *joined, which the caller releases, where they came in pieces. */
MUST_CHECK enum err lds_signed_content(struct slice in, struct slice *type,
    struct slice *content, struct buf *joined);

/* DG15's key or DG14's set: the value inside the one outer tag. ERR_FORMAT:
 * another tag, or octets behind it. */
MUST_CHECK enum err lds_unwrap(enum lds_file f, struct slice file,
    struct slice *value);

#endif
