/* SPDX-License-Identifier: ISC */
/* Base64 by RFC 4648, section 4, and lower-case hex. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* Appends the encoding of `in`, padded, without line breaks. */
void base64_add(struct buf *out, struct slice in);

/* Appends the bytes that `in` stands for: padded, no blanks, no spare bits set,
 * so that one text only stands for them. ERR_FORMAT leaves `out` alone. */
MUST_CHECK enum err base64_read(struct buf *out, struct slice in);

/* Appends two lower-case digits for each byte of `in`. */
void hex_add(struct buf *out, struct slice in);

/* Appends the bytes of pairs of digits of either case. ERR_FORMAT leaves `out`
 * alone. */
MUST_CHECK enum err hex_read(struct buf *out, struct slice in);

#endif
