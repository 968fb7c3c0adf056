/* SPDX-License-Identifier: ISC */
/* A ground with guilloche, letters by pango, a portrait's place, the code. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "card.h"

#define CODE_MM 18.0
#define CARD_W_MM 85.6
#define CARD_H_MM 54.0

enum { GUILLOCHE = 22, FACE_LINES = 6, ADDRESS_LINE = 30 };

static void
draw_ground(struct pic *p, const float ground[3], struct rng *r)
{
	double phase = rng_unit(r) * 6;
	int x, y, c, k;

	for (y = 0; y < p->h; y++)
		for (c = 0; c < 3; c++)
			pic_at(p, 0, y)[c] = ground[c] +
			    6 * cosf((float)y * 3 / (float)p->h - (float)c);
	for (c = 0; c < 3; c++)
		for (x = p->w - 1; x >= 0; x--) {
			float wave = 10 * sinf((float)x * 5 / (float)p->w +
			    (float)c);

			for (y = 0; y < p->h; y++)
				pic_at(p, x, y)[c] = pic_at(p, 0, y)[c] + wave;
		}
	for (k = 0; k < GUILLOCHE; k++)
		for (x = 0; x < p->w; x++) {
			y = (int)(p->h * (k + 0.5) / GUILLOCHE + 0.05 * p->h *
			    sin(9.0 * x / p->w + phase + 0.4 * k));
			if (y < 0 || y >= p->h)
				continue;
			for (c = 0; c < 3; c++)
				pic_at(p, x, y)[c] *= 0.9f;
		}
}

/* One line of text; millimetres and a colour as 0xRRGGBB. */
struct print {
	double x, y, size;
	unsigned rgb;
	bool bold;
};

static void
set_colour(cairo_t *cr, unsigned rgb)
{
	cairo_set_source_rgb(cr, (rgb >> 16 & 255) / 255.0,
	    (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static void
print(cairo_t *cr, const struct print *t, double mm, const char *text, int n)
{
	PangoLayout *l = pango_cairo_create_layout(cr);
	PangoFontDescription *f = pango_font_description_from_string(
	    t->bold ? "DejaVu Sans Bold" : "DejaVu Sans");

	pango_font_description_set_absolute_size(f,
	    fmax(6, floor(t->size * mm)) * PANGO_SCALE);
	pango_layout_set_font_description(l, f);
	pango_layout_set_text(l, text, n);
	set_colour(cr, t->rgb);
	cairo_move_to(cr, t->x * mm, t->y * mm);
	pango_cairo_show_layout(cr, l);
	pango_font_description_free(f);
	g_object_unref(l);
}

/* Where to break a line of `s` after at most `n` letters: behind the last
 * blank, in bytes. */
static size_t
break_at(struct slice s, size_t n)
{
	size_t i, blank = 0;

	for (i = 0; i < s.n; i++) {
		if ((s.p[i] & 0xc0) != 0x80 && n-- == 0)
			return blank > 0 ? blank : i;
		if (s.p[i] == ' ')
			blank = i + 1;
	}
	return s.n;
}

/* DDMMYYYY as the card prints it. */
static void
add_date(struct buf *out, struct slice d)
{
	if (d.n == 8)
		buf_printf(out, "%.2s/%.2s/%.4s", d.p, d.p + 2, d.p + 4);
	else
		buf_add_slice(out, d);
}

static void
print_person(cairo_t *cr, double mm, struct slice face)
{
	static const char *const label[FACE_LINES] = { "Số: ", "Họ tên: ",
	    "Ngày sinh: ", "Giới tính: ", "Nơi ở: ", "" };
	struct slice f[FACE_LINES] = { { 0 } }, rest = face, part;
	int i;

	for (i = 0; i < FACE_LINES && slice_split(&rest, '|', &part); i++)
		if (i != 1)	/* the old number is in the code only */
			f[i < 1 ? 0 : i - 1] = part;
	part = f[4];
	f[4].n = break_at(part, ADDRESS_LINE);
	f[5] = (struct slice){ part.p + f[4].n, part.n - f[4].n };
	for (i = 0; i < FACE_LINES; i++) {
		struct print t = { 26, 27 + 4.4 * i, 2.6, 0x282832, false };
		struct buf line = { 0 };

		buf_add_str(&line, label[i]);
		if (i == 2)
			add_date(&line, f[i]);
		else
			buf_add_slice(&line, f[i]);
		print(cr, &t, mm, buf_cstr(&line), (int)line.n);
		buf_release(&line);
	}
}

static void
ellipse(cairo_t *cr, double mm, const double box[4], unsigned rgb)
{
	cairo_save(cr);
	cairo_translate(cr, (box[0] + box[2]) / 2 * mm,
	    (box[1] + box[3]) / 2 * mm);
	cairo_scale(cr, (box[2] - box[0]) / 2 * mm, (box[3] - box[1]) / 2 * mm);
	cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
	cairo_restore(cr);
	set_colour(cr, rgb);
	cairo_fill(cr);
}

static void
rectangle(cairo_t *cr, double mm, const double box[4], unsigned rgb)
{
	cairo_rectangle(cr, box[0] * mm, box[1] * mm, (box[2] - box[0]) * mm,
	    (box[3] - box[1]) * mm);
	set_colour(cr, rgb);
	cairo_fill(cr);
}

/* Nobody: hair, neck, shoulders and an empty face. */
static void
draw_portrait(cairo_t *cr, double mm)
{
	cairo_save(cr);
	rectangle(cr, mm, (const double[]){ 3, 18, 23, 48 }, 0xaab9c8);
	cairo_rectangle(cr, 3 * mm, 18 * mm, 20 * mm, 30 * mm);
	cairo_clip(cr);
	ellipse(cr, mm, (const double[]){ 7.5, 21, 18.5, 35 }, 0x30281f);
	rectangle(cr, mm, (const double[]){ 11, 33, 15, 40 }, 0x9c7a62);
	ellipse(cr, mm, (const double[]){ 4, 38, 22, 62 }, 0x46506e);
	ellipse(cr, mm, (const double[]){ 8.5, 23.5, 17.5, 36.5 }, 0xb08d74);
	cairo_restore(cr);
}

static void
draw_face(cairo_t *cr, double mm, struct slice face)
{
	static const char state[] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
	static const char title[] = "THẺ MẪU / SPECIMEN CARD";
	struct print s = { 24, 2, 2.0, 0x3c325a, false };
	struct print t = { 24, 8, 2.6, 0xa01e1e, true };

	print(cr, &s, mm, state, (int)sizeof state - 1);
	print(cr, &t, mm, title, (int)sizeof title - 1);
	ellipse(cr, mm, (const double[]){ 3, 3, 15, 15 }, 0xbe2828);
	ellipse(cr, mm, (const double[]){ 6, 6, 12, 12 }, 0xe0c040);
	draw_portrait(cr, mm);
	print_person(cr, mm, face);
}

/* Lets cairo draw over the picture: floats to its pixels and back. */
static void
with_cairo(struct pic *p, double mm, struct slice face)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    p->w, p->h);
	uint8_t *base = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s), x, y, c;
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_t *cr = cairo_create(s);
	uint32_t v;

	for (y = 0; y < p->h; y++)
		for (x = 0; x < p->w; x++) {
			const float *q = pic_at(p, x, y);

			v = (uint32_t)q[0] << 16 | (uint32_t)q[1] << 8 |
			    (uint32_t)q[2];
			memcpy(base + y * stride + x * 4, &v, sizeof v);
		}
	cairo_surface_mark_dirty(s);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	cairo_set_font_options(cr, o);
	cairo_font_options_destroy(o);
	draw_face(cr, mm, face);
	cairo_destroy(cr);
	cairo_surface_flush(s);
	for (y = 0; y < p->h; y++)
		for (x = 0; x < p->w; x++) {
			memcpy(&v, base + y * stride + x * 4, sizeof v);
			for (c = 0; c < 3; c++)
				pic_at(p, x, y)[c] =
				    (float)(v >> (16 - 8 * c) & 255);
		}
	cairo_surface_destroy(s);
}

/* How much of the pixel from `at` to `at` + 1 (in a picture of the code with
 * `side` pixels) is dark: exact areas, as a printer's dots seen from afar. */
static float
darkness(const struct code *c, int side, int px, int py)
{
	double step = (double)c->n / side;
	double x0 = px * step, y0 = py * step, x1 = x0 + step, y1 = y0 + step;
	double sum = 0;
	int x, y;

	for (y = (int)y0; y < c->n && y < y1; y++)
		for (x = (int)x0; x < c->n && x < x1; x++)
			if (c->on[y * c->n + x] != 0)
				sum += (fmin(x + 1, x1) - fmax(x, x0)) *
				    (fmin(y + 1, y1) - fmax(y, y0));
	return (float)(sum / (step * step));
}

static void
draw_code(struct pic *p, const struct card *how, const struct code *code,
    int x0, int y0, int side)
{
	const float white[3] = { 246, 246, 246 };
	const float ink[3] = { how->ink, how->ink, how->ink };
	int zone = (int)lround(how->quiet * how->module_px), x, y;

	for (y = -zone; how->boxed && y < side + zone; y++)
		for (x = -zone; x < side + zone; x++)
			pic_blend(p, x0 + x, y0 + y, white, 1);
	for (y = 0; y < side; y++)
		for (x = 0; x < side; x++)
			pic_blend(p, x0 + x, y0 + y, ink,
			    darkness(code, side, x, y));
}

void
card_draw(const struct card *how, const struct code *code, struct slice face,
    struct rng *r, struct pic *out, struct quad *at)
{
	int side = (int)lround(code->n * how->module_px);
	double mm = code->n * how->module_px / CODE_MM;
	float x0, y0;

	pic_init(out, (int)(CARD_W_MM * mm), (int)(CARD_H_MM * mm));
	x0 = floorf((float)(out->w - (CODE_MM + 3.5) * mm));
	y0 = floorf((float)(4 * mm));
	draw_ground(out, how->ground, r);
	with_cairo(out, mm, face);
	draw_code(out, how, code, (int)x0, (int)y0, side);
	*at = (struct quad){
	    { x0, x0 + (float)side, x0 + (float)side, x0 },
	    { y0, y0, y0 + (float)side, y0 + (float)side } };
}
