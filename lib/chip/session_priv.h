/* SPDX-License-Identifier: ISC */
/* What the parts of session_*.c share: one read of one card. */
#ifndef CHIP_SESSION_PRIV_H
#define CHIP_SESSION_PRIV_H

#include "chip/security_info.h"
#include "chip/session.h"
#include "chip/sm.h"

#define SESSION_MAX_RECONNECTS 2
#define SESSION_MAX_PIECES 300		/* GET RESPONSE after one command */
#define SESSION_CHUNK_LONG 1024	/* to begin with, where long APDUs work */
#define SESSION_AID "\xA0\x00\x00\x02\x47\x10\x01"

/* "As much as there is": a command that must be long (keys of DH) has an answer
 * that is. */
#define ANSWER_LE(sent) ((sent) > 255 ? 65536u : 256u)

#define SW_OK 0x9000
#define SW_NOT_FOUND 0x6A82
#define SW_PROTECTED 0x6982
#define SW_LENGTH 0x6700
#define SW_OFFSET 0x6B00

/* `secure` stays set when the session is lost: nothing may go out in the clear
 * until the card has been reset. */
struct session {
	struct card *card;
	const struct password *password;
	const struct session_env *env;
	struct session_result *r;
	long long began;
	struct sm *sm;
	bool secure;
	struct buf cmd, raw;		/* of the exchange under way */
	size_t limit;			/* most octets of an answer, for now */
	bool sent_long;			/* the last command was extended */
	bool head_first;	/* a read past the end is an error here */
	bool selected;			/* the application is (BAC needs it) */
	bool ca_pending;		/* the next answer proves the chip */
	size_t expiry;			/* that opened the card by BAC */
	struct security_infos infos;	/* of CardAccess; borrows */
	uint32_t listed;		/* groups of SOD and COM */
};

/* session_link.c. One command, under secure messaging where it stands; data
 * are appended. What transmit says, ERR_LINK, ERR_HOSTILE, ERR_SESSION: the
 * session is lost then. */
MUST_CHECK enum err session_command(struct session *s, const struct apdu *a,
    struct buf *data, uint16_t *sw);
/* The same for a command without answer's data. */
MUST_CHECK enum err session_tell(struct session *s, const struct apdu *a,
    uint16_t *sw);
void session_forget(struct session *s);	/* the keys of this session */
/* 9000, and the warnings with which something was done all the same. */
bool session_sw_fine(uint16_t sw);
bool session_sw_length(uint16_t sw);	/* 67xx, 6Cxx */
/* "0.4.0.127.0.7.2.2.4.2.2" of content octets; cut where it is too long. */
void session_oid(struct slice oid, char *out, size_t size);

/* session_access.c. From a card after its reset to a secured session with the
 * application selected; again with what opened it before. */
MUST_CHECK enum err session_open(struct session *s);

/* session_files.c. Reads `f` into the result; where the card has none for us
 * the reason stands in `absent` and the result is ERR_OK. */
MUST_CHECK enum err session_file(struct session *s, enum lds_file f);
/* Reads what is selected, the first part by `sfi` where it is not 0. */
MUST_CHECK enum err session_content(struct session *s, enum lds_file f,
    uint8_t sfi);
/* Long answers do not come through: for the reader to remember. */
void session_only_short(struct session *s);
/* Most plain octets of an answer, at present and with short APDUs. */
size_t session_room(const struct session *s, size_t limit);

/* session_proofs.c. The file is the one that each needs (an argument only so
 * that all steps look alike). */
MUST_CHECK enum err session_ca(struct session *s, enum lds_file dg14);
MUST_CHECK enum err session_aa(struct session *s, enum lds_file dg15);
MUST_CHECK enum err session_cam(struct session *s);
/* Whether Active Authentication will need an answer that is too long for short
 * APDUs, as far as DG14 tells: only RSA does. */
bool session_aa_is_long(const struct session *s);

#endif
