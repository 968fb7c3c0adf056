/* SPDX-License-Identifier: ISC */
/* What is found on the way to a verdict: a named check, and of which class the
 * thing found is. What a class leads to is the policy's. */
#ifndef TRUST_FINDING_H
#define TRUST_FINDING_H

#include "record/check.h"

/* In rising order.
 * GOOD: as it has to be. NOT_DONE: could not be looked at; the reason says
 * why. ODD: allowed, but not what it should be. DEVIATES: against the standard
 * in a way that genuine documents are known to have. FORBIDDEN: against the
 * standard, and no genuine document is known to have it, or too weak to rest
 * on. BROKEN: the argument itself fails: refused under every policy. */
enum finding_class {
	FINDING_GOOD, FINDING_NOT_DONE, FINDING_ODD, FINDING_DEVIATES,
	FINDING_FORBIDDEN, FINDING_BROKEN, FINDING_CLASSES
};

/* rows[r] is the check's row with the result r; they are constants. at: where
 * `place` is searched from for its name. */
struct finding {
	const struct check *rows;
	enum finding_class class;
	uint8_t at;
};

/* All zero is empty. `place` finds a name: 1 + where it stands in `f`. */
#define FINDINGS_MAX 96
struct findings {
	struct finding f[FINDINGS_MAX];
	size_t n;
	uint8_t place[256];
};

void findings_reset(struct findings *fs);
/* Names differ at their ends and in length. Of a literal the compiler knows
 * it. */
static inline uint8_t
finding_at(const char *name, size_t n)
{
	return n == 0 ? 0 : (uint8_t)(n * 37 + (unsigned char)name[0] * 3u +
	    (unsigned char)name[n / 2] * 11u +
	    (unsigned char)name[n - 1] * 29u);
}

/* A check that is in the list stands there once: the higher class wins, and of
 * two alike the first. at: finding_at of its name. */
void findings_add(struct findings *fs, enum finding_class class,
    const struct check *rows);
void findings_add_at(struct findings *fs, enum finding_class class,
    const struct check *rows, uint8_t at);
void findings_join(struct findings *fs, const struct findings *more);
/* The highest class in the list; GOOD for an empty one. */
enum finding_class findings_worst(const struct findings *fs);
/* The finding of that check, or NULL. */
const struct finding *findings_of(const struct findings *fs,
    const char *check);

/* FIND(fs, "cms.version", FORBIDDEN, N_("why")), all literals. Every name
 * stands in man/cccd-checks.7; a test compares. */
#define FIND(fs, name, class, why)					\
	do {								\
		static const struct check rows_[] = CHECK_ROWS(name, why); \
		findings_add_at((fs), FINDING_##class, rows_,		\
		    finding_at(name, sizeof name - 1));			\
	} while (0)

#endif
