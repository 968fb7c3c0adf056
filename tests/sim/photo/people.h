/* SPDX-License-Identifier: ISC */
/* Invented people as the text of a card's code. */
#ifndef PHOTO_PEOPLE_H
#define PHOTO_PEOPLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "rng.h"

/* `card2024`: eleven fields, for a child with its parents' names; otherwise
 * the seven fields of 2021. Appends the payload to `out`: NFC, in one of 25
 * cases NFD. `serial` >= 0 makes the last six digits of the number, so that
 * many people are all different. */
void people_payload(struct rng *r, bool card2024, long serial,
    struct buf *out);

#endif
