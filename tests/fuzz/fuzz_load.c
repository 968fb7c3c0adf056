/* SPDX-License-Identifier: ISC */
/* Every loader; a picture that is given must be complete memory. */
#include <assert.h>

#include "image/load.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct gray g = { 0 };
	struct load_info info;
	unsigned sum = 0;
	size_t i;
	enum err e;

	(void)load_foreign((struct slice){ (const char *)p, n });
	e = load_gray((struct slice){ (const char *)p, n }, &g, &info);
	assert((e == ERR_OK) == (g.px != NULL));
	if (e == ERR_OK) {
		assert(g.w > 0 && g.h > 0 && info.w > 0 && info.h > 0);
		for (i = 0; i < (size_t)g.w * (size_t)g.h; i++)
			sum += g.px[i];
	}
	assert(sum <= 255u * GRAY_MAX_PIXELS);
	gray_release(&g);
	return 0;
}
