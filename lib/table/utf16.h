/* SPDX-License-Identifier: ISC */
/* UTF-16 as spreadsheets save it ("Unicode text"), into UTF-8. */
#ifndef TABLE_UTF16_H
#define TABLE_UTF16_H

#include "base/buf.h"

/* All zero but `big` is the start; what is cut in two waits in it. */
struct utf16 {
	bool big;
	unsigned char odd;
	bool has_odd;
	uint32_t high;			/* half of a pair, or 0 */
};

/* Appends the text of a block. False: a half of a pair stands alone, for which
 * U+FFFD is written. */
bool utf16_add(struct utf16 *u, struct slice block, struct buf *out);
/* False: the text ends inside a character. */
bool utf16_end(const struct utf16 *u);

#endif
