/* SPDX-License-Identifier: ISC */
/* The face picture in DG2: ISO/IEC 19794-5:2005 (tag 5F2E) and ISO/IEC 39794-5
 * (tag 7F2E), JPEG or JPEG 2000, found by structure. */
#ifndef CHIP_FACE_H
#define CHIP_FACE_H

#include "base/buf.h"

/* J2K: bare codestream */
enum face_kind { FACE_JPEG, FACE_JP2, FACE_J2K };

/* picture borrows from the file. */
struct face {
	struct slice picture;
	enum face_kind kind;
	int width, height;		/* as the header claims; 0 unknown */
	int version;			/* 19794 or 39794 */
	size_t count;		/* faces in the file; this is the first */
};

/* ERR_NOT_FOUND: a well-formed file without a picture (a child under six).
 * ERR_FORMAT, ERR_TRUNCATED, ERR_UNSUPPORTED (neither JPEG nor JPEG 2000). */
MUST_CHECK enum err face_parse(struct slice dg2, struct face *out);

const char *face_suffix(enum face_kind k);	/* ".jpg", ".jp2", ".j2k" */

#endif
