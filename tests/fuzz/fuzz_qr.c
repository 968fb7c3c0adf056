/* SPDX-License-Identifier: ISC */
/* A small picture: width, zoom, whether all codes are wanted, then pixels. */
#include <stdlib.h>

#include "base/mem.h"
#include "image/gray.h"
#include "image/qr.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct qr_options o = { .budget_ms = 50 };
	struct qr_codes *c;
	struct gray g = { 0 };
	int w, zoom, x, y;

	if (n < 4)
		return 0;
	w = p[0] + 1;
	zoom = p[1] % 4 + 1;
	o.all = p[2] & 1;
	o.video = p[2] & 2;
	n -= 3;
	if (gray_init(&g, w * zoom, ((int)(n % 65536) / w + 1) * zoom) !=
	    ERR_OK)
		return 0;
	for (y = 0; y < g.h; y++)
		for (x = 0; x < g.w; x++) {
			size_t at = (size_t)(y / zoom) * (size_t)w +
			    (size_t)(x / zoom);

			g.px[y * g.w + x] = at < n ? p[3 + at] : 255;
		}
	c = xcalloc(1, sizeof(*c));
	if (qr_find(&g, &o, c) == ERR_OK && c->n > QR_MAX_CODES)
		abort();
	qr_codes_release(c);
	gray_release(&g);
	free(c);
	return 0;
}
