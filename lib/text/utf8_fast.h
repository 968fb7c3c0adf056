/* SPDX-License-Identifier: ISC */
/* Room text only: a quick yes for UTF-8 that is all valid. */
#ifndef TEXT_UTF8_FAST_H
#define TEXT_UTF8_FAST_H

#include "base/buf.h"

/* True when all of `s` is well-formed. False says nothing: not so, or this
 * processor has no quick way to know. */
bool utf8_fast_valid(struct slice s);

/* So many bytes at the start have nothing that utf8_has_unsafe has to look at;
 * there may be more. */
size_t utf8_fast_safe(struct slice s);

/* utf8_is_plain of 32 bytes and more. False says nothing: not so, or this
 * processor has no quick way to know. */
bool utf8_fast_plain(struct slice s);

#endif
