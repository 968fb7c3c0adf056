/* SPDX-License-Identifier: ISC */
/* Tag, length, value: the readers agree, and nothing leaves its input. */
#include <stdlib.h>

#include "base/tlv.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
hold(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	const char *end = (const char *)p + n;
	struct slice in = { (const char *)p, n }, head;
	struct tlv ber, t;
	struct buf b = { 0 };
	size_t total;
	int v;

	while (head = in, tlv_next_ber(&in, &ber) == ERR_OK) {
		hold(ber.raw.p == head.p && ber.raw.p + ber.raw.n == in.p &&
		    in.p + in.n == end && ber.value.p > ber.raw.p &&
		    ber.value.p + ber.value.n <= in.p);
		if (tlv_total(head, &total) == ERR_OK)
			hold(total == ber.raw.n);
		hold(tlv_small(ber.value, &v) != ERR_OK || v >= 0);
		if (tlv_next_der(&head, &t) != ERR_OK)
			continue;
		tlv_add(&b, t.tag, t.value);
		hold(slice_eq(buf_slice(&b), ber.raw) && head.p == in.p);
		buf_reset(&b);
	}
	buf_release(&b);
	return 0;
}
