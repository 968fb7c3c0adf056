/* SPDX-License-Identifier: ISC */
/* DG16: bounded lists, and a holder whatever it holds. */
#include "chip/dg16.h"
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	struct dg16 d;
	bool parses = dg16_parse(file, &d) == ERR_OK;

	if (parses && d.n > DG16_PERSONS)
		abort();
	holder_try(LDS_DG16, file, parses);
	return 0;
}
