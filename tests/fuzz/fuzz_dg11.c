/* SPDX-License-Identifier: ISC */
/* DG11: bounded lists, and a holder whatever it holds. */
#include "chip/dg11.h"
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	struct dg11 d;
	bool parses = dg11_parse(file, &d) == ERR_OK;

	if (parses && d.names.n > FIELDS_LIST)
		abort();
	holder_try(LDS_DG11, file, parses);
	return 0;
}
