/* SPDX-License-Identifier: ISC */
/* Whether two codes mean one state: those of an MRZ (Doc 9303-3, 5) and of a
 * certificate (ISO 3166-1, two letters). */
#ifndef TRUST_COUNTRY_H
#define TRUST_COUNTRY_H

#include "base/buf.h"

/* UNKNOWN: one of them is no code that is known here. */
enum country_answer { COUNTRY_SAME, COUNTRY_OTHER, COUNTRY_UNKNOWN };

/* Each in two or three letters, in either case: VN and VNM, D, de and DEU, UN
 * and UNO, EU and EUE, GB and GBD. */
enum country_answer country_compare(struct slice a, struct slice b);

#endif
