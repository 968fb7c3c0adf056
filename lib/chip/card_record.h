/* SPDX-License-Identifier: ISC */
/* The record of a card that was read, or was not (man/cccd-record.5). */
#ifndef CHIP_CARD_RECORD_H
#define CHIP_CARD_RECORD_H

#include "chip/evidence.h"
#include "chip/holder.h"

/* Appends `key`, the record that the key came in, with what the chip says of
 * the person, source, from, warnings and chip, and without verify, which judged
 * what stood there before; its other members stay, in order. */
MUST_CHECK enum err card_record(const struct record *key,
    const struct evidence *e, const struct holder *h, struct buf *out);

/* Appends `key` with nothing but a member chip that holds the word of `why`. */
void card_record_failed(const struct record *key, enum err why,
    struct buf *out);

#endif
