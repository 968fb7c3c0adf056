/* SPDX-License-Identifier: ISC */
/* The ECI header and the harm it does. */
#include "base/mem.h"
#include "image/eci.h"

#define ECI 7			/* the mode indicator, four bits */

static bool
masked(unsigned mask, int x, int y)
{
	switch (mask) {
	case 0:
		return (x + y) % 2 == 0;
	case 1:
		return y % 2 == 0;
	case 2:
		return x % 3 == 0;
	case 3:
		return (x + y) % 3 == 0;
	case 4:
		return (y / 2 + x / 3) % 2 == 0;
	case 5:
		return x * y % 2 + x * y % 3 == 0;
	case 6:
		return (x * y % 2 + x * y % 3) % 2 == 0;
	default:
		return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

bool
eci_marked(const struct pattern *p, const int8_t *bit)
{
	unsigned word = 0, mode = 0, mask;
	int i;

	for (i = 0; i < 15; i++)
		word |= (unsigned)(bit[pattern_format_at(p, 0, i)] > 0) << i;
	mask = (word ^ 0x5412) >> 10 & 7;
	/* Right, left, then the row above: the lower right corner. */
	for (i = 0; i < 4; i++) {
		int x = p->n - 1 - i % 2, y = p->n - 1 - i / 2;

		mode = mode << 1 |
		    ((bit[y * p->n + x] > 0) != masked(mask, x, y));
	}
	return mode == ECI;
}

/* The length of the UTF-8 letter at s[0], 0 when there is none. */
static size_t
letter(const unsigned char *s, size_t left)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
	    s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0, i;

	if (n > left || (s[0] == 0xe0 && s[1] < 0xa0) ||
	    (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static bool
is_utf8(const char *p, size_t n)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t k;

	for (; n > 0; s += k, n -= k) {
		k = letter(s, n);
		if (k == 0)
			return false;
	}
	return true;
}

bool
eci_undo(struct buf *raw)
{
	struct buf b = { 0 };
	bool beyond = false;
	size_t i;

	for (i = 0; i < raw->n; i++) {
		unsigned char c = (unsigned char)raw->p[i];

		if (c >= 0x80) {
			/* Latin-1's upper half is C2 or C3 and one more. */
			if ((c != 0xc2 && c != 0xc3) || i + 1 == raw->n ||
			    (raw->p[i + 1] & 0xc0) != 0x80)
				break;
			c = (unsigned char)((c & 3) << 6 |
			    (raw->p[++i] & 0x3f));
			beyond = true;
		}
		buf_add_char(&b, (char)c);
	}
	if (i == raw->n && beyond && is_utf8(b.p, b.n)) {
		buf_wipe(raw);
		*raw = b;
		return true;
	}
	buf_wipe(&b);
	return false;
}
