/* SPDX-License-Identifier: ISC */
/* Dates against the C library's own calendar. */
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "tap.h"

static void
test_calendar(void)
{
	bool good = true;
	long d;

	for (d = -200000; d < 200000; d += 37) {
		time_t t = (time_t)d * 86400;
		struct tm tm;
		struct date x = date_from_days(d);

		gmtime_r(&t, &tm);
		good = good && x.y == tm.tm_year + 1900 &&
		    x.m == tm.tm_mon + 1 && x.d == tm.tm_mday &&
		    date_to_days(x) == d;
	}
	OK(good, "days and dates agree with gmtime");
}

static void
test_text(void)
{
	struct date d;
	struct moment m;
	char out[DATE_MAX_TEXT];

	OK(date_parse(SLICE("2024-02-29"), &d) == ERR_OK, "leap day");
	OK(date_parse(SLICE("2023-02-29"), &d) == ERR_RANGE, "no leap day");
	OK(date_parse(SLICE("2023-2-9"), &d) == ERR_FORMAT, "form");
	OK(date_parse(SLICE("1950"), &d) == ERR_OK && d.m == 0, "year only");
	OK(date_parse_dmy(SLICE("00001950"), &d) == ERR_OK &&
	    strcmp(date_format(d, out), "1950") == 0 &&
	    strcmp(date_show(d, out), "1950") == 0, "partial dmy");
	OK(date_parse(SLICE("1950-02"), &d) == ERR_OK &&
	    strcmp(date_show(d, out), "02/1950") == 0, "month, for people");
	OK(date_parse(SLICE("1950-02-01"), &d) == ERR_OK &&
	    strcmp(date_show(d, out), "01/02/1950") == 0, "day, for people");
	OK(date_parse_dmy(SLICE("31021999"), &d) == ERR_RANGE, "31 February");
	OK(moment_parse(SLICE("2026-11-25T15:00:00Z"), &m) == ERR_OK &&
	    strcmp(moment_format(m, out), "2026-11-25T22:00:00+07:00") == 0,
	    "UTC becomes +07:00");
	OK(moment_parse(SLICE("2026-11-25 23:30"), &m) == ERR_OK &&
	    m.sec == 84600, "without zone it is Vietnam's");
	OK(moment_parse(SLICE("2026-11-25T24:00"), &m) == ERR_RANGE, "hour 24");
	OK(moment_parse(SLICE("2026-11-25T10:00:00x"), &m) == ERR_FORMAT,
	    "rubbish behind");
	OK(date_cmp(date_add_years((struct date){ 2000, 2, 29 }, 25),
	    (struct date){ 2025, 3, 1 }) == 0, "leap birthday");
}

static void
test_span(void)
{
	static const struct {
		const char *text;
		long long want;			/* 0: none, -1: out of range */
	} cases[] = {
		{ "600", 600 }, { "600s", 600 }, { "10m", 600 },
		{ "2h", 7200 }, { "1d", 86400 }, { "36525d", 3155760000LL },
		{ "36526d", -1 }, { "0", -1 }, { "0m", -1 },
		{ "99999999999999999999", -1 }, { "", 0 }, { "m", 0 },
		{ "10 m", 0 }, { "-1", 0 }, { "1w", 0 }, { "1.5h", 0 },
	};
	long long got;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		got = 7;
		e = date_parse_span(slice_str(cases[i].text), &got);
		OK(cases[i].want > 0 ? e == ERR_OK && got == cases[i].want :
		    got == 7 && e == (cases[i].want == 0 ? ERR_FORMAT :
		    ERR_RANGE), "a span of '%s'", cases[i].text);
	}
}

int
main(void)
{
	test_calendar();
	test_text();
	test_span();
	return tap_done();
}
