/* SPDX-License-Identifier: ISC */
/* PNG to luma, on white where it is transparent. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/mem.h"
#include "image/load.h"

#define MAX_CHUNK (1u << 20)
#define MISSING 128

struct png {
	png_structp p;
	png_infop info;
	jmp_buf fail;
	struct slice in;
	/* one row; all of them, at most 4 * GRAY_MAX_PIXELS bytes, when
	 * interlaced */
	uint8_t *rows;
	int done;		/* rows that are in the picture */
};

static void
fail(png_structp p, png_const_charp why)
{
	struct png *s = png_get_error_ptr(p);

	(void)why;
	longjmp(s->fail, 1);
}

static void
say_nothing(png_structp p, png_const_charp why)
{
	(void)p;
	(void)why;
}

static void
give(png_structp p, png_bytep out, size_t n)
{
	struct png *s = png_get_io_ptr(p);
	struct slice part = { 0 };

	if (buf_read(&s->in, n, &part) != ERR_OK)
		png_error(p, "ends too early");
	memcpy(out, part.p, n);
}

/* Everything becomes 1 to 4 samples of 8 bits. Chunks that do not change the
 * pixels are skipped unread: they may be zip bombs too. */
static void
set_up(struct png *s)
{
	static const png_byte skip[] = "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0"
	    "iTXt\0oFFs\0pCAL\0pHYs\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0zTXt";

	png_set_user_limits(s->p, GRAY_MAX_SIDE, GRAY_MAX_SIDE);
	png_set_chunk_malloc_max(s->p, MAX_CHUNK);
	png_set_chunk_cache_max(s->p, 16);
	png_set_keep_unknown_chunks(s->p, PNG_HANDLE_CHUNK_NEVER, skip,
	    (int)(sizeof skip / 5));
	/* small steps, so that a file cut short loses little */
	png_set_compression_buffer_size(s->p, 128);
	png_set_read_fn(s->p, s, give);
}

/* IHDR stands at a fixed place, so that its size is known before libpng does
 * anything. */
static enum err
check_size(struct slice in, struct load_info *info)
{
	uint32_t w = 0, h = 0;
	struct slice head;

	if (buf_read(&in, 16, &head) != ERR_OK ||
	    buf_read_be32(&in, &w) != ERR_OK ||
	    buf_read_be32(&in, &h) != ERR_OK ||
	    memcmp(head.p + 12, "IHDR", 4) != 0 || w == 0 || h == 0)
		return ERR_IMAGE;
	if (w > GRAY_MAX_SIDE || h > GRAY_MAX_SIDE ||
	    (size_t)w * h > GRAY_MAX_PIXELS)
		return ERR_PIXELS;
	info->w = (int)w;
	info->h = (int)h;
	return ERR_OK;
}

static void
to_luma(const uint8_t *p, unsigned channels, uint8_t *out, size_t n)
{
	unsigned v, alpha;

	for (; n > 0; n--, p += channels) {
		v = channels < 3 ? p[0] :
		    (299u * p[0] + 587u * p[1] + 114u * p[2] + 500) / 1000;
		if (channels % 2 == 0) {
			alpha = p[channels - 1];
			v = (v * alpha + 255 * (255 - alpha)) / 255;
		}
		*out++ = (uint8_t)v;
	}
}

static void
pixels(struct png *s, struct gray *g)
{
	int pass, passes, y;
	unsigned channels;
	size_t row;

	png_read_info(s->p, s->info);
	png_set_expand(s->p);
	png_set_strip_16(s->p);
	passes = png_set_interlace_handling(s->p);
	png_read_update_info(s->p, s->info);
	row = png_get_rowbytes(s->p, s->info);
	channels = png_get_channels(s->p, s->info);
	s->rows = xcalloc(passes > 1 ? (size_t)g->h : 1, row);
	for (pass = 1; pass <= passes; pass++)
		for (y = 0; y < g->h; y++) {
			uint8_t *at = s->rows +
			    (passes > 1 ? (size_t)y * row : 0);

			png_read_row(s->p, at, NULL);
			if (pass < passes)
				continue;
			to_luma(at, channels, g->px + (size_t)y *
			    (size_t)g->w, (size_t)g->w);
			s->done = y + 1;
		}
}

static enum err
decode(struct png *s, struct gray *g, struct load_info *info)
{
	if (setjmp(s->fail) != 0) {
		info->damaged = true;
		return s->done > 0 ? ERR_OK : ERR_IMAGE;
	}
	set_up(s);
	pixels(s, g);
	return ERR_OK;
}

enum err
load_png(struct slice file, struct gray *g, struct load_info *info)
{
	struct png *s = xcalloc(1, sizeof *s);
	enum err e = check_size(file, info);

	s->in = file;
	if (e == ERR_OK)
		e = gray_init(g, info->w, info->h);
	if (e != ERR_OK)
		goto out;
	memset(g->px, MISSING, (size_t)g->w * (size_t)g->h);
	s->p = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, fail,
	    say_nothing);
	if (s->p != NULL)
		s->info = png_create_info_struct(s->p);
	e = s->info != NULL ? decode(s, g, info) : ERR_IMAGE;
out:
	png_destroy_read_struct(&s->p, &s->info, NULL);
	free(s->rows);
	free(s);
	if (e != ERR_OK)
		gray_release(g);
	return e;
}
