/* SPDX-License-Identifier: ISC */
/* The header of the Netpbm formats P1 to P6. */
#ifndef IMAGE_PNM_H
#define IMAGE_PNM_H

#include "base/buf.h"

#define PNM_MAX_HEADER 4096	/* with its comments */

struct pnm {
	char kind;		/* '1' .. '6' */
	int w, h;
	unsigned max;		/* 1 for P1 and P4 */
	size_t bytes;		/* of the pixels of P4, P5, P6; else 0 */
};

/* Takes the header off `in`, so that `in` starts with the pixels. Within the
 * limits of gray.h, else ERR_PIXELS. ERR_TRUNCATED: more bytes are needed to
 * tell; ERR_IMAGE: no header. `in` moves only on success. */
MUST_CHECK enum err pnm_header(struct slice *in, struct pnm *out);

#endif
