/* SPDX-License-Identifier: ISC */
/* Weights of any kind; what is taken is written and read the same. */
#include <assert.h>

#include "match/fuzzy.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice text = { n > 0 ? (const char *)p : "", n };
	struct fuzzy *f = fuzzy_new(), *g = fuzzy_new();
	struct fuzzy_person who = { .name = SLICE("Nguyễn Văn Mẫu") };
	struct buf b = { 0 };
	struct fuzzy_score x, y;

	if (fuzzy_weights_read(f, text) == ERR_OK) {
		fuzzy_weights_write(f, &b);
		assert(fuzzy_weights_read(g, buf_slice(&b)) == ERR_OK);
		fuzzy_compare(f, &who, &who, &x);
		fuzzy_compare(g, &who, &who, &y);
		assert(x.total == y.total);
	}
	fuzzy_free(f);
	fuzzy_free(g);
	buf_wipe(&b);
	return 0;
}
