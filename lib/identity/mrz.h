/* SPDX-License-Identifier: ISC */
/* The machine readable zone of Doc 9303: TD1 (cards, part 5), TD2 (part 6)
 * and TD3 (passports, part 4). */
#ifndef IDENTITY_MRZ_H
#define IDENTITY_MRZ_H

#include "base/date.h"

#define MRZ_MAX_TEXT 90

enum mrz_format { MRZ_TD1, MRZ_TD2, MRZ_TD3 };

/* The check digits that may be wrong, as bits. MRZ_NATIONAL is the one that
 * Vietnam sets behind the citizen number, last in line 1. */
enum mrz_digit {
	MRZ_DIGIT_NUMBER = 1, MRZ_DIGIT_BIRTH = 2, MRZ_DIGIT_EXPIRY = 4,
	MRZ_DIGIT_OPTIONAL = 8, MRZ_DIGIT_COMPOSITE = 16,
	MRZ_DIGIT_NATIONAL = 32
};

/* The slices borrow from `text` inside the struct: do not copy it. Fillers
 * at the end of a field are cut off; `name` keeps those inside. */
struct mrz {
	char text[MRZ_MAX_TEXT];
	size_t n;			/* of it; 0: nothing was parsed */
	char number_text[32];
	enum mrz_format format;
	struct slice code, issuer, number, birth, sex, expiry, nationality;
	struct slice optional, optional2, name;
	/* twelve digits, Vietnamese cards only */
	struct slice citizen_id;
	unsigned wrong;			/* bits of enum mrz_digit */
	bool name_full;		/* no room for another word: may be cut */
};

/* Lines may be divided by line ends or blanks, or not at all. ERR_FORMAT for
 * another length than 90, 72 or 88 and for characters outside A-Z, 0-9, <, or
 * letters in a date; wrong check digits are a result, not an error. */
MUST_CHECK enum err mrz_parse(struct slice text, struct mrz *out);

/* The same, in a struct that holds a zone already or is all zero: where that is
 * this very text, without blanks and line ends, nothing is left to do. */
MUST_CHECK enum err mrz_parse_kept(struct slice text, struct mrz *m);

/* The check digit 0..9 over `s` (Doc 9303-3, 4.9: weights 7, 3, 1). */
int mrz_check_digit(struct slice s);

/* Birth: of two centuries the one that is not after `today`; unknown parts
 * stay 0. ERR_RANGE for a day that the calendar lacks. */
MUST_CHECK enum err mrz_birth(const struct mrz *m, struct date today,
    struct date *out);

/* Expiry: the century within 50 years of `today`; 991231 on a Vietnamese card
 * sets *never instead, for cards without end carry it. */
MUST_CHECK enum err mrz_expiry(const struct mrz *m, struct date today,
    struct date *out, bool *never);

/* True when `name` (as printed, with its marks) is the one in the MRZ: plain
 * letters compared, in either order of family and given names; where no room
 * was left the MRZ's may be the shorter one (Doc 9303-5, 4.2.3). */
bool mrz_name_agrees(const struct mrz *m, struct slice name);

#endif
