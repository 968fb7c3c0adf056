/* SPDX-License-Identifier: ISC */
/* One record to one verdict: what it says of a person, passive
 * authentication, active evidence, and whether its flat members are what the
 * signed files say. */
#ifndef TRUST_JUDGE_H
#define TRUST_JUDGE_H

#include "identity/examine.h"
#include "trust/nonces.h"
#include "trust/policy.h"
#include "trust/pubkey.h"
#include "trust/store.h"

/* Immutable while judges exist, but for `tables`; many threads share it, `jobs`
 * of them (0: one). tables: for all of them, or NULL. */
struct judge_terms {
	const struct store *store;
	struct policy policy;
	long long max_age;		/* of a seal, seconds; 0: no limit */
	const struct nonces *nonces;	/* the verifier's own, or NULL */
	struct pubkey_tables *tables;
	size_t jobs;
};

/* One for each thread: the signers that it has met, and memory that is used
 * again from record to record. */
struct judge;
struct judge *judge_new(const struct judge_terms *t);
void judge_free(struct judge *j);

/* The verifier's clock for the records that follow, in Unix time. `known`
 * false, as at first: no clock can be believed. */
void judge_set_now(struct judge *j, bool known, long long now);

/* said: what was examined; it borrows from the record. proved: NONE where the
 * chip adds nothing, or SIGNED, or GENUINE_CHIP. aa_once: a proof for a list of
 * those seen (active.h), p NULL without one. signer: JSON, which and under what
 * anchor; p NULL without one. Both live until the next call. */
struct judge_result {
	struct examine_case said;
	enum assurance proved;
	struct slice aa_once;
	struct slice signer;
};

/* The checks in one order, in place of any others: of what the record says,
 * and of its chip: sod.present alone where nothing was read, none where there
 * is no chip. What examine_read and evidence_read say, with *bad the member's
 * name: a bad line. */
MUST_CHECK enum err judge_record(struct judge *j, struct record *r,
    struct checks *cs, struct judge_result *out, const char **bad);

/* What is reached where these are all checks: NONE where one of them fails. */
enum assurance judge_assurance(const struct judge_result *res,
    const struct checks *cs);

/* Whether the record's proof, once seen, may not come again: not where it was
 * refused or let in without it, for then it is judged again later. */
bool judge_uses_up(const struct judge_result *res, const struct checks *cs);

/* The members policy and, where there is a signer, signer, inside an object
 * already opened. */
void judge_write(const struct judge *j, const struct judge_result *res,
    struct buf *out);

#endif
