/* SPDX-License-Identifier: ISC */
/* The function patterns of a QR code. */
#include <string.h>

#include "image/pattern.h"

static void
set(struct pattern *p, int x, int y, int dark)
{
	if (x >= 0 && y >= 0 && x < p->n && y < p->n)
		p->cell[y * p->n + x] = dark ? 1 : -1;
}

/* Concentric squares about (cx, cy) out to `reach`: light rings at `a` and,
 * for a finder's separator, at 4. */
static void
rings(struct pattern *p, int cx, int cy, int reach, int light)
{
	int x, y;

	for (y = -reach; y <= reach; y++)
		for (x = -reach; x <= reach; x++) {
			int ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
			int r = ax > ay ? ax : ay;

			set(p, cx + x, cy + y, r != light && r != 4);
		}
}

static void
alignment(struct pattern *p)
{
	int count = p->version / 7 + 2, at[7], i, j, step;

	if (p->version == 1)
		return;
	step = p->version == 32 ? 26 :
	    (p->version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
	at[0] = 6;
	for (i = 1; i < count; i++)
		at[i] = p->n - 7 - step * (count - 1 - i);
	for (i = 0; i < count; i++)
		for (j = 0; j < count; j++) {
			if ((i == 0 && (j == 0 || j == count - 1)) ||
			    (j == 0 && i == count - 1))
				continue;	/* a finder is there */
			rings(p, at[i], at[j], 2, 1);
		}
}

static void
version_bits(struct pattern *p)
{
	unsigned rest = (unsigned)p->version, bits;
	int i;

	if (p->version < 7)
		return;
	for (i = 0; i < 12; i++)
		rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
	bits = (unsigned)p->version << 12 | rest;
	for (i = 0; i < 18; i++) {
		int a = p->n - 11 + i % 3, b = i / 3;

		set(p, a, b, bits >> i & 1);
		set(p, b, a, bits >> i & 1);
	}
}

void
pattern_init(struct pattern *p, int version)
{
	int i;

	p->version = version;
	p->n = 17 + 4 * version;
	memset(p->cell, 0, sizeof(p->cell));
	for (i = 0; i < p->n; i++) {
		set(p, i, 6, i % 2 == 0);
		set(p, 6, i, i % 2 == 0);
	}
	alignment(p);
	rings(p, 3, 3, 4, 2);
	rings(p, p->n - 4, 3, 4, 2);
	rings(p, 3, p->n - 4, 4, 2);
	set(p, 8, p->n - 8, 1);
	version_bits(p);
}

unsigned
pattern_format(unsigned format)
{
	unsigned rest = format;
	int i;

	for (i = 0; i < 10; i++)
		rest = (rest << 1) ^ ((rest >> 9) * 0x537);
	return (format << 10 | rest) ^ 0x5412;
}

int
pattern_format_at(const struct pattern *p, int copy, int i)
{
	int n = p->n, x = 8, y = 8;

	if (copy == 0) {
		if (i < 8)
			y = i < 6 ? i : i + 1;
		else
			x = i == 8 ? 7 : 14 - i;
	} else if (i < 8) {
		x = n - 1 - i;
	} else {
		y = n - 15 + i;
	}
	return y * n + x;
}
