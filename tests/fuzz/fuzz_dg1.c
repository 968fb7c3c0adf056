/* SPDX-License-Identifier: ISC */
/* DG1: a holder or none; its number is twelve digits. */
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	char id[13];

	if (holder_id(file, id) == ERR_OK &&
	    (!slice_digits((struct slice){ id, 12 }) || id[12] != '\0'))
		abort();
	holder_try(LDS_DG1, file, true);
	return 0;
}
