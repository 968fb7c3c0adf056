/* SPDX-License-Identifier: ISC */
/* Sixty-four bytes at a time become masks (scan_fill.h); a prefix sum over the
 * quotes tells what is inside. Where a quote stands as no writer would put it,
 * those bytes are walked one by one. The same loop is compiled for each kind of
 * processor, so that the masks stay in its registers. */
#include <string.h>

#include "table/scan_fill.h"
#include "table/scan_priv.h"

#define SHORT 16			/* bytes are walked */

typedef void fill_fn(const char *p, char separator, struct scan_word *w);

/* What the masks carry from word to word. */
struct carry {
	uint64_t inside;		/* all ones: it begins in quotes */
	uint64_t may, closed;		/* the byte before it: a quote may open
					 * here; it closed */
	uint64_t blank;			/* not for masks: see CLOSED_BLANK */
	uint8_t start;			/* of the block */
};

static void
carry_from(struct carry *c, uint8_t at)
{
	c->inside = at == QUOTED ? ~0ull : 0;
	c->may = at == LEAD || at == CLOSED;
	c->closed = at == CLOSED;
	c->blank = at == CLOSED_BLANK;
}

/* In what the byte at `i` stands; the masks do not know blanks. */
static uint8_t
carry_to(const struct carry *c, const struct scan *s, struct slice b, size_t i)
{
	char before;

	if (c->blank != 0)
		return CLOSED_BLANK;
	if (c->inside != 0)
		return QUOTED;
	if (c->closed != 0)
		return CLOSED;
	while (i > 0 && scan_is_blank(s, b.p[i - 1]))
		i--;
	if (i == 0)
		return c->start == LEAD ? LEAD : CELL;
	before = b.p[i - 1];
	return before == s->separator || before == '\n' || before == '\r' ?
	    LEAD : CELL;
}

/* Inside quotes, bit by bit; false: a quote stands where none should.
 * `valid`: the bytes of the word. */
SCAN_INLINE bool
quotes(struct carry *c, const struct scan_word *w, uint64_t edge,
    uint64_t valid, uint64_t *in)
{
	uint64_t open, close;

	*in = w->inside ^ c->inside;
	open = w->quote & *in;
	close = w->quote & ~*in;
	if ((c->blank | (open & ~(edge << 1 | c->may)) |
	    ((close << 1 | c->closed) & ~edge & valid)) != 0)
		return false;
	c->inside = 0 - (*in >> 63);
	c->closed = (close & (valid ^ valid >> 1)) != 0;
	return true;
}

/* `n`: bytes of the word, 64 but at a text's end; behind them are zeros. */
SCAN_INLINE bool
word(struct carry *c, struct scan *s, const struct scan_word *w, unsigned n,
    bool lf_next, struct scan_ends *out)
{
	uint64_t end = w->separator | w->lf | w->cr, edge = end | w->quote;
	uint64_t in = 0;

	if ((w->quote | c->inside | c->closed | c->blank) != 0) {
		if (!quotes(c, w, edge, ~0ull >> (64 - n), &in))
			return false;
		if ((w->lf & in) != 0)
			s->inner += (size_t)__builtin_popcountll(w->lf & in);
	}
	c->may = edge >> (n - 1) & 1;
	out->rows = w->lf;
	if (w->cr != 0)
		out->rows |= w->cr & ~(w->lf >> 1 | (uint64_t)lf_next << 63);
	out->rows &= ~in;
	out->cells = out->rows | (s->rows ? 0 : w->separator & ~in);
	return true;
}

/* Writes four at a time, for that needs no guess how many there are: a whole
 * word's bytes have room for it. */
SCAN_INLINE uint32_t *
put(uint32_t *mark, uint64_t m, uint32_t base)
{
	uint32_t *end = mark + __builtin_popcountll(m);
	int k;

	do {
		for (k = 0; k < 4; k++) {
			mark[k] = base + (uint32_t)__builtin_ctzll(m | 1ull <<
			    63);
			m &= m - 1;
		}
		mark += 4;
	} while (m != 0);
	return end;
}

static uint32_t *
put_last(uint32_t *mark, uint64_t m, uint32_t base)
{
	for (; m != 0; m &= m - 1)
		*mark++ = base + (uint32_t)__builtin_ctzll(m);
	return mark;
}

/* One is written whether it is there or not: rows are about as long as a
 * word, and to guess costs more. */
SCAN_INLINE void
put_rows(struct scan_out *o, struct scan_ends e, uint32_t base)
{
	struct scan_row *row = o->row;
	uint64_t rows = e.rows;

	o->row += __builtin_popcountll(rows);
	do {
		row->end = base + (uint32_t)__builtin_ctzll(rows | 1ull << 63);
		row->marks = o->marks + (uint32_t)__builtin_popcountll(
		    e.cells & (rows ^ (rows - 1)));
		row++;
		rows &= rows - 1;
	} while (rows != 0);
	o->marks += (uint32_t)__builtin_popcountll(e.cells);
}

/* `n`: as of word. */
SCAN_INLINE void
put_ends(struct scan_out *o, struct scan_ends e, size_t at, unsigned n)
{
	if (o->mark != NULL)
		o->mark = n == 64 ? put(o->mark, e.cells, (uint32_t)at) :
		    put_last(o->mark, e.cells, (uint32_t)at);
	if (o->row != NULL)
		put_rows(o, e, (uint32_t)at);
}

static struct scan_ends
detour(struct carry *c, struct scan *s, struct slice b, size_t at, size_t to)
{
	struct scan_ends e;

	s->at = carry_to(c, s, b, at);
	e = scan_walk(s, b, at, to);
	carry_from(c, s->at);
	return e;
}

SCAN_INLINE void
words(struct scan *s, struct slice b, fill_fn *fill, struct scan_out *out)
{
	struct carry c = { .start = s->at };
	struct scan_out o = *out;
	struct scan_word w;
	struct scan_ends e;
	char last[64] = { 0 };
	size_t at;

	carry_from(&c, s->at);
	for (at = 0; at + 64 <= b.n; at += 64) {
		fill(b.p + at, s->separator, &w);
		if (!word(&c, s, &w, 64, w.cr >> 63 != 0 && at + 64 < b.n &&
		    b.p[at + 64] == '\n', &e))
			e = detour(&c, s, b, at, at + 64);
		put_ends(&o, e, at, 64);
	}
	if (at < b.n) {
		memcpy(last, b.p + at, b.n - at);
		fill(last, s->separator, &w);
		if (!word(&c, s, &w, (unsigned)(b.n - at), false, &e))
			e = detour(&c, s, b, at, b.n);
		put_ends(&o, e, at, (unsigned)(b.n - at));
	}
	s->at = carry_to(&c, s, b, b.n);
	*out = o;
}

static void
words_base(struct scan *s, struct slice b, struct scan_out *out)
{
	words(s, b, scan_fill_base, out);
}

#ifdef __x86_64__
SCAN_AVX2 static void
words_avx2(struct scan *s, struct slice b, struct scan_out *out)
{
	words(s, b, scan_fill_avx2, out);
}

SCAN_AVX512 static void
words_avx512(struct scan *s, struct slice b, struct scan_out *out)
{
	words(s, b, scan_fill_avx512, out);
}
#endif

static void
walk(struct scan *s, struct slice b, struct scan_out *out)
{
	size_t at, to;

	for (at = 0; at < b.n; at = to) {
		to = at + 64 < b.n ? at + 64 : b.n;
		put_ends(out, scan_walk(s, b, at, to), at,
		    (unsigned)(to - at));
	}
}

void
scan_words(struct scan *s, struct slice b, struct scan_out *out)
{
	if (b.n < SHORT)
		walk(s, b, out);
#ifdef __x86_64__
	else if (s->less < 1 && scan_has_avx512())
		words_avx512(s, b, out);
	else if (s->less < 2 && scan_has_avx2())
		words_avx2(s, b, out);
#endif
	else
		words_base(s, b, out);
}
