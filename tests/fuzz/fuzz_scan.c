/* SPDX-License-Identifier: ISC */
/* Any bytes: the same marks from the fast masks and one byte at a time. */
#include <stdlib.h>

#include "base/mem.h"
#include "table/scan.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice s = { (const char *)p, n < SCAN_BLOCK ? n : SCAN_BLOCK };
	struct scan fast = { .separator = ',' }, base = fast, slow = fast;
	uint32_t mark[3];
	uint32_t *a = xreallocarray(NULL, s.n + 1, sizeof *a);
	uint32_t *b = xreallocarray(NULL, s.n + 1, sizeof *b);
	size_t i, k, from = 0, got = scan_marks(&fast, s, a), at = 0;
	struct buf cell = { 0 };

	base.less = 2;
	if (scan_marks(&base, s, b) != got)
		abort();
	for (i = 0; i < s.n; i += k) {
		k = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
		if (scan_marks(&slow, (struct slice){ s.p + i, k }, mark) == 0)
			continue;
		if (at == got || a[at] != b[at] || a[at] != i + mark[0])
			abort();
		(void)scan_cell((struct slice){ s.p + from, a[at] - from },
		    &cell);
		buf_reset(&cell);
		from = a[at++] + 1;
	}
	if (at != got || fast.at != slow.at || fast.at != base.at)
		abort();
	buf_release(&cell);
	free(a);
	free(b);
	return 0;
}
