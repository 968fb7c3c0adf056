/* SPDX-License-Identifier: ISC */
/* picture IN OUT - the luma of IN as .jpg (.pjpg: progressive), .png, .pgm,
 * .heic or, for a stream, .y4m with one frame. For tests only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <libheif/heif.h>
#include <png.h>

#include "base/buf.h"
#include "image/load.h"

/* The HEVC encoder leaks, which is not ours to report. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libx265";
}

static void
die(const char *what)
{
	fprintf(stderr, "picture: %s\n", what);
	exit(2);
}

static void
read_file(const char *name, struct buf *b)
{
	FILE *f = fopen(name, "rb");
	size_t n;

	if (f == NULL)
		die(name);
	do {
		buf_grow(b, 65536);
		n = fread(b->p + b->n, 1, 65536, f);
		b->n += n;
	} while (n > 0);
	fclose(f);
}

static void
write_jpeg(const struct gray *g, FILE *f, bool progressive)
{
	struct jpeg_compress_struct c = { 0 };
	struct jpeg_error_mgr err;
	JSAMPROW row;

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_stdio_dest(&c, f);
	c.image_width = (unsigned)g->w;
	c.image_height = (unsigned)g->h;
	c.input_components = 1;
	c.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 90, TRUE);
	if (progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		row = g->px + (size_t)c.next_scanline * (size_t)g->w;
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
}

static void
write_png(const struct gray *g, FILE *f)
{
	png_image img = { .version = PNG_IMAGE_VERSION,
	    .width = (unsigned)g->w, .height = (unsigned)g->h,
	    .format = PNG_FORMAT_GRAY };

	if (!png_image_write_to_stdio(&img, f, 0, g->px, 0, NULL))
		die("png");
}

static void
write_raw(const struct gray *g, FILE *f, bool film)
{
	if (film)
		fprintf(f, "YUV4MPEG2 W%d H%d F10:1 Cmono\nFRAME\n", g->w,
		    g->h);
	else
		fprintf(f, "P5 %d %d 255\n", g->w, g->h);
	fwrite(g->px, 1, (size_t)g->w * (size_t)g->h, f);
}

static void
check(struct heif_error e)
{
	if (e.code != heif_error_Ok)
		die(e.message);
}

static void
write_heic(const struct gray *g, const char *name)
{
	struct heif_context *ctx = heif_context_alloc();
	struct heif_encoder *enc = NULL;
	struct heif_image *img = NULL;
	int stride = 0, y, w = g->w & ~1, h = g->h & ~1;
	uint8_t *p;

	check(heif_context_get_encoder_for_format(ctx,
	    heif_compression_HEVC, &enc));
	check(heif_encoder_set_lossy_quality(enc, 80));
	check(heif_image_create(w, h, heif_colorspace_monochrome,
	    heif_chroma_monochrome, &img));
	check(heif_image_add_plane(img, heif_channel_Y, w, h, 8));
	p = heif_image_get_plane(img, heif_channel_Y, &stride);
	for (y = 0; y < h; y++)
		memcpy(p + (size_t)y * (size_t)stride,
		    g->px + (size_t)y * (size_t)g->w, (size_t)w);
	check(heif_context_encode_image(ctx, img, enc, NULL, NULL));
	check(heif_context_write_to_file(ctx, name));
	heif_image_release(img);
	heif_encoder_release(enc);
	heif_context_free(ctx);
}

int
main(int argc, char **argv)
{
	struct buf in = { 0 };
	struct gray g = { 0 };
	struct load_info info;
	const char *ext;
	FILE *f;

	if (argc != 3 || (ext = strrchr(argv[2], '.')) == NULL)
		die("want IN OUT.ext");
	read_file(argv[1], &in);
	if (load_gray(buf_slice(&in), &g, &info) != ERR_OK)
		die("cannot read");
	if (strcmp(ext, ".heic") == 0) {
		write_heic(&g, argv[2]);
		goto out;
	}
	f = fopen(argv[2], "wb");
	if (f == NULL)
		die(argv[2]);
	if (strcmp(ext, ".jpg") == 0 || strcmp(ext, ".pjpg") == 0)
		write_jpeg(&g, f, ext[1] == 'p');
	else if (strcmp(ext, ".png") == 0)
		write_png(&g, f);
	else
		write_raw(&g, f, strcmp(ext, ".y4m") == 0);
	if (fclose(f) != 0)
		die("write");
out:
	gray_release(&g);
	buf_release(&in);
	return 0;
}
