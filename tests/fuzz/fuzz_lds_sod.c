/* SPDX-License-Identifier: ISC */
/* EF.SOD: what is listed has a hash, what is not has none, all of it inside
 * the file or inside the content that was joined. */
#include <stdlib.h>

#include "chip/lds.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static bool
inside(struct slice s, struct slice where)
{
	return s.p >= where.p && s.p + s.n <= where.p + where.n;
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	struct lds_sod s;
	int i;

	if (lds_sod_parse(file, &s) != ERR_OK)
		return 0;
	if (!inside(s.content, s.joined.p != NULL ? buf_slice(&s.joined) :
	    file) || s.joined.n > n || s.groups > 0xffff)
		abort();
	for (i = 0; i < 16; i++)
		if ((s.groups >> i & 1) != (s.hash[i].n > 0) ||
		    (s.hash[i].n > 0 && !inside(s.hash[i], s.content)))
			abort();
	lds_sod_release(&s);
	return 0;
}
