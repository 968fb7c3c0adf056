/* SPDX-License-Identifier: ISC */
/* Machine readable zones: any bytes, every date of what is accepted. */
#include <stdlib.h>

#include "identity/mrz.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	const struct date today = { 2026, 6, 15 };
	struct mrz m;
	struct date d;
	bool never;

	if (mrz_parse((struct slice){ (const char *)p, n }, &m) != ERR_OK)
		return 0;
	if (mrz_birth(&m, today, &d) == ERR_OK &&
	    (d.y < 1926 || date_cmp(d, today) > 0))
		abort();
	if (mrz_expiry(&m, today, &d, &never) == ERR_OK && !never &&
	    (d.y <= 1976 || d.y > 2076))
		abort();
	if (m.name.n > 39 || m.number.n > 24)
		abort();
	return 0;
}
