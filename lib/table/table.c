/* SPDX-License-Identifier: ISC */
/* From rows to people. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/table_priv.h"
#include "text/utf8.h"

struct table {
	table_row_fn *row;
	void *ctx;
	struct sheet *sheet;
	struct buf text;
	struct table_row out;
	struct cells cells;
	uint32_t there;			/* a bit a column in `cells` */
	struct table_other other[PLAN_MAX_COLUMNS];
};

static const struct plan_options nothing_said;

/* Columns whose cell became no member keep it under their own name. */
static void
keep_others(struct table *t, const struct sheet_row *row)
{
	const struct plan_column *c = row->plan->column;
	size_t i, n = row->plan->columns;

	for (i = 0; i < row->n && i < n; i++)
		if (row->cell[i].n > 0 && (t->cells.taken >> c[i].is & 1) ==
		    0 && !c[i].ignored)
			t->other[t->out.others++] = (struct table_other){ i,
			    row->cell[i] };
}

/* Nothing but a piece of a name or of an address, where the table has more of
 * people: such a row may go on with the one above. */
static bool
is_piece(const struct cells *c)
{
	const struct table_row *row = c->row;
	const struct sheet_row *from = row->row;
	size_t i, more = 0;
	bool family;

	for (i = 0; i < from->plan->columns; i++) {
		enum column is = from->plan->column[i].is;

		if (is == COLUMN_NAME || is == COLUMN_FAMILY ||
		    is == COLUMN_GIVEN || is == COLUMN_RESIDENCE ||
		    is == COLUMN_HOMETOWN)
			continue;
		if (i < from->n && slice_trim(from->cell[i]).n > 0)
			return false;
		more += is != COLUMN_NONE;
	}
	return more >= 2 && row->person.f[PERSON_NAME].p != NULL &&
	    !(table_is_name(row->person.f[PERSON_NAME], &family) && family);
}

/* The rest of a cell that went into a row of its own, or a row half empty. */
static void
look_for_somebody(struct cells *c)
{
	const struct person *p = &c->row->person;

	if (p->f[PERSON_ID].p == NULL && p->f[PERSON_DOB].p == NULL &&
	    is_piece(c))
		cells_warn(c, PERSON_NAME, p->f[PERSON_NAME],
		    N_("a piece of a name alone: part of the row above?"));

	if (p->f[PERSON_ID].p == NULL && p->f[PERSON_OLD_ID].p == NULL &&
	    p->f[PERSON_DOC_NO].p == NULL && p->f[PERSON_NAME].p == NULL &&
	    c->row->notes == 0)
		cells_warn(c, PERSON_NAME, (struct slice){ NULL, 0 },
		    N_("neither name nor number: part of the row above?"));
}

/* The row's cells by what they mean; of the row before nothing stays. */
static void
sort_cells(struct table *t, const struct sheet_row *row)
{
	const struct plan_column *by = row->plan->column;
	struct cells *c = &t->cells;
	size_t i, n = row->plan->columns < row->n ? row->plan->columns :
	    row->n;
	uint32_t there = 0, gone;

	c->filled = 0;
	c->bytes = 0;
	/* it can be made of two others */
	c->cell[COLUMN_NAME] = (struct slice){ NULL, 0 };
	for (i = 0; i < n; i++) {
		enum column is = by[i].is;

		c->cell[is] = row->cell[i];
		c->by[is] = &by[i];
		c->bytes += row->cell[i].n;
		there |= 1u << is;
		if (row->cell[i].n > 0)
			c->filled |= 1u << is;
	}
	for (gone = t->there & ~there; gone != 0; gone &= gone - 1) {
		i = (size_t)__builtin_ctz(gone);
		c->cell[i] = (struct slice){ NULL, 0 };
		c->by[i] = NULL;
	}
	t->there = there;
	c->plain = row->plain;
}

enum err
table_row(struct table *t, const struct sheet_row *row)
{
	t->out.row = row;
	t->out.line = row->line;
	t->out.others = t->out.notes = 0;
	memset(&t->out.person, 0, sizeof t->out.person);
	if (row->reject == NULL) {
		sort_cells(t, row);
		buf_reset(&t->text);
		cells_person(&t->cells);
		if (row->record.p == NULL) {
			if ((t->cells.filled & ~t->cells.taken) != 0)
				keep_others(t, row);
			look_for_somebody(&t->cells);
		}
		if (row->note != NULL)
			cells_warn(&t->cells, PERSON_NAME,
			    (struct slice){ NULL, 0 }, row->note);
	}
	return t->row(t->ctx, &t->out);
}

static enum err
on_row(void *ctx, const struct sheet_row *row)
{
	return table_row(ctx, row);
}

enum err
table_person(const struct slice cell[COLUMNS], struct buf *text,
    struct table_row *row)
{
	struct cells c = { .text = text, .row = row };
	size_t i, sum = 0;
	enum err e = ERR_OK;

	for (i = 1; i < COLUMNS; i++)
		sum += 3 * cell[i].n;
	buf_grow(text, 17 * sum + 4096);
	for (i = 1; e == ERR_OK && i < COLUMNS; i++) {
		size_t from = text->n;

		if (cell[i].p == NULL)
			continue;
		e = utf8_nfc(text, cell[i]);
		c.cell[i] = (struct slice){ text->p + from, text->n - from };
		c.bytes += c.cell[i].n;
		if (c.cell[i].n > 0)
			c.filled |= 1u << i;
	}
	row->person = (struct person){ 0 };
	row->notes = 0;
	if (e == ERR_OK)
		cells_person(&c);
	return e;
}

struct table *
table_new(const struct plan_options *o, table_row_fn *row, void *ctx)
{
	struct table *t = xcalloc(1, sizeof *t);

	t->row = row;
	t->ctx = ctx;
	t->cells.row = &t->out;
	t->cells.text = &t->text;
	t->out.other = t->other;
	t->sheet = sheet_new(o != NULL ? o : &nothing_said, on_row, t);
	return t;
}

struct table *
table_new_rows(const struct plan_options *o, sheet_row_fn *row,
    void (*change)(void *ctx), void *ctx)
{
	struct table *t = xcalloc(1, sizeof *t);

	t->sheet = sheet_new(o != NULL ? o : &nothing_said, row, ctx);
	sheet_before_change(t->sheet, change);
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	sheet_free(t->sheet);
	buf_wipe(&t->text);
	mem_wipe(t, sizeof *t);
	free(t);
}

enum err
table_feed(struct table *t, struct slice block)
{
	return sheet_feed(t->sheet, block);
}

enum err
table_end(struct table *t)
{
	return sheet_end(t->sheet);
}

unsigned long long
table_line(const struct table *t)
{
	return sheet_line(t->sheet);
}

const char *
table_why(const struct table *t)
{
	return sheet_why(t->sheet);
}

struct sheet_counts
table_counts(const struct table *t)
{
	return sheet_counts(t->sheet);
}

struct slice
table_sheet_names(const struct table *t)
{
	return sheet_names(t->sheet);
}

const struct plan *
table_plan(const struct table *t)
{
	return sheet_plan(t->sheet);
}
