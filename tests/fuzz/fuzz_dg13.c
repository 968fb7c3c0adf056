/* SPDX-License-Identifier: ISC */
/* DG13: strings lie inside the file, and a holder whatever it holds. */
#include "chip/dg13.h"
#include "holder_try.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n }, s;
	struct dg13 d;
	bool parses = dg13_parse(file, &d) == ERR_OK;
	size_t f, i;

	for (f = 0; parses && f < DG13_FIELDS; f++)
		for (i = 0; i < d.field[f].n; i++) {
			s = d.field[f].s[i];
			if (i >= DG13_STRINGS || s.p < file.p ||
			    s.p + s.n > file.p + n ||
			    (d.present >> f & 1) == 0)
				abort();
		}
	holder_try(LDS_DG13, file, parses);
	return 0;
}
