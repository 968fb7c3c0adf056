/* SPDX-License-Identifier: ISC */
/* The 12-digit personal identification number (số định danh cá nhân) and the
 * 9-digit one before it. There is no check digit. */
#ifndef IDENTITY_NUMBER_H
#define IDENTITY_NUMBER_H

#include "base/buf.h"

/* PPP G YY RRRRRR (Circular 59/2021/TT-BCA, art. 4). `place` is the name in
 * share/prefixes.tsv or NULL where the prefix is in no table. */
struct number {
	const char *place;
	int year;			/* 1900..2399 */
	bool female;
};

/* ERR_FORMAT unless `s` is twelve digits. */
MUST_CHECK enum err number_parse(struct slice s, struct number *out);

/* The place of a three-digit prefix, or NULL. */
const char *number_place(struct slice prefix);

bool number_is_old(struct slice s);	/* nine digits (CMND) */

#endif
