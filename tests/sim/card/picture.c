/* SPDX-License-Identifier: ISC */
/* Faces drawn from ellipses: nobody is in them, and no two are alike. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "make.h"

enum { SMALL_WIDTH = 240, SMALL_HEIGHT = 320, LARGE = 30000 };

struct colour {
	int r, g, b;
};

/* In hundredths of the picture's width and height. */
struct ellipse {
	int x, y, rx, ry;
	struct colour c;
};

struct canvas {
	unsigned width, height;
	uint8_t *rgb;
	uint32_t noise;
};

static unsigned
noise(struct canvas *c)
{
	c->noise = c->noise * 1664525 + 1013904223;
	return c->noise >> 24;
}

static void
put(struct canvas *c, unsigned x, unsigned y, struct colour p)
{
	uint8_t *at = c->rgb + 3 * ((size_t)y * c->width + x);

	at[0] = (uint8_t)p.r;
	at[1] = (uint8_t)p.g;
	at[2] = (uint8_t)p.b;
}

static void
fill(struct canvas *c, const struct ellipse *e)
{
	long cx = (long)c->width * e->x / 100,
	    cy = (long)c->height * e->y / 100;
	long rx = (long)c->width * e->rx / 100,
	    ry = (long)c->height * e->ry / 100;
	long x, y;

	for (y = cy - ry; y <= cy + ry; y++)
		for (x = cx - rx; x <= cx + rx; x++)
			if (x >= 0 && y >= 0 && x < (long)c->width &&
			    y < (long)c->height && (x - cx) * (x - cx) * ry *
			    ry + (y - cy) * (y - cy) * rx * rx <=
			    rx * rx * ry * ry)
				put(c, (unsigned)x, (unsigned)y, e->c);
}

/* As a camera has it: no two neighbours quite the same. */
static void
grain(struct canvas *c)
{
	size_t i, n = (size_t)3 * c->width * c->height;
	int v;

	for (i = 0; i < n; i++) {
		v = c->rgb[i] + (int)(noise(c) % 17) - 8;
		c->rgb[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}

static void
draw(const char *seed, struct canvas *c)
{
	struct colour wall = { 205, 216, 232 }, skin = { 226, 178, 142 };
	struct colour hair = { 28, 22, 20 }, eye = { 30, 20, 16 };
	struct colour white = { 245, 243, 240 }, lips = { 170, 78, 74 };
	struct colour shirt, brow = hair;
	unsigned long n = 5381, x, y;
	int eyes, wide, mouth;

	for (; *seed != '\0'; seed++)
		n = n * 33 + (unsigned char)*seed;
	c->noise = (uint32_t)n;
	shirt = (struct colour){ (int)(n % 180), (int)(n / 7 % 180),
	    (int)(n / 49 % 200) };
	eyes = 40 + (int)(n / 3 % 5);
	wide = 20 + (int)(n / 5 % 5);
	mouth = 62 + (int)(n / 11 % 4);
	for (y = 0; y < c->height; y++)
		for (x = 0; x < c->width; x++)
			put(c, (unsigned)x, (unsigned)y, wall);
	const struct ellipse part[] = {
		{ 50, 104, 44, 30, shirt },
		{ 50, 40, wide + 8, 31, hair },
		{ 50, 74, 9, 14, skin },
		{ 50, 48, wide + 3, 27, skin },
		{ 50, 24, wide, 10 + (int)(n % 5), hair },
		{ 41, eyes - 5, 6, 1, brow }, { 59, eyes - 5, 6, 1, brow },
		{ 41, eyes, 5, 2, white }, { 59, eyes, 5, 2, white },
		{ 41, eyes, 2, 2, eye }, { 59, eyes, 2, 2, eye },
		{ 50, 53, 3, 4, { 208, 156, 122 } },
		{ 50, mouth, 7 + (int)(n / 13 % 3), 2, lips }
	};
	for (x = 0; x < sizeof part / sizeof *part; x++)
		fill(c, &part[x]);
	grain(c);
}

static void
encode(const struct canvas *c, int quality, struct sim_bytes *out)
{
	struct jpeg_compress_struct j;
	struct jpeg_error_mgr err;
	unsigned char *file = NULL;
	unsigned long n = 0;
	JSAMPROW row;

	j.err = jpeg_std_error(&err);
	jpeg_create_compress(&j);
	jpeg_mem_dest(&j, &file, &n);
	j.image_width = c->width;
	j.image_height = c->height;
	j.input_components = 3;
	j.in_color_space = JCS_RGB;
	jpeg_set_defaults(&j);
	jpeg_set_quality(&j, quality, TRUE);
	jpeg_start_compress(&j, TRUE);
	while (j.next_scanline < j.image_height) {
		row = c->rgb + (size_t)3 * c->width * j.next_scanline;
		jpeg_write_scanlines(&j, &row, 1);
	}
	jpeg_finish_compress(&j);
	jpeg_destroy_compress(&j);
	sim_clear(out);
	sim_add(out, file, n);
	free(file);
}

/* The quality whose file is the largest that is not over `size`. */
void
picture_jpeg(const char *seed, size_t size, struct picture *out)
{
	int low = 10, high = 96, quality;
	struct sim_bytes file = { 0 };
	struct canvas c = { .width = SMALL_WIDTH, .height = SMALL_HEIGHT };

	if (size > LARGE) {
		c.width *= 2;
		c.height *= 2;
	}
	c.rgb = malloc((size_t)3 * c.width * c.height);
	if (c.rgb == NULL)
		abort();
	draw(seed, &c);
	encode(&c, low, &out->file);
	while (low + 1 < high) {
		quality = (low + high) / 2;
		encode(&c, quality, &file);
		if (file.n > size) {
			high = quality;
			continue;
		}
		low = quality;
		sim_clear(&out->file);
		out->file = file;
		file = (struct sim_bytes){ 0 };
	}
	out->width = c.width;
	out->height = c.height;
	sim_clear(&file);
	free(c.rgb);
}
