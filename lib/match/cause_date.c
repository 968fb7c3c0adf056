/* SPDX-License-Identifier: ISC */
/* Dates as people and spreadsheets write them, against each other. */
#include <string.h>

#include "base/date.h"
#include "match/cause_priv.h"

#define MAX_GROUPS 7
#define SERIAL_FIRST 10000	/* 1927: below, five digits are no day */
#define SERIAL_LAST 99999
#define SERIAL_EPOCH (-25569)	/* day 0 of Excel, since 1970 */

/* A date, and how it was written. */
struct told {
	struct date date;
	bool short_year;	/* y is 0..99 */
	bool eaten;		/* a leading zero was missing */
	bool parts;		/* signs or words between its parts */
};

struct groups {
	unsigned v[MAX_GROUPS];
	size_t len[MAX_GROUPS], n;
	int month_name;		/* of the second part, else 0 */
};

/* The words that may stand beside digits in a date; a month's name is its
 * number. -1: another word. */
static int
word_meaning(const char *w)
{
	static const char *const names[] = { "jan", "feb", "mar", "apr", "may",
	    "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
	static const char *const others[] = { "ngay", "thang", "nam", "t", "z",
	    "am", "pm", "sinh" };
	size_t i;

	for (i = 0; i < 12; i++)
		if (strncmp(w, names[i], 3) == 0)
			return (int)i + 1;
	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(w, others[i]) == 0)
			return 0;
	return -1;
}

/* A month's name is a group of its own. */
static bool
take_word(const struct folded *f, size_t *i, struct groups *g)
{
	char w[12];
	size_t n = 0;
	int m;

	for (; *i < f->n && (folded_at(f, *i) & SYM_SIGN) == 0; (*i)++) {
		if (n + 1 == sizeof w)
			return false;
		w[n++] = (char)(folded_at(f, *i) & SYM_BASE);
	}
	w[n] = '\0';
	m = word_meaning(w);
	if (m <= 0)
		return m == 0;
	if (g->n == 0 || g->n > 1 || n < 3)
		return false;
	g->month_name = m;
	g->v[g->n] = (unsigned)m;
	g->len[g->n++] = 2;
	return true;
}

static bool
cut(const struct folded *f, struct groups *g)
{
	static const char signs[] = "/-.,: ";
	uint32_t s;
	size_t i = 0;

	g->n = 0;
	g->month_name = 0;
	while (i < f->n) {
		s = folded_at(f, i);
		if (sym_is_digit(s)) {
			if (g->n == MAX_GROUPS)
				return false;
			g->v[g->n] = 0;
			g->len[g->n] = 0;
			for (; i < f->n && sym_is_digit(folded_at(f, i)); i++) {
				if (g->len[g->n]++ == 8)
					return false;
				g->v[g->n] = g->v[g->n] * 10 +
				    (folded_at(f, i) - SYM('0'));
			}
			g->n++;
		} else if ((s & SYM_SIGN) == 0) {
			if (!take_word(f, &i, g))
				return false;
		} else if ((s & ~SYM_SIGN) >= 0x80 ||
		    strchr(signs, (int)(s & 0x7f)) == NULL) {
			return false;
		} else {
			i++;
		}
	}
	return g->n > 0;
}

/* 00 stands for a part that is not known. */
static bool
is_day(struct date d)
{
	if (d.y < 1800 || d.y > 2199 || d.m > 12 || d.d > 31)
		return false;
	if (d.m == 0)
		return d.d == 0;
	return d.d == 0 || d.d <= date_month_days(d.y, d.m);
}

/* With two digits of the year any century will do. */
static bool
is_told(const struct told *t)
{
	struct date d = t->date;

	if (t->short_year)
		d.y += 2000;
	return is_day(d) && (!t->short_year || d.m > 0);
}

static struct date
day(unsigned y, unsigned m, unsigned d)
{
	return (struct date){ .y = (int)y, .m = (int)m, .d = (int)d };
}

/* Digits without signs: a year, a serial number, eight digits, seven. */
static bool
read_one(unsigned v, size_t len, struct told *t)
{
	if (len == 4) {
		t->date = day(v, 0, 0);
		return is_day(t->date);
	}
	if (len == 5 && v >= SERIAL_FIRST && v <= SERIAL_LAST) {
		t->date = date_from_days((long)v + SERIAL_EPOCH);
		return is_day(t->date);
	}
	if (len != 7 && len != 8)
		return false;
	t->eaten = len == 7;
	t->date = day(v % 10000, v / 10000 % 100, v / 1000000);
	if (is_day(t->date))
		return true;
	t->date = day(v / 10000, v / 100 % 100, v % 100);
	return len == 8 && is_day(t->date);
}

/* Day first as here; month first only where it cannot be otherwise. */
static bool
read_three(const struct groups *g, struct told *t)
{
	if (g->len[0] == 4) {
		t->date = day(g->v[0], g->v[1], g->v[2]);
		return is_day(t->date);
	}
	if (g->len[0] > 2 || g->len[1] > 2 ||
	    (g->len[2] != 4 && g->len[2] != 2))
		return false;
	t->short_year = g->len[2] == 2;
	t->date = day(g->v[2], g->v[1], g->v[0]);
	if (is_told(t))
		return true;
	t->date = day(g->v[2], g->v[0], g->v[1]);
	return is_told(t);
}

static bool
read_groups(const struct groups *g, struct told *t)
{
	size_t i;

	*t = (struct told){ .parts = g->n > 1 };
	if (g->n == 1)
		return read_one(g->v[0], g->len[0], t);
	if (g->n == 2) {
		if (g->len[0] == 4 && g->len[1] <= 2)
			t->date = day(g->v[0], g->v[1], 0);
		else if (g->len[0] <= 2 && g->len[1] == 4)
			t->date = day(g->v[1], g->v[0], 0);
		return is_day(t->date);
	}
	for (i = 3; i < g->n; i++)	/* a time of day, of midnight only */
		if (g->v[i] != 0)
			return false;
	return read_three(g, t);
}

static bool
read_date(const struct folded *f, struct told *t)
{
	struct groups g;

	return f->n >= 4 && f->n <= 40 && cut(f, &g) &&
	    read_groups(&g, t);
}

static bool
is_sign(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* Two digits; *bad is not 0 when one is none. */
static inline unsigned
two(const char *p, unsigned *bad)
{
	unsigned a = (unsigned char)p[0] - '0', b = (unsigned char)p[1] - '0';

	*bad |= a > 9 || b > 9;
	return a * 10 + b;
}

/* As cut() of a full date that needs no folding: 1999-02-01, 01/02/1999. */
static bool
cut_plain(struct slice s, struct groups *g)
{
	const char *p = s.p;
	unsigned bad = 0;

	if (s.n != 10)
		return false;
	g->n = 3;
	g->len[1] = 2;
	if (is_sign(p[4]) && is_sign(p[7])) {
		g->len[0] = 4;
		g->len[2] = 2;
		g->v[0] = two(p, &bad) * 100 + two(p + 2, &bad);
		g->v[1] = two(p + 5, &bad);
		g->v[2] = two(p + 8, &bad);
	} else if (is_sign(p[2]) && is_sign(p[5])) {
		g->len[0] = 2;
		g->len[2] = 4;
		g->v[0] = two(p, &bad);
		g->v[1] = two(p + 3, &bad);
		g->v[2] = two(p + 6, &bad) * 100 + two(p + 8, &bad);
	} else
		return false;
	return bad == 0;
}

static bool
read_plain(struct slice s, struct told *t)
{
	struct groups g;

	return cut_plain(s, &g) && read_groups(&g, t);
}

/* Two digits of a number, from 0001, 0010 or 0100 on, in each other's place. */
static bool
swapped(int a, int b, int from)
{
	int x = a / from % 100, y = b / from % 100;

	return x != y && x / 10 == y % 10 && x % 10 == y / 10 &&
	    a - x * from == b - y * from;
}

static bool
is_transposed(struct date a, struct date b)
{
	if (a.d == 0 || b.d == 0 || a.m == 0 || b.m == 0)
		return false;
	return (a.y == b.y && a.m == b.m && swapped(a.d, b.d, 1)) ||
	    (a.y == b.y && a.d == b.d && swapped(a.m, b.m, 1)) ||
	    (a.m == b.m && a.d == b.d && (swapped(a.y, b.y, 1) ||
	    swapped(a.y, b.y, 10) || swapped(a.y, b.y, 100)));
}

/* Of one year: one side is told without day or month, or as 1 January, where
 * those go whose birthday nobody wrote down. */
static bool
knows_less(struct date a, struct date b)
{
	if (a.m == 0 || b.m == 0)
		return true;
	if (a.d == 0 || b.d == 0)
		return a.m == b.m;
	return (a.m == 1 && a.d == 1) || (b.m == 1 && b.d == 1);
}

static enum cause
compare(struct told x, struct told y)
{
	if (x.short_year != y.short_year) {
		x.date.y %= 100;
		y.date.y %= 100;
	}
	if (date_cmp(x.date, y.date) == 0)
		return x.eaten != y.eaten ? CAUSE_ZERO : CAUSE_FORM;
	if (is_transposed(x.date, y.date))
		return CAUSE_TRANSPOSED;
	if (x.date.y == y.date.y && x.date.d == y.date.m &&
	    x.date.m == y.date.d)
		return CAUSE_DAY_MONTH;
	return x.date.y == y.date.y && knows_less(x.date, y.date) ?
	    CAUSE_YEAR_ONLY : CAUSE_DIFFERENT;
}

bool
cause_date(const struct folded *a, const struct folded *b, bool strict,
    enum cause *out)
{
	struct told x, y;

	if (!read_date(a, &x) || !read_date(b, &y))
		return false;
	if (strict && (!x.parts || !y.parts || x.date.d == 0 || y.date.d == 0))
		return false;
	*out = compare(x, y);
	return true;
}

bool
cause_date_plain(struct slice a, struct slice b, enum cause *out)
{
	struct told x, y;

	if (!read_plain(a, &x) || !read_plain(b, &y))
		return false;
	*out = compare(x, y);
	return true;
}
