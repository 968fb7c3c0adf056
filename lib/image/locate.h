/* SPDX-License-Identifier: ISC */
/* Finder patterns in a thresholded picture, and the corners they make. */
#ifndef IMAGE_LOCATE_H
#define IMAGE_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOCATE_MAX 256

/* Centre and module width as rows and columns cut it, in pixels; hits is the
 * number of rows that saw it. */
struct finder {
	float x, y, m;
	int hits;
};

/* `full`: there was no room for one more. */
struct finders {
	struct finder f[LOCATE_MAX];
	size_t n;
	bool full;
};

/* Adds what rows y0 to y1 - 1 show. `dark` is a map of w * h bytes, 255 dark,
 * 0 light. */
void locate_finders(const uint8_t *dark, int w, int h, int y0, int y1,
    struct finders *out);

/* Three finders as a code has them: [0] at the corner, [1] to its right, [2]
 * below it, seen the way the code is read; m is the module width along the
 * legs; the lower the cost, the likelier. */
struct triple {
	float x[3], y[3], m, cost;
};

#define LOCATE_TRIPLES (8 * LOCATE_MAX)

/* The likeliest first, and without what is likely to be noise. */
void locate_sort(struct finders *f);

/* Puts the best few triples with f[i] at the corner among the `n` of out[],
 * which has room for LOCATE_TRIPLES, the best first; returns how many it holds.
 * Few of each corner, since on a page the finders of different codes make good
 * corners too. */
size_t locate_triples(const uint8_t *dark, int w, int h,
    const struct finders *f, size_t i, struct triple *out, size_t n);

#endif
