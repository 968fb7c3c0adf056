/* SPDX-License-Identifier: ISC */
/* Room base only: the bulk of a long Base64 text. */
#ifndef BASE_BASE64_FAST_H
#define BASE_BASE64_FAST_H

#include <stddef.h>

/* Reads digits of the alphabet from `in` (no padding) to `out`, which has room
 * for n / 4 * 3 bytes. How many characters were taken, a multiple of 4; fewer
 * than n says nothing: the rest is too short, not right, or this processor has
 * no quick way. */
size_t base64_fast_read(const char *in, size_t n, char *out);

#endif
