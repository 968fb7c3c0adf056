/* SPDX-License-Identifier: ISC */
/* Pictures as files: libjpeg, libpng, and PNM by hand. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "base/mem.h"
#include "pic.h"

static uint8_t *
bytes(const struct pic *p)
{
	size_t i, n = (size_t)p->w * (size_t)p->h * 3;
	uint8_t *out = xmalloc(n);

	/* cut, not rounded, as a camera's converter does */
	for (i = 0; i < n; i++) {
		float v = p->px[i];

		v = v < 0 ? 0 : v;
		out[i] = (uint8_t)(v > 255 ? 255 : v);
	}
	return out;
}

static bool
write_png(FILE *f, const struct pic *p)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	uint8_t *px = bytes(p);
	int y;

	if (info == NULL || setjmp(png_jmpbuf(png)) != 0) {
		png_destroy_write_struct(&png, &info);
		free(px);
		return false;
	}
	png_init_io(png, f);
	png_set_IHDR(png, info, (png_uint_32)p->w, (png_uint_32)p->h, 8,
	    PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_compression_level(png, 1);
	png_set_filter(png, 0, PNG_FILTER_SUB);
	png_write_info(png, info);
	for (y = 0; y < p->h; y++)
		png_write_row(png, px + (size_t)y * (size_t)p->w * 3);
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	free(px);
	return true;
}

/* libjpeg's own error exit ends the program, which is right here. */
static bool
write_jpeg(FILE *f, const struct pic *p, int quality)
{
	struct jpeg_compress_struct j;
	struct jpeg_error_mgr err;
	uint8_t *px = bytes(p);

	j.err = jpeg_std_error(&err);
	jpeg_create_compress(&j);
	jpeg_stdio_dest(&j, f);
	j.image_width = (JDIMENSION)p->w;
	j.image_height = (JDIMENSION)p->h;
	j.input_components = 3;
	j.in_color_space = JCS_RGB;
	jpeg_set_defaults(&j);
	jpeg_set_quality(&j, quality, TRUE);
	jpeg_start_compress(&j, TRUE);
	while (j.next_scanline < j.image_height) {
		JSAMPROW row = px + (size_t)j.next_scanline *
		    (size_t)p->w * 3;

		jpeg_write_scanlines(&j, &row, 1);
	}
	jpeg_finish_compress(&j);
	jpeg_destroy_compress(&j);
	free(px);
	return ferror(f) == 0;
}

static bool
write_pnm(FILE *f, const struct pic *p, bool gray)
{
	size_t n = (size_t)p->w * (size_t)p->h, i;
	uint8_t *px = bytes(p);
	bool ok;

	fprintf(f, "P%d\n%d %d\n255\n", gray ? 5 : 6, p->w, p->h);
	for (i = 0; gray && i < n; i++)
		px[i] = (uint8_t)((77u * px[i * 3] + 150u * px[i * 3 + 1] +
		    29u * px[i * 3 + 2]) >> 8);
	n *= gray ? 1 : 3;
	ok = fwrite(px, 1, n, f) == n;
	free(px);
	return ok;
}

static bool
ends(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n >= t && strcmp(s + n - t, tail) == 0;
}

bool
pic_can_write(const char *path)
{
	return ends(path, ".png") || ends(path, ".jpg") ||
	    ends(path, ".ppm") || ends(path, ".pgm");
}

bool
pic_write(const struct pic *p, const char *path, int quality)
{
	FILE *f = fopen(path, "wb");
	bool ok = false;

	if (f == NULL)
		return false;
	if (ends(path, ".png"))
		ok = write_png(f, p);
	else if (ends(path, ".jpg"))
		ok = write_jpeg(f, p, quality);
	else
		ok = write_pnm(f, p, ends(path, ".pgm"));
	return fclose(f) == 0 && ok;
}
