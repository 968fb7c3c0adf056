/* SPDX-License-Identifier: ISC */
/* Between the files of the examination. */
#ifndef IDENTITY_EXAMINE_PRIV_H
#define IDENTITY_EXAMINE_PRIV_H

#include "identity/examine.h"
#include "identity/number.h"

#define EXAMINE_NO_CLOCK						\
	N_("the clock of this machine is wrong: set it or give --at")

enum known { KNOWN_NOT, KNOWN_BAD, KNOWN_PART, KNOWN_FULL };

struct examine_date {
	struct date date;
	enum known known;
};

/* The record's values, parsed once. `end` is the expiry as read, out of the
 * record or else of the MRZ; `never` stands beside it. */
struct examine_facts {
	const struct examine_case *c;
	struct number number;
	struct examine_date birth, issued, end;
	struct mrz *mrz;
	bool has_number, never, has_mrz;
};

struct slice examine_field(const struct examine_facts *f, enum person_field i);

/* Every check digit but that of Vietnam's own, which no published rule sets. */
static inline bool
examine_mrz_is_right(const struct examine_facts *f)
{
	return (f->mrz->wrong & ~(unsigned)MRZ_DIGIT_NATIONAL) == 0;
}

void examine_dates(const struct examine_facts *f, struct checks *cs);

/* The MRZ's digits, and the record against its MRZ and its QR text. */
void examine_mrz(const struct examine_facts *f, struct checks *cs);
void examine_qr(const struct examine_facts *f, struct checks *cs);

#endif
