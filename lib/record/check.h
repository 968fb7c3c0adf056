/* SPDX-License-Identifier: ISC */
/* A list of named checks and the verdict made of them. */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include "base/buf.h"

#define CHECKS_MAX 160

enum check_result { CHECK_PASS, CHECK_WARN, CHECK_SKIP, CHECK_FAIL };

enum verdict { VERDICT_VERIFIED, VERDICT_UNDECIDED, VERDICT_REFUSED };

/* In rising order, so that levels compare. */
enum assurance {
	ASSURANCE_NONE, ASSURANCE_PLAUSIBLE, ASSURANCE_SIGNED,
	ASSURANCE_GENUINE_CHIP
};

/* A row: `name` and `why` are constants (N_ texts), so the list holds no
 * person; `json` is the whole row as it stands in a record. Rows are made four
 * at a time by CHECK_ROWS from literals, the name and the reason without
 * quotes: at [CHECK_PASS] the row that passes, and so on. */
struct check {
	const char *name;
	enum check_result result;
	const char *why;
	struct slice json;
};

#define CHECK_WORD_PASS "pass"
#define CHECK_WORD_WARN "warn"
#define CHECK_WORD_SKIP "skip"
#define CHECK_WORD_FAIL "fail"
#define CHECK_JSON(name, word, why)					\
	"{\"check\":\"" name "\",\"result\":\"" word "\",\"why\":\"" why \
	"\"}"
#define CHECK(name, result, why)					\
	{ name, CHECK_##result, why,					\
	{ CHECK_JSON(name, CHECK_WORD_##result, why),			\
	sizeof CHECK_JSON(name, CHECK_WORD_##result, why) - 1 } }

#define CHECK_ROWS(name, why) {						\
	[CHECK_PASS] = CHECK(name, PASS, why),				\
	[CHECK_WARN] = CHECK(name, WARN, why),				\
	[CHECK_SKIP] = CHECK(name, SKIP, why),				\
	[CHECK_FAIL] = CHECK(name, FAIL, why),				\
}

/* The rows, in order; they are constants and outlive the list. `has`: a bit
 * for each result that is among them. */
struct checks {
	const struct check *c[CHECKS_MAX];
	size_t n;
	unsigned has;
};

void checks_reset(struct checks *cs);
void checks_add(struct checks *cs, const struct check *row);
/* The row at `i` gets another result. */
void checks_change(struct checks *cs, size_t i, enum check_result r);

/* Adds a row written in place: CHECKS_ADD(cs, "dob.real", PASS, N_("...")). */
#define CHECKS_ADD(cs, name, result, why)				\
	do {								\
		static const struct check rows_[] = CHECK_ROWS(name, why); \
		checks_add((cs), &rows_[CHECK_##result]);		\
	} while (0)

/* True when a check of the list has this result. */
bool checks_any(const struct checks *cs, enum check_result result);

/* Verdict by the rule "any fail refuses; verified needs signed at least". */
enum verdict checks_verdict(const struct checks *cs, enum assurance a);

const char *check_result_word(enum check_result r);
const char *verdict_word(enum verdict v);
extern const char *const verdict_words[];	/* NULL-terminated */
const char *assurance_word(enum assurance a);
/* ERR_NOT_FOUND for a word that is no level. */
MUST_CHECK enum err assurance_parse(const char *word, enum assurance *out);

/* Writes the members of `verify`: verdict, assurance, checks in order, inside
 * an object already opened. `last` is what was written before, or NULL: most
 * records have the checks of the one before them. */
struct checks_text {
	struct checks checks;
	struct buf rows;
};
void checks_write(const struct checks *cs, enum assurance a,
    struct checks_text *last, struct buf *out);

#endif
