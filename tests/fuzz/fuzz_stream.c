/* SPDX-License-Identifier: ISC */
/* The stream cutter in steps that the first byte chooses: every frame lies
 * within what was fed, and it comes to an end. */
#include <assert.h>
#include <string.h>

#include "image/stream.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	size_t step = n > 0 ? p[0] % 97 + 1 : 1, at = 0, given = 0, k, room;
	struct stream s = { 0 };
	struct stream_frame f;
	unsigned rounds = 0;
	enum err e;
	char *to;

	while ((e = stream_next(&s, &f)) != ERR_EOF) {
		assert(++rounds < 4 * n + 8);
		if (e == ERR_OK) {
			assert(f.body.n > 0 && f.number > 0);
			given += f.body.n;
		}
		if (e != ERR_AGAIN)
			continue;
		to = stream_space(&s, &room);
		k = n - at < step ? n - at : step;
		if (k > 0)
			memcpy(to, p + at, k);
		at += k;
		stream_filled(&s, k);
	}
	assert(at == n && given <= n);
	stream_release(&s);
	return 0;
}
