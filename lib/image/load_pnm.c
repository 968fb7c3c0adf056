/* SPDX-License-Identifier: ISC */
/* Netpbm: P1 to P6, samples up to 16 bits. */
#include <string.h>

#include "image/load.h"
#include "image/pnm.h"

#define MISSING 128		/* grey for pixels that the file lacks */

static uint8_t
scale(unsigned v, unsigned max)
{
	if (max == 255)
		return (uint8_t)v;
	return v >= max ? 255 : (uint8_t)(v * 255u / max);
}

static unsigned
luma(const unsigned v[3])
{
	return (299 * v[0] + 587 * v[1] + 114 * v[2] + 500) / 1000;
}

/* One sample of P2 or P3; of P1 one digit, blanks between them or not. */
static bool
text_sample(struct slice *in, bool digit, unsigned *v)
{
	size_t i = 0;

	while (i < in->n && (in->p[i] < '0' || in->p[i] > '9')) {
		if (in->p[i] == '#')
			while (i < in->n && in->p[i] != '\n')
				i++;
		else
			i++;
	}
	if (i >= in->n)
		return false;
	for (*v = 0; i < in->n && in->p[i] >= '0' && in->p[i] <= '9'; i++) {
		*v = *v > 65535 ? 65536 : 10 * *v + (unsigned)(in->p[i] - '0');
		if (digit) {
			i++;
			break;
		}
	}
	*in = (struct slice){ in->p + i, in->n - i };
	return true;
}

static bool
text_pixels(struct slice in, const struct pnm *p, struct gray *g)
{
	size_t i, n = (size_t)g->w * (size_t)g->h;
	unsigned v[3], c, samples = p->kind == '3' ? 3 : 1;

	for (i = 0; i < n; i++) {
		for (c = 0; c < samples; c++)
			if (!text_sample(&in, p->kind == '1', &v[c]))
				return false;
		v[0] = samples == 3 ? luma(v) : v[0];
		g->px[i] = p->kind == '1' ? (v[0] ? 0 : 255) :
		    scale(v[0], p->max);
	}
	return true;
}

static void
bits(struct slice in, struct gray *g)
{
	size_t row = ((size_t)g->w + 7) / 8, at;
	int x, y;

	for (y = 0; y < g->h; y++)
		for (x = 0; x < g->w; x++) {
			at = (size_t)y * row + (size_t)x / 8;
			if (at >= in.n)
				return;
			g->px[(size_t)y * (size_t)g->w + (size_t)x] =
			    (uint8_t)in.p[at] >> (7 - x % 8) & 1 ? 0 : 255;
		}
}

static void
samples(struct slice in, const struct pnm *p, struct gray *g)
{
	const uint8_t *s = (const uint8_t *)in.p;
	size_t deep = p->max > 255 ? 2 : 1, count = p->kind == '6' ? 3 : 1;
	size_t i, n = in.n / (deep * count);
	unsigned v[3] = { 0 }, c;

	if (n > (size_t)g->w * (size_t)g->h)
		n = (size_t)g->w * (size_t)g->h;
	if (count == 1 && p->max == 255) {
		memcpy(g->px, s, n);
		return;
	}
	for (i = 0; i < n; i++) {
		for (c = 0; c < count; c++, s += deep)
			v[c] = deep == 2 ? s[0] * 256u + s[1] : s[0];
		g->px[i] = scale(count == 3 ? luma(v) : v[0], p->max);
	}
}

enum err
load_pnm(struct slice file, struct gray *g, struct load_info *info)
{
	struct pnm p = { 0 };
	enum err e = pnm_header(&file, &p);

	if (e == ERR_OK)
		e = gray_init(g, p.w, p.h);
	if (e != ERR_OK)
		return e == ERR_TRUNCATED ? ERR_IMAGE : e;
	info->w = p.w;
	info->h = p.h;
	memset(g->px, MISSING, (size_t)g->w * (size_t)g->h);
	if (p.kind < '4')
		info->damaged = !text_pixels(file, &p, g);
	else if (p.kind == '4')
		bits(file, g);
	else
		samples(file, &p, g);
	info->damaged |= file.n < p.bytes;
	return ERR_OK;
}
