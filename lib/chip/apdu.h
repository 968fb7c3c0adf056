/* SPDX-License-Identifier: ISC */
/* Commands and answers of ISO/IEC 7816-4, and what the status words mean. */
#ifndef CHIP_APDU_H
#define CHIP_APDU_H

#include "base/buf.h"

#define APDU_MAX_ANSWER 65538

/* `data` borrows. le: expected octets; 0 none, 256 is written 00, up to 65536.
 * The long form is written when `extended` is set or something does not fit. */
struct apdu {
	uint8_t cla, ins, p1, p2;
	struct slice data;
	size_t le;
	bool extended;
};

/* Appends the octets of the command. */
void apdu_encode(const struct apdu *a, struct buf *out);

/* Divides an answer. ERR_LINK: shorter than a status word, or SW1 is not 6x
 * or 90. */
MUST_CHECK enum err apdu_answer(struct slice raw, struct slice *data,
    uint16_t *sw);

/* "file not found" for 6A82; a text for every word, the general ones by SW1.
 * English, translated where it is printed; static storage. */
const char *apdu_sw_text(uint16_t sw);

#endif
