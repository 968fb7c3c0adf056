/* SPDX-License-Identifier: ISC */
/* Every kind of picture, whole, cut short, and too large by its header. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "image/load.h"
#include "tap.h"

#define W 64
#define H 48

static uint8_t
shade(int x, int y)
{
	/* a slope, rough enough not to be packed into nothing */
	return (uint8_t)(x * 3 + y + ((x * 31 + y * 17) * 40503 >> 8 & 7));
}

/* More than `percent` of the pixels are within `within` of the shades. */
static bool
looks_right(const struct gray *g, int within, int percent)
{
	int x, y, good = 0;

	if (g->w != W || g->h != H)
		return false;
	for (y = 0; y < H; y++)
		for (x = 0; x < W; x++)
			good += abs(g->px[y * W + x] - shade(x, y)) <= within;
	return 100 * good > percent * W * H;
}

/* The same shades in `channels` samples of `deep` bytes, the last sample of
 * an even count opaque alpha. */
static void
fill(uint8_t *p, int channels, int deep)
{
	int x, y, c, d;

	for (y = 0; y < H; y++)
		for (x = 0; x < W; x++)
			for (c = 0; c < channels; c++)
				for (d = 0; d < deep; d++)
					*p++ = channels % 2 == 0 &&
					    c == channels - 1 ? 255 :
					    shade(x, y);
}

static void
png_out(png_structp p, png_bytep b, size_t n)
{
	buf_add(png_get_io_ptr(p), (const char *)b, n);
}

static void
make_png(struct buf *out, int type, int channels, int deep, bool interlaced)
{
	png_structp p = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(p);
	static uint8_t px[W * H * 8];
	png_bytep rows[H];
	int y;

	fill(px, channels, deep);
	for (y = 0; y < H; y++)
		rows[y] = px + y * W * channels * deep;
	png_set_write_fn(p, out, png_out, NULL);
	png_set_IHDR(p, info, W, H, 8 * deep, type,
	    interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_rows(p, info, rows);
	png_write_png(p, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&p, &info);
}

static void
make_jpeg(struct buf *out, J_COLOR_SPACE space, int channels, bool progressive)
{
	struct jpeg_compress_struct c = { 0 };
	struct jpeg_error_mgr err;
	static uint8_t px[W * H * 4];
	unsigned char *mem = NULL;
	unsigned long n = 0;
	JSAMPROW row;

	fill(px, channels, 1);		/* K is 255: no black ink */
	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &mem, &n);
	c.image_width = W;
	c.image_height = H;
	c.input_components = channels;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 95, TRUE);
	if (progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < H) {
		row = px + (size_t)c.next_scanline * W * (size_t)channels;
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	buf_add(out, (char *)mem, n);
	free(mem);
}

static void
make_pnm(struct buf *out, int kind, unsigned max)
{
	int x, y, c, channels = kind % 3 == 0 ? 3 : 1;
	unsigned v;

	buf_printf(out, "P%d # a comment\n%d %d", kind, W, H);
	if (kind != 1 && kind != 4)
		buf_printf(out, "\n#another\n%u", max);
	buf_add_char(out, '\n');
	for (y = 0; y < H; y++)
		for (x = 0; x < W; x++)
			for (c = 0; c < channels; c++) {
				v = (unsigned)shade(x, y) * max / 255;
				if (kind < 4)
					buf_printf(out, "%u\n", v);
				else if (max > 255)
					buf_printf(out, "%c%c", (int)(v >> 8),
					    (int)(v & 255));
				else
					buf_add_char(out, (char)v);
			}
}

static void
whole_and_half(const char *name, struct buf *file, int within)
{
	struct gray g = { 0 };
	struct load_info info;
	enum err e = load_gray(buf_slice(file), &g, &info);

	OK(e == ERR_OK && !info.damaged && looks_right(&g, within, 90),
	    "%s is read", name);
	OK(info.w == W && info.h == H && info.reduce == 1,
	    "%s has its size", name);
	gray_release(&g);
	file->n -= file->n / 8;
	e = load_gray(buf_slice(file), &g, &info);
	OK(e == ERR_OK && info.damaged && looks_right(&g, within + 8, 5),
	    "%s cut short is damaged, and its start is there", name);
	gray_release(&g);
	buf_reset(file);
}

static void
kinds(void)
{
	struct buf b = { 0 };

	make_jpeg(&b, JCS_GRAYSCALE, 1, false);
	whole_and_half("grey JPEG", &b, 8);
	make_jpeg(&b, JCS_RGB, 3, false);
	whole_and_half("colour JPEG", &b, 8);
	make_jpeg(&b, JCS_RGB, 3, true);
	whole_and_half("progressive JPEG", &b, 8);
	make_jpeg(&b, JCS_CMYK, 4, false);
	whole_and_half("CMYK JPEG", &b, 8);
	make_png(&b, PNG_COLOR_TYPE_RGB, 3, 1, false);
	whole_and_half("PNG", &b, 1);
	make_png(&b, PNG_COLOR_TYPE_GRAY, 1, 2, false);
	whole_and_half("PNG of 16 bits", &b, 1);
	make_png(&b, PNG_COLOR_TYPE_GRAY_ALPHA, 2, 1, false);
	whole_and_half("grey PNG with alpha", &b, 1);
	make_png(&b, PNG_COLOR_TYPE_RGB_ALPHA, 4, 2, false);
	whole_and_half("PNG with alpha, 16 bits", &b, 1);
	make_pnm(&b, 2, 255);
	whole_and_half("P2", &b, 1);
	make_pnm(&b, 3, 1000);
	whole_and_half("P3, maximum 1000", &b, 1);
	make_pnm(&b, 5, 255);
	whole_and_half("P5", &b, 0);
	make_pnm(&b, 5, 65535);
	whole_and_half("P5 of 16 bits", &b, 1);
	make_pnm(&b, 5, 100);
	whole_and_half("P5, maximum 100", &b, 3);
	make_pnm(&b, 6, 255);
	whole_and_half("P6", &b, 1);
	make_pnm(&b, 6, 4095);
	whole_and_half("P6, maximum 4095", &b, 1);
	buf_release(&b);
}

static void
interlaced(void)
{
	struct buf b = { 0 };
	struct gray g = { 0 };
	struct load_info info;

	make_png(&b, PNG_COLOR_TYPE_RGB, 3, 1, true);
	OK(load_gray(buf_slice(&b), &g, &info) == ERR_OK &&
	    looks_right(&g, 1, 90), "interlaced PNG is read");
	gray_release(&g);
	buf_release(&b);
}

static void
bitmaps(void)
{
	struct gray g = { 0 };
	struct load_info info;

	OK(load_gray(SLICE("P1\n3 2\n101\n0 1 0\n"), &g, &info) == ERR_OK &&
	    memcmp(g.px, "\0\377\0\377\0\377", 6) == 0, "P1");
	gray_release(&g);
	OK(load_gray(SLICE("P4\n3 2\n\xa0\x40"), &g, &info) == ERR_OK &&
	    memcmp(g.px, "\0\377\0\377\0\377", 6) == 0 && !info.damaged, "P4");
	gray_release(&g);
}

/* Size from the header, so that nothing was allocated for the pixels. */
static const struct {
	const char *name;
	struct slice file;
	enum err want;
} refused[] = {
	{ "nothing", SLICE(""), ERR_UNSUPPORTED },
	{ "text", SLICE("001099000001|"), ERR_UNSUPPORTED },
	{ "P5 of 30,000 a side", SLICE("P5 30000 30000 255\nxx"), ERR_PIXELS },
	{ "P5 of many pixels", SLICE("P5 16384 16384 255\nxx"), ERR_PIXELS },
	{ "P5 beyond 32 bits", SLICE("P5 4294967297 1 255\nx"), ERR_PIXELS },
	{ "P5 without size", SLICE("P5 x 1 255\n"), ERR_IMAGE },
	{ "P5 of no width", SLICE("P5 0 1 255\n"), ERR_IMAGE },
	{ "P5 with a maximum of 0", SLICE("P5 1 1 0\nx"), ERR_IMAGE },
	{ "P5 with a maximum of 70000", SLICE("P5 1 1 70000\nx"), ERR_IMAGE },
	{ "P5, half a header", SLICE("P5 1 "), ERR_IMAGE },
	{ "PNG of 30,000 a side", SLICE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
	    "\0\0\x75\x30\0\0\x75\x30\x8\0\0\0\0"), ERR_PIXELS },
	{ "PNG, magic only", SLICE("\x89PNG\r\n\x1a\n"), ERR_IMAGE },
	{ "PNG of 2^31", SLICE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
	    "\x80\0\0\0\0\0\0\1\x8\0\0\0\0"), ERR_PIXELS },
	{ "JPEG, magic only", SLICE("\xff\xd8\xff\xe0"), ERR_IMAGE },
	{ "JPEG of 30,000 a side", SLICE("\xff\xd8\xff\xc0\0\xb\x8"
	    "\x75\x30\x75\x30\1\1\x11\0\xff\xda\0\x8\1\1\0\0\x3f\0"),
	    ERR_PIXELS },
	{ "progressive JPEG of 16,384 a side", SLICE("\xff\xd8\xff\xc2\0\xb\x8"
	    "\x40\0\x40\0\1\1\x11\0\xff\xda\0\x8\1\1\0\0\0\0"),
	    ERR_PIXELS },
	{ "HEIC, first box only", SLICE("\0\0\0\x18" "ftypheic\0\0\0\0"
	    "mif1heic"), ERR_IMAGE },
};

static void
refusals(void)
{
	struct gray g = { 0 };
	struct load_info info;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		e = load_gray(refused[i].file, &g, &info);
		OK(e == refused[i].want && g.px == NULL, "%s: %s",
		    refused[i].name, err_word(e));
	}
	OK(strcmp(load_foreign(SLICE("%PDF-1.7")), "PDF") == 0, "PDF named");
	OK(load_foreign(SLICE("hello")) == NULL, "text is not named");
}

static void
number(struct buf *b, int bytes, unsigned v)
{
	while (bytes-- > 0)
		buf_add_char(b, (char)(v >> 8 * bytes));
}

/* Starts a box whose length end_box fills in; `full`: version 0 and flags. */
static size_t
box(struct buf *b, const char *type, bool full)
{
	size_t at = b->n;

	number(b, 4, 0);
	buf_add_str(b, type);
	number(b, full ? 4 : 0, 0);
	return at;
}

static void
end_box(struct buf *b, size_t at)
{
	struct buf n = { 0 };

	number(&n, 4, (unsigned)(b->n - at));
	memcpy(b->p + at, n.p, 4);
	buf_release(&n);
}

/* Size and coding of item 1 (ISO/IEC 23008-12, 6.5.3 and 14496-15, 8.3.3). */
static void
heif_properties(struct buf *b, unsigned w, unsigned h)
{
	size_t iprp = box(b, "iprp", false), ipco = box(b, "ipco", false);
	size_t at = box(b, "ispe", true);

	number(b, 4, w);
	number(b, 4, h);
	end_box(b, at);
	at = box(b, "hvcC", false);
	buf_add(b, "\1\1\x60\0\0\0\0\0\0\0\0\0\x5a\xf0\0\xfc\xfc\xf8"
	    "\xf8\0\0\x0f\0", 23);		/* no arrays */
	end_box(b, at);
	end_box(b, ipco);
	at = box(b, "ipma", true);
	buf_add(b, "\0\0\0\1" "\0\1" "\2" "\1\x82", 9);
	end_box(b, at);
	end_box(b, iprp);
}

/* A picture of that size by its header; of its data there is one byte. */
static void
make_heif(struct buf *b, unsigned w, unsigned h)
{
	size_t at = box(b, "ftyp", false), meta, iinf;

	buf_add(b, "heic\0\0\0\0mif1heic", 16);
	end_box(b, at);
	meta = box(b, "meta", true);
	at = box(b, "hdlr", true);
	buf_add(b, "\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0", 21);
	end_box(b, at);
	at = box(b, "pitm", true);
	number(b, 2, 1);
	end_box(b, at);
	iinf = box(b, "iinf", true);
	number(b, 2, 1);
	at = box(b, "infe", true);
	b->p[b->n - 4] = 2;			/* its version */
	buf_add(b, "\0\1\0\0hvc1", 9);
	end_box(b, at);
	end_box(b, iinf);
	at = box(b, "iloc", true);
	buf_add(b, "\x44\0" "\0\1" "\0\1" "\0\0" "\0\1" "\0\0\0\0"
	    "\0\0\0\1", 18);
	end_box(b, at);
	heif_properties(b, w, h);
	end_box(b, meta);
}

/* The first is small enough: it only has no pixels. */
static void
heif_sizes(void)
{
	static const struct {
		unsigned w, h;
		enum err want;
	} t[] = {
		{ W, H, ERR_IMAGE },
		{ GRAY_MAX_SIDE, 64, ERR_IMAGE },
		{ GRAY_MAX_SIDE + 1, 64, ERR_PIXELS },
		{ 64, GRAY_MAX_SIDE + 1, ERR_PIXELS },
		{ GRAY_MAX_SIDE, GRAY_MAX_SIDE, ERR_PIXELS },
		{ 0x7fffffff, 0x7fffffff, ERR_PIXELS },
		{ 0, H, ERR_IMAGE },
	};
	struct buf b = { 0 };
	struct gray g = { 0 };
	struct load_info info;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		buf_reset(&b);
		make_heif(&b, t[i].w, t[i].h);
		e = load_gray(buf_slice(&b), &g, &info);
		OK(e == t[i].want && g.px == NULL, "HEIC of %u x %u: %s",
		    t[i].w, t[i].h, err_word(e));
		gray_release(&g);
	}
	buf_release(&b);
}

/* 7,000 x 16: one half a side, and the size in the file is kept. */
static void
reduced(void)
{
	struct jpeg_compress_struct c = { 0 };
	struct jpeg_error_mgr err;
	static uint8_t px[7000];
	unsigned char *mem = NULL;
	unsigned long n = 0;
	JSAMPROW row = px;
	struct gray g = { 0 };
	struct load_info info;

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &mem, &n);
	c.image_width = 7000;
	c.image_height = 16;
	c.input_components = 1;
	c.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&c);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < 16)
		jpeg_write_scanlines(&c, &row, 1);
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	OK(load_gray((struct slice){ (char *)mem, n }, &g, &info) == ERR_OK &&
	    g.w == 3500 && g.h == 8 && info.w == 7000 && info.reduce == 2,
	    "a wide JPEG is halved");
	gray_release(&g);
	free(mem);
}

int
main(void)
{
	kinds();
	interlaced();
	bitmaps();
	refusals();
	heif_sizes();
	reduced();
	return tap_done();
}
