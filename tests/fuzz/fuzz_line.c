/* SPDX-License-Identifier: ISC */
/* The line reader: blocks of any size, the first byte chooses them. */
#include <assert.h>
#include <string.h>

#include "base/line.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct line_reader r = { .max = 8 };
	size_t step = n > 0 ? p[0] % 13 + 1 : 1, at = 0, k, room;
	struct slice line;
	enum err e;
	char *to;

	while ((e = line_next(&r, &line)) != ERR_EOF) {
		if (e == ERR_AGAIN) {
			to = line_space(&r, &room);
			k = n - at < step ? n - at : step;
			if (k > 0)
				memcpy(to, p + at, k);
			at += k;
			line_filled(&r, k);
		} else if (e == ERR_OK)
			assert(line.n <= 8 &&
			    memchr(line.p, '\n', line.n) == NULL);
	}
	assert(at == n);
	line_release(&r);
	return 0;
}
