/* SPDX-License-Identifier: ISC */
/* DG12: bounded lists, and a holder whatever it holds. */
#include "chip/dg12.h"
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	struct dg12 d;
	bool parses = dg12_parse(file, &d) == ERR_OK;

	if (parses && d.persons.n > FIELDS_LIST)
		abort();
	holder_try(LDS_DG12, file, parses);
	return 0;
}
