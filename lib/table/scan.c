/* SPDX-License-Identifier: ISC */
/* The states of libcsv, one byte at a time: for what the masks of scan_words.c
 * cannot tell, and for cells. */
#include <string.h>

#include "table/scan.h"
#include "table/scan_priv.h"

bool
scan_is_blank(const struct scan *s, char c)
{
	return (c == ' ' || c == '\t') && c != s->separator;
}

/* The state behind a byte that ends no cell. */
static uint8_t
step(const struct scan *s, char c)
{
	switch (s->at) {
	case LEAD:
		return scan_is_blank(s, c) ? LEAD : c == '"' ? QUOTED : CELL;
	case QUOTED:
		return c == '"' ? CLOSED : QUOTED;
	case CLOSED:
		return c == '"' || !scan_is_blank(s, c) ? QUOTED :
		    CLOSED_BLANK;
	case CLOSED_BLANK:
		/* blanks and quote are text then, and it may close again */
		return c == '"' ? CLOSED : scan_is_blank(s, c) ?
		    CLOSED_BLANK : QUOTED;
	default:
		return CELL;
	}
}

struct scan_ends
scan_walk(struct scan *s, struct slice b, size_t from, size_t to)
{
	struct scan_ends out = { 0, 0 };
	size_t i;

	for (i = from; i < to; i++) {
		char c = b.p[i];
		bool end = c == '\n' || c == '\r';

		if (s->at == QUOTED || (!end && c != s->separator)) {
			s->inner += c == '\n';
			s->at = step(s, c);
			continue;
		}
		s->at = LEAD;
		if (c == '\r' && i + 1 < b.n && b.p[i + 1] == '\n')
			continue;
		if (end || !s->rows)
			out.cells |= 1ull << (i - from);
		if (end)
			out.rows |= 1ull << (i - from);
	}
	return out;
}

size_t
scan_marks(struct scan *s, struct slice block, uint32_t *mark)
{
	struct scan_out o = { mark, NULL, 0 };

	scan_words(s, block, &o);
	return (size_t)(o.mark - mark);
}

size_t
scan_rows(struct scan *s, struct slice block, uint32_t *mark,
    struct scan_row *row)
{
	struct scan_out o = { mark, row, 0 };

	scan_words(s, block, &o);
	return (size_t)(o.row - row);
}

bool
scan_open(const struct scan *s)
{
	return s->at == QUOTED;
}

/* Behind the opening quote. libcsv keeps what follows a quote that did not
 * close the cell, with the quote. */
static struct slice
unquote(struct slice s, struct buf *out)
{
	size_t i, from = out->n, kept = 0;
	uint8_t at = QUOTED;
	struct scan sc = { .at = QUOTED };

	for (i = 0; i < s.n; i++) {
		bool doubled = sc.at == CLOSED && s.p[i] == '"';

		at = step(&sc, s.p[i]);
		if (at == CLOSED)
			kept = out->n;
		if (!doubled)
			buf_add_char(out, s.p[i]);
		sc.at = at;
	}
	if (at == CLOSED || at == CLOSED_BLANK)
		out->n = kept;
	return (struct slice){ out->p + from, out->n - from };
}

struct slice
scan_cell(struct slice s, struct buf *out)
{
	const char *q;

	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	if (s.n > 0 && s.p[s.n - 1] == '\r' && (s.p[0] != '"' ||
	    memchr(s.p + 1, '"', s.n - 1) != NULL))
		s.n--;
	if (s.n == 0 || s.p[0] != '"') {
		while (s.n > 0 && (s.p[s.n - 1] == ' ' ||
		    s.p[s.n - 1] == '\t'))
			s.n--;
		return s;
	}
	s.p++;
	s.n--;
	q = memchr(s.p, '"', s.n);
	if (q == NULL)
		return s;
	if (q + 1 == s.p + s.n)
		return (struct slice){ s.p, s.n - 1 };
	return unquote(s, out);
}
