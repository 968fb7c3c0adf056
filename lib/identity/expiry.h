/* SPDX-License-Identifier: ISC */
/* When a card ends by law, for cards whose code does not say so. */
#ifndef IDENTITY_EXPIRY_H
#define IDENTITY_EXPIRY_H

#include "base/date.h"

/* `never` or `date`; `rule` names the clause and the age, as it stands in the
 * record. On a disputed day `alternative` has the other reading (alt_never or
 * alt_date): a card issued exactly two years before an age may run to that age
 * or to the next, and who was born on 29 February may reach an age on 28
 * February or on 1 March of a common year. */
struct expiry {
	struct date date, alt_date;
	bool never, alternative, alt_never;
	const char *rule;
};

/* Law 26/2023/QH15, art. 21: the birthday at the first of 14, 25, 40, 60 that
 * is at least two years after the issue. For cards issued before 1 July 2024
 * Law 59/2014/QH13, art. 21: the same with 25, 40, 60. False when a date is not
 * a full real one or the issue lies before the birth. */
bool expiry_estimate(struct date dob, struct date issued, struct expiry *out);

#endif
