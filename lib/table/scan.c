/* SPDX-License-Identifier: ISC */
/* Sixty-four bytes at a time become masks (scan_words.c); a prefix sum over the
 * quotes tells what is inside. Where a quote stands as no writer would put it,
 * those bytes are walked one by one, in libcsv's states. */
#include <string.h>

#include "table/scan.h"
#include "table/scan_priv.h"

/* In what the next byte stands: blanks before a cell, a cell without quotes,
 * one with quotes, behind a quote that may have closed it, and behind blanks
 * behind such a quote. */
enum { LEAD, CELL, QUOTED = SCAN_QUOTED, CLOSED, CLOSED_BLANK };

static bool
is_blank(const struct scan *s, char c)
{
	return (c == ' ' || c == '\t') && c != s->separator;
}

/* The state behind a byte that ends no cell. */
static uint8_t
step(const struct scan *s, char c)
{
	switch (s->at) {
	case LEAD:
		return is_blank(s, c) ? LEAD : c == '"' ? QUOTED : CELL;
	case QUOTED:
		return c == '"' ? CLOSED : QUOTED;
	case CLOSED:
		return c == '"' || !is_blank(s, c) ? QUOTED : CLOSED_BLANK;
	case CLOSED_BLANK:
		/* blanks and quote are text then, and it may close again */
		return c == '"' ? CLOSED : is_blank(s, c) ? CLOSED_BLANK :
		    QUOTED;
	default:
		return CELL;
	}
}

/* Where the next marks go; `end` NULL: ends of rows are not wanted twice. */
struct marks {
	uint32_t *mark, *end;
};

static void
walk(struct scan *s, struct slice b, size_t from, size_t to, struct marks *m)
{
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
			*m->mark++ = (uint32_t)i;
		if (end && m->end != NULL)
			*m->end++ = (uint32_t)i;
	}
}

/* What the masks carry from word to word. */
struct carry {
	uint64_t inside;		/* all ones: it begins in quotes */
	uint64_t may, closed;		/* the byte before it: a quote may open
					 * here; it closed */
	uint8_t start;			/* of the block */
};

static void
carry_from(struct carry *c, uint8_t at)
{
	c->inside = at == QUOTED ? ~0ull : 0;
	c->may = at == LEAD || at == CLOSED;
	c->closed = at == CLOSED;
}

/* In what the byte at `i` stands; the masks do not know blanks. */
static uint8_t
carry_to(const struct carry *c, const struct scan *s, struct slice b, size_t i)
{
	char before;

	if (c->inside != 0)
		return QUOTED;
	if (c->closed != 0)
		return CLOSED;
	while (i > 0 && is_blank(s, b.p[i - 1]))
		i--;
	if (i == 0)
		return c->start == LEAD ? LEAD : CELL;
	before = b.p[i - 1];
	return before == s->separator || before == '\n' || before == '\r' ?
	    LEAD : CELL;
}

/* Writes four at a time, for that needs no guess how many there are: a whole
 * word's bytes have room for it. */
static inline __attribute__((__always_inline__)) uint32_t *
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
put_last(uint32_t *mark, uint64_t m, size_t base)
{
	for (; m != 0; m &= m - 1)
		*mark++ = (uint32_t)base + (uint32_t)__builtin_ctzll(m);
	return mark;
}

/* `n`: bytes of the word, 64 but at a text's end; behind them are zeros.
 * False: a quote stands where none should. */
static inline __attribute__((__always_inline__)) bool
word(struct carry *c, struct scan *s, const struct scan_word *w, unsigned n,
    bool lf_next, uint64_t *marks, uint64_t *ends)
{
	uint64_t in = w->inside ^ c->inside, open = w->quote & in;
	uint64_t close = w->quote & ~in, end = w->separator | w->lf | w->cr;
	uint64_t edge = end | w->quote, valid = ~0ull >> (64 - n);

	if (((open & ~(edge << 1 | c->may)) |
	    ((close << 1 | c->closed) & ~edge & valid)) != 0)
		return false;
	c->inside = 0 - (in >> 63);
	c->may = edge >> (n - 1) & 1;
	c->closed = close >> (n - 1) & 1;
	*ends = w->lf;
	if ((w->lf & in) != 0)
		s->inner += (size_t)__builtin_popcountll(w->lf & in);
	if (w->cr != 0)
		*ends |= w->cr & ~(w->lf >> 1 | (uint64_t)lf_next << 63);
	*ends &= ~in;
	*marks = *ends | (s->rows ? 0 : w->separator & ~in);
	return true;
}

/* The last bytes with zeros behind them, which are nothing. */
static void
fill_last(const char *p, size_t n, const struct scan *s, scan_words_fn *fill,
    struct scan_word *w)
{
	char last[64] = { 0 };

	memcpy(last, p, n);
	fill(last, 1, s->separator, w);
}

static inline __attribute__((__always_inline__)) void
words(struct scan *s, struct slice b, scan_words_fn *fill, struct marks *out)
{
	struct scan_word w[SCAN_GROUP];
	struct carry c = { .start = s->at };
	size_t at, k = 0, ready = 0;
	struct marks o = *out;
	uint64_t m, e;

	carry_from(&c, s->at);
	for (at = 0; at < b.n; at += 64, k++) {
		size_t left = b.n - at;

		if (k == ready) {
			ready = left < 64 ? 1 : left / 64;
			if (ready > SCAN_GROUP)
				ready = SCAN_GROUP;
			if (left >= 64)
				fill(b.p + at, ready, s->separator, w);
			else
				fill_last(b.p + at, left, s, fill, w);
			k = 0;
		}
		if (s->at != CLOSED_BLANK && (left >= 64 ?
		    word(&c, s, &w[k], 64, w[k].cr >> 63 != 0 && left > 64 &&
		    b.p[at + 64] == '\n', &m, &e) :
		    word(&c, s, &w[k], (unsigned)left, false, &m, &e))) {
			/* whether there are any is no good guess either */
			o.mark = left >= 64 ? put(o.mark, m, (uint32_t)at) :
			    put_last(o.mark, m, at);
			if (o.end != NULL)
				o.end = left >= 64 ? put(o.end, e,
				    (uint32_t)at) : put_last(o.end, e, at);
			continue;
		}
		if (s->at != CLOSED_BLANK)
			s->at = carry_to(&c, s, b, at);
		walk(s, b, at, left < 64 ? b.n : at + 64, &o);
		carry_from(&c, s->at);
	}
	if (s->at != CLOSED_BLANK)
		s->at = carry_to(&c, s, b, b.n);
	*out = o;
}

#if defined(__x86_64__) || defined(__i386__)
__attribute__((__target__("avx2,bmi,popcnt"))) static void
words_counted(struct scan *s, struct slice b, scan_words_fn *fill,
    struct marks *out)
{
	words(s, b, fill, out);
}

static bool
counts(bool base)
{
	return !base && __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}
#else
#define words_counted words
#define counts(base) false
#endif

size_t
scan_rows(struct scan *s, struct slice block, uint32_t *mark, uint32_t *end,
    size_t *ends)
{
	scan_words_fn *fill = scan_words(s->base);
	struct marks m = { mark, end };

	if (fill == NULL || block.n < 16)
		walk(s, block, 0, block.n, &m);
	else if (counts(s->base))
		words_counted(s, block, fill, &m);
	else
		words(s, block, fill, &m);
	if (end != NULL)
		*ends = (size_t)(m.end - end);
	return (size_t)(m.mark - mark);
}

size_t
scan_marks(struct scan *s, struct slice block, uint32_t *mark)
{
	return scan_rows(s, block, mark, NULL, NULL);
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
