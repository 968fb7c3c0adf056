/* SPDX-License-Identifier: ISC */
/* Cell references, numbers as they are stored, and days counted by number. */
#include <string.h>

#include "base/date.h"
#include "table/xlsx_priv.h"

#define MAX_DIGITS 40			/* of a number that is understood */
#define EXACT_DIGITS 15			/* any of them survives a double */
#define MAX_PLAIN 24			/* digits written without an exponent */
#define DAY 86400L
#define LAST_SERIAL 2958465.0		/* 9999-12-31 since 1899-12-30 */
#define EPOCH_1900 (-25569L)		/* 1899-12-30 in days of base/date */
#define EPOCH_1904 (-24107L)

bool
xlsx_cell_ref(struct slice ref, unsigned *column, unsigned long *row)
{
	unsigned long c = 0, r = 0;
	size_t i = 0;
	char l;

	for (; i < ref.n && i < 4; i++) {
		l = (char)(ref.p[i] & ~0x20);
		if (l < 'A' || l > 'Z')
			break;
		c = c * 26 + (unsigned long)(l - 'A' + 1);
	}
	if (i == 0 || i > 3 || c > XLSX_COLUMNS || ref.n - i > 7 ||
	    (i < ref.n && ref.p[i] == '0'))
		return false;
	for (; i < ref.n; i++) {
		if (ref.p[i] < '0' || ref.p[i] > '9')
			return false;
		r = r * 10 + (unsigned long)(ref.p[i] - '0');
	}
	if (r > XLSX_ROWS)
		return false;
	*column = (unsigned)c - 1;
	*row = r;
	return true;
}

/* A decimal number taken apart: digits without zeros at either end, and where
 * the point stands from their start. */
struct decimal {
	char digit[MAX_DIGITS];
	int n, point;
	bool negative;
};

static bool
exponent(struct slice s, int *out)
{
	bool negative = false;
	int v = 0;

	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		negative = s.p[0] == '-';
		s.p++;
		s.n--;
	}
	if (!slice_digits(s) || s.n > 3)
		return false;
	for (; s.n > 0; s.p++, s.n--)
		v = v * 10 + (*s.p - '0');
	*out = negative ? -v : v;
	return true;
}

/* One sign of the mantissa; false: too many. */
static bool
take_digit(struct decimal *d, char c, bool fraction)
{
	if (d->n == 0 && c == '0') {
		d->point -= fraction;
		return true;
	}
	if (d->n == MAX_DIGITS)
		return false;
	d->digit[d->n++] = c;
	d->point += !fraction;
	return true;
}

static bool
take_apart(struct slice s, struct decimal *d)
{
	bool fraction = false, any = false;
	size_t i = 0;
	int exp = 0;

	*d = (struct decimal){ 0 };
	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		d->negative = s.p[0] == '-';
		i = 1;
	}
	for (; i < s.n && s.p[i] != 'E' && s.p[i] != 'e'; i++) {
		if (s.p[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' ||
		    !take_digit(d, s.p[i], fraction))
			return false;
		any = true;
	}
	if (!any || (i < s.n && !exponent((struct slice){ s.p + i + 1,
	    s.n - i - 1 }, &exp)))
		return false;
	while (d->n > 0 && d->digit[d->n - 1] == '0')
		d->n--;
	d->point = d->n == 0 ? 1 : d->point + exp;
	return true;
}

/* Correctly rounded up to 15 digits, else to the last bit or so. */
static double
value_of(const struct decimal *d)
{
	long double v = 0;
	int i, exp = d->point - d->n;

	for (i = 0; i < d->n; i++)
		v = v * 10 + (d->digit[i] - '0');
	if (exp < 0 && exp >= -27) {
		long double p = 1;

		for (; exp < 0; exp++)
			p *= 10;
		v /= p;
	}
	for (; exp > 0; exp--)
		v *= 10;
	for (; exp < 0 && v > 0; exp++)
		v /= 10;
	return (double)(d->negative ? -v : v);
}

/* A double is stored with up to 17 digits (8.5999999999999996): the shorter
 * number that means the same one. */
static void
shorten(struct decimal *d)
{
	struct decimal s = *d;
	int i;

	if (d->n <= EXACT_DIGITS)
		return;
	s.n = EXACT_DIGITS;
	if (d->digit[EXACT_DIGITS] >= '5') {
		for (i = s.n - 1; i >= 0 && s.digit[i] == '9'; i--)
			s.digit[i] = '0';
		if (i < 0) {
			s.digit[0] = '1';
			s.point++;
		} else
			s.digit[i]++;
	}
	while (s.n > 0 && s.digit[s.n - 1] == '0')
		s.n--;
	if (value_of(&s) == value_of(d))
		*d = s;
}

static void
add_plain(struct buf *out, const struct decimal *d)
{
	int i;

	if (d->negative && d->n > 0)
		buf_add_char(out, '-');
	if (d->point <= 0)
		buf_add_str(out, "0.");
	for (i = d->point; i < 0; i++)
		buf_add_char(out, '0');
	for (i = 0; i < d->n || i < d->point; i++) {
		if (i > 0 && i == d->point)
			buf_add_char(out, '.');
		buf_add_char(out, i < d->n ? d->digit[i] : '0');
	}
}

bool
xlsx_number(struct slice stored, struct buf *out, double *value)
{
	struct slice s = slice_trim(stored);
	struct decimal d;

	if (!take_apart(s, &d))
		return false;
	*value = value_of(&d);
	/* Zeros before the number are not the file's mistake: they stay. */
	if (slice_digits(s)) {
		buf_add_slice(out, s);
		return true;
	}
	shorten(&d);
	if (d.point > MAX_PLAIN || d.point < -5 ||
	    (d.n > 17 && d.point != d.n) ||
	    (d.n > EXACT_DIGITS && d.point > d.n))
		buf_add_slice(out, s);
	else
		add_plain(out, &d);
	return true;
}

static void
add_two(struct buf *out, long v, const char *before)
{
	buf_add_str(out, before);
	buf_add_char(out, (char)('0' + v / 10));
	buf_add_char(out, (char)('0' + v % 10));
}

static void
add_time(struct buf *out, long sec, const char *before)
{
	add_two(out, sec / 3600, before);
	add_two(out, sec / 60 % 60, ":");
	add_two(out, sec % 60, ":");
}

bool
xlsx_serial(double serial, bool since_1904, enum xlsx_shown shown,
    struct buf *out)
{
	char text[DATE_MAX_TEXT];
	long day, sec;

	if (!(serial >= 0 && serial < LAST_SERIAL + 1))
		return false;
	day = (long)serial;
	sec = (long)((serial - (double)day) * DAY + 0.5);
	if (sec >= DAY) {
		day++;
		sec -= DAY;
	}
	if (shown == XLSX_AS_TIME && day > 0)
		return false;
	/* A time of day is one in a format of dates too. */
	if (shown == XLSX_AS_TIME || (day == 0 && sec > 0 && !since_1904)) {
		add_time(out, sec, "");
		return true;
	}
	/* 1900 is no leap year, but its day 60 is 29 February. */
	if (!since_1904 && (day == 0 || day == 60))
		return false;
	if (!since_1904 && day < 60)
		day++;
	if (since_1904)
		day += EPOCH_1904 - EPOCH_1900;
	if (day > (long)LAST_SERIAL)
		return false;
	buf_add_str(out, date_format(date_from_days(day + EPOCH_1900), text));
	if (sec > 0)
		add_time(out, sec, " ");
	return true;
}

bool
xlsx_iso_date(struct slice text, struct buf *out, double *serial)
{
	struct slice s = slice_trim(text), time;
	struct date d;
	long sec = 0;

	if (s.n < 10 || date_parse((struct slice){ s.p, 10 }, &d) != ERR_OK)
		return false;
	time = (struct slice){ s.p + 10, s.n - 10 };
	if (time.n > 0) {
		if (time.n < 9 || (time.p[0] != 'T' && time.p[0] != ' ') ||
		    time.p[3] != ':' || time.p[6] != ':' ||
		    !slice_digits((struct slice){ time.p + 1, 2 }) ||
		    !slice_digits((struct slice){ time.p + 4, 2 }) ||
		    !slice_digits((struct slice){ time.p + 7, 2 }))
			return false;
		sec = ((time.p[1] - '0') * 10 + time.p[2] - '0') * 3600L +
		    ((time.p[4] - '0') * 10 + time.p[5] - '0') * 60L +
		    (time.p[7] - '0') * 10 + time.p[8] - '0';
		if (sec >= DAY)
			return false;
	}
	buf_add(out, s.p, 10);
	if (sec > 0)
		add_time(out, sec, " ");
	*serial = (double)(date_to_days(d) - EPOCH_1900) +
	    (double)sec / (double)DAY;
	return true;
}
