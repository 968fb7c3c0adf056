/* SPDX-License-Identifier: ISC */
/* Sixteen bytes at a time beside the sixteen before and behind them. */
#include <string.h>

#include "table/plain_priv.h"
#include "text/utf8.h"

typedef unsigned char bytes __attribute__((vector_size(16)));

static inline bytes
load(const char *p)
{
	bytes v;

	memcpy(&v, p, sizeof v);
	return v;
}

static inline bytes
is(bytes v, unsigned char c)
{
	return (bytes)(v == c);
}

/* Where bytes stand that may need work, for `v` between its neighbours. The
 * leads that remain are those of U+00C0-01BF and U+1E80-1EFF; of these C3 90,
 * C3 B0 and C6 89 look like D with a stroke and are not it. */
__attribute__((__always_inline__)) static inline bytes
odd(bytes before, bytes v, bytes next, unsigned char separator)
{
	bytes lead = (bytes)(v >= 0xc0);
	bytes bad = lead & ((bytes)(v <= 0xc2) |
	    ((bytes)(v >= 0xc7) & ~is(v, 0xe1)));
	bytes end = is(next, separator) | is(next, '\n') | is(next, '\r');
	bytes start = is(before, separator) | is(before, '\n') |
	    is(before, '\r');

	bad |= is(v, 0xc3) & (is(next, 0x90) | is(next, 0xb0));
	bad |= is(v, 0xc6) & is(next, 0x89);
	bad |= is(v, 0xe1) & ~(is(next, 0xba) | is(next, 0xbb));
	bad |= (bytes)(v < ' ') & ~is(v, separator) & ~is(v, '\n') &
	    ~(is(v, '\r') & is(next, '\n'));
	bad |= is(v, 0x7f) | is(v, '\\') | (is(v, ' ') & is(next, ' '));
	/* an opening and a closing one, and no other */
	bad |= is(v, '"') & ~(start ^ end);
	return bad;
}

static inline bool
none(bytes v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof half);
	return (half[0] | half[1]) == 0;
}

bool
plain_rows_base(struct slice s, char separator)
{
	unsigned char sep = (unsigned char)separator;
	char edge[48];			/* three of `bytes` */
	bytes bad = { 0 };
	size_t i, n = s.n;

	if (n >= 32) {
		for (i = 1; i + sizeof(bytes) + 1 <= n; i += sizeof(bytes))
			bad |= odd(load(s.p + i - 1), load(s.p + i),
			    load(s.p + i + 1), sep);
		/* what is left, and once more what is not, up to the end */
		memcpy(edge, s.p + n - 17, 17);
		edge[17] = '\n';
		bad |= odd(load(edge), load(edge + 1), load(edge + 2), sep);
		memcpy(edge + 1, s.p, 17);
		edge[0] = '\n';
		bad |= odd(load(edge), load(edge + 1), load(edge + 2), sep);
	} else {
		memset(edge, '\n', sizeof edge);
		memcpy(edge + 1, s.p, n);
		bad |= odd(load(edge), load(edge + 1), load(edge + 2), sep);
		bad |= odd(load(edge + 16), load(edge + 17), load(edge + 18),
		    sep);
	}
	return none(bad) && utf8_is_valid(s);
}

bool
plain_rows(struct slice s, char separator)
{
	return plain_fast() ? plain_rows_fast(s, separator) :
	    plain_rows_base(s, separator);
}

bool
plain_text(struct slice s)
{
	/* a quote at an edge would count as one round a cell, and a CR at the
	 * end, where cells have one too, as a row's */
	return s.n > 0 && s.p[0] != '"' && s.p[s.n - 1] != '"' &&
	    s.p[s.n - 1] != '\r' && memchr(s.p, '\n', s.n) == NULL &&
	    plain_rows(s, '\n');
}
