/* SPDX-License-Identifier: ISC */
/* Two cells of any column, divided by a NUL, in both directions. */
#include <assert.h>
#include <string.h>

#include "match/cause.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	const unsigned char *nul = n > 0 ? memchr(p, 0, n) : NULL;
	struct slice a = { (const char *)p, nul ? (size_t)(nul - p) : n / 2 };
	struct slice b = { a.p + a.n, n - a.n };
	struct causes *c = causes_new(NULL);
	enum cause one;
	unsigned k;

	if (nul != NULL)
		b = (struct slice){ b.p + 1, b.n - 1 };
	for (k = 0; k < COLUMNS; k++) {
		one = cause_of(c, (enum column)k, a, b);
		assert(one < CAUSES && one != CAUSE_RENAMED);
		assert((one == CAUSE_NONE) == slice_eq(a, b));
		assert(cause_of(c, (enum column)k, b, a) == one);
		assert(cause_of(c, (enum column)k, a, a) == CAUSE_NONE);
	}
	causes_free(c);
	return 0;
}
