/* SPDX-License-Identifier: ISC */
/* Finds QR codes in a picture and gives their exact bytes. */
#ifndef IMAGE_QR_H
#define IMAGE_QR_H

#include "base/buf.h"

struct gray;

#define QR_MAX_CODES 64
#define QR_MAX_BYTES 4296		/* version 40, the largest there is */

/* The payload as stored (where the code names a character set, as zbar turned
 * it into UTF-8; UTF-8 wrongly named Latin-1 is put right), and the corners of
 * the code in picture pixels: top left, top right, bottom right, bottom left
 * as the code is read. */
struct qr_code {
	struct buf raw;
	float x[4], y[4];
};

/* `cut_short`: all were wanted, some were found, and the budget or another
 * limit ended the search for more. */
struct qr_codes {
	struct qr_code c[QR_MAX_CODES];
	size_t n;
	bool cut_short;
};

/* `budget_ms` of thread CPU time bounds the work (0: 500); `all` looks for
 * every code of a sheet and not only the first; `video` leaves the whole-frame
 * fallback out. */
struct qr_options {
	unsigned budget_ms;
	bool all, video;
};

/* The same payload at the same place is given once. No code is no error:
 * out->n is 0. ERR_TIMEOUT when the budget ended with nothing found;
 * ERR_UNSUPPORTED when the library at hand has no binary mode. */
MUST_CHECK enum err qr_find(const struct gray *g, const struct qr_options *o,
    struct qr_codes *out);
void qr_codes_release(struct qr_codes *c);	/* wipes payloads */

/* The decoder's name and version, for --version; returns `out`. */
#define QR_DECODER_TEXT 48
const char *qr_decoder(char out[QR_DECODER_TEXT]);

/* Whether the library can do the work: ERR_OK, or what qr_find would answer.
 * To be asked before a sandbox closes. */
MUST_CHECK enum err qr_prepare(void);

#endif
