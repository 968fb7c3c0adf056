/* SPDX-License-Identifier: ISC */
/* Left-overs of two rosters that are one person by another of their numbers:
 * the old one of nine digits, or one that was cancelled. Call alias_add for
 * every number of every left-over row, then alias_solve. The nine digits were
 * given out by each province for itself, so look at the pair with
 * fuzzy_compare: below FUZZY_OTHER_PERSON they are two people. */
#ifndef MATCH_ALIAS_H
#define MATCH_ALIAS_H

#include "base/buf.h"

/* The column that a number stands in; nine digits in the first one too. */
enum alias_kind { ALIAS_ID, ALIAS_OLD, ALIAS_CANCELLED, ALIAS_KINDS };

struct alias;
struct alias *alias_new(void);
void alias_free(struct alias *a);	/* wipes */

/* A number of the row `where` of side 0 or 1: twelve digits as an integer,
 * nine as ALIAS_NINE + n; 0 is none. 24 bytes each. */
#define ALIAS_NINE 1000000000000u
void alias_add(struct alias *a, unsigned side, uint64_t where,
    enum alias_kind kind, uint64_t number);

/* Pairs that share a number which no third row has, when neither row shares
 * one with another; in the order of `left`.
 * Returns how many numbers were ambiguous and joined nobody. */
struct alias_pair {
	uint64_t left, right;		/* `where` */
	enum alias_kind left_kind, right_kind;
};
typedef void alias_pair_fn(void *ctx, const struct alias_pair *p);
unsigned long long alias_solve(struct alias *a, alias_pair_fn *pair,
    void *ctx);

/* The reason for a pair (N_ text). */
const char *alias_why(unsigned left_kind, unsigned right_kind);

#endif
