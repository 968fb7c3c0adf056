/* SPDX-License-Identifier: ISC */
/* Lengths of lines, as narrow as they can be. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/side_lines.h"

#define GROUPS 16			/* at first, without a hint */
#define EVEN 0x00ff00ff00ff00ffull	/* bytes of a word */

static void
grow(struct side_lines *l)
{
	size_t cap = l->cap > 0 ? 2 * l->cap : l->hint > 0 ? l->hint : GROUPS;
	struct side_group *g = aligned_alloc(sizeof *g, cap * sizeof *g);

	if (g == NULL)
		mem_out();
	if (l->groups > 0)
		memcpy(g, l->group, l->groups * sizeof *g);
	free(l->group);
	l->group = g;
	l->cap = cap;
}

static uint32_t
length_at(const uint8_t *p, uint32_t wide)
{
	uint32_t n = 0;
	uint16_t two;

	if (wide == 1)
		return *p;
	if (wide == 2) {
		memcpy(&two, p, sizeof two);
		return two;
	}
	memcpy(&n, p, sizeof n);
	return n;
}

/* All lines again, each with twice the room. */
static void
widen(struct side_lines *l)
{
	struct side_lines old = *l;
	uint32_t at = 0, n, i, k, each = SIDE_LINES / (old.wide | !old.wide);

	*l = (struct side_lines){ .wide = old.wide > 0 ? 2 * old.wide : 1,
	    .hint = old.wide > 0 ? 2 * old.cap : old.hint };
	l->below = l->wide == 1 ? UINT8_MAX + 1 : 0;
	for (i = 0; i < old.groups; i++)
		for (k = 0; k < each - (i + 1 == old.groups ? old.left : 0);
		    k++) {
			n = length_at(old.group[i].length + k * old.wide,
			    old.wide);
			side_lines_add(l, at, n);
			at += n;
		}
	free(old.group);
}

void
side_lines_more(struct side_lines *l, uint32_t at, uint32_t n)
{
	uint16_t two = (uint16_t)n;

	while (l->wide == 0 || (l->wide == 1 && n > UINT8_MAX) ||
	    (l->wide == 2 && n > UINT16_MAX))
		widen(l);
	if (l->left == 0) {
		if (l->groups == l->cap)
			grow(l);
		l->group[l->groups].at = at;
		l->next = l->group[l->groups++].length;
		l->left = SIDE_LINES / l->wide;
	}
	if (l->wide == 1)
		*l->next = (uint8_t)n;
	else if (l->wide == 2)
		memcpy(l->next, &two, sizeof two);
	else
		memcpy(l->next, &n, sizeof n);
	l->next += l->wide;
	l->left--;
}

/* Of the first `n` bytes, eight at a time; what stands behind them up to the
 * next eight may be read. */
static uint32_t
sum_bytes(const uint8_t *p, uint32_t n)
{
	uint64_t sum = 0, w;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&w, p, 8);
		sum += (w & EVEN) + (w >> 8 & EVEN);
	}
	memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	w &= (1ull << 8 * n) - 1;
	sum += (w & EVEN) + (w >> 8 & EVEN);
	return (uint32_t)(sum * 0x0001000100010001ull >> 48);
}

uint32_t
side_lines_find(const struct side_lines *l, uint32_t i, uint32_t *n)
{
	uint32_t each, at, k;
	const struct side_group *g;

	if (l->wide == 1) {
		g = &l->group[i / SIDE_LINES];
		k = i % SIDE_LINES;
		*n = g->length[k];
		return g->at + sum_bytes((const uint8_t *)g, k);
	}
	each = SIDE_LINES / l->wide;
	g = &l->group[i / each];
	at = g->at;
	for (k = 0; k < i % each; k++)
		at += length_at(g->length + k * l->wide, l->wide);
	*n = length_at(g->length + k * l->wide, l->wide);
	return at;
}

void
side_lines_release(struct side_lines *l)
{
	free(l->group);
	*l = (struct side_lines){ .wide = 0 };
}
