/* SPDX-License-Identifier: ISC */
/* Base64 by RFC 4648, section 4, and lower-case hex. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* Appends the encoding of `in`, padded, without line breaks. */
void base64_add(struct buf *out, struct slice in);

/* Appends two lower-case digits for each byte of `in`. */
void hex_add(struct buf *out, struct slice in);

#endif
