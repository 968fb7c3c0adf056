/* SPDX-License-Identifier: ISC */
/* A QR code drawn with the half blocks of Unicode, for a screen. */
#ifndef IMAGE_DRAW_H
#define IMAGE_DRAW_H

#include "base/buf.h"

/* Appends the code of `text` in byte mode, level L, with its quiet zone, a
 * line feed behind each line. Light modules are the foreground; with `colour`
 * every line sets white on black, so that the terminal's own colours do not
 * turn the code over. ERR_TOO_LONG beyond the largest code. */
MUST_CHECK enum err draw_code(struct slice text, bool colour, struct buf *out);

#endif
