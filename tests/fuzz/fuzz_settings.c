/* SPDX-License-Identifier: ISC */
/* Settings text of any kind; every value must lie inside the text. */
#include <assert.h>
#include <string.h>

#include "base/settings.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct settings s = { 0 };
	unsigned line;
	size_t i;

	buf_add(&s.text, (const char *)p, n);
	if (settings_parse(&s, &line) == ERR_OK)
		for (i = 0; i < s.n; i++)
			assert(strlen(s.pair[i].value.p) ==
			    s.pair[i].value.n);
	settings_release(&s);
	return 0;
}
