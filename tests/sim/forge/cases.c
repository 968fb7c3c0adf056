/* SPDX-License-Identifier: ISC */
/* The cases, one table after the other. */
#include "forge.h"

const struct forge_case *
forge_case_at(size_t i)
{
	static const struct forge_case *const table[] = { cases_good,
		cases_sod, cases_cms, cases_signer, cases_authority,
		cases_record };
	size_t t, n;

	for (t = 0; t < sizeof table / sizeof *table; t++)
		for (n = 0; table[t][n].name != NULL; n++)
			if (i-- == 0)
				return &table[t][n];
	return NULL;
}
