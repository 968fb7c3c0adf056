/* SPDX-License-Identifier: ISC */
/* Any table, then any address against it: what comes first, up to a NUL, is
 * the table. */
#include <assert.h>
#include <string.h>

#include "identity/units.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	const unsigned char *nul = n > 0 ? memchr(p, 0, n) : NULL;
	struct slice text = { (const char *)p, nul ? (size_t)(nul - p) : n };
	struct slice a = { (const char *)p, n }, b;
	struct units *u = NULL;
	struct units_found f;
	unsigned long long line;
	size_t i;

	if (nul != NULL)
		a = (struct slice){ (const char *)nul + 1, n - text.n - 1 };
	if (units_new(text, &u, &line) != ERR_OK) {
		assert(u == NULL);
		return 0;
	}
	b = (struct slice){ a.p + a.n / 2, a.n - a.n / 2 };
	units_find(u, a, &f);
	assert(f.n <= UNITS_MAX_SET && f.rest.n <= a.n);
	assert(f.age != UNITS_UNKNOWN || (f.n == 0 && f.province_code == 0));
	for (i = 0; i < f.n; i++)
		assert(f.set[i].commune.n > 0 && f.set[i].province.n > 0);
	assert(units_province(u, a) == f.province_code);
	assert(units_renamed(u, a, b) == units_renamed(u, b, a));
	assert(!units_renamed(u, a, a));
	units_free(u);
	return 0;
}
