/* SPDX-License-Identifier: ISC */
/* Base64 and hex for records. */
#include "base/base64.h"

void
base64_add(struct buf *out, struct slice in)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)in.p;
	size_t i, have;
	uint32_t v;
	char q[4];

	for (i = 0; i < in.n; i += 3) {
		have = in.n - i < 3 ? in.n - i : 3;
		v = (uint32_t)p[i] << 16;
		v |= have > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		v |= have > 2 ? p[i + 2] : 0;
		q[0] = set[v >> 18];
		q[1] = set[v >> 12 & 63];
		q[2] = have > 1 ? set[v >> 6 & 63] : '=';
		q[3] = have > 2 ? set[v & 63] : '=';
		buf_add(out, q, 4);
	}
}

void
hex_add(struct buf *out, struct slice in)
{
	static const char set[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < in.n; i++) {
		buf_add_char(out, set[(unsigned char)in.p[i] >> 4]);
		buf_add_char(out, set[(unsigned char)in.p[i] & 15]);
	}
}
