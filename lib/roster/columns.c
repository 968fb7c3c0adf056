/* SPDX-License-Identifier: ISC */
/* Which column of one side is which of the other: by meaning, else by a header
 * that differs in case and marks at most. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "roster/report.h"
#include "roster/run_priv.h"
#include "text/vi.h"

static bool
same_text(struct slice a, struct slice b)
{
	return slice_eq(a, b) || (a.n > 0 && b.n > 0 && vi_agree(a, b) <=
	    VI_K4);
}

static long
partner(const struct side *s, const struct side_column *c)
{
	size_t i;

	for (i = 0; i < s->columns; i++)
		if (s->column[i].is == c->is && (c->is != COLUMN_NONE ||
		    same_text(s->column[i].header, c->header)))
			return (long)i;
	return -1;
}

/* Whether a list names the column: by its member, its header or its number
 * from 1. */
static bool
names(struct slice name, const struct diff_column *c, size_t number)
{
	struct buf text = { 0 };
	bool good;

	name = slice_trim(name);
	buf_add_number(&text, number + 1);
	good = (c->is != COLUMN_NONE && column_by_name(name) == c->is) ||
	    same_text(name, c->name) || slice_eq(name, buf_slice(&text));
	buf_release(&text);
	return good;
}

static bool
is_listed(const char *list, const struct diff_column *c, size_t number)
{
	struct slice rest = slice_str(list), name;

	while (slice_split(&rest, ',', &name))
		if (names(name, c, number))
			return true;
	return false;
}

/* Every name of a list is one of ours. */
static bool
all_known(struct run *r, const char *list)
{
	struct slice rest = slice_str(list != NULL ? list : ""), name;
	size_t i;

	while (slice_split(&rest, ',', &name)) {
		if (slice_trim(name).n == 0)
			continue;
		for (i = 0; i < r->head.columns; i++)
			if (names(name, &r->column[i], i))
				break;
		if (i == r->head.columns)
			return false;
	}
	return true;
}

static struct slice
name_of(const struct side_column *c)
{
	return c->header.n > 0 ? c->header :
	    slice_str(c->is != COLUMN_NONE ? column_name(c->is) : "");
}

static void
add(struct run *r, const struct side_column *c, long left, long right)
{
	size_t n = r->head.columns++;
	long made[2] = { r->side[0].made, r->side[1].made };

	r->column[n] = (struct diff_column){ .is = c->is, .name = name_of(c),
	    .compared = left >= 0 && right >= 0 };
	if (right >= 0) {
		r->column[n].right = name_of(&r->side[1].column[right]);
		r->right[right] = n;
	}
	r->at[0][n] = left < 0 ? -1 : left + made[0];
	r->at[1][n] = right < 0 ? -1 : right + made[1];
}

/* A column without a header is called by its number, as rostercat does. */
static void
name_all(struct side *s)
{
	char (*name)[SIDE_MADE_NAME];
	size_t i;
	int n;

	free(s->made_name);
	s->made_name = name = xcalloc(s->columns + 1, sizeof *name);
	for (i = 0; i < s->columns; i++) {
		struct side_column *c = &s->column[i];

		if (c->header.n > 0 || c->is != COLUMN_NONE)
			continue;
		n = snprintf(name[i], sizeof name[i], "column %zu", i + 1);
		c->header = (struct slice){ name[i], (size_t)n };
	}
}

static void
pair_up(struct run *r)
{
	const struct side *l = &r->side[0], *s = &r->side[1];
	size_t i, room = l->columns + s->columns + 1;
	bool *taken = xcalloc(room, sizeof *taken);
	long k;

	name_all(&r->side[0]);
	name_all(&r->side[1]);
	r->column = xcalloc(room, sizeof *r->column);
	r->at[0] = xcalloc(room, sizeof *r->at[0]);
	r->at[1] = xcalloc(room, sizeof *r->at[1]);
	r->right = xcalloc(room, sizeof *r->right);
	for (i = 0; i < l->columns; i++) {
		k = partner(s, &l->column[i]);
		if (k >= 0 && taken[k])
			k = -1;
		if (k >= 0)
			taken[k] = true;
		add(r, &l->column[i], (long)i, k);
	}
	for (i = 0; i < s->columns; i++)
		if (!taken[i])
			add(r, &s->column[i], -1, (long)i);
	free(taken);
}

static bool
key_column(const struct run *r, size_t i)
{
	if (r->o->keys != NULL)
		return is_listed(r->o->keys, &r->column[i], i);
	return r->column[i].is == COLUMN_ID;
}

static enum err
take_keys(struct run *r)
{
	size_t i;

	for (i = 0; i < r->head.columns; i++) {
		struct diff_column *c = &r->column[i];

		c->key = key_column(r, i);
		if (!c->key)
			continue;
		if (!c->compared || r->keys == RUN_MAX_KEYS)
			break;
		r->key[0][r->keys] = (size_t)r->at[0][i];
		r->key[1][r->keys++] = (size_t)r->at[1][i];
		r->numbers = r->keys == 1 && c->is == COLUMN_ID;
	}
	if (i == r->head.columns && r->keys > 0)
		return ERR_OK;
	r->why = r->o->keys != NULL ?
	    N_("--key names a column that is not on both sides") :
	    N_("no column of numbers on both sides: name one with --key");
	return ERR_NOT_FOUND;
}

/* Rows can be compared by their bytes where both sides have the same columns
 * in the same order, and all of them count. */
static bool
same_layout(const struct run *r)
{
	size_t i;

	if (r->side[0].made || r->side[1].made ||
	    r->side[0].separator != r->side[1].separator)
		return false;
	for (i = 0; i < r->head.columns; i++)
		if ((!r->column[i].compared && !r->column[i].key) ||
		    r->at[0][i] != r->at[1][i])
			return false;
	return true;
}

/* Equal rows are one person whichever side reads them. */
static bool
same_meaning(const struct run *r)
{
	size_t i;

	for (i = 0; i < r->side[0].columns && i < r->side[1].columns; i++)
		if (r->side[0].column[i].is != r->side[1].column[i].is)
			return false;
	return r->side[0].columns == r->side[1].columns;
}

/* The number of the row differs for everybody as soon as one has come or
 * gone. */
static bool
is_running(const struct diff_column *c)
{
	return c->is == COLUMN_NONE && header_running(c->name);
}

enum err
run_columns(struct run *r)
{
	const struct run_options *o = r->o;
	enum err e;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct side *s = &r->side[i];

		r->head.name[i] = s->name;
		if (s->text.n == 0 && s->columns == 0)
			run_like(r, (unsigned)i, s->name);
	}
	if (r->side[0].columns + r->side[1].columns == 0)
		return ERR_OK;
	pair_up(r);
	report_names(r->column, r->head.columns, &r->names);
	r->head.column = r->column;
	r->head.right = r->right;
	r->head.rights = r->side[1].columns;
	if (!o->pieces && (!all_known(r, o->keys) ||
	    !all_known(r, o->columns) || !all_known(r, o->exclude))) {
		r->why = N_("one of the columns named is on no side");
		return ERR_NOT_FOUND;
	}
	if ((e = take_keys(r)) != ERR_OK)
		return e;
	for (i = 0; i < r->head.columns; i++) {
		struct diff_column *c = &r->column[i];

		if (o->columns != NULL ? !is_listed(o->columns, c, i) :
		    is_running(c))
			c->compared = false;
		if (o->exclude != NULL && is_listed(o->exclude, c, i))
			c->compared = false;
	}
	r->raw = same_layout(r);
	r->alike = r->raw && same_meaning(r);
	return ERR_OK;
}

bool
run_only(const struct run *r, unsigned side, unsigned *at,
    const char *(*text)(const char *), struct buf *out)
{
	const struct slice *name;

	while (*at < r->head.columns) {
		size_t k = (*at)++;

		if (r->at[side][k] < 0 || r->at[1 - side][k] >= 0 ||
		    is_running(&r->column[k]))
			continue;
		name = &r->column[k].name;
		buf_printf(out, ": %s %.*s: %s", text(N_("only this side has "
		    "the column")), (int)name->n, name->p,
		    text(N_("not compared")));
		return true;
	}
	return false;
}
