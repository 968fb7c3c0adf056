/* SPDX-License-Identifier: ISC */
/* Picture files, already in memory, to luma. What is larger than the limits
 * of gray.h is refused by its header, before any memory is taken for pixels.
 * Turned pictures (EXIF) stay as they are: a QR code has no top. */
#ifndef IMAGE_LOAD_H
#define IMAGE_LOAD_H

#include "image/gray.h"

#define LOAD_MAX_BYTES (256u << 20)

enum load_kind {
	LOAD_UNKNOWN, LOAD_JPEG, LOAD_PNG, LOAD_PNM, LOAD_HEIF
};

/* The file's own size; `reduce` file pixels became one of ours a side (JPEG
 * only); `damaged`: it ends early or its data are broken, and the picture
 * holds what could be had. */
struct load_info {
	int w, h, reduce;
	bool damaged;
};

/* By the first bytes. */
enum load_kind load_kind(struct slice file);

/* The name of a kind that is known but not read here ("PDF", "WebP"), or
 * NULL. */
const char *load_foreign(struct slice file);

/* ERR_UNSUPPORTED (unknown kind or feature, or libheif is not installed),
 * ERR_IMAGE (nothing could be had), ERR_PIXELS. `g` starts empty. */
MUST_CHECK enum err load_gray(struct slice file, struct gray *g,
    struct load_info *info);

/* Brings in libheif, which is loaded only where a HEIC picture is met: it and
 * its codecs cost every start 4 ms. Call it before files are fenced off. False
 * where it is not installed. load_gray calls it too. */
bool load_heif_ready(void);

/* The loaders, one per library; called by load_gray. */
MUST_CHECK enum err load_jpeg(struct slice file, struct gray *g,
    struct load_info *info);
MUST_CHECK enum err load_png(struct slice file, struct gray *g,
    struct load_info *info);
MUST_CHECK enum err load_pnm(struct slice file, struct gray *g,
    struct load_info *info);
MUST_CHECK enum err load_heif(struct slice file, struct gray *g,
    struct load_info *info);

#endif
