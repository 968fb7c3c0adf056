/* SPDX-License-Identifier: ISC */
/* Units, and who should be there. */
#include "lint/lint_run_priv.h"
#include "text/vi.h"

/* Whether `header` is the column of --unit: by our name for it, or by its own
 * in plain letters. */
static bool
is_unit(const struct lint_run *r, const struct plan_column *c)
{
	enum column is = column_by_name(slice_str(r->o.unit));

	return (is != COLUMN_NONE && c->is == is) || (c->header.n > 0 &&
	    vi_agree(c->header, slice_str(r->o.unit)) != VI_NONE);
}

static void
find_unit(struct lint_run *r, const struct plan *p)
{
	size_t i;

	r->unit_column = SIZE_MAX;
	for (i = 0; r->o.unit != NULL && i < p->columns; i++)
		if (is_unit(r, &p->column[i])) {
			r->unit_column = i;
			return;
		}
}

/* A record has what it has: whether none has it shows at the end. */
bool
lint_run_has_unit(struct lint_run *r, const struct sheet_row *row)
{
	bool has = true;

	if (r->o.unit == NULL)
		return true;
	if (row == NULL)
		return r->unit_met || !r->unit_due;
	if (!r->unit_due && row->record.p == NULL) {
		find_unit(r, row->plan);
		has = r->unit_column != SIZE_MAX;
	}
	r->unit_due = true;
	return has;
}

/* The plan is the same one as long as its headers are. */
bool
lint_is_new_plan(struct lint_run *r, const struct plan *p)
{
	bool same = r->planned == p->columns + 1 &&
	    r->plan_line == p->data_line;

	r->planned = p->columns + 1;
	r->plan_line = p->data_line;
	if (!same)
		find_unit(r, p);
	return !same;
}

/* Of a record a member, or one of `other`; else the cell. */
size_t
lint_unit_of(struct lint_run *r, const struct table_row *row)
{
	const struct sheet_row *s = row->row;
	struct slice name = { NULL, 0 };
	struct json_value v;
	size_t at;

	if (r->o.unit == NULL)
		return SIZE_MAX;
	if (r->unit_column < s->n)
		name = slice_trim(s->cell[r->unit_column]);
	if (name.n == 0 && s->record.p != NULL && s->reject == NULL &&
	    record_parse(&r->record, s->record, &at) == ERR_OK &&
	    record_nested(&r->record, "other", r->o.unit, &v) &&
	    record_value_text(&r->record, &v, &name) != ERR_OK)
		name = (struct slice){ NULL, 0 };
	r->unit_met = r->unit_met || name.p != NULL ||
	    r->unit_column != SIZE_MAX;
	return lint_parts_find(&r->sum.units, name.n > 0 ? name : SLICE("-"));
}

void
lint_run_expect(struct lint_run *r, const struct table_row *row)
{
	if (r->expect == NULL)
		r->expect = lint_expect_new();
	if (row->row->reject == NULL)
		lint_expect_add(r->expect, &row->person);
}

/* Into the object that was just written: where the person is seen. */
static void
add_place(struct lint_run *r, unsigned file, unsigned long long line,
    struct buf *out)
{
	out->n -= 2;			/* the brace and the line feed */
	json_key(out, "lines");
	json_open(out, '[');
	json_put_int(out, (long long)line);
	json_close(out, ']');
	json_key(out, "files");
	json_open(out, '[');
	json_put(out, slice_str(r->sum.files.p[file].name));
	json_close(out, ']');
	json_close(out, '}');
	buf_add_char(out, '\n');
}

static void
count(struct lint_sum *s, enum lint_there there)
{
	s->expected++;
	s->there += there == LINT_THERE;
	s->probably += there == LINT_PROBABLY;
	s->missing += there == LINT_MISSING;
}

void
lint_run_expected(struct lint_run *r, const struct table_row *row,
    struct buf *out)
{
	struct lint_list l = { .n = 0 };
	unsigned long long line;
	enum lint_there there;
	unsigned file = 0;
	size_t unit, i;

	if (row->row->plan != NULL)
		(void)lint_is_new_plan(r, row->row->plan);
	if (row->row->reject != NULL || r->expect == NULL)
		return;
	unit = lint_unit_of(r, row);
	there = lint_expect_judge(r->expect, &r->o.terms, &row->person, &l,
	    &file, &line);
	count(&r->sum, there);
	for (i = 0; i < l.n; i++)
		lint_sum_more(&r->sum, &l.f[i], r->file, unit, row->line);
	if (l.n == 0)
		return;
	if (r->o.html != NULL)
		lint_html_row(r->o.html, &r->sum, r->file, row, &l);
	if (r->o.quiet)
		return;
	lint_write_row(r, row, &l, out);
	if (line != 0)
		add_place(r, file, line, out);
}
