/* SPDX-License-Identifier: ISC */
/* One record to one verdict: passive authentication, active evidence, and
 * whether its flat members are what the signed files say. */
#ifndef TRUST_JUDGE_H
#define TRUST_JUDGE_H

#include "base/date.h"
#include "record/record.h"
#include "trust/policy.h"
#include "trust/store.h"

/* Immutable while judges exist; many threads share it. */
struct judge_terms {
	const struct store *store;
	struct policy policy;
	bool has_now;
	long long now;			/* Unix time; --at */
	long long max_age;		/* of a seal, seconds */
	bool (*knows_nonce)(void *ctx, struct slice nonce);	/* or NULL */
	void *nonce_ctx;
};

struct judge;
struct judge *judge_new(const struct judge_terms *t);
void judge_free(struct judge *j);

/* Appends the chip's checks in one order (none for a record without a chip).
 * *assurance: PLAUSIBLE or less where the chip adds nothing, SIGNED,
 * GENUINE_CHIP; what examine_person says is the caller's to join. *aa_sig: a
 * signature for --seen, or p NULL; it lives until the next call. ERR_FORMAT,
 * ERR_DUPLICATE and the like with *bad the member's name: a bad line. */
MUST_CHECK enum err judge_record(struct judge *j, struct record *r,
    struct checks *cs, enum assurance *assurance, struct slice *aa_sig,
    const char **bad);

#endif
