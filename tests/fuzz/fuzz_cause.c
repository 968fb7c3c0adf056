/* SPDX-License-Identifier: ISC */
/* Two cells of any column, divided by a NUL, in both directions. */
#include <assert.h>
#include <string.h>

#include "match/cause_priv.h"
#include "text/utf8.h"

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
	cause_fold_both(c, a, b);	/* as each of them alone */
	cause_fold(c, b, &c->made);
	assert(!utf8_is_valid(a) || !utf8_is_valid(b) ||
	    (c->made.n == c->side[1].n && memcmp(c->made.sym + c->made.from,
	    c->side[1].sym + c->side[1].from, c->made.n * 4) == 0));
	causes_free(c);
	return 0;
}
