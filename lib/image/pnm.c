/* SPDX-License-Identifier: ISC */
/* Netpbm headers: magic, then numbers parted by blanks and comments. */
#include "image/gray.h"
#include "image/pnm.h"

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next number; one blank (or a comment's line end) must stand behind it. */
static enum err
number(struct slice in, size_t *at, unsigned *out)
{
	unsigned v = 0;
	size_t start;

	while (*at < in.n && (is_blank(in.p[*at]) || in.p[*at] == '#')) {
		if (in.p[*at] == '#')
			while (*at < in.n && in.p[*at] != '\n')
				++*at;
		else
			++*at;
	}
	for (start = *at; *at < in.n && in.p[*at] >= '0' && in.p[*at] <= '9';
	    ++*at) {
		if (v > 99999999)
			return ERR_PIXELS;
		v = 10 * v + (unsigned)(in.p[*at] - '0');
	}
	if (*at == in.n)
		return ERR_TRUNCATED;
	if (*at == start || !is_blank(in.p[*at]))
		return ERR_IMAGE;
	*out = v;
	return ERR_OK;
}

static size_t
pixel_bytes(const struct pnm *p)
{
	size_t w = (size_t)p->w, h = (size_t)p->h, deep = p->max > 255 ? 2 : 1;

	switch (p->kind) {
	case '4':
		return (w + 7) / 8 * h;
	case '5':
		return w * h * deep;
	case '6':
		return w * h * deep * 3;
	default:
		return 0;
	}
}

enum err
pnm_header(struct slice *in, struct pnm *out)
{
	struct slice head = { in->p,
	    in->n < PNM_MAX_HEADER ? in->n : PNM_MAX_HEADER };
	unsigned v[3] = { 0, 0, 1 };
	struct pnm p = { 0 };
	size_t at = 2;
	enum err e = ERR_OK;
	int i;

	if (head.n < 3)
		return ERR_TRUNCATED;
	p.kind = head.p[1];
	if (head.p[0] != 'P' || p.kind < '1' || p.kind > '6' ||
	    !(is_blank(head.p[2]) || head.p[2] == '#'))
		return ERR_IMAGE;
	for (i = 0; i < (p.kind == '1' || p.kind == '4' ? 2 : 3); i++)
		if ((e = number(head, &at, &v[i])) != ERR_OK)
			break;
	if (e == ERR_TRUNCATED && in->n >= PNM_MAX_HEADER)
		e = ERR_IMAGE;
	if (e != ERR_OK)
		return e;
	if (v[0] < 1 || v[1] < 1 || v[2] < 1 || v[2] > 65535)
		return ERR_IMAGE;
	if (v[0] > GRAY_MAX_SIDE || v[1] > GRAY_MAX_SIDE ||
	    v[0] * (size_t)v[1] > GRAY_MAX_PIXELS)
		return ERR_PIXELS;
	p.w = (int)v[0];
	p.h = (int)v[1];
	p.max = v[2];
	p.bytes = pixel_bytes(&p);
	at++;			/* the one blank before the pixels */
	*in = (struct slice){ in->p + at, in->n - at };
	*out = p;
	return ERR_OK;
}
