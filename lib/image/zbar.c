/* SPDX-License-Identifier: ISC */
/* libzbar behind one function. */
#include <iconv.h>
#include <stdio.h>

#include <zbar.h>

#include "base/mem.h"
#include "image/qr.h"
#include "image/zbar.h"

#define Y800 0x30303859		/* its name for one byte of luma a pixel */

enum err
zb_init(struct zb *z)
{
	zbar_image_scanner_t *s = zbar_image_scanner_create();

	if (s == NULL)
		return ERR_UNSUPPORTED;
	if (zbar_image_scanner_set_config(s, ZBAR_NONE, ZBAR_CFG_ENABLE, 0) ||
	    zbar_image_scanner_set_config(s, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1) ||
	    zbar_image_scanner_set_config(s, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1) ||
	    zbar_image_scanner_set_config(s, ZBAR_NONE, ZBAR_CFG_X_DENSITY,
	    1) ||
	    zbar_image_scanner_set_config(s, ZBAR_NONE, ZBAR_CFG_Y_DENSITY,
	    1)) {
		zbar_image_scanner_destroy(s);
		return ERR_UNSUPPORTED;
	}
	z->scanner = s;
	return ERR_OK;
}

void
zb_release(struct zb *z)
{
	if (z->scanner != NULL)
		zbar_image_scanner_destroy(z->scanner);
	z->scanner = NULL;
}

/* The names as zbar writes them; it asks for the first three at every scan.
 * What the system does not have, zbar does without. */
void
zb_keep_sets(void)
{
	static const char *const sets[] = { "ISO8859-1", "SJIS", "BIG-5",
	    "UTF-8", "CP437" };
	char name[16];
	unsigned i;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		(void)iconv_open("UTF-8", sets[i]);
	for (i = 2; i <= 16; i++) {
		snprintf(name, sizeof(name), "ISO8859-%u", i);
		(void)iconv_open("UTF-8", name);
	}
}

/* zbar goes round the code the other way: top left, bottom left, ... */
static void
corners(const zbar_symbol_t *s, struct zb_code *c)
{
	static const unsigned char order[] = { 0, 3, 2, 1 };
	unsigned i;

	for (i = 0; i < 4 && zbar_symbol_get_loc_size(s) >= 4; i++) {
		c->x[i] = (float)zbar_symbol_get_loc_x(s, order[i]);
		c->y[i] = (float)zbar_symbol_get_loc_y(s, order[i]);
	}
}

static size_t
results(zbar_image_t *im, zb_found *found, void *ctx)
{
	const zbar_symbol_t *s;
	size_t count = 0;

	for (s = zbar_image_first_symbol(im); s != NULL;
	    s = zbar_symbol_next(s)) {
		struct zb_code c = { 0 };

		c.raw.p = zbar_symbol_get_data(s);
		c.raw.n = zbar_symbol_get_data_length(s);
		if (zbar_symbol_get_type(s) != ZBAR_QRCODE || c.raw.p == NULL ||
		    c.raw.n > QR_MAX_BYTES)
			continue;
		corners(s, &c);
		found(ctx, &c);
		/* It would be freed as it is, and it names a person. */
		mem_wipe((void *)(uintptr_t)c.raw.p, c.raw.n);
		count++;
	}
	return count;
}

size_t
zb_scan(struct zb *z, const struct gray *g, zb_found *found, void *ctx)
{
	zbar_image_t *im = zbar_image_create();
	size_t count = 0;

	if (im == NULL)
		return 0;
	zbar_image_set_format(im, Y800);
	zbar_image_set_size(im, (unsigned)g->w, (unsigned)g->h);
	zbar_image_set_data(im, g->px,
	    (unsigned long)g->w * (unsigned long)g->h, NULL);
	if (zbar_scan_image(z->scanner, im) > 0)
		count = results(im, found, ctx);
	zbar_image_destroy(im);
	return count;
}

const char *
qr_decoder(char out[QR_DECODER_TEXT])
{
	unsigned major = 0, minor = 0, patch = 0;

	zbar_version(&major, &minor, &patch);
	snprintf(out, QR_DECODER_TEXT, "zbar %u.%u.%u", major, minor, patch);
	return out;
}
