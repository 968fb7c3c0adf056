/* SPDX-License-Identifier: ISC */
/* Is what a record says of a person possible, and does it agree with itself?
 * No signature is judged here. A check fails for the impossible only: wrong
 * form, a day that no calendar has, birth after issue, a wrong check digit of
 * the MRZ, two sources of one record that contradict each other. What is
 * merely unusual warns, an expired document too. Where there is a chip with
 * files, nothing is said of signatures: that is for trust/judge.h. */
#ifndef IDENTITY_EXAMINE_H
#define IDENTITY_EXAMINE_H

#include "identity/mrz.h"
#include "record/check.h"
#include "record/person.h"

/* `today` is NULL where no clock can be believed: what needs it is skipped.
 * `typed`: the QR text came from a scanner and may have been repaired. The
 * slices borrow from the record. */
struct examine_case {
	struct person person;
	const struct date *today;
	struct mrz *zone;		/* where the MRZ is kept, or NULL */
	struct slice qr_raw;
	unsigned qr_model;		/* 2021, 2024, 0: not said */
	bool has_qr, typed, needs_rescan, has_chip;
};

/* Takes what is examined out of a record; sets all but `today` and `zone`.
 * Errors as of person_read, with *bad the name of the member (static
 * storage). */
MUST_CHECK enum err examine_read(struct record *r, struct examine_case *c,
    const char **bad);

/* The same for one who reads `chip` himself: has_chip stays false, and is true
 * where `chip` is an object with a member `files`, whatever that holds. */
MUST_CHECK enum err examine_read_apart(struct record *r,
    struct examine_case *c, const char **bad);

/* Appends the checks that this record has matter for, always in one order. */
void examine_person(const struct examine_case *c, struct checks *cs);

/* What an examination without signatures can give: plausible, or none where
 * a check failed or no number was there to examine. */
enum assurance examine_assurance(const struct examine_case *c,
    const struct checks *cs);

#endif
