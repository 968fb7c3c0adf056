/* SPDX-License-Identifier: ISC */
/* Calendar dates and the time of Vietnam (+07:00, no summer time), without
 * the C library's clock or zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"

#define DATE_MAX_TEXT 32

/* 2026-01-01T00:00:00+07:00 in Unix time: a clock that shows an earlier time
 * was never set. */
#define DATE_CLOCK_MIN 1767200400LL

/* Proleptic Gregorian. d == 0: only year and month known; m == 0 too: only
 * the year. All zero: no date. */
struct date {
	int y, m, d;
};

/* A moment: a date of Vietnam and seconds 0..86399 since its midnight. */
struct moment {
	struct date date;
	int sec;
};

bool date_is_leap(int y);
int date_month_days(int y, int m);

/* True for a full day that the calendar has, years 1..9999. */
bool date_is_real(struct date d);

/* "YYYY-MM-DD", "YYYY-MM" or "YYYY", real as far as given, else ERR_FORMAT or
 * ERR_RANGE. date_parse_dmy reads the eight digits DDMMYYYY of the card's QR,
 * where 00 for day or month means that it is not known. */
MUST_CHECK enum err date_parse(struct slice s, struct date *out);
MUST_CHECK enum err date_parse_dmy(struct slice s, struct date *out);

/* Writes the form of date_parse into `out`, NUL-terminated; returns `out`. */
const char *date_format(struct date d, char out[DATE_MAX_TEXT]);

/* As people here write it: "DD/MM/YYYY", "MM/YYYY" or "YYYY". */
const char *date_show(struct date d, char out[DATE_MAX_TEXT]);

/* Days since 1970-01-01 of a real day, and back. */
long date_to_days(struct date d);
struct date date_from_days(long days);

/* < 0, 0, > 0; unknown parts count as 0. */
int date_cmp(struct date a, struct date b);

/* The same day `years` later; 29 February becomes 1 March where there is
 * none (a birthday is reached only when the day before it is over). */
struct date date_add_years(struct date d, int years);

/* Seconds of Unix time to Vietnam's date and time, and back. */
struct moment moment_from_unix(long long t);
long long moment_to_unix(struct moment m);

/* "YYYY-MM-DDTHH:MM:SS+07:00"; also read with a blank for T, without seconds,
 * with Z or another offset (converted), or without one (+07:00 assumed).
 * A date alone is its midnight. */
MUST_CHECK enum err moment_parse(struct slice s, struct moment *out);
const char *moment_format(struct moment m, char out[DATE_MAX_TEXT]);

/* A span of time in seconds: "600", "10m", "2h", "1d", "600s". ERR_FORMAT,
 * ERR_RANGE: none, or more than a hundred years. */
MUST_CHECK enum err date_parse_span(struct slice s, long long *out);

#endif
