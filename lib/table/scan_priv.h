/* SPDX-License-Identifier: ISC */
/* Between the files of the scan: sixty-four bytes as masks. */
#ifndef TABLE_SCAN_PRIV_H
#define TABLE_SCAN_PRIV_H

#include "base/buf.h"

#define SCAN_GROUP 64		/* words at a time */

/* A bit a byte, the first byte lowest. `inside`: an odd number of quotes up to
 * and with this byte, counted from the word's start. */
struct scan_word {
	uint64_t quote, inside, separator, lf, cr;
};

/* Fills `n` words from 64 * n bytes. */
typedef void scan_words_fn(const char *p, size_t n, char separator,
    struct scan_word *out);

/* The fastest that this processor has (base: that every one has), or NULL. */
scan_words_fn *scan_words(bool base);

#endif
