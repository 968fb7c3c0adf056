/* SPDX-License-Identifier: ISC */
/* Between the files of the charsets. */
#ifndef TEXT_CHARSET_PRIV_H
#define TEXT_CHARSET_PRIV_H

#include "text/charset.h"

/* The charsets of bytes (neither UTF-8 nor VIQR) by table: UTF-8 to `out`,
 * which has room for three times as much. False: a byte that has no character
 * there. *loose: a tone joined nothing, so that the result may not be NFC. */
bool charset_bytes(enum charset c, struct slice bytes, char *out, size_t *n,
    bool *loose);

/* VIQR (RFC 1456, 3): takes one character with its marks off `s`, false at the
 * end. *signs: the set of marks that it was made of, 0 for any other. */
enum {
	VIQR_ROOF = 1, VIQR_BREVE = 2, VIQR_HORN = 4, VIQR_STROKE = 8,
	VIQR_SAC = 16, VIQR_HUYEN = 32, VIQR_HOI = 64, VIQR_NGA = 128,
	VIQR_NANG = 256,
	VIQR_QUALITY = VIQR_ROOF | VIQR_BREVE | VIQR_HORN | VIQR_STROKE
};
bool viqr_next(struct slice *s, uint32_t *cp, unsigned *signs);

/* Votes for VIQR of a cell that is plain ASCII. */
void viqr_vote(struct charset_votes *v, struct slice cell);

#endif
