/* SPDX-License-Identifier: ISC */
/* Birth, issue and end, and what is past or soon will be. */
#include "identity/expiry.h"
#include "lint/lint_priv.h"

#define OLDEST_YEARS 120
#define FIRST_YEAR 1900

/* Chip cards are issued since January 2021; nine-digit cards ended with 2024
 * (Law 26/2023/QH15, art. 46). */
static const struct date first_chip = { 2021, 1, 1 };
static const struct date last_old_id = { 2024, 12, 31 };

bool
lint_surely_after(struct date a, struct date b)
{
	if (a.y != b.y || a.m == 0 || b.m == 0)
		return a.y > b.y;
	if (a.m != b.m || a.d == 0 || b.d == 0)
		return a.m > b.m;
	return a.d > b.d;
}

/* All zero where there is none; says so where it is impossible. */
static struct date
take(struct lint_case *c, enum person_field f, enum lint unreal)
{
	struct slice text = lint_field(c, f);
	struct date d;

	if (text.n == 0)
		return (struct date){ 0 };
	if (date_parse(text, &d) == ERR_OK)
		return d;
	lint_say(c, unreal, f);
	return (struct date){ 0 };
}

static void
check_birth(struct lint_case *c)
{
	const struct date d = c->birth, today = c->t->today;

	if (d.y == 0)
		return;
	if (lint_surely_after(d, today))
		lint_say(c, LINT_DOB_FUTURE, PERSON_DOB);
	else if (d.y < FIRST_YEAR)
		lint_say(c, LINT_DOB_ERA, PERSON_DOB);
	else if (lint_surely_after(today, date_add_years(d, OLDEST_YEARS)))
		lint_say(c, LINT_DOB_AGE, PERSON_DOB);
	if (d.d == 0)
		lint_say(c, LINT_DOB_PART, PERSON_DOB);
	else if (d.d == 1 && d.m == 1)
		lint_say(c, LINT_DOB_JANUARY, PERSON_DOB);
}

static void
check_order(struct lint_case *c)
{
	if (c->issued.y != 0 && lint_surely_after(c->issued, c->t->today))
		lint_say(c, LINT_ISSUED_FUTURE, PERSON_ISSUED);
	if (c->issued.y != 0 && c->birth.y != 0 &&
	    lint_surely_after(c->birth, c->issued))
		lint_say(c, LINT_ISSUED_BIRTH, PERSON_ISSUED);
	if (c->end.y != 0 && (lint_surely_after(c->birth, c->end) ||
	    lint_surely_after(c->issued, c->end)))
		lint_say(c, LINT_EXPIRES_ORDER, PERSON_EXPIRES);
}

static bool
is_soon(const struct lint_case *c, struct date d)
{
	long left;

	if (!date_is_real(d))
		return false;
	left = date_to_days(d) - date_to_days(c->t->today);
	return left >= 0 && left <= LINT_SOON_DAYS;
}

static bool
is_past(const struct lint_case *c, bool never, struct date d)
{
	return !never && lint_surely_after(c->t->today, d);
}

static bool
same_end(const struct lint_case *c, bool never, struct date d)
{
	return c->never ? never : !never && date_cmp(c->end, d) == 0;
}

/* The end that the row itself names. */
static void
check_end(struct lint_case *c, const struct expiry *x)
{
	if (!c->never && lint_surely_after(c->t->today, c->end))
		lint_say(c, LINT_CARD_EXPIRED, PERSON_EXPIRES);
	else if (!c->never && is_soon(c, c->end))
		lint_say(c, LINT_CARD_SOON, PERSON_EXPIRES);
	if (x != NULL && (c->never || c->end.d != 0) &&
	    !same_end(c, x->never, x->date) && !(x->alternative &&
	    same_end(c, x->alt_never, x->alt_date)))
		lint_say(c, LINT_EXPIRES_RULE, PERSON_EXPIRES);
}

static void
check_estimate(struct lint_case *c, const struct expiry *x)
{
	bool past = is_past(c, x->never, x->date), alt = past;

	if (x->alternative)
		alt = is_past(c, x->alt_never, x->alt_date);
	if (past && alt)
		lint_say(c, LINT_CARD_EXPIRED_RULE, PERSON_ISSUED);
	else if (!past && !x->never && is_soon(c, x->date))
		lint_say(c, LINT_CARD_SOON, PERSON_ISSUED);
}

/* Without a date of issue only the age is known. */
static void
check_age(struct lint_case *c)
{
	static const int ages[] = { 14, 25, 40, 60 };
	size_t i;

	for (i = 0; i < sizeof ages / sizeof *ages; i++)
		if ((unsigned)(c->birth.y + ages[i] - c->t->today.y) < 2 &&
		    is_soon(c, date_add_years(c->birth, ages[i])))
			lint_say(c, LINT_CARD_AGE, PERSON_DOB);
}

static void
check_card(struct lint_case *c)
{
	bool numbered = lint_field(c, PERSON_ID).n == 12;
	struct expiry x;
	bool estimate = numbered && c->birth.d != 0 && c->issued.d != 0 &&
	    date_cmp(c->issued, first_chip) >= 0 &&
	    !lint_surely_after(c->issued, c->t->today) &&
	    expiry_estimate(c->birth, c->issued, &x);

	if (c->end.y != 0 || c->never)
		check_end(c, estimate ? &x : NULL);
	else if (estimate)
		check_estimate(c, &x);
	else if (c->issued.y == 0 && date_is_real(c->birth))
		check_age(c);
	if (lint_field(c, PERSON_ID).n == 0 &&
	    number_is_old(lint_field(c, PERSON_OLD_ID)) &&
	    date_cmp(c->t->today, last_old_id) > 0)
		lint_say(c, LINT_CARD_OLD, PERSON_OLD_ID);
}

void
lint_dates(struct lint_case *c)
{
	c->birth = take(c, PERSON_DOB, LINT_DOB_REAL);
	c->issued = take(c, PERSON_ISSUED, LINT_ISSUED_REAL);
	c->never = c->never ||
	    slice_is(lint_field(c, PERSON_EXPIRES), "never");
	if (!c->never)
		c->end = take(c, PERSON_EXPIRES, LINT_EXPIRES_REAL);
	check_birth(c);
	check_order(c);
	check_card(c);
}
