/* SPDX-License-Identifier: ISC */
/* Which file of a chip something is; a name made of the same octets. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tlv.h"
#include "shelf/dump_name.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n };
	char *name = xmemdup0(in.p, n);
	enum lds_file f = LDS_FILES;
	bool whole = false;

	if (dump_by_content(in, &f, &whole)) {
		if (f >= LDS_FILES || n < 2)
			abort();
		if (f != LDS_SOD && f != LDS_CARD_SECURITY &&
		    (unsigned char)in.p[0] != lds_info(f)->tag)
			abort();
		if (dump_by_name(lds_info(f)->name, f) != DUMP_SAYS_THIS)
			abort();
	}
	(void)dump_by_name(name, LDS_SOD);
	free(name);
	return 0;
}
