/* SPDX-License-Identifier: ISC */
/* Between the files that make a stay. */
#ifndef STAY_STAY_PRIV_H
#define STAY_STAY_PRIV_H

#include "stay/stay.h"

/* The day a card became "Căn cước" (Law 26/2023/QH15). */
#define STAY_CAN_CUOC_DAY ((struct date){ 2024, 7, 1 })

/* Copies the fields of a draft in Normalization Form C into `out` and fills in
 * the moments. ERR_UTF8, ERR_FORMAT, ERR_TOO_LONG. */
MUST_CHECK enum err stay_settle(const struct slice f[STAY_FIELDS],
    struct stay *out);

/* True when the draft is a foreigner's. */
bool stay_is_foreign(const struct slice f[STAY_FIELDS]);

/* A time as people give it: moment_parse's forms with a time of day, or HH:MM
 * today. ERR_FORMAT, ERR_RANGE. */
MUST_CHECK enum err stay_time(struct slice s, long long now,
    struct moment *out);

/* By what a person tells one stay from another: number and day of arrival, in
 * a record's own words; not held against today. Errors as stay_from_record. */
#define STAY_MAX_DOC_NO 20
struct stay_key {
	char doc_no[STAY_MAX_DOC_NO + 1];
	long day;
};
MUST_CHECK enum err stay_key(struct record *r, struct stay_key *out,
    struct stay_problem *why);

#endif
