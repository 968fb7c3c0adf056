/* SPDX-License-Identifier: ISC */
/* Reads a whole card: the one place where transport and protocol meet. */
#ifndef CHIP_SESSION_H
#define CHIP_SESSION_H

#include "chip/aa.h"
#include "chip/card.h"
#include "chip/lds.h"
#include "chip/password.h"
#include "chip/random.h"

#define SESSION_NONCE 16
#define SESSION_CHUNK_SHORT 256		/* an answer, before the status word */

/* Why a file is not in the result: words for chip.absent. */
enum lds_absent {
	ABSENT_NOT,		/* it was read */
	ABSENT_NOT_LISTED,	/* "not-listed": neither SOD nor COM have it */
	ABSENT_MISSING,		/* "missing": listed, but the card has none */
	ABSENT_PROTECTED,	/* "protected": needs rights that we lack */
	ABSENT_SKIPPED,		/* "not-asked": --no-portrait */
	ABSENT_REFUSED,		/* "refused": another status word */
	ABSENT_DAMAGED,		/* "damaged": not of the form of its tag */
	ABSENT_NOT_NEEDED,	/* "not-needed": CardSecurity without CAM,
				 * CardAccess with BAC only cards */
	ABSENT_REASONS
};
const char *lds_absent_word(enum lds_absent a);

enum session_proof { PROOF_NOT, PROOF_GOOD, PROOF_BAD, PROOF_UNSUPPORTED };

/* What the caller knows and provides. `progress` may be NULL: done and total
 * in octets. now_us: monotonic microseconds. */
struct session_env {
	const struct random *random;
	long long (*now_us)(void *clock);
	void *clock;
	void (*progress)(void *ctx, enum lds_file f, size_t done, size_t total);
	void *ctx;
	uint8_t nonce[SESSION_NONCE];
	char read_at[32];		/* moment_format */
	bool no_portrait;
	size_t answer_limit;		/* most octets of data an answer of this
					 * reader may have, from a read before;
					 * 0: not known, short until a probe */
};

enum session_protocol { SESSION_NONE, SESSION_PACE, SESSION_BAC };

/* The result, also of a read that failed half-way (what there is of it). */
struct session_result {
	struct buf file[LDS_FILES];
	enum lds_absent absent[LDS_FILES];
	/* access */
	enum session_protocol protocol;
	char pace_oid[32];		/* dotted */
	int pace_param;			/* -1: none */
	const char *password;		/* "can" or "mrz": what opened it */
	const char *key_kind;		/* struct password's kind */
	bool card_access_built_in;
	const char *fallback;		/* word: why not PACE, or NULL */
	uint16_t fallback_sw;		/* 0: none */
	/* proofs */
	enum session_proof aa, ca, cam;
	uint8_t aa_rnd[AA_RND];
	struct buf aa_sig;
	const char *aa_why, *ca_why, *cam_why;	/* words, where not GOOD */
	uint16_t aa_sw, ca_sw;			/* of a refusal, or 0 */
	char ca_oid[32];
	int ca_key_id;			/* -1: absent */
	struct buf ca_sk, ca_resp;	/* private key; first answer, raw */
	struct buf cam_map_ic, cam_ca_ic;
	/* figures */
	unsigned apdus, reconnects;
	size_t octets_out, octets_in;
	long long us_total, us_card;	/* all, and inside transmit */
	long long us_access;		/* until the session stood */
	size_t answer_limit;		/* learnt: remember it for the reader */
	uint16_t sw;			/* of the refusal that ended it, or 0 */
	enum lds_file at;		/* the file that it ended at */
};
void session_result_release(struct session_result *r);	/* wipes */

/* ERR_OK: DG1 and SOD were read, what else there is stands in *out. Else:
 * ERR_WRONG_KEY, ERR_HOSTILE, ERR_LINK, ERR_SESSION (the card ended it),
 * ERR_NO_CHIP (no eMRTD application), ERR_OTHER_CARD (DG1 is not of the
 * password's id, or where it has none of its document; no file is kept then),
 * ERR_CARD_LOST (also where a new start woke another card), ERR_REFUSED (sw),
 * ERR_NEEDS_MRZ (no PACE, and no key for BAC; sw), and what transmit said. */
MUST_CHECK enum err session_read(struct card *c, const struct password *p,
    const struct session_env *e, struct session_result *out);

#endif
