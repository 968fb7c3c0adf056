/* SPDX-License-Identifier: ISC */
/* JPEG straight to luma, larger pictures reduced while they are decoded. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "base/mem.h"
#include "image/load.h"

/* Beyond this a picture is halved (again): phones of 48 and 108 million pixels
 * resolve no more than that. */
#define FULL_SIDE 6000
/* Real progressive pictures have about ten scans; each one costs a pass. */
#define MAX_SCANS 100
#define MAX_MEMORY (512L << 20)

struct jpeg {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr err;
	struct jpeg_progress_mgr progress;
	jmp_buf fail;
	uint8_t *row;		/* of four inks, when it is CMYK */
	bool bomb;
};

static void
fail(j_common_ptr d)
{
	struct jpeg *j = d->client_data;

	longjmp(j->fail, 1);
}

static void
say_nothing(j_common_ptr d)
{
	(void)d;
}

/* Called once a row or pass: a file may announce scans without end. */
static void
progress(j_common_ptr d)
{
	struct jpeg *j = d->client_data;

	if (j->d.input_scan_number > MAX_SCANS) {
		j->bomb = true;
		fail(d);
	}
}

static void
set_up(struct jpeg *j, struct slice file)
{
	j->d.err = jpeg_std_error(&j->err);
	j->err.error_exit = fail;
	j->err.output_message = say_nothing;
	j->d.client_data = j;
	jpeg_create_decompress(&j->d);
	j->d.client_data = j;
	j->d.mem->max_memory_to_use = MAX_MEMORY;
	j->progress.progress_monitor = progress;
	j->d.progress = &j->progress;
	jpeg_mem_src(&j->d, (const unsigned char *)file.p, file.n);
}

static enum err
header(struct jpeg *j, struct load_info *info)
{
	int w, h;
	bool inks;

	(void)jpeg_read_header(&j->d, TRUE);
	if (j->d.image_width > GRAY_MAX_SIDE ||
	    j->d.image_height > GRAY_MAX_SIDE)
		return ERR_PIXELS;
	info->w = w = (int)j->d.image_width;
	info->h = h = (int)j->d.image_height;
	/* all coefficients are kept in memory then */
	if (jpeg_has_multiple_scans(&j->d) &&
	    (size_t)w * (size_t)h > GRAY_MAX_PIXELS)
		return ERR_PIXELS;
	while (w / info->reduce > FULL_SIDE || h / info->reduce > FULL_SIDE)
		info->reduce *= 2;
	inks = j->d.jpeg_color_space == JCS_CMYK ||
	    j->d.jpeg_color_space == JCS_YCCK;
	j->d.out_color_space = inks ? JCS_CMYK : JCS_GRAYSCALE;
	j->d.scale_num = 1;
	j->d.scale_denom = (unsigned)info->reduce;
	jpeg_calc_output_dimensions(&j->d);
	if (inks)
		j->row = xmalloc(4 * (size_t)j->d.output_width);
	return ERR_OK;
}

/* Adobe stores inks upside down: 255 is none. */
static void
mix_inks(const uint8_t *p, uint8_t *out, size_t n)
{
	for (; n > 0; n--, p += 4)
		*out++ = (uint8_t)((299u * p[0] + 587u * p[1] + 114u * p[2]) /
		    1000 * p[3] / 255);
}

static void
rows(struct jpeg *j, struct gray *g)
{
	JSAMPROW row;
	uint8_t *out;

	(void)jpeg_start_decompress(&j->d);
	while (j->d.output_scanline < j->d.output_height) {
		out = g->px + (size_t)j->d.output_scanline * (size_t)g->w;
		row = j->row != NULL ? j->row : out;
		(void)jpeg_read_scanlines(&j->d, &row, 1);
		if (j->row != NULL)
			mix_inks(j->row, out, (size_t)g->w);
	}
}

/* What libjpeg cannot go on with after the first row is a damaged picture; it
 * warns of lesser damage and fills in grey. */
static enum err
decode(struct jpeg *j, struct gray *g, struct load_info *info)
{
	enum err e;

	if (setjmp(j->fail) != 0) {
		info->damaged = true;
		return j->bomb || g->px == NULL || j->d.output_scanline == 0 ?
		    ERR_IMAGE : ERR_OK;
	}
	e = header(j, info);
	if (e == ERR_OK)
		e = gray_init(g, (int)j->d.output_width,
		    (int)j->d.output_height);
	if (e == ERR_OK) {
		rows(j, g);
		info->damaged = j->err.num_warnings > 0;
	}
	return e;
}

enum err
load_jpeg(struct slice file, struct gray *g, struct load_info *info)
{
	struct jpeg *j = xcalloc(1, sizeof *j);
	enum err e;

	set_up(j, file);
	e = decode(j, g, info);
	jpeg_destroy_decompress(&j->d);
	free(j->row);
	free(j);
	if (e != ERR_OK)
		gray_release(g);
	return e;
}
