/* SPDX-License-Identifier: ISC */
/* Days as people and spreadsheets write them. */
#include <stdio.h>
#include <string.h>

#include "table/table_priv.h"
#include "text/vi.h"

#define MAX_CELL 64
#define MAX_NUMBERS 4
#define SERIAL_MIN 7000			/* 1919 and 2091, from 1900 on */
#define SERIAL_MAX 70000

/* A cell taken apart: numbers, how many digits each has, a month's name. */
struct parts {
	int number[MAX_NUMBERS], digits[MAX_NUMBERS];
	size_t n;
	int month;			/* 1..12 by name, or 0 */
	size_t month_at;		/* numbers before it */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Years that stand in papers of people who live. */
static bool
is_year_of_ours(int y)
{
	return y >= 1890 && y < 2100;
}

static bool
take_number(struct parts *p, const char **at, const char *end)
{
	const char *s = *at;
	int v = 0;

	if (p->n == MAX_NUMBERS)
		return false;
	while (*at < end && is_digit(**at)) {
		if (*at - s == 8)
			return false;
		v = v * 10 + (*(*at)++ - '0');
	}
	p->number[p->n] = v;
	p->digits[p->n++] = (int)(*at - s);
	return true;
}

/* Words that go with a date, and the months of other languages. */
static bool
take_word(struct parts *p, struct slice word)
{
	static const char *const filler[] = { "ngay", "thang", "nam", "sinh",
	    "ns", "th", "thg", "t", "x", "xx", "st", "nd", "rd", "of", "the" };
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	size_t i;

	for (i = 0; i < sizeof filler / sizeof *filler; i++)
		if (slice_is(word, filler[i]))
			return true;
	for (i = 0; word.n >= 3 && word.n < 10 && i < 12; i++)
		if (memcmp(word.p, months + 3 * i, 3) == 0) {
			if (p->month != 0)
				return false;
			p->month = (int)i + 1;
			p->month_at = p->n;
			return true;
		}
	return false;
}

static bool
take_apart(struct slice s, struct parts *p)
{
	const char *at = s.p, *end = s.p + s.n, *from;

	while (at < end) {
		if (is_digit(*at)) {
			if (!take_number(p, &at, end))
				return false;
		} else if (*at >= 'a' && *at <= 'z') {
			for (from = at; at < end && *at >= 'a' && *at <= 'z';
			    at++)
				;
			if (!take_word(p, (struct slice){ from,
			    (size_t)(at - from) }))
				return false;
		} else if (memchr("/-. ,?_'", *at, 8) != NULL)
			at++;
		else
			return false;
	}
	return p->n > 0;
}

/* A day as given: unknown parts are 0. False: the calendar has none. */
static bool
exact(struct table_day *out, int y, int m, int d)
{
	out->first = (struct date){ y, m, d };
	if (m == 0 && d == 0) {
		out->why = N_("only the year is known");
		return true;
	}
	if (d == 0)
		return m <= 12;
	/* of no year but this does 29 February depend */
	return date_is_real((struct date){ out->short_year ? 2000 + y : y, m,
	    d });
}

/* Two small numbers and a year: day first, or month first. */
static bool
day_month(struct table_day *out, int a, int b, int y)
{
	bool dmy = exact(out, y, b, a), mdy;
	struct table_day swapped = *out;

	if (a == 0 || b == 0 || a == b)
		return dmy;
	mdy = exact(&swapped, y, a, b);
	out->other = swapped.first;
	out->kind = dmy && mdy ? DAY_EITHER : dmy ? DAY_DMY : DAY_MDY;
	if (!dmy)
		out->first = swapped.first;
	return dmy || mdy;
}

/* Eight digits: the year last or, where only that is plausible, first. */
static bool
read_eight(struct slice s, struct table_day *out)
{
	char iso[DATE_MAX_TEXT];
	struct date last, first;
	bool a = date_parse_dmy(s, &last) == ERR_OK && is_year_of_ours(last.y);
	bool b;

	snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
	b = date_parse(slice_str(iso), &first) == ERR_OK &&
	    is_year_of_ours(first.y);
	if (a == b)
		return false;
	out->first = a ? last : first;
	return true;
}

/* One number: a year, a spreadsheet's day, or a day without signs. */
static bool
read_one(const struct parts *p, struct slice digits, struct table_day *out)
{
	char eight[16];
	int v = p->number[0];

	switch (p->digits[0]) {
	case 4:
		out->first = (struct date){ v, 0, 0 };
		return v >= 1000;
	case 5:
		out->kind = DAY_SERIAL;
		out->serial = v;
		return v >= SERIAL_MIN && v <= SERIAL_MAX;
	case 6:
		out->short_year = true;
		return day_month(out, v / 10000, v / 100 % 100, v % 100);
	case 7:
		snprintf(eight, sizeof eight, "%08d", v);
		if (!read_eight((struct slice){ eight, 8 }, out) ||
		    out->first.d > 9)
			return false;
		out->why = N_("a zero put back that a spreadsheet took away");
		return true;
	case 8:
		return digits.n == 8 && read_eight(digits, out);
	default:
		return false;
	}
}

static bool
read_named(const struct parts *p, struct table_day *out)
{
	int y = p->number[p->n - 1], digits = p->digits[p->n - 1];

	if (p->n > 2)
		return false;
	out->short_year = digits <= 2;
	if (digits == 3 || digits > 4)
		return false;
	if (p->n == 1) {
		out->first = (struct date){ y, p->month, 0 };
		return digits == 4;
	}
	return exact(out, y, p->month, p->number[0]);
}

static bool
read_two(const struct parts *p, struct table_day *out)
{
	int a = p->number[0], b = p->number[1];

	if (p->digits[0] == 4 && b == 0) {	/* 1950.0 */
		out->first = (struct date){ a, 0, 0 };
		return a >= 1000;
	}
	if (p->digits[0] == 5 && a >= SERIAL_MIN && a <= SERIAL_MAX) {
		out->kind = DAY_SERIAL;		/* with a time of day */
		out->serial = a;
		return true;
	}
	if (p->digits[0] == 4) {
		int y = a;

		a = b;
		b = y;
	}
	out->first = (struct date){ b, a, 0 };
	return b >= 1000 && b <= 9999 && a >= 1 && a <= 12;
}

static bool
read_three(const struct parts *p, struct table_day *out)
{
	const int *v = p->number;

	out->iso = p->digits[0] == 4;
	if (out->iso)
		return p->digits[1] <= 2 && p->digits[2] <= 2 &&
		    exact(out, v[0], v[1], v[2]);
	if (p->digits[0] > 2 || p->digits[1] > 2)
		return false;
	out->short_year = p->digits[2] <= 2;
	return (out->short_year || (p->digits[2] == 4 && v[2] >= 1000)) &&
	    day_month(out, v[0], v[1], v[2]);
}

/* The value of n digits at p, or -1. */
static int
digits_at(const char *p, size_t n)
{
	int v = 0;

	while (n-- > 0) {
		if (!is_digit(*p))
			return -1;
		v = v * 10 + (*p++ - '0');
	}
	return v;
}

/* The commonest forms: DD/MM/YYYY with one of / - . between, YYYY-MM-DD. */
static bool
read_usual(struct slice s, struct table_day *out)
{
	const char *p = s.p;
	int y, m, d;

	if (s.n != 10)
		return false;
	if (p[4] == '-' && p[7] == '-') {
		out->iso = true;
		y = digits_at(p, 4);
		m = digits_at(p + 5, 2);
		d = digits_at(p + 8, 2);
		return y > 0 && m > 0 && d > 0 && exact(out, y, m, d);
	}
	if (p[2] != p[5] || (p[2] != '/' && p[2] != '-' && p[2] != '.'))
		return false;
	d = digits_at(p, 2);
	m = digits_at(p + 3, 2);
	y = digits_at(p + 6, 4);
	return y >= 1000 && m >= 0 && d >= 0 && day_month(out, d, m, y);
}

/* A time of day that a spreadsheet added. */
static struct slice
without_time(struct slice s)
{
	const char *colon = memchr(s.p, ':', s.n);
	size_t i;

	if (colon == NULL)
		return s;
	i = (size_t)(colon - s.p);
	while (i > 0 && is_digit(s.p[i - 1]))
		i--;
	if (i > 6 && (s.p[i - 1] == ' ' || s.p[i - 1] == 'T'))
		s.n = i - 1;
	return s;
}

static bool
read_parts(struct slice s, struct table_day *out)
{
	struct parts p = { .n = 0 };
	struct buf key = { 0 };
	bool good = false;
	size_t i;

	for (i = 0; i < s.n && (is_digit(s.p[i]) ||
	    memchr("/-. ,", s.p[i], 5) != NULL); i++)
		;
	if (i < s.n) {
		if (vi_key(s, VI_K4, &key) != ERR_OK)
			goto out;
		if (!take_apart(buf_slice(&key), &p))
			goto out;
	} else if (!take_apart(s, &p))
		goto out;
	if (p.month != 0)
		good = read_named(&p, out);
	else if (p.n == 1)
		good = read_one(&p, s, out);
	else if (p.n == 2)
		good = read_two(&p, out);
	else if (p.n == 3)
		good = read_three(&p, out);
out:
	buf_release(&key);
	return good;
}

/* "O2/01/1999": between signs of a date no word has these letters alone. */
static bool
read_letters(struct slice s, struct table_day *out)
{
	char text[MAX_CELL];
	size_t i, digits = 0, letters = 0, signs = 0;

	for (i = 0; i < s.n; i++) {
		text[i] = s.p[i];
		digits += is_digit(s.p[i]);
		if (memchr("/-.", s.p[i], 3) != NULL)
			signs++;
		else if (memchr("OoIl", s.p[i], 4) != NULL) {
			text[i] = s.p[i] == 'O' || s.p[i] == 'o' ? '0' : '1';
			letters++;
		}
	}
	if (signs != 2 || letters == 0 || digits < letters ||
	    digits + letters + signs != s.n ||
	    !read_parts((struct slice){ text, s.n }, out))
		return false;
	out->why = N_("letters that were typed for digits");
	return true;
}

bool
table_day_read(struct slice cell, struct table_day *out)
{
	struct slice s = cells_unwrap(cells_strip(cell));

	*out = (struct table_day){ .kind = DAY_EXACT };
	if (s.n == 0 || s.n > MAX_CELL)
		return false;
	if (read_usual(s, out))
		return true;
	*out = (struct table_day){ .kind = DAY_EXACT };
	if (read_parts(without_time(s), out))
		return true;
	*out = (struct table_day){ .kind = DAY_EXACT };
	return read_letters(s, out);
}
