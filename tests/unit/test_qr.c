/* SPDX-License-Identifier: ISC */
/* Codes drawn by libqrencode, read back: sizes, turns, perspective, blur,
 * light on dark, several on a sheet, and none at all. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <qrencode.h>

#include "base/mem.h"
#include "image/gray.h"
#include "image/qr.h"
#include "tap.h"

#define CARD "001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|" \
	"Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021"
#define CHILD "052321000003||Lê Bé Mẫu|20112021|Nữ|Tổ 7, Xã Mẫu, Bình Định|" \
	"06112024||Lê Văn Cha|Phạm Thị Mẹ|"

/* How a code is put into a picture: pixels a module, turn in degrees,
 * perspective (the far side smaller by this share), paper and ink, and the
 * angle in radians that a bent card turns from its middle to its edge. */
struct shot {
	double px, turn, far;
	int paper, ink;
	double bend;
};

/* Which module (x, y) of the picture shows, 4 x 4 samples a pixel. */
static double
cover(const QRcode *q, const struct shot *s, double x, double y)
{
	double a = s->turn * 3.14159265358979 / 180, half = q->width / 2.0;
	double sum = 0;
	int i;

	for (i = 0; i < 16; i++) {
		double dx = (x + (i % 4 + 0.5) / 4) / s->px;
		double dy = (y + (i / 4 + 0.5) / 4) / s->px;
		double r = half / (s->bend > 0 ? s->bend : 1);
		double k = 1 / (1 - s->far * dy / (2 * half));
		double u, v;

		if (s->bend > 0 && fabs(dx) < r)
			dx = r * asin(dx / r);
		u = (cos(a) * dx + sin(a) * dy) * k + half;
		v = (cos(a) * dy - sin(a) * dx) * k + half;

		if (u >= 0 && v >= 0 && u < q->width && v < q->width)
			sum += q->data[(int)v * q->width + (int)u] & 1;
	}
	return sum / 16;
}

/* As one byte segment, after an ECI header when eci is not 0. */
static QRcode *
encode(const char *text, unsigned eci)
{
	QRinput *in = QRinput_new2(0, QR_ECLEVEL_M);
	QRcode *q;

	if (in == NULL || (eci != 0 && QRinput_appendECIheader(in, eci) != 0) ||
	    QRinput_append(in, QR_MODE_8, (int)strlen(text),
	    (const unsigned char *)text) != 0)
		abort();
	q = QRcode_encodeInput(in);
	QRinput_free(in);
	if (q == NULL)
		abort();
	return q;
}

/* Adds a code around the centre (cx, cy). */
static void
put_eci(struct gray *g, const char *text, unsigned eci, const struct shot *s,
    int cx, int cy)
{
	QRcode *q = encode(text, eci);
	int x, y, reach;

	reach = (int)(q->width * s->px);
	for (y = -reach; y < reach; y++)
		for (x = -reach; x < reach; x++) {
			double c = cover(q, s, x, y);

			if (c <= 0 || x + cx < 0 || y + cy < 0 ||
			    x + cx >= g->w || y + cy >= g->h)
				continue;
			g->px[(y + cy) * g->w + x + cx] =
			    (uint8_t)(s->paper + (s->ink - s->paper) * c);
		}
	QRcode_free(q);
}

static void
put(struct gray *g, const char *text, const struct shot *s, int cx, int cy)
{
	put_eci(g, text, 0, s, cx, cy);
}

static void
paper(struct gray *g, int w, int h, int level)
{
	if (gray_init(g, w, h) != ERR_OK)
		abort();
	memset(g->px, level, (size_t)w * (size_t)h);
}

/* Box blur twice: near a Gaussian of sigma r. */
static void
blur(struct gray *g, int r)
{
	uint8_t *old = xmalloc((size_t)g->w * (size_t)g->h);
	int pass, x, y, i, sum;

	for (pass = 0; pass < 4; pass++) {
		int step = pass % 2 ? g->w : 1;

		memcpy(old, g->px, (size_t)g->w * (size_t)g->h);
		for (y = r; y < g->h - r; y++)
			for (x = r; x < g->w - r; x++) {
				for (sum = 0, i = -r; i <= r; i++)
					sum += old[y * g->w + x + i * step];
				g->px[y * g->w + x] =
				    (uint8_t)(sum / (2 * r + 1));
			}
	}
	free(old);
}

static void
test_shots(void)
{
	static const struct {
		const char *name;
		struct shot s;
		int blur;
	} t[] = {
		{ "1.5 px a module", { 1.5, 0, 0, 235, 30, 0 }, 0 },
		{ "2 px a module", { 2, 0, 0, 235, 30, 0 }, 0 },
		{ "3 px a module", { 3, 0, 0, 235, 30, 0 }, 0 },
		{ "5 px a module", { 5, 0, 0, 235, 30, 0 }, 0 },
		{ "8 px a module", { 8, 0, 0, 235, 30, 0 }, 0 },
		{ "turned by 12", { 3, 12, 0, 235, 30, 0 }, 0 },
		{ "turned by 45", { 3, 45, 0, 235, 30, 0 }, 0 },
		{ "upside down", { 2.5, 180, 0, 235, 30, 0 }, 0 },
		{ "perspective", { 4, 5, 0.2, 235, 30, 0 }, 0 },
		{ "strong perspective", { 5, 20, 0.25, 235, 30, 0 }, 0 },
		{ "bent a little", { 4, 0, 0, 235, 30, 0.3 }, 0 },
		{ "bent", { 4, 0, 0, 235, 30, 0.5 }, 0 },
		{ "bent and turned", { 4, 45, 0, 235, 30, 0.5 }, 0 },
		{ "faint", { 3, 3, 0, 140, 110, 0 }, 0 },
		{ "blurred beyond zbar", { 5, 2, 0, 235, 30, 0 }, 2 },
		{ "light on dark", { 3, 7, 0, 20, 220, 0 }, 0 },
	};
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { 0 };
	struct gray g = { 0 };
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		paper(&g, 640, 480, t[i].s.paper);
		put(&g, CARD, &t[i].s, 330, 230);
		if (t[i].blur > 0)
			blur(&g, t[i].blur);
		OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1 &&
		    slice_is(buf_slice(&c->c[0].raw), CARD), "%s", t[i].name);
		qr_codes_release(c);
		gray_release(&g);
	}
	free(c);
}

static void
test_corners(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { 0 };
	struct shot s = { 4, 180, 0, 235, 30, 0 };
	struct gray g = { 0 };

	paper(&g, 640, 480, 235);
	put(&g, "x", &s, 300, 200);	/* version 1: 21 modules, 84 px */
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1, "version 1");
	OK(c->n == 1 && fabsf(c->c[0].x[0] - 342) < 2 &&
	    fabsf(c->c[0].y[0] - 242) < 2 && fabsf(c->c[0].x[2] - 258) < 2 &&
	    fabsf(c->c[0].y[2] - 158) < 2 && fabsf(c->c[0].x[1] - 258) < 2,
	    "corners as the code is read");
	qr_codes_release(c);
	gray_release(&g);
	free(c);
}

/* zbar converts from the set an ECI header names; the bytes count. */
static void
test_eci(void)
{
	static const struct {
		const char *name, *text;
		unsigned eci;
		const char *want;
	} t[] = {
		{ "UTF-8 named", CARD, 26, CARD },
		{ "UTF-8 named Latin-1", CARD, 3, CARD },
		{ "UTF-8 named the old Latin-1", CHILD, 1, CHILD },
		{ "Latin-1 as named", "caf\xe9", 3, "café" },
		{ "UTF-8 named, looking twice encoded", "cafÃ© Ä", 26,
		    "cafÃ© Ä" },
		{ "bytes without a set", "\xff\xfe\x80 \xc3", 0,
		    "\xff\xfe\x80 \xc3" },
	};
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct shot s = { 4, 0, 0, 235, 30, 0 };
	struct qr_options o = { 0 };
	struct gray g = { 0 };
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		paper(&g, 400, 300, 235);
		put_eci(&g, t[i].text, t[i].eci, &s, 200, 150);
		OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1 &&
		    slice_is(buf_slice(&c->c[0].raw), t[i].want),
		    "ECI: %s", t[i].name);
		qr_codes_release(c);
		gray_release(&g);
	}
	free(c);
}

static bool
holds(const struct qr_codes *c, const char *text)
{
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		n += slice_is(buf_slice(&c->c[i].raw), text);
	return n == 1;
}

static void
test_sheet(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { .all = true, .budget_ms = 3000 };
	struct shot s = { 3, 2, 0, 235, 30, 0 };
	struct gray g = { 0 };
	char text[32];
	int i, good = 0;

	paper(&g, 1000, 1400, 235);
	for (i = 0; i < 10; i++) {
		snprintf(text, sizeof(text), "card %d", i);
		put(&g, i == 3 ? CARD : i == 4 ? CHILD : text, &s,
		    250 + 500 * (i % 2), 150 + 270 * (i / 2));
	}
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 10, "ten on a sheet");
	for (i = 0; i < 10; i++) {
		snprintf(text, sizeof(text), "card %d", i);
		good += holds(c, i == 3 ? CARD : i == 4 ? CHILD : text);
	}
	OK(good == 10, "each of them once");
	qr_codes_release(c);
	o.all = false;
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1, "one is enough");
	qr_codes_release(c);
	gray_release(&g);
	free(c);
}

static void
page_of(struct gray *g, int n, int columns, double px)
{
	struct shot s = { px, 0, 0, 235, 30, 0 };
	int i, step = (int)(35 * px);
	char text[48];

	paper(g, columns * step, (n + columns - 1) / columns * step, 235);
	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "card number %d of a page", i);
		put(g, text, &s, step / 2 + i % columns * step,
		    step / 2 + i / columns * step);
	}
}

/* Codes so near to each other that many corners are made of several. */
static void
test_pages(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { .all = true, .budget_ms = 60000 };
	struct gray g = { 0 };
	unsigned low = 1, high = 8000, tries = 0;
	size_t found;

	page_of(&g, 30, 5, 4);
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 30, "thirty on a page");
	OK(!c->cut_short, "and there are no more");
	qr_codes_release(c);
	/* How fast the machine is may change from one try to the next. */
	do {
		if (high - low < 2) {
			low = low / 4 + 1;
			high = high * 4;
		}
		qr_codes_release(c);
		o.budget_ms = (low + high) / 2;
		found = qr_find(&g, &o, c) == ERR_OK ? c->n : 0;
		if (found == 0)
			low = o.budget_ms;
		else
			high = o.budget_ms;
	} while ((found == 0 || found == 30) && ++tries < 100);
	OK(found > 0 && found < 30 && c->cut_short,
	    "a budget that ends after %zu is told (try %u)", found, tries);
	qr_codes_release(c);
	gray_release(&g);
	o.budget_ms = 60000;
	page_of(&g, 70, 10, 3);
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == QR_MAX_CODES &&
	    c->cut_short, "more than there is room for is told");
	qr_codes_release(c);
	gray_release(&g);
	free(c);
}

/* Fills rows y0 to y1 with nothing but finders, 64 pixels apart. */
static void
grille(struct gray *g, int y0, int y1)
{
	int x, y;

	for (y = y0; y < y1; y++)
		for (x = 0; x < g->w; x++) {
			int dx = abs(x % 64 / 4 - 6), dy = abs(y % 64 / 4 - 6);
			int ring = dx > dy ? dx : dy;

			if (ring == 3 || ring < 2)
				g->px[y * g->w + x] = 30;
		}
}

/* As many finders as there is room for: each three that make a corner cost
 * time, and the budget must hold. */
static void
test_grille(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { .all = true, .budget_ms = 50 };
	struct gray g = { 0 };
	clock_t start;

	paper(&g, 16 * 64, 16 * 64, 235);
	grille(&g, 0, g.h);
	start = clock();
	OK(qr_find(&g, &o, c) == ERR_TIMEOUT && c->n == 0, "only finders");
	start = (clock() - start) * 1000 / CLOCKS_PER_SEC;
	OK(start < 300, "within the time: %ld ms", (long)start);
	qr_codes_release(c);
	gray_release(&g);
	free(c);
}

/* Long before the budget ends: so many corners in a row made no code. */
static void
test_failures(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { .all = true, .budget_ms = 60000 };
	struct shot s = { 4, 0, 0, 235, 30, 0 };
	struct gray g = { 0 };
	clock_t start = clock();

	paper(&g, 12 * 64, 16 * 64, 235);
	put(&g, CARD, &s, 200, 200);
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1 && !c->cut_short,
	    "a code, and all was looked at");
	qr_codes_release(c);
	grille(&g, 8 * 64, g.h);
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 1 && c->cut_short,
	    "a code over a grille, and some was left aside");
	qr_codes_release(c);
	gray_release(&g);
	start = (clock() - start) * 1000 / CLOCKS_PER_SEC;
	OK(start < 20000, "of 60 s: %ld ms", (long)start);
	free(c);
}

static void
test_none(void)
{
	struct qr_codes *c = xcalloc(1, sizeof(*c));
	struct qr_options o = { 0 };
	struct gray g = { 0 };
	unsigned seed = 1;
	size_t i;

	paper(&g, 640, 480, 200);
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 0, "blank paper");
	for (i = 0; i < 640 * 480; i++) {
		seed = seed * 1103515245 + 12345;
		g.px[i] = (uint8_t)(seed >> 16);
	}
	o.video = true;
	o.budget_ms = 1000000;
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 0, "noise");
	o.budget_ms = 1;
	OK(qr_find(&g, &o, c) == ERR_TIMEOUT && c->n == 0,
	    "noise within a millisecond");
	gray_release(&g);
	paper(&g, 1, 1, 0);
	o.budget_ms = 0;
	o.video = false;
	OK(qr_find(&g, &o, c) == ERR_OK && c->n == 0, "one pixel");
	gray_release(&g);
	free(c);
}

static void
test_library(void)
{
	char text[QR_DECODER_TEXT];

	OK(qr_prepare() == ERR_OK, "the library has its binary mode");
	OK(strncmp(qr_decoder(text), "zbar 0.", 7) == 0, "its version");
}

int
main(void)
{
	test_shots();
	test_corners();
	test_eci();
	test_sheet();
	test_pages();
	test_grille();
	test_failures();
	test_none();
	test_library();
	return tap_done();
}
