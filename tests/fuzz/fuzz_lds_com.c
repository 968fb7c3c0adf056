/* SPDX-License-Identifier: ISC */
/* EF.COM: groups are sixteen, versions are digits. */
#include <stdlib.h>

#include "chip/lds.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct lds_com c;

	if (lds_com_parse((struct slice){ (const char *)p, n }, &c) != ERR_OK)
		return 0;
	if (c.groups > 0xffff || c.unknown >= n ||
	    (c.lds_version.p != NULL && !slice_digits(c.lds_version)) ||
	    (c.unicode_version.p != NULL && !slice_digits(c.unicode_version)))
		abort();
	return 0;
}
