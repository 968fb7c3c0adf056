/* SPDX-License-Identifier: ISC */
/* Calendar arithmetic by days since 1970-01-01. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"

#define DAY_SECONDS 86400
#define ZONE_SECONDS (7 * 3600)

bool
date_is_leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int
date_month_days(int y, int m)
{
	static const int days[] =
	    { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && date_is_leap(y) ? 29 : days[m - 1];
}

bool
date_is_real(struct date d)
{
	return d.y >= 1 && d.y <= 9999 && d.m >= 1 && d.m <= 12 &&
	    d.d >= 1 && d.d <= date_month_days(d.y, d.m);
}

/* `n` digits at `at`; the caller has seen that they are digits. */
static int
digits(struct slice s, size_t at, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (s.p[at++] - '0');
	return v;
}

/* True when every character fits the pattern: '0' is any digit. */
static bool
fits(struct slice s, const char *pattern)
{
	size_t i;

	for (i = 0; i < s.n && pattern[i] != '\0'; i++) {
		if (pattern[i] == '0' ? s.p[i] < '0' || s.p[i] > '9'
		    : s.p[i] != pattern[i])
			return false;
	}
	return i == s.n && pattern[i] == '\0';
}

static bool
is_real_part(struct date d)
{
	if (d.d != 0)
		return date_is_real(d);
	return d.y >= 1 && d.m >= 0 && d.m <= 12;
}

/* A whole day of any month. False: perhaps not. */
static bool
parse_usual(struct slice s, struct date *out)
{
	char text[8];
	const struct slice all = { text, sizeof text };
	struct date d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	memcpy(text, s.p, 4);
	memcpy(text + 4, s.p + 5, 2);
	memcpy(text + 6, s.p + 8, 2);
	if (!slice_digits(all))
		return false;
	d = (struct date){ digits(all, 0, 4), digits(all, 4, 2),
	    digits(all, 6, 2) };
	if (d.y < 1 || d.m < 1 || d.m > 12 || d.d < 1 || d.d > 28)
		return false;
	*out = d;
	return true;
}

enum err
date_parse(struct slice s, struct date *out)
{
	struct date d = { 0 };

	if (parse_usual(s, out))
		return ERR_OK;
	if (!fits(s, s.n == 10 ? "0000-00-00" : s.n == 7 ? "0000-00" : "0000"))
		return ERR_FORMAT;
	d.y = digits(s, 0, 4);
	if (s.n >= 7)
		d.m = digits(s, 5, 2);
	if (s.n >= 10)
		d.d = digits(s, 8, 2);
	if (!is_real_part(d) || (s.n >= 7 && d.m == 0) ||
	    (s.n >= 10 && d.d == 0))
		return ERR_RANGE;
	*out = d;
	return ERR_OK;
}

enum err
date_parse_dmy(struct slice s, struct date *out)
{
	struct date d;

	if (!fits(s, "00000000"))
		return ERR_FORMAT;
	d.d = digits(s, 0, 2);
	d.m = digits(s, 2, 2);
	d.y = digits(s, 4, 4);
	if (!is_real_part(d))
		return ERR_RANGE;
	*out = d;
	return ERR_OK;
}

static char *
put(char *p, int v, int width)
{
	int i;

	for (i = width - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + width;
}

const char *
date_format(struct date d, char out[DATE_MAX_TEXT])
{
	char *p = put(out, d.y, 4);

	if (d.m != 0) {
		*p++ = '-';
		p = put(p, d.m, 2);
	}
	if (d.m != 0 && d.d != 0) {
		*p++ = '-';
		p = put(p, d.d, 2);
	}
	*p = '\0';
	return out;
}

const char *
date_show(struct date d, char out[DATE_MAX_TEXT])
{
	char *p = out;

	if (d.m != 0 && d.d != 0) {
		p = put(p, d.d, 2);
		*p++ = '/';
	}
	if (d.m != 0) {
		p = put(p, d.m, 2);
		*p++ = '/';
	}
	p = put(p, d.y, 4);
	*p = '\0';
	return out;
}

/* Years start in March so that the leap day is the last of its year. */
long
date_to_days(struct date d)
{
	long y = d.m <= 2 ? d.y - 1 : d.y;
	long era = (y >= 0 ? y : y - 399) / 400;
	long yoe = y - era * 400;
	long doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date
date_from_days(long days)
{
	long z = days + 719468;
	long era = (z >= 0 ? z : z - 146096) / 146097;
	long doe = z - era * 146097;
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	long mp = (5 * doy + 2) / 153;
	struct date d;

	d.d = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.m = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.y = (int)(yoe + era * 400 + (d.m <= 2 ? 1 : 0));
	return d;
}

int
date_cmp(struct date a, struct date b)
{
	if (a.y != b.y)
		return a.y < b.y ? -1 : 1;
	if (a.m != b.m)
		return a.m < b.m ? -1 : 1;
	return a.d == b.d ? 0 : a.d < b.d ? -1 : 1;
}

struct date
date_add_years(struct date d, int years)
{
	d.y += years;
	if (d.m == 2 && d.d == 29 && !date_is_leap(d.y)) {
		d.m = 3;
		d.d = 1;
	}
	return d;
}

struct moment
moment_from_unix(long long t)
{
	long long local = t + ZONE_SECONDS;
	long long days = local / DAY_SECONDS;
	long long sec = local % DAY_SECONDS;

	if (sec < 0) {
		sec += DAY_SECONDS;
		days--;
	}
	return (struct moment){ date_from_days((long)days), (int)sec };
}

long long
moment_to_unix(struct moment m)
{
	return (long long)date_to_days(m.date) * DAY_SECONDS + m.sec -
	    ZONE_SECONDS;
}

/* The offset behind the time in seconds east; ERR_FORMAT where none fits. */
static enum err
parse_offset(struct slice s, int *out)
{
	int h, m;

	if (s.n == 0 || slice_is(s, "Z")) {
		*out = s.n == 0 ? ZONE_SECONDS : 0;
		return ERR_OK;
	}
	if (!fits(s, "+00:00") && !fits(s, "-00:00"))
		return ERR_FORMAT;
	h = digits(s, 1, 2);
	m = digits(s, 4, 2);
	if (h > 14 || m > 59)
		return ERR_RANGE;
	*out = (s.p[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return ERR_OK;
}

enum err
moment_parse(struct slice s, struct moment *out)
{
	struct moment m = { { 0 }, 0 };
	int offset = ZONE_SECONDS, h, mi, se = 0;
	size_t at = 16;
	enum err e;

	if (s.n < 10)
		return ERR_FORMAT;
	e = date_parse((struct slice){ s.p, 10 }, &m.date);
	if (e != ERR_OK)
		return e;
	if (s.n > 10) {
		struct slice t = { s.p + 10, s.n < 16 ? s.n - 10 : 6 };

		if (!fits(t, "T00:00") && !fits(t, " 00:00"))
			return ERR_FORMAT;
		h = digits(s, 11, 2);
		mi = digits(s, 14, 2);
		if (s.n >= 19 && fits((struct slice){ s.p + 16, 3 }, ":00")) {
			se = digits(s, 17, 2);
			at = 19;
		}
		if (h > 23 || mi > 59 || se > 59)
			return ERR_RANGE;
		m.sec = h * 3600 + mi * 60 + se;
		e = parse_offset((struct slice){ s.p + at, s.n - at }, &offset);
		if (e != ERR_OK)
			return e;
	}
	*out = moment_from_unix(moment_to_unix(m) + ZONE_SECONDS - offset);
	return ERR_OK;
}

const char *
moment_format(struct moment m, char out[DATE_MAX_TEXT])
{
	char day[DATE_MAX_TEXT];

	snprintf(out, DATE_MAX_TEXT, "%.10sT%02d:%02d:%02d+07:00",
	    date_format(m.date, day), m.sec / 3600 % 100, m.sec / 60 % 60,
	    m.sec % 60);
	return out;
}

enum err
date_parse_span(struct slice s, long long *out)
{
	static const char units[] = "smhd";
	static const long long seconds[] = { 1, 60, 3600, 86400 };
	const long long most = 36525 * 86400LL;
	const char *unit = s.n > 0 ? memchr(units, s.p[s.n - 1],
	    sizeof units - 1) : NULL;
	long long v = 0;
	size_t i;

	if (unit != NULL)
		s.n--;
	if (!slice_digits(s))
		return ERR_FORMAT;
	for (i = 0; i < s.n && v <= most; i++)
		v = v * 10 + (s.p[i] - '0');
	v *= unit != NULL ? seconds[unit - units] : 1;
	if (v == 0 || v > most)
		return ERR_RANGE;
	*out = v;
	return ERR_OK;
}
