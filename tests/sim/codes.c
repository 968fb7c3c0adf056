/* SPDX-License-Identifier: ISC */
/* codes - draw texts as clean QR codes on a page (PGM on standard output):
 *	codes ECI COLUMNS TEXT ...
 * ECI is the character set that each code names, - for none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#include "image/gray.h"

enum { ZOOM = 3, MARGIN = 6 };	/* pixels a module; modules around a code */

static void
trouble(const char *what)
{
	perror(what);
	exit(2);
}

static QRcode *
encode(const char *text, const char *eci)
{
	QRinput *in = QRinput_new2(0, QR_ECLEVEL_M);
	QRcode *q;

	if (in == NULL || (strcmp(eci, "-") != 0 &&
	    QRinput_appendECIheader(in, (unsigned)atoi(eci)) != 0) ||
	    QRinput_append(in, QR_MODE_8, (int)strlen(text),
	    (const unsigned char *)text) != 0 ||
	    (q = QRcode_encodeInput(in)) == NULL)
		trouble("codes: this text");
	QRinput_free(in);
	return q;
}

static void
put(struct gray *g, const QRcode *q, int left, int top)
{
	int x, y;

	for (y = 0; y < q->width * ZOOM; y++)
		for (x = 0; x < q->width * ZOOM; x++)
			if (q->data[y / ZOOM * q->width + x / ZOOM] & 1)
				g->px[(top + y) * g->w + left + x] = 0;
}

int
main(int argc, char **argv)
{
	struct gray g = { 0 };
	QRcode **q;
	int columns, i, n = argc - 3, side = 0;

	if (n < 1 || (columns = atoi(argv[2])) < 1)
		return fputs("usage: codes ECI COLUMNS TEXT ...\n", stderr), 2;
	q = calloc((size_t)n, sizeof *q);
	if (q == NULL)
		trouble("codes");
	for (i = 0; i < n; i++) {
		q[i] = encode(argv[3 + i], argv[1]);
		if (side < q[i]->width)
			side = q[i]->width;
	}
	side = (side + 2 * MARGIN) * ZOOM;
	if (gray_init(&g, columns * side, (n + columns - 1) / columns * side) !=
	    ERR_OK)
		trouble("codes");
	memset(g.px, 255, (size_t)g.w * (size_t)g.h);
	for (i = 0; i < n; i++) {
		put(&g, q[i], i % columns * side + MARGIN * ZOOM,
		    i / columns * side + MARGIN * ZOOM);
		QRcode_free(q[i]);
	}
	free(q);
	printf("P5 %d %d 255\n", g.w, g.h);
	fwrite(g.px, 1, (size_t)g.w * (size_t)g.h, stdout);
	gray_release(&g);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
