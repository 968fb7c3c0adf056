/* SPDX-License-Identifier: ISC */
/* What opens a chip: the card access number, the machine readable zone, and
 * what follows from a citizen number. */
#ifndef CHIP_PASSWORD_H
#define CHIP_PASSWORD_H

#include "base/date.h"
#include "record/record.h"

#define PASSWORD_MAX_EXPIRIES 3
#define PASSWORD_DOCUMENT_MAX 23	/* Doc 9303-5, 4.2.2, note j */

/* Everything that is known; fields not known are empty. NUL-terminated texts.
 * `kind` is the word for chip.access: "can", "id", "qr", "mrz". Wiped by
 * password_wipe. */
struct password {
	const char *kind;
	char id[13];		/* the number that DG1 must have, or empty */
	char can[7];		/* six digits for PACE, or empty */
	/* of the MRZ, no fillers; DG1 must have it where id is empty */
	char document[PASSWORD_DOCUMENT_MAX + 1];
	char birth[7];		/* YYMMDD or empty */
	char expiry[PASSWORD_MAX_EXPIRIES][7];		/* YYMMDD */
	size_t expiries;
};

void password_wipe(struct password *p);

/* Twelve digits: id, can (the last six), document (the last nine); else
 * ERR_FORMAT. */
MUST_CHECK enum err password_from_id(struct slice id, struct password *out);
/* Six digits; else ERR_FORMAT. */
MUST_CHECK enum err password_from_can(struct slice can, struct password *out);
/* The zone's lines (see identity/mrz.h), wrong check digits refused with
 * ERR_RANGE: a key of a misread line would only be a wrong key. For a
 * Vietnamese TD1 card can and id are set too. */
MUST_CHECK enum err password_from_mrz(struct slice lines, struct password *out);
/* As printed: document number (A-Z, 0-9, small letters taken as capitals; nine
 * digits: can is its last six; twelve: as an id), birth, expiry; `expiry` with
 * d == 0 is not known, `never` is 991231. ERR_FORMAT: no such number. */
MUST_CHECK enum err password_from_fields(struct slice document,
    struct date birth, struct date expiry, bool never, struct password *out);

/* Adds a birth date to a password that has a document number, and where that
 * is a citizen card's (nine digits) the expiries that the law allows (at most
 * three, the likely first; `issued` narrows them, may be all zero; see
 * identity/expiry.h) unless one is known already. Unknown parts of a date are
 * fillers; a year must be known. */
void password_add_birth(struct password *p, struct date birth,
    struct date issued);

/* Out of a record: member mrz, or id (kind "qr" where it has an object qr) with
 * dob and issued and expires where present and good: without them PACE still
 * works. ERR_NOT_FOUND: it has neither mrz nor id; ERR_FORMAT: it has no such
 * form; ERR_RANGE as password_from_mrz. */
MUST_CHECK enum err password_from_record(struct record *r,
    struct password *out);

/* True when BAC, or PACE with the MRZ, can be tried. */
bool password_has_mrz(const struct password *p);

/* MRZ_information for the n-th expiry (Doc 9303-11, 4.3.2 and 9.7.2): number,
 * birth, expiry with their check digits. Appends. */
void password_mrz_info(const struct password *p, size_t n, struct buf *out);

#endif
