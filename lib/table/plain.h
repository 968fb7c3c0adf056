/* SPDX-License-Identifier: ISC */
/* Room table only: what nobody has to look at twice. */
#ifndef TABLE_PLAIN_H
#define TABLE_PLAIN_H

#include "base/buf.h"

/* True for rows of separated text that are valid UTF-8 in NFC whose letters
 * are ASCII and those of Vietnamese, without control characters, two blanks
 * together, backslashes, or quotes but round whole cells: no cell of them
 * needs to be decoded, tidied or escaped, unless a line end stands in it.
 * False says nothing. `s` starts and ends where rows do. */
bool plain_rows(struct slice s, char separator);

/* The same of cells that stand one behind the other without separators. */
bool plain_text(struct slice s);

#endif
