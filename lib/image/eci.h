/* SPDX-License-Identifier: ISC */
/* Codes that name a character set (ECI). zbar then converts, even in binary
 * mode; where the set named is Latin-1 but UTF-8 is what was stored, as some
 * printers do, the bytes come back twice encoded. */
#ifndef IMAGE_ECI_H
#define IMAGE_ECI_H

#include "base/buf.h"
#include "image/pattern.h"

/* Whether the first segment is an ECI header (ISO/IEC 18004, 7.4.2): reads its
 * four modules, 1 dark, -1 light, unmasked. */
bool eci_marked(const struct pattern *p, const int8_t *bit);

/* Takes one layer of "UTF-8 read as Latin-1" off, when what is below is UTF-8
 * beyond ASCII; else leaves `raw` alone. True when it did. */
bool eci_undo(struct buf *raw);

#endif
