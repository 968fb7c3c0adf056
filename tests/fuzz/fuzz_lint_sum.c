/* SPDX-License-Identifier: ISC */
/* A summary: what is read is written as it was read again. */
#include <assert.h>

#include "lint/lint_sum.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct buf a = { 0 }, b = { 0 };
	struct lint_sum s, again;

	if (lint_sum_read((struct slice){ (const char *)p, n }, &s) != ERR_OK)
		return 0;
	lint_sum_write(&s, &a);
	if (lint_sum_read((struct slice){ a.p, a.n - 1 }, &again) != ERR_OK)
		assert(!"what was written cannot be read");
	lint_sum_write(&again, &b);
	assert(slice_eq(buf_slice(&a), buf_slice(&b)));
	lint_sum_add(&s, &again);
	assert(s.all.rows == 2 * again.all.rows);
	lint_sum_release(&s);
	lint_sum_release(&again);
	buf_release(&a);
	buf_release(&b);
	return 0;
}
