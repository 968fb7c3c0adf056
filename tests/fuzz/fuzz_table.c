/* SPDX-License-Identifier: ISC */
/* Lists of any bytes: read in two ways, with the same rows and the same end. */
#include <stdlib.h>

#include "table/listing.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static enum err
load(struct slice s, size_t step, struct listing_counts *counts)
{
	struct listing *l = listing_new();
	enum err e = ERR_OK;
	size_t n;

	while (e == ERR_OK && s.n > 0) {
		n = s.n < step ? s.n : step;
		e = listing_feed(l, (struct slice){ s.p, n });
		s.p += n;
		s.n -= n;
	}
	if (e == ERR_OK)
		e = listing_end(l);
	*counts = listing_counts(l);
	listing_free(l);
	return e;
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice s = { (const char *)p, n };
	struct listing_counts a, b;

	if (load(s, n > 0 ? n : 1, &a) != load(s, 3, &b) ||
	    a.listed != b.listed || a.unusable != b.unusable)
		abort();
	return 0;
}
