/* SPDX-License-Identifier: ISC */
/* Octets in tests as the standards print them. */
#ifndef HEX_H
#define HEX_H

#include <ctype.h>
#include <string.h>

#include "tap.h"

/* Appends the octets of pairs of hexadecimal digits; blanks are passed over. */
static inline void
hex_add(struct buf *b, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	int half = -1, v;

	for (; *text != '\0'; text++) {
		if (*text == ' ')
			continue;
		v = (int)(strchr(digits, tolower((unsigned char)*text)) -
		    digits);
		if (half >= 0)
			buf_add_char(b, (char)(half << 4 | v));
		half = half >= 0 ? -1 : v;
	}
}

/* The octets of `text`, in `b`, which is emptied first. */
static inline struct slice
hex(struct buf *b, const char *text)
{
	buf_reset(b);
	hex_add(b, text);
	return buf_slice(b);
}

static inline const uint8_t *
hex_p(struct buf *b, const char *text)
{
	return (const uint8_t *)hex(b, text).p;
}

static inline bool
hex_same(struct slice got, const char *want, const char *name)
{
	struct buf b = { 0 };
	bool good = slice_eq(got, hex(&b, want));
	size_t i;

	tap_ok(good, __FILE__, __LINE__, "%s", name);
	if (!good) {
		printf("# got ");
		for (i = 0; i < got.n; i++)
			printf("%02X", (unsigned char)got.p[i]);
		printf("\n# want %s\n", want);
	}
	buf_release(&b);
	return good;
}

#define HEX_SAME(p, n, want, name)					\
	hex_same((struct slice){ (const char *)(p), (n) }, want, name)

#endif
