/* SPDX-License-Identifier: ISC */
/* DG1: a holder or none; it is of one number at most. */
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };

	if (holder_is(file, "079090000123", "") &&
	    holder_is(file, "079090000124", ""))
		abort();
	holder_try(LDS_DG1, file, true);
	return 0;
}
