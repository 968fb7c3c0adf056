/* SPDX-License-Identifier: ISC */
/* A person of a record against a list: roster.* checks and the member
 * verify.roster. */
#ifndef TABLE_LISTED_H
#define TABLE_LISTED_H

#include "record/check.h"
#include "table/listing.h"

/* Whether the person is on the list, with the checks that say why. None of them
 * fails: a list says nothing of the document. An old number of nine digits
 * needs the name or the birth date beside it, for such numbers were given in
 * each province anew. */
bool listed_check(const struct listing *l, const struct person *p,
    struct listing_hit *hit, struct checks *cs);

/* The member roster: {"listed":...}; hit NULL: not listed. */
void listed_write(const struct listing_hit *hit, struct buf *out);

#endif
