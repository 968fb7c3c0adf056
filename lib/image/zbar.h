/* SPDX-License-Identifier: ISC */
/* libzbar, QR codes only, bytes as stored. Its own names begin with zbar_,
 * so ours begin with zb_. */
#ifndef IMAGE_ZBAR_H
#define IMAGE_ZBAR_H

#include "image/gray.h"

struct zb {
	void *scanner;
};

/* What zb_scan hands over: bytes and corners (top left, top right, bottom
 * right, bottom left of the code) are valid during the call alone. */
struct zb_code {
	struct slice raw;
	float x[4], y[4];
};
typedef void zb_found(void *ctx, const struct zb_code *c);

/* ERR_UNSUPPORTED when the library cannot give the bytes as stored: its text
 * mode garbles Vietnamese, so there is no fallback to it. */
MUST_CHECK enum err zb_init(struct zb *z);
void zb_release(struct zb *z);

/* Opens the converters for every character set that a code may name, and keeps
 * them for the life of the process: the C library loads them from files, which
 * a process behind base/sandbox can no longer open. Takes 2 ms. */
void zb_keep_sets(void);

/* Returns how many codes it found. */
size_t zb_scan(struct zb *z, const struct gray *g, zb_found *found, void *ctx);

#endif
