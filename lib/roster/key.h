/* SPDX-License-Identifier: ISC */
/* What a row is found by: its number as people write it, or other cells. */
#ifndef ROSTER_KEY_H
#define ROSTER_KEY_H

#include "roster/side.h"

#define KEY_MAX_BYTES 1024

/* `number` as in roster/hash.h. */
struct key {
	uint64_t number;
	struct slice text;		/* digits, or what stands there */
	bool repaired;			/* digits were put back or replaced */
};

struct keyer;				/* scratch memory of a thread */
struct keyer *keyer_new(void);
void keyer_free(struct keyer *k);	/* wipes */

/* The key of a row of `n` cells from the cells at[0..keys). `numbers`: it is a
 * column of citizen numbers. False: none that can be used. The text is valid
 * until the next call. */
bool key_of(struct keyer *k, const struct side *s, const struct slice *cell,
    size_t n, const size_t *at, size_t keys, bool numbers, struct key *out);

/* Who somebody is by a row, as cells of a table become a person: numbers, name,
 * birth date, sex, and with `place` the residence; valid until the next call.
 * False: bytes that are no text. */
struct person;
bool key_person(struct keyer *k, const struct side *s,
    const struct slice *cell, size_t n, bool place, struct person *out);

/* The same but for names. */
bool key_birth(struct keyer *k, const struct side *s,
    const struct slice *cell, size_t n, struct person *out);

/* Digits of a number that is no hash; `out` has room for 16 bytes. */
struct slice key_show(uint64_t number, char *out);

#endif
