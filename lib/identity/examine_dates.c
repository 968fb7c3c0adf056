/* SPDX-License-Identifier: ISC */
/* Birth, issue and end: real days, in order, as the law has them. */
#include "identity/examine_priv.h"
#include "identity/expiry.h"

#define OLDEST_YEARS 120
#define FIRST_CARD_AGE_2014 14

/* Chip cards are issued since January 2021, the card of the law of 2023 since
 * 1 July 2024. */
static const struct date first_chip = { 2021, 1, 1 };
static const struct date first_2024 = { 2024, 7, 1 };

/* True when `a` lies after `b` whatever the unknown parts are. */
static bool
surely_after(struct date a, struct date b)
{
	if (a.y != b.y || a.m == 0 || b.m == 0)
		return a.y > b.y;
	if (a.m != b.m || a.d == 0 || b.d == 0)
		return a.m > b.m;
	return a.d > b.d;
}

static void
check_birth(const struct examine_facts *f, struct checks *cs)
{
	const struct date d = f->birth.date, *today = f->c->today;

	if (f->birth.known == KNOWN_NOT) {
		CHECKS_ADD(cs, "dob.real", SKIP,
		    N_("no birth date in the record"));
		return;
	}
	if (f->birth.known == KNOWN_BAD) {
		CHECKS_ADD(cs, "dob.real", FAIL,
		    N_("no such day in the calendar"));
		return;
	}
	if (f->birth.known == KNOWN_PART)
		CHECKS_ADD(cs, "dob.real", WARN,
		    N_("the day of birth is not known"));
	else if (d.d == 1 && d.m == 1 && !f->c->has_qr && !f->c->has_chip)
		CHECKS_ADD(cs, "dob.real", WARN,
		    N_("1 January may stand for an unknown day"));
	else
		CHECKS_ADD(cs, "dob.real", PASS, N_("a day of the calendar"));
	if (today == NULL)
		CHECKS_ADD(cs, "dob.age", SKIP, EXAMINE_NO_CLOCK);
	else if (surely_after(d, *today))
		CHECKS_ADD(cs, "dob.age", FAIL, N_("born in the future"));
	else if (surely_after(*today, date_add_years(d, OLDEST_YEARS)))
		CHECKS_ADD(cs, "dob.age", WARN, N_("older than 120 years"));
	else
		CHECKS_ADD(cs, "dob.age", PASS, N_("an age that people reach"));
}

static void
check_issued(const struct examine_facts *f, struct checks *cs)
{
	const struct date *today = f->c->today;

	if (f->issued.known == KNOWN_NOT) {
		CHECKS_ADD(cs, "issued.real", SKIP,
		    N_("no date of issue in the record"));
		return;
	}
	if (f->issued.known == KNOWN_BAD) {
		CHECKS_ADD(cs, "issued.real", FAIL,
		    N_("no such day in the calendar"));
		return;
	}
	if (f->issued.known == KNOWN_PART)
		CHECKS_ADD(cs, "issued.real", WARN,
		    N_("the day of issue is not known"));
	else
		CHECKS_ADD(cs, "issued.real", PASS,
		    N_("a day of the calendar"));
	if (today == NULL)
		CHECKS_ADD(cs, "issued.past", SKIP, EXAMINE_NO_CLOCK);
	else if (surely_after(f->issued.date, *today))
		CHECKS_ADD(cs, "issued.past", FAIL,
		    N_("issued in the future"));
	else
		CHECKS_ADD(cs, "issued.past", PASS,
		    N_("not issued in the future"));
}

/* The model is known from the number of fields in the QR code. */
static void
check_model(const struct examine_facts *f, struct checks *cs)
{
	const struct date d = f->issued.date;

	if (f->c->qr_model == 0 || f->issued.known != KNOWN_FULL)
		return;
	if (f->c->qr_model == 2024 && date_cmp(d, first_2024) < 0)
		CHECKS_ADD(cs, "issued.model", WARN,
		    N_("the card of 2024 was not issued before 1 July 2024"));
	else if (f->c->qr_model == 2021 && date_cmp(d, first_2024) >= 0)
		CHECKS_ADD(cs, "issued.model", WARN,
		    N_("the card of 2021 was not issued after June 2024"));
	else if (date_cmp(d, first_chip) < 0)
		CHECKS_ADD(cs, "issued.model", WARN,
		    N_("no card with a QR code was issued before 2021"));
	else
		CHECKS_ADD(cs, "issued.model", PASS,
		    N_("the model fits the date of issue"));
	if (f->c->qr_model == 2021 && f->birth.known == KNOWN_FULL &&
	    date_cmp(d, date_add_years(f->birth.date,
	    FIRST_CARD_AGE_2014)) < 0)
		CHECKS_ADD(cs, "issued.age", WARN,
		    N_("the card of 2021 was issued from the age of 14"));
}

static void
check_order(const struct examine_facts *f, struct checks *cs)
{
	bool birth = f->birth.known >= KNOWN_PART;
	bool issued = f->issued.known >= KNOWN_PART;
	bool end = f->end.known >= KNOWN_PART;

	if (birth + issued + end < 2)
		return;
	if (birth && issued && surely_after(f->birth.date, f->issued.date))
		CHECKS_ADD(cs, "dates.order", FAIL,
		    N_("issued before the birth"));
	else if ((issued && end &&
	    surely_after(f->issued.date, f->end.date)) ||
	    (birth && end && surely_after(f->birth.date, f->end.date)))
		CHECKS_ADD(cs, "dates.order", FAIL,
		    N_("the end lies before birth or issue"));
	else
		CHECKS_ADD(cs, "dates.order", PASS,
		    N_("birth, issue and end in this order"));
}

/* Cards that ended in the weeks before the law of 2023 came into force were
 * good until then (its art. 46). */
static bool
is_prolonged(struct date end, struct date today)
{
	const struct date from = { 2024, 1, 15 }, until = { 2024, 6, 30 };

	return date_cmp(end, from) >= 0 && date_cmp(today, until) <= 0;
}

/* The end that the document itself names. A past one is nothing impossible,
 * and who stands at the desk with it must be notified all the same: it warns.
 * The day itself counts. */
static void
check_read_end(const struct examine_facts *f, struct checks *cs)
{
	if (f->end.known == KNOWN_BAD)
		CHECKS_ADD(cs, "card.current", FAIL,
		    N_("no such day in the calendar"));
	else if (f->never)
		CHECKS_ADD(cs, "card.current", PASS, N_("a card without end"));
	else if (f->c->today == NULL)
		CHECKS_ADD(cs, "card.current", SKIP, EXAMINE_NO_CLOCK);
	else if (surely_after(*f->c->today, f->end.date) &&
	    is_prolonged(f->end.date, *f->c->today))
		CHECKS_ADD(cs, "card.current", PASS,
		    N_("expired, but good until 30 June 2024 by law"));
	else if (surely_after(*f->c->today, f->end.date))
		CHECKS_ADD(cs, "card.current", WARN,
		    N_("the document has expired"));
	else
		CHECKS_ADD(cs, "card.current", PASS, N_("not expired"));
}

static bool
is_past(const struct examine_facts *f, bool never, struct date d)
{
	return !never && surely_after(*f->c->today, d);
}

static void
check_estimated_end(const struct examine_facts *f, const struct expiry *x,
    struct checks *cs)
{
	if (f->c->today == NULL)
		CHECKS_ADD(cs, "card.current", SKIP, EXAMINE_NO_CLOCK);
	else if (!is_past(f, x->never, x->date) && !(x->alternative &&
	    is_past(f, x->alt_never, x->alt_date)))
		CHECKS_ADD(cs, "card.current", PASS,
		    N_("not expired by the rule of the law (estimated)"));
	else if (x->alternative && !(is_past(f, x->never, x->date) &&
	    is_past(f, x->alt_never, x->alt_date)))
		CHECKS_ADD(cs, "card.current", WARN,
		    N_("expired by one reading of the law: look at the card"));
	else
		CHECKS_ADD(cs, "card.current", WARN,
		    N_("expired by the rule of the law (estimated): look at "
		    "the card"));
}

static bool
same_end(const struct examine_facts *f, bool never, struct date d)
{
	return f->never ? never : !never && date_cmp(f->end.date, d) == 0;
}

static void
check_end_rule(const struct examine_facts *f, const struct expiry *x,
    struct checks *cs)
{
	if (f->end.known != KNOWN_FULL && !f->never)
		return;
	if (same_end(f, x->never, x->date) || (x->alternative &&
	    same_end(f, x->alt_never, x->alt_date)))
		CHECKS_ADD(cs, "expiry.rule", PASS,
		    N_("the end is the one that the law sets"));
	else
		CHECKS_ADD(cs, "expiry.rule", WARN,
		    N_("the law sets another end for this card"));
}

static void
check_expiry(const struct examine_facts *f, struct checks *cs)
{
	struct expiry x;
	bool estimate = f->has_number && f->birth.known == KNOWN_FULL &&
	    f->issued.known == KNOWN_FULL &&
	    date_cmp(f->issued.date, first_chip) >= 0 &&
	    expiry_estimate(f->birth.date, f->issued.date, &x);

	if (f->end.known != KNOWN_NOT || f->never) {
		check_read_end(f, cs);
		if (estimate && f->end.known != KNOWN_BAD)
			check_end_rule(f, &x, cs);
	} else if (estimate)
		check_estimated_end(f, &x, cs);
	else
		CHECKS_ADD(cs, "card.current", SKIP,
		    N_("no end in the record and none to estimate"));
}

void
examine_dates(const struct examine_facts *f, struct checks *cs)
{
	check_birth(f, cs);
	check_issued(f, cs);
	check_model(f, cs);
	check_order(f, cs);
	check_expiry(f, cs);
}
