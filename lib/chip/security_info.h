/* SPDX-License-Identifier: ISC */
/* SecurityInfos of EF.CardAccess, EF.CardSecurity and DG14 (Doc 9303-11, 9.2),
 * told apart by OBJECT IDENTIFIER and never by place. */
#ifndef CHIP_SECURITY_INFO_H
#define CHIP_SECURITY_INFO_H

#include "chip/crypto.h"

#define SECURITY_INFO_MAX 32

enum pace_mapping { PACE_GM, PACE_IM, PACE_CAM };

/* oid: content octets; borrows. param: standardized domain parameters, -1: it
 * names none. */
struct pace_info {
	struct slice oid;
	int version, param;
	enum pace_mapping mapping;
	bool ec;
	bool ambiguous;		/* the card has several domain parameters */
	enum crypto_cipher cipher;
};

/* Chip Authentication: key_id -1 where absent. */
struct ca_info {
	struct slice oid;
	int version, key_id;
	bool ec;
	enum crypto_cipher cipher;
};
struct ca_key {
	struct slice spki;		/* whole SubjectPublicKeyInfo */
	int key_id;
	bool ec;
};

/* The arrays come last and are not cleared: security_infos_none. */
struct security_infos {
	size_t paces, cas, keys;
	bool has_ta;			/* Terminal Authentication is offered */
	bool has_pace_domain;	/* PACEDomainParameterInfo: proprietary */
	bool has_aa;			/* ActiveAuthenticationInfo */
	enum crypto_hash aa_hash;	/* its ECDSA plain hash */
	size_t unknown;			/* infos of other protocols */
	struct pace_info pace[SECURITY_INFO_MAX];
	struct ca_info ca[SECURITY_INFO_MAX];
	struct ca_key key[SECURITY_INFO_MAX];
};

/* Infos of a file that says nothing. */
void security_infos_none(struct security_infos *out);

/* `set`: the SET OF, with its tag 31. Infos of unknown protocols are counted
 * and passed over; one of a known protocol with a wrong form is passed over
 * too where another serves (*out holds what is usable). ERR_FORMAT: no SET.
 * Everything borrows from `set`. */
MUST_CHECK enum err security_infos_parse(struct slice set,
    struct security_infos *out);

/* DG14: tag 6E round the SET. */
MUST_CHECK enum err security_infos_dg14(struct slice dg14,
    struct security_infos *out);
/* EF.CardSecurity: the SET that its SignedData signs (structure only, nothing
 * is verified here). *out borrows from `file`, or from *joined, which the
 * caller releases, where the SET came in pieces. */
MUST_CHECK enum err security_infos_card_security(struct slice file,
    struct security_infos *out, struct buf *joined);

/* The PACE that we run, of those offered and supported: CAM before GM before
 * IM, EC before DH, AES before 3DES, longer keys first. NULL: none. */
const struct pace_info *security_infos_pace(const struct security_infos *s);

/* Chip Authentication version 1 and its key; AES before 3DES, EC before DH.
 * An info without key_id goes with the key without one, or with the only key
 * (Doc 9303-11, 9.2.5). DG14 may hold a key and no info: then 3DES is meant
 * (*ca gets the OID of 3DES for the key's kind). False: none usable. */
bool security_infos_ca(const struct security_infos *s, struct ca_info *ca,
    struct ca_key *key);

/* EF.CardAccess as every Vietnamese card has it, for cards that do not let it
 * be read. */
struct slice security_info_built_in(void);

#endif
