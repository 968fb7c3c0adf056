/* SPDX-License-Identifier: ISC */
/* The ages of exchange, to the day. */
#include <string.h>

#include "identity/expiry.h"
#include "tap.h"

/* `want` and `other` are dates, "never", or NULL. */
static const struct {
	const char *dob, *issued, *want, *other, *name;
} cases[] = {
	{ "1999-02-01", "2021-03-15", "2024-02-01", NULL, "22: to 25" },
	{ "1999-02-01", "2022-01-31", "2024-02-01", NULL,
	    "the day before 23: to 25" },
	{ "1999-02-01", "2022-02-01", "2024-02-01", "2039-02-01",
	    "on the 23rd birthday: to 25, or to 40" },
	{ "1999-02-01", "2022-02-02", "2039-02-01", NULL,
	    "the day after 23: to 40" },
	{ "1983-05-06", "2021-05-06", "2023-05-06", "2043-05-06",
	    "on the 38th birthday" },
	{ "1983-05-06", "2021-05-07", "2043-05-06", NULL, "past 38: to 60" },
	{ "1963-05-06", "2021-05-05", "2023-05-06", NULL, "57: to 60" },
	{ "1963-05-06", "2021-05-06", "2023-05-06", "never",
	    "on the 58th birthday: to 60, or without end" },
	{ "1963-05-06", "2021-05-07", "never", NULL, "past 58: no end" },
	{ "1930-01-01", "2021-05-07", "never", NULL, "91: no end" },
	{ "2012-11-20", "2024-11-06", "2026-11-20", NULL,
	    "a child of 11: to 14" },
	{ "2012-11-20", "2024-11-20", "2026-11-20", "2037-11-20",
	    "on the 12th birthday" },
	{ "2012-11-20", "2024-11-21", "2037-11-20", NULL, "12: to 25" },
	{ "2024-08-01", "2024-08-01", "2038-08-01", NULL,
	    "issued on the day of birth" },
	{ "2009-07-01", "2023-07-01", "2034-07-01", NULL,
	    "14 under the law of 2014: to 25" },
	{ "2010-07-01", "2024-06-30", "2035-07-01", NULL,
	    "the last day of that law" },
	{ "2000-02-29", "2021-03-01", "2025-03-01", "2025-02-28",
	    "29 February reaches 25 in a common year" },
	{ "2000-02-29", "2023-02-27", "2025-03-01", "2025-02-28",
	    "leap day, before 23 by any count" },
	{ "2000-02-29", "2023-02-28", "2025-03-01", "2040-02-29",
	    "leap day, 23 by the early count" },
	{ "2000-02-29", "2023-03-01", "2025-03-01", "2040-02-29",
	    "leap day, 23 by the late count" },
	{ "2000-02-29", "2023-03-02", "2040-02-29", NULL, "leap day, past 23" },
	{ "1964-02-29", "2022-02-27", "2024-02-29", NULL,
	    "a leap year again at 60" },
};

static bool
same(bool there, bool never, struct date d, const char *want)
{
	char text[DATE_MAX_TEXT];

	if (want == NULL)
		return !there;
	if (strcmp(want, "never") == 0)
		return there && never;
	return there && !never && strcmp(date_format(d, text), want) == 0;
}

static void
test_cases(void)
{
	struct date dob, issued;
	struct expiry x;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		OK(date_parse(slice_str(cases[i].dob), &dob) == ERR_OK &&
		    date_parse(slice_str(cases[i].issued), &issued) == ERR_OK &&
		    expiry_estimate(dob, issued, &x) &&
		    same(true, x.never, x.date, cases[i].want) &&
		    same(x.alternative, x.alt_never, x.alt_date,
		    cases[i].other), "%s", cases[i].name);
	}
}

static void
test_rules(void)
{
	struct expiry x;

	OK(expiry_estimate((struct date){ 1999, 2, 1 },
	    (struct date){ 2024, 6, 30 }, &x) && strstr(x.rule, "59/2014"),
	    "the law of 2014 until 30 June 2024");
	OK(expiry_estimate((struct date){ 1999, 2, 1 },
	    (struct date){ 2024, 7, 1 }, &x) && strstr(x.rule, "26/2023"),
	    "the law of 2023 from 1 July 2024");
	OK(strstr(x.rule, "at 40") != NULL, "the rule names the age");
	OK(!expiry_estimate((struct date){ 1999, 0, 0 },
	    (struct date){ 2024, 7, 1 }, &x), "a year alone gives nothing");
	OK(!expiry_estimate((struct date){ 1999, 2, 1 },
	    (struct date){ 2024, 7, 0 }, &x), "nor half an issue date");
	OK(!expiry_estimate((struct date){ 2025, 2, 1 },
	    (struct date){ 2024, 7, 1 }, &x), "issued before birth");
}

int
main(void)
{
	test_cases();
	test_rules();
	return tap_done();
}
