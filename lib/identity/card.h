/* SPDX-License-Identifier: ISC */
/* The fields of a card's code: cut, and judged by form. Room identity only. */
#ifndef IDENTITY_CARD_H
#define IDENTITY_CARD_H

#include "base/date.h"

/* Seven fields since 2021, eleven since July 2024 (Circular 16/2024/TT-BCA,
 * art. 3). The order of 7..9 follows the circular; 10 is not known. */
enum card_field {
	CARD_ID, CARD_OLD_ID, CARD_NAME, CARD_DOB, CARD_SEX, CARD_RESIDENCE,
	CARD_ISSUED, CARD_CANCELLED, CARD_FATHER, CARD_MOTHER, CARD_UNKNOWN,
	CARD_FIELDS
};

/* The fields that are text of many letters, a bit for each. */
#define CARD_TEXTS (1u << CARD_NAME | 1u << CARD_RESIDENCE |		\
	1u << CARD_FATHER | 1u << CARD_MOTHER)

/* f[i].p is NULL where the code ends before field i; an empty field has n 0.
 * `extra` is all from field 7 on, uncut, p NULL where there is none. */
struct card {
	struct slice f[CARD_FIELDS];
	struct slice extra;
	size_t n;
};

/* Borrows from `text`, whose BOM and line end the caller has taken off. */
void card_cut(struct slice text, struct card *c);

/* As card_cut in one pass, and true, when all is as clean codes are: UTF-8 in
 * NFC, nothing to escape in JSON, no letter from beyond Latin Extended-B and
 * Latin Extended Additional. False: *c is not filled. */
bool card_cut_plain(struct slice text, struct card *c);

/* True for what can only be meant as a citizen card's code: the number, the
 * birth date, the sex and the date of issue stand in their places by form. */
bool card_is_shape(const struct card *c);

/* The record's member for one of CARD_TEXTS. */
const char *card_text_name(enum card_field f);

/* 'M', 'F', or 0 where `s` is neither "Nam" nor "Nữ" exactly (either form of
 * Unicode). card_sex_loose also takes other case and missing marks. */
char card_sex(struct slice s);
char card_sex_loose(struct slice s);

/* True when `s` holds only what the text of a card holds: letters of the 134,
 * of ASCII and of minority names, blanks and marks between them; for a place
 * also digits and punctuation. `proof` becomes true at a letter that no known
 * scanner damage can produce. */
bool card_name_is_sound(struct slice s, bool *proof);
bool card_place_is_sound(struct slice s, bool *proof);

/* Every field in order: numbers by form, dates of the calendar, sex exact
 * (blanks round these aside), texts sound. `skip` has a bit for each field
 * that is not looked at. */
bool card_is_sound(const struct card *c, unsigned skip, bool *proof);

#endif
