/* SPDX-License-Identifier: ISC */
/* The two single-byte code pages that scanners and terminals confuse with
 * UTF-8: Windows-1252 and the PC's 437. */
#ifndef TEXT_CODEPAGE_H
#define TEXT_CODEPAGE_H

#include "base/buf.h"

enum codepage { CODEPAGE_1252, CODEPAGE_437 };

/* The character of a byte. 81 8D 8F 90 9D have none in 1252 and stand for the
 * control characters of the same number; in 437 the bytes below 20 and 7F are
 * controls, not the pictures that a PC's screen shows for them. */
uint32_t codepage_char(enum codepage p, uint8_t byte);

/* The byte of a character, for 437 also of those pictures. False where the
 * page does not have it. */
bool codepage_byte(enum codepage p, uint32_t cp, uint8_t *byte);

#endif
