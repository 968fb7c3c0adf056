/* SPDX-License-Identifier: ISC */
/* A list of named checks and the verdict made of them. */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include "base/buf.h"

#define CHECKS_MAX 48

enum check_result { CHECK_PASS, CHECK_WARN, CHECK_SKIP, CHECK_FAIL };

enum verdict { VERDICT_VERIFIED, VERDICT_UNDECIDED, VERDICT_REFUSED };

/* In rising order, so that levels compare. */
enum assurance {
	ASSURANCE_NONE, ASSURANCE_PLAUSIBLE, ASSURANCE_SIGNED,
	ASSURANCE_GENUINE_CHIP
};

/* `name` and `why` are constants (N_ texts): the list holds no person. */
struct check {
	const char *name;
	enum check_result result;
	const char *why;
};

struct checks {
	struct check c[CHECKS_MAX];
	size_t n;
};

void checks_reset(struct checks *cs);
void checks_add(struct checks *cs, const char *name, enum check_result result,
    const char *why);

/* True when a check of the list has this result. */
bool checks_any(const struct checks *cs, enum check_result result);

/* Verdict by the rule "any fail refuses; verified needs signed at least". */
enum verdict checks_verdict(const struct checks *cs, enum assurance a);

const char *check_result_word(enum check_result r);
const char *verdict_word(enum verdict v);
const char *assurance_word(enum assurance a);
/* ERR_NOT_FOUND for a word that is no level. */
MUST_CHECK enum err assurance_parse(const char *word, enum assurance *out);

/* Appends the `verify` member's value: verdict, assurance, checks in order. */
void checks_write(const struct checks *cs, enum assurance a, struct buf *out);

#endif
