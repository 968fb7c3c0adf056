/* SPDX-License-Identifier: ISC */
/* The user's word on columns: "id=2,name=Họ tên,-=4". */
#include <string.h>

#include "table/plan_priv.h"
#include "text/vi.h"

static bool
same_name(struct slice a, struct slice b)
{
	return a.n > 0 && vi_agree(a, b) <= VI_K4;
}

/* By number from 1, else by name; p->columns: there is none. */
static size_t
find_column(const struct plan *p, struct slice where)
{
	size_t i, n = 0;

	if (slice_digits(where) && where.n < 5) {
		for (i = 0; i < where.n; i++)
			n = n * 10 + (size_t)(where.p[i] - '0');
		return n == 0 || n > p->columns ? p->columns : n - 1;
	}
	for (i = 0; i < p->columns; i++)
		if (slice_eq(p->column[i].header, where))
			return i;
	for (i = 0; i < p->columns; i++)
		if (same_name(p->column[i].header, where))
			return i;
	return p->columns;
}

static enum err
map_one(struct plan *p, struct slice pair, bool *fixed)
{
	struct slice rest = pair, member;
	enum column c = COLUMN_NONE;
	size_t at, i;

	if (!slice_split(&rest, '=', &member) || rest.p == NULL)
		return plan_refuse(p, ERR_FORMAT, 1, N_("--map: write "
		    "id=2,name=Họ tên,-=4"));
	member = slice_trim(member);
	if (!slice_is(member, "-")) {
		c = column_by_name(member);
		if (c == COLUMN_NONE)
			return plan_refuse(p, ERR_FORMAT, 1, N_("--map: no "
			    "member has that name: see rostercat(1)"));
	}
	at = find_column(p, slice_trim(rest));
	if (at == p->columns)
		return plan_refuse(p, ERR_FORMAT, 1, N_("--map: no column has "
		    "that number or name: see rostercat --plan"));
	for (i = 0; i < p->columns; i++)
		if (c != COLUMN_NONE && p->column[i].is == c && i != at) {
			if (fixed[i])
				return plan_refuse(p, ERR_DUPLICATE, 1,
				    N_("two columns with one meaning: say "
				    "with --map which one counts"));
			p->column[i].is = COLUMN_NONE;
		}
	p->column[at].is = c;
	p->column[at].ignored = c == COLUMN_NONE;
	p->column[at].guessed = false;
	fixed[at] = true;
	return ERR_OK;
}

enum err
plan_map(struct plan *p, const char *map, bool *fixed)
{
	struct slice rest = slice_str(map), pair;
	enum err e = ERR_OK;

	while (e == ERR_OK && slice_split(&rest, ',', &pair))
		e = map_one(p, pair, fixed);
	return e;
}
