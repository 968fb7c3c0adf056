/* SPDX-License-Identifier: ISC */
/* Rosters of any bytes, read whole and in pieces: the same records, each of
 * them one that the next tool reads. */
#include "sheet_made.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice s = { (const char *)p, n };
	struct made a = { .w = NULL }, b = { .w = NULL };

	if (made_load(s, n > 0 ? n : 1, &a) != made_load(s, 3, &b) ||
	    !slice_eq(buf_slice(&a.json), buf_slice(&b.json)))
		abort();
	made_release(&a);
	made_release(&b);
	return 0;
}
