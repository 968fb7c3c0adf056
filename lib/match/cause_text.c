/* SPDX-License-Identifier: ISC */
/* Texts and numbers, symbol by symbol. */
#include "match/cause_priv.h"

/* Texts whose letters agree in base and mark, and all else: whether each
 * syllable has one tone, wherever it stands. */
static bool
same_tones(const uint32_t *a, const uint32_t *b, size_t n)
{
	uint32_t ta = 0, tb = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((a[i] & SYM_SIGN) != 0) {
			if (ta != tb)
				return false;
			ta = tb = 0;
			continue;
		}
		if ((a[i] & SYM_TONE) != 0)
			ta = a[i] & SYM_TONE;
		if ((b[i] & SYM_TONE) != 0)
			tb = b[i] & SYM_TONE;
	}
	return ta == tb;
}

static bool
is_skipped(uint32_t s)
{
	return s == SYM('\'');
}

static bool
is_blank(uint32_t s)
{
	return s == SYM(' ') || s == SYM('-');
}

static uint32_t
plain(uint32_t s)
{
	return (s & SYM_SIGN) != 0 ? s & ~SYM_UPPER : s & SYM_BASE;
}

/* The next symbol as a machine-readable zone has it, 0 at the end. */
static uint32_t
next_plain(const uint32_t **p, const uint32_t *end)
{
	bool blank = false;
	uint32_t s;

	for (; *p < end; (*p)++) {
		s = **p;
		if (is_blank(s)) {
			blank = true;
		} else if (!is_skipped(s)) {
			if (blank)
				return SYM(' ');
			(*p)++;
			return plain(s);
		}
	}
	return 0;
}

/* The same but for marks, case, apostrophes, and blanks and hyphens. What both
 * end with begins with a letter or sign that is looked at here too, so that
 * blanks before it count. */
static bool
same_plain(const struct folded *a, const struct folded *b,
    struct common same)
{
	const uint32_t *p = a->sym + a->from, *pe = p + a->n;
	const uint32_t *q = b->sym + b->from, *qe = q + b->n;
	uint32_t x, y;

	while (same.front > 0 && (is_blank(p[same.front - 1]) ||
	    is_skipped(p[same.front - 1])))
		same.front--;
	while (same.behind > 0 && (is_blank(pe[-(ptrdiff_t)same.behind]) ||
	    is_skipped(pe[-(ptrdiff_t)same.behind])))
		same.behind--;
	if (same.behind > 0) {
		pe -= same.behind - 1;
		qe -= same.behind - 1;
	}
	p += same.front;
	q += same.front;
	while (same.front == 0 && p < pe && is_blank(*p))
		p++;
	while (same.front == 0 && q < qe && is_blank(*q))
		q++;
	do {
		x = next_plain(&p, pe);
		y = next_plain(&q, qe);
	} while (x == y && x != 0);
	return x == y;
}

bool
cause_ends_alike(const struct folded *a, const struct folded *b)
{
	uint32_t x = folded_at(a, a->n - 1), y = folded_at(b, b->n - 1);

	return plain(x) == plain(y) || is_blank(x) || is_blank(y) ||
	    is_skipped(x) || is_skipped(y);
}

static inline uint64_t
two(const uint32_t *s)
{
	uint64_t v;

	memcpy(&v, s, sizeof v);
	return v;
}

struct common
cause_common(const struct folded *a, const struct folded *b)
{
	const uint32_t *x = a->sym + a->from, *y = b->sym + b->from;
	size_t n = a->n < b->n ? a->n : b->n;
	struct common same = { 0, 0 };

	for (; n - same.front >= 2; same.front += 2)
		if (two(x + same.front) != two(y + same.front))
			break;
	if (same.front < n && x[same.front] == y[same.front])
		same.front++;
	n -= same.front;
	x += a->n;
	y += b->n;
	for (; n - same.behind >= 2; same.behind += 2)
		if (two(x - same.behind - 2) != two(y - same.behind - 2))
			break;
	if (same.behind < n && x[-(ptrdiff_t)same.behind - 1] ==
	    y[-(ptrdiff_t)same.behind - 1])
		same.behind++;
	return same;
}

enum cause
cause_text(const struct folded *a, const struct folded *b,
    const struct common *same)
{
	const uint32_t *x = a->sym + a->from, *y = b->sym + b->from;
	size_t i = same->front, end = a->n - same->behind;
	uint32_t all = 0, d;

	if (a->n == 0 || b->n == 0)
		return a->n == b->n ? CAUSE_FORM : CAUSE_DIFFERENT;
	for (; a->n == b->n && i < end; i++) {
		d = x[i] ^ y[i];
		all |= d;
		if (((x[i] | y[i]) & SYM_SIGN) != 0 ? (d & ~SYM_UPPER) != 0 :
		    (d & SYM_BASE) != 0)
			break;
	}
	if (a->n != b->n || i < end)
		return same_plain(a, b, *same) ? CAUSE_MARKS : CAUSE_DIFFERENT;
	if (all == 0)
		return CAUSE_FORM;
	if (all == SYM_UPPER)
		return CAUSE_CASE;
	if ((all & SYM_MARK) == 0 && same_tones(x, y, a->n))
		return CAUSE_TONE_PLACE;
	return CAUSE_MARKS;
}

bool
cause_is_digits(const struct folded *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (!sym_is_digit(folded_at(f, i)))
			return false;
	return f->n > 0;
}

/* Equal but for two neighbouring digits, one in the other's place. */
static bool
swapped(const uint32_t *a, const uint32_t *b, size_t n)
{
	size_t i = 0, k;

	while (i < n && a[i] == b[i])
		i++;
	if (i + 1 >= n || a[i] != b[i + 1] || a[i + 1] != b[i] ||
	    !sym_is_digit(a[i]) || !sym_is_digit(b[i]))
		return false;
	for (k = i + 2; k < n; k++)
		if (a[k] != b[k])
			return false;
	return true;
}

/* "1.099000001E+9" with all of its digits is "1099000001". */
static void
take_exponent(struct folded *f)
{
	uint32_t *s = f->sym + f->from;
	size_t e, i, exp = 0;

	if (f->n < 4 || !sym_is_digit(s[0]) ||
	    (s[1] != SYM('.') && s[1] != SYM(',')))
		return;
	for (e = 2; e < f->n && sym_is_digit(s[e]); e++)
		continue;
	if (e == f->n || (s[e] & ~SYM_UPPER) != 'e')
		return;
	for (i = e + 1 + (e + 1 < f->n && s[e + 1] == SYM('+')); i < f->n; i++)
		if (!sym_is_digit(s[i]) || exp > 99)
			return;
		else
			exp = exp * 10 + (s[i] - SYM('0'));
	if (exp == e - 2)
		f->n = e;
}

/* Leaves out what people put between digits; O and l are digits there. */
static void
clean_number(struct folded *f)
{
	uint32_t *s, one;
	size_t i, n = 0;

	take_exponent(f);
	s = f->sym + f->from;
	if (f->n > 2 && s[f->n - 1] == SYM('0') &&
	    (s[f->n - 2] == SYM('.') || s[f->n - 2] == SYM(',')))
		f->n -= 2;
	for (i = 0; i < f->n; i++) {
		one = s[i];
		if (one == SYM(' ') || one == SYM('.') || one == SYM('-') ||
		    one == SYM(',') || one == SYM('\'') || one == SYM('"') ||
		    one == SYM('='))
			continue;
		if ((one & ~SYM_UPPER) == 'o')
			one = SYM('0');
		else if (one == 'l' || one == ('i' | SYM_UPPER) ||
		    one == SYM('|'))
			one = SYM('1');
		s[n++] = one;
	}
	f->n = n;
}

static bool
same_tail(const struct folded *a, size_t i, const struct folded *b, size_t k)
{
	if (a->n - i != b->n - k)
		return false;
	for (; i < a->n; i++, k++)
		if (((folded_at(a, i) ^ folded_at(b, k)) & ~SYM_UPPER) != 0)
			return false;
	return true;
}

static size_t
zeros(const struct folded *f)
{
	size_t i = 0;

	while (i < f->n && folded_at(f, i) == SYM('0'))
		i++;
	return i;
}

enum cause
cause_number(struct folded *a, struct folded *b)
{
	uint32_t all = 0;
	size_t i;

	clean_number(a);
	clean_number(b);
	if (a->n == 0 || b->n == 0)
		return CAUSE_DIFFERENT;
	for (i = 0; a->n == b->n && i < a->n; i++)
		all |= folded_at(a, i) ^ folded_at(b, i);
	if (a->n == b->n && (all & ~SYM_UPPER) == 0)
		return all == 0 ? CAUSE_FORM : CAUSE_CASE;
	if (a->n != b->n && same_tail(a, zeros(a), b, zeros(b)))
		return CAUSE_ZERO;
	if (a->n == b->n &&
	    swapped(a->sym + a->from, b->sym + b->from, a->n))
		return CAUSE_TRANSPOSED;
	return CAUSE_DIFFERENT;
}
