/* SPDX-License-Identifier: ISC */
/* The luma picture. */
#include <stdlib.h>

#include "base/mem.h"
#include "image/gray.h"

enum err
gray_init(struct gray *g, int w, int h)
{
	if (w < 1 || h < 1)
		return ERR_IMAGE;
	if (w > GRAY_MAX_SIDE || h > GRAY_MAX_SIDE ||
	    (size_t)w * (size_t)h > GRAY_MAX_PIXELS)
		return ERR_PIXELS;
	g->px = xcalloc((size_t)w * (size_t)h, 1);
	g->w = w;
	g->h = h;
	return ERR_OK;
}

void
gray_release(struct gray *g)
{
	/* It shows somebody's card. */
	if (g->px != NULL)
		mem_wipe(g->px, (size_t)g->w * (size_t)g->h);
	free(g->px);
	*g = (struct gray){ 0 };
}
