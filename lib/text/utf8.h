/* SPDX-License-Identifier: ISC */
/* UTF-8: validity, one code point at a time, normal form, safe to show. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/buf.h"

/* The number of leading bytes that are well-formed UTF-8 (Unicode 15, table
 * 3-7: no surrogates, nothing over-long); s.n when all are. */
size_t utf8_valid_bytes(struct slice s);
bool utf8_is_valid(struct slice s);

/* Takes one code point off valid UTF-8; false at the end. */
bool utf8_next(struct slice *s, uint32_t *cp);
void utf8_add(struct buf *out, uint32_t cp);

/* True for UTF-8 in NFC that is seen to be so at a glance, as all precomposed
 * Vietnamese is; false: perhaps. */
bool utf8_is_plain(struct slice s);

/* Appends `in` (valid UTF-8) in Normalization Form C. ERR_UTF8 when `in` is
 * not valid or holds an unassigned form that the library refuses. */
MUST_CHECK enum err utf8_nfc(struct buf *out, struct slice in);

/* True for what must not reach a terminal: C0, DEL, C1, and the marks that
 * turn or hide text (U+061C, U+200B-200F, U+2028-202E, U+2060-206F, U+FEFF). */
bool utf8_is_unsafe(uint32_t cp);
bool utf8_has_unsafe(struct slice s);		/* in valid UTF-8 */

/* Appends `in` for a terminal: unsafe code points and bytes that are not
 * UTF-8 as \u{..} and \x.., all else unchanged. */
void utf8_add_shown(struct buf *out, struct slice in);

#endif
