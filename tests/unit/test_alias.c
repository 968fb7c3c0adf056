/* SPDX-License-Identifier: ISC */
/* Left-overs joined by another number of theirs, and when they are not. */

#include "match/alias.h"
#include "tap.h"

struct given {
	unsigned side;
	uint64_t where;
	enum alias_kind kind;
	uint64_t number;
};

/* `want`: "LEFT-RIGHT WHY" and a line feed for each pair. */
static const struct {
	const char *name;
	struct given g[6];
	const char *want;
	unsigned ambiguous;
} cases[] = {
	{ "nine digits in the column of the number",
	    { { 0, 3, ALIAS_ID, ALIAS_NINE + 12345678 },
	    { 1, 8, ALIAS_OLD, ALIAS_NINE + 12345678 } },
	    "3-8 the number of one is the old number of the other\n", 0 },
	{ "the other way round",
	    { { 0, 3, ALIAS_OLD, ALIAS_NINE + 5 },
	    { 1, 8, ALIAS_ID, ALIAS_NINE + 5 } },
	    "3-8 the number of one is the old number of the other\n", 0 },
	{ "both by the old number",
	    { { 0, 1, ALIAS_OLD, ALIAS_NINE + 5 },
	    { 1, 1, ALIAS_OLD, ALIAS_NINE + 5 } },
	    "1-1 same old number\n", 0 },
	{ "a cancelled number",
	    { { 0, 1, ALIAS_ID, 1099000001 },
	    { 1, 2, ALIAS_CANCELLED, 1099000001 },
	    { 1, 2, ALIAS_ID, 1099000002 } },
	    "1-2 the number of one is a cancelled number of the other\n", 0 },
	{ "nine digits are not twelve",
	    { { 0, 1, ALIAS_ID, 12345678 },
	    { 1, 2, ALIAS_OLD, ALIAS_NINE + 12345678 } }, "", 0 },
	{ "a number that two rows have joins neither",
	    { { 0, 1, ALIAS_OLD, 7 }, { 0, 2, ALIAS_OLD, 7 },
	    { 1, 1, ALIAS_ID, 7 } }, "", 1 },
	{ "two of the other side",
	    { { 0, 1, ALIAS_OLD, 7 }, { 1, 2, ALIAS_OLD, 7 },
	    { 1, 1, ALIAS_ID, 7 } }, "", 1 },
	{ "a row whose numbers lead to two rows",
	    { { 0, 1, ALIAS_OLD, 7 }, { 0, 1, ALIAS_ID, 8 },
	    { 1, 1, ALIAS_ID, 7 }, { 1, 2, ALIAS_OLD, 8 } }, "", 2 },
	{ "a right row to which two left ones lead",
	    { { 0, 1, ALIAS_OLD, 7 }, { 0, 2, ALIAS_ID, 8 },
	    { 1, 5, ALIAS_ID, 7 }, { 1, 5, ALIAS_OLD, 8 } }, "", 2 },
	{ "two numbers that lead to one row: the first column says why",
	    { { 0, 1, ALIAS_OLD, 7 }, { 0, 1, ALIAS_ID, 8 },
	    { 1, 5, ALIAS_OLD, 7 }, { 1, 5, ALIAS_OLD, 8 } },
	    "1-5 the number of one is the old number of the other\n", 0 },
	{ "one row that has its number twice",
	    { { 0, 1, ALIAS_OLD, 7 }, { 0, 1, ALIAS_ID, 7 },
	    { 1, 5, ALIAS_OLD, 7 } },
	    "1-5 the number of one is the old number of the other\n", 0 },
	{ "in the order of the left rows",
	    { { 0, 9, ALIAS_OLD, 7 }, { 0, 4, ALIAS_OLD, 8 },
	    { 1, 1, ALIAS_OLD, 7 }, { 1, 2, ALIAS_OLD, 8 } },
	    "4-2 same old number\n9-1 same old number\n", 0 },
	{ "no number is none", { { 0, 1, ALIAS_ID, 0 },
	    { 1, 1, ALIAS_ID, 0 } }, "", 0 },
};

static void
write_pair(void *ctx, const struct alias_pair *p)
{
	buf_printf(ctx, "%llu-%llu %s\n", (unsigned long long)p->left,
	    (unsigned long long)p->right, alias_why(p->left_kind,
	    p->right_kind));
}

static void
test_case(size_t c, bool backwards)
{
	struct alias *a = alias_new();
	struct buf out = { 0 };
	unsigned long long n;
	size_t i, k;

	for (i = 0; i < 6; i++) {
		k = backwards ? 5 - i : i;
		alias_add(a, cases[c].g[k].side, cases[c].g[k].where,
		    cases[c].g[k].kind, cases[c].g[k].number);
	}
	n = alias_solve(a, write_pair, &out);
	tap_same(buf_slice(&out), cases[c].want, cases[c].name);
	OK(n == cases[c].ambiguous, "%s: so many ambiguous",
	    cases[c].name);
	buf_reset(&out);
	n = alias_solve(a, write_pair, &out);
	OK(n == cases[c].ambiguous && slice_is(buf_slice(&out),
	    cases[c].want), "%s: the same again", cases[c].name);
	buf_release(&out);
	alias_free(a);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		test_case(i, false);
		test_case(i, true);
	}
	alias_free(NULL);
	return tap_done();
}
