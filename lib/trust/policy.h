/* SPDX-License-Identifier: ISC */
/* What a finding leads to. */
#ifndef TRUST_POLICY_H
#define TRUST_POLICY_H

#include "trust/finding.h"

/*		GOOD	NOT_DONE  ODD	DEVIATES  FORBIDDEN  BROKEN
 * strict	pass	skip	  warn	fail	  fail	     fail
 * icao		pass	skip	  warn	warn	  fail	     fail
 * lenient	pass	skip	  warn	warn	  warn	     fail	*/
enum policy_level { POLICY_STRICT, POLICY_ICAO, POLICY_LENIENT };

#define POLICY_MAX_OVERRIDES 64
/* allow: FORBIDDEN and less warn. forbid: all but GOOD fails, NOT_DONE too. The
 * names are those of the catalogue and outlive this. */
struct policy {
	enum policy_level level;
	struct {
		const char *check;
		bool forbid;
	} override[POLICY_MAX_OVERRIDES];
	size_t overrides;
};

/* ERR_NOT_FOUND: no such word. */
MUST_CHECK enum err policy_parse(const char *word, enum policy_level *out);
const char *policy_word(enum policy_level l);

/* The last word on a check counts. ERR_NOT_FOUND: none has that name.
 * ERR_TOO_LONG: too many. */
MUST_CHECK enum err policy_override(struct policy *p, const char *check,
    bool forbid);

/* Appends the findings' rows, in their order. */
void policy_apply(const struct policy *p, const struct findings *fs,
    struct checks *cs);

/* What is said on the checks that came without a class (identity/examine.h,
 * table/listed.h): forbidden ones fail unless they pass. They fail for the
 * impossible only, so there is nothing to allow. */
void policy_revise(const struct policy *p, struct checks *cs);

#endif
