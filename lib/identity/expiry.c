/* SPDX-License-Identifier: ISC */
/* The ages of exchange, and the two years before each. */
#include "identity/expiry.h"

#define LAW_2014 "Law 59/2014/QH13, art. 21: "
#define LAW_2023 "Law 26/2023/QH15, art. 21: "

struct age {
	int years;			/* 0: from here on without end */
	const char *rule_2014, *rule_2023;
};

static const struct age ages[] = {
	{ 14, NULL, LAW_2023 "birthday at 14" },
	{ 25, LAW_2014 "birthday at 25", LAW_2023 "birthday at 25" },
	{ 40, LAW_2014 "birthday at 40", LAW_2023 "birthday at 40" },
	{ 60, LAW_2014 "birthday at 60", LAW_2023 "birthday at 60" },
	{ 0, LAW_2014 "no end after the exchange at 60",
	    LAW_2023 "no end after the exchange at 60" },
};

/* The birthday as early as somebody may count it: 28 February for those born
 * on the 29th. date_add_years gives the later one. */
static struct date
early_birthday(struct date dob, int years)
{
	struct date d = date_add_years(dob, years);

	if (d.m != dob.m) {
		d.m = 2;
		d.d = 28;
	}
	return d;
}

static void
set_end(const struct age *a, struct date dob, bool *never, struct date *end)
{
	*never = a->years == 0;
	if (!*never)
		*end = date_add_years(dob, a->years);
}

/* The only place where the boundary day is judged: a card issued on the very
 * birthday two years before an age runs to that age ("at least two years"),
 * and the other reading ("within two years" holds that day too) is named. */
bool
expiry_estimate(struct date dob, struct date issued, struct expiry *out)
{
	const struct date law_2023 = { 2024, 7, 1 };
	bool old = date_cmp(issued, law_2023) < 0;
	const struct age *a = old ? ages + 1 : ages;
	struct expiry x = { .alternative = false };

	if (!date_is_real(dob) || !date_is_real(issued) ||
	    date_cmp(issued, dob) < 0)
		return false;
	while (a->years != 0 &&
	    date_cmp(issued, date_add_years(dob, a->years - 2)) > 0)
		a++;
	set_end(a, dob, &x.never, &x.date);
	x.rule = old ? a->rule_2014 : a->rule_2023;
	if (a->years != 0 &&
	    date_cmp(issued, early_birthday(dob, a->years - 2)) >= 0) {
		x.alternative = true;
		set_end(a + 1, dob, &x.alt_never, &x.alt_date);
	} else if (!x.never && x.date.m != dob.m) {
		x.alternative = true;
		x.alt_date = early_birthday(dob, a->years);
	}
	*out = x;
	return true;
}
