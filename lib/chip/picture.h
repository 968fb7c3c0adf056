/* SPDX-License-Identifier: ISC */
/* What a picture's own headers say: kind and size. Nothing is decoded. */
#ifndef CHIP_PICTURE_H
#define CHIP_PICTURE_H

#include "chip/face.h"

#define PICTURE_MAX_SIDE 0xffff		/* larger claims count as not known */

/* The kind by content: JPEG (ITU-T T.81), JPEG 2000 in boxes or as a bare
 * codestream (ITU-T T.800). The size out of the frame header, reached from
 * header to header; 0 where that way is broken. ERR_UNSUPPORTED: neither. */
MUST_CHECK enum err picture_look(struct slice picture, enum face_kind *kind,
    int *width, int *height);

#endif
