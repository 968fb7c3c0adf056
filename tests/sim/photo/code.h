/* SPDX-License-Identifier: ISC */
/* A payload as the squares of a QR code. */
#ifndef PHOTO_CODE_H
#define PHOTO_CODE_H

#include <stdint.h>

#include "base/buf.h"

#define CODE_MAX_MODULES 177

/* How the bytes are stored: one 8-bit segment; segments chosen for size;
 * ECI 26 (UTF-8) and one segment; a byte order mark in front. */
enum code_segments { CODE_BYTE, CODE_MIXED, CODE_ECI, CODE_BOM };

extern const char *const code_segment_name[];

/* on[y * n + x] is 1 for a dark module. */
struct code {
	int n, version;
	uint8_t on[CODE_MAX_MODULES * CODE_MAX_MODULES];
};

/* `ecc` is L, M, Q or H; the smallest version that holds the payload. */
void code_draw(struct code *c, struct slice payload, char ecc,
    enum code_segments how);

#endif
