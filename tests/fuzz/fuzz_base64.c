/* SPDX-License-Identifier: ISC */
/* Base64 of any bytes: what is read is what the plain rule gives, and is
 * written as it stood. */
#include <assert.h>
#include <string.h>

#include "base/base64.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static bool
is_right(const char *p, size_t n)
{
	size_t pad = n > 1 && p[n - 1] == '=' ? 1 + (p[n - 2] == '=') : 0, i;
	static const char set[] = "AQgwEIMUYckosBCDFGHJKLNOPRSTVWXZabdefhij"
	    "lmnpqrtuvxyz0123456789+/";

	for (i = 0; i < n - pad; i++)
		if (p[i] == '\0' || strchr(set, p[i]) == NULL)
			return false;
	/* two spare bits, four: the digits that have none of them set */
	return n % 4 == 0 && (pad != 1 || strchr("AEIMQUYcgkosw048", p[n - 2]))
	    && (pad != 2 || strchr("AQgw", p[n - 3]));
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n };
	struct buf out = { 0 }, back = { 0 };

	assert((base64_read(&out, in) == ERR_OK) == is_right(in.p, n));
	if (is_right(in.p, n)) {
		base64_add(&back, buf_slice(&out));
		assert(slice_eq(buf_slice(&back), in));
	}
	buf_release(&out);
	buf_release(&back);
	return 0;
}
