/* SPDX-License-Identifier: ISC */
/* Two rows of modules become one line of text. */
#include <stdlib.h>

#include <qrencode.h>

#include "base/mem.h"
#include "image/draw.h"

#define QUIET 4			/* ISO/IEC 18004, 6.3.8 */

static bool
is_light(const QRcode *q, int x, int y)
{
	x -= QUIET;
	y -= QUIET;
	if (x < 0 || y < 0 || x >= q->width || y >= q->width)
		return true;
	return (q->data[y * q->width + x] & 1) == 0;
}

static void
line(const QRcode *q, int y, struct buf *out)
{
	/* by upper and lower half */
	static const char *const block[2][2] = { { " ", "\u2584" },
	    { "\u2580", "\u2588" } };
	int x, side = q->width + 2 * QUIET;

	for (x = 0; x < side; x++)
		buf_add_str(out, block[is_light(q, x, y)]
		    [y + 1 < side && is_light(q, x, y + 1)]);
}

enum err
draw_code(struct slice text, bool colour, struct buf *out)
{
	char *copy = xmemdup0(text.p, text.n);
	QRcode *q = QRcode_encodeData((int)text.n,
	    (const unsigned char *)copy, 0, QR_ECLEVEL_L);
	int y;

	mem_wipe(copy, text.n);
	free(copy);
	if (q == NULL)
		return ERR_TOO_LONG;
	for (y = 0; y < q->width + 2 * QUIET; y += 2) {
		if (colour)
			buf_add_str(out, "\033[97;40m");
		line(q, y, out);
		buf_add_str(out, colour ? "\033[0m\n" : "\n");
	}
	QRcode_free(q);
	return ERR_OK;
}
