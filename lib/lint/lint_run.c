/* SPDX-License-Identifier: ISC */
/* The run: rows in, records with findings out, counts kept. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lint/lint_run_priv.h"

struct lint_run *
lint_run_new(const struct lint_run_options *o)
{
	struct lint_run *r = xcalloc(1, sizeof *r);

	r->o = *o;
	r->terms = o->terms;
	r->sum.examples = o->examples;
	r->words = lint_words_new();
	r->writer = person_writer_new();
	r->index = lint_index_new();
	return r;
}

void
lint_run_free(struct lint_run *r)
{
	if (r == NULL)
		return;
	lint_words_free(r->words);
	person_writer_free(r->writer);
	lint_index_free(r->index);
	lint_sum_release(&r->sum);
	record_release(&r->record);
	buf_wipe(&r->text);
	buf_release(&r->name);
	lint_expect_free(r->expect);
	free(r->unit_of);
	free(r);
}

struct lint_sum *
lint_run_sum(struct lint_run *r)
{
	return &r->sum;
}

void
lint_run_file(struct lint_run *r, struct slice name)
{
	buf_reset(&r->name);
	buf_add_slice(&r->name, name);
	buf_add_char(&r->name, ':');
	person_writer_file(r->writer, name);
	r->file = lint_parts_find(&r->sum.files, name);
	r->planned = 0;
	r->unit_due = r->unit_met = false;
}

/* A finding on the file as a whole. */
static void
say_of_file(struct lint_run *r, enum lint what, enum person_field field,
    unsigned long long line, struct buf *out)
{
	struct lint_list l = { .n = 0 };

	lint_add(&r->o.terms, &l, what, field);
	if (l.n == 0)
		return;
	lint_sum_more(&r->sum, &l.f[0], r->file, SIZE_MAX, line);
	if (r->o.quiet)
		return;
	json_open(out, '{');
	json_key(out, "from");
	json_put(out, (struct slice){ r->name.p, r->name.n - 1 });
	json_key(out, "lint");
	lint_write(&l, 0, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
}

/* Members that a column of this meaning gives. */
static uint32_t
fields_of(enum column c)
{
	static const uint32_t of[COLUMNS] = {
		[COLUMN_ID] = 1u << PERSON_ID | 1u << PERSON_OLD_ID,
		[COLUMN_OLD_ID] = 1u << PERSON_ID | 1u << PERSON_OLD_ID,
		[COLUMN_CANCELLED_ID] = 1u << PERSON_CANCELLED_ID,
		[COLUMN_DOC_NO] = 1u << PERSON_ID | 1u << PERSON_DOC_NO,
		[COLUMN_NAME] = 1u << PERSON_NAME,
		[COLUMN_FAMILY] = 1u << PERSON_NAME,
		[COLUMN_GIVEN] = 1u << PERSON_NAME,
		[COLUMN_DOB] = 1u << PERSON_DOB,
		[COLUMN_SEX] = 1u << PERSON_SEX,
		[COLUMN_FEMALE] = 1u << PERSON_SEX,
		[COLUMN_MALE] = 1u << PERSON_SEX | 1u << PERSON_DOB,
		[COLUMN_NATIONALITY] = 1u << PERSON_NATIONALITY,
		[COLUMN_ETHNICITY] = 1u << PERSON_ETHNICITY,
		[COLUMN_RELIGION] = 1u << PERSON_RELIGION,
		[COLUMN_HOMETOWN] = 1u << PERSON_HOMETOWN,
		[COLUMN_RESIDENCE] = 1u << PERSON_RESIDENCE,
		[COLUMN_ISSUED] = 1u << PERSON_ISSUED,
		[COLUMN_EXPIRES] = 1u << PERSON_EXPIRES,
		[COLUMN_FATHER] = 1u << PERSON_FATHER,
		[COLUMN_MOTHER] = 1u << PERSON_MOTHER,
		[COLUMN_SPOUSE] = 1u << PERSON_SPOUSE,
	};

	return of[c];
}

static enum person_field
first_of(uint32_t fields)
{
	unsigned f = 0;

	while (f < PERSON_FIELDS && (fields >> f & 1) == 0)
		f++;
	return (enum person_field)f;
}

/* A table without a column lacks it once, not in every row. Records stand each
 * for itself. */
static uint32_t
fields_there(const struct sheet_row *row)
{
	const struct plan *p = row->plan;
	uint32_t there = 0;
	size_t i;

	if (row->record.p != NULL)
		return ~(uint32_t)0;
	for (i = 0; i < p->columns; i++)
		there |= fields_of(p->column[i].is);
	return there;
}

static void
say_of_columns(struct lint_run *r, const struct sheet_row *row,
    struct buf *out)
{
	const struct plan *p = row->plan;
	uint32_t lacking = r->o.terms.need & ~fields_there(row), f;
	size_t i;

	for (i = 0; row->record.p == NULL && i < p->columns; i++)
		if (!p->column[i].ascii &&
		    (p->column[i].charset != CHARSET_UTF8 ||
		    p->column[i].undo))
			say_of_file(r, LINT_TEXT_CHARSET,
			    first_of(fields_of(p->column[i].is)), row->line,
			    out);
	for (f = 0; f < PERSON_FIELDS; f++)
		if (lacking >> f & 1)
			say_of_file(r, LINT_COLUMN_MISSING,
			    (enum person_field)f, row->line, out);
}

static void
keep_unit(struct lint_run *r, size_t unit)
{
	if (r->o.unit == NULL)
		return;
	if (r->units_n == r->units_cap) {
		r->units_cap = r->units_cap == 0 ? 1024 :
		    r->units_cap + r->units_cap / 2;
		r->unit_of = xreallocarray(r->unit_of, r->units_cap,
		    sizeof *r->unit_of);
	}
	r->unit_of[r->units_n++] = (uint32_t)unit;
}

/* What is mended in silence before a person is made of a cell (loose marks,
 * doubled blanks) is seen in the cell. Of a name in two columns none is. */
static const struct slice *
raw_cells(const struct lint_run *r, const struct table_row *row,
    struct slice raw[LINT_TEXTS])
{
	size_t i;

	for (i = 0; i < LINT_TEXTS; i++)
		raw[i] = r->text_column[i] < row->row->n ?
		    row->row->cell[r->text_column[i]] :
		    row->person.f[lint_text_fields[i]];
	return raw;
}

static void
find_texts(struct lint_run *r, const struct plan *p)
{
	size_t i, k;

	for (i = 0; i < LINT_TEXTS; i++) {
		r->text_column[i] = SIZE_MAX;
		for (k = 0; k < p->columns; k++)
			if (p->column[k].is != COLUMN_NONE &&
			    p->column[k].is != COLUMN_FAMILY &&
			    p->column[k].is != COLUMN_GIVEN &&
			    first_of(fields_of(p->column[k].is)) ==
			    lint_text_fields[i])
				r->text_column[i] = k;
	}
}

static void
look_at_person(struct lint_run *r, const struct table_row *row,
    struct lint_list *l)
{
	struct slice raw[LINT_TEXTS];
	struct lint_subject s = { &row->person, raw_cells(r, row, raw),
	    row->note, row->notes, row->row->plain };
	struct table_note notes[LINT_MAX_NOTES];

	if (row->row->record.p != NULL) {
		s.notes = lint_record_notes(r, row, notes);
		s.note = notes;
	}
	lint_person(&r->terms, r->words, &s, l);
}

/* Who it is, for what all rows together say. */
static void
remember_person(struct lint_run *r, const struct table_row *row, size_t unit,
    const struct lint_list *l)
{
	if (r->expect != NULL)
		lint_expect_see(r->expect, &r->terms, &row->person,
		    l->name_key, (unsigned)r->file, row->line);
	if (r->o.duplicates) {
		lint_index_add(r->index, &row->person, l->name_key,
		    (unsigned)r->file, row->line);
		keep_unit(r, unit);
	}
}

/* What an earlier run said at its end is nobody's record. */
static bool
is_nobody(const struct table_row *row)
{
	struct slice s = row->row->record;
	unsigned f;

	if (s.p == NULL || row->row->reject != NULL || row->notes > 0 ||
	    memmem(s.p, s.n, "\"lint\"", 6) == NULL)
		return false;
	for (f = 0; f < PERSON_SOURCE; f++)
		if (row->person.f[f].p != NULL)
			return false;
	return true;
}

static bool
is_repaired(const struct table_row *row)
{
	size_t i;

	for (i = 0; i < row->notes; i++)
		if (row->note[i].to.p != NULL)
			return true;
	return false;
}

/* Where the row is the first of a plan; `out` NULL: others say what there is to
 * say of it. */
static void
begin_plan(struct lint_run *r, const struct sheet_row *row, struct buf *out)
{
	if (row->plan == NULL || !lint_is_new_plan(r, row->plan))
		return;
	r->terms.need = r->o.terms.need & fields_there(row);
	if (out != NULL)
		say_of_columns(r, row, out);
	find_texts(r, row->plan);
}

static void
look(struct lint_run *r, const struct table_row *row, struct lint_list *l)
{
	if (row->row->reject != NULL)
		lint_add(&r->terms, l, LINT_ROW_REJECT, PERSON_FIELDS);
	else
		look_at_person(r, row, l);
}

void
lint_run_row(struct lint_run *r, const struct table_row *row, struct buf *out)
{
	struct lint_list l;
	size_t unit;

	lint_list_init(&l);
	if (is_nobody(row)) {
		r->sum.skipped++;
		return;
	}
	begin_plan(r, row->row, out);
	unit = lint_unit_of(r, row);
	look(r, row, &l);
	if (row->row->reject == NULL)
		remember_person(r, row, unit, &l);
	lint_sum_row(&r->sum, &l, r->file, unit, row->line);
	r->sum.repaired += is_repaired(row);
	if (r->o.html != NULL && l.n > 0)
		lint_html_row(r->o.html, &r->sum, r->file, row, &l);
	if (!r->o.quiet && (l.n > 0 || r->o.all))
		lint_write_row(r, row, &l, out);
}

void
lint_run_plan(struct lint_run *r, const struct sheet_row *row,
    struct buf *out)
{
	begin_plan(r, row, out);
}

static void
keep_found(struct lint_found *f, const struct table_row *row,
    const struct lint_list *l)
{
	size_t i;

	if (f->hits + l->n > f->hits_cap) {
		f->hits_cap = 2 * f->hits_cap + LINT_MAX_FINDINGS;
		f->hit = xreallocarray(f->hit, f->hits_cap, sizeof *f->hit);
		f->what = xreallocarray(f->what, f->hits_cap,
		    sizeof *f->what);
	}
	for (i = 0; i < l->n; i++) {
		f->what[f->hits] = l->f[i].what;
		f->hit[f->hits++] = (struct lint_place){ 0, l->f[i].field,
		    row->line };
	}
	if (row->row->reject != NULL)
		return;
	if (f->rows == f->rows_cap) {
		f->rows_cap = 2 * f->rows_cap + 1024;
		f->row = xreallocarray(f->row, f->rows_cap, sizeof *f->row);
	}
	f->row[f->rows].line = row->line;
	lint_index_key(&row->person, l->name_key, &f->row[f->rows++].key);
}

void
lint_run_look(struct lint_run *own, const struct table_row *row,
    struct lint_found *f, struct buf *out)
{
	struct lint_list l;

	lint_list_init(&l);
	if (is_nobody(row)) {
		f->skipped++;
		return;
	}
	begin_plan(own, row->row, NULL);
	look(own, row, &l);
	lint_counts_row(&f->counts, &l);
	keep_found(f, row, &l);
	f->repaired += is_repaired(row);
	if (!own->o.quiet && (l.n > 0 || own->o.all))
		lint_write_row(own, row, &l, out);
}

void
lint_run_take(struct lint_run *r, const struct lint_found *f)
{
	struct lint_finding one;
	size_t i;

	r->sum.skipped += f->skipped;
	r->sum.repaired += f->repaired;
	lint_sum_counts(&r->sum, &f->counts, r->file);
	for (i = 0; i < f->hits; i++) {
		one = (struct lint_finding){ f->what[i], f->hit[i].field };
		lint_sum_example(&r->sum, &one, r->file, f->hit[i].line);
	}
	for (i = 0; r->o.duplicates && i < f->rows; i++)
		lint_index_put(r->index, &f->row[i].key, (unsigned)r->file,
		    f->row[i].line);
}

void
lint_found_reset(struct lint_found *f)
{
	f->counts = (struct lint_counts){ .rows = 0 };
	f->skipped = f->repaired = 0;
	f->bad_records = false;
	f->rows = f->hits = 0;
}

void
lint_found_release(struct lint_found *f)
{
	if (f->row != NULL)
		mem_wipe(f->row, f->rows_cap * sizeof *f->row);
	free(f->row);
	free(f->hit);
	free(f->what);
	*f = (struct lint_found){ .rows = 0 };
}

void
lint_run_file_end(struct lint_run *r, const struct sheet_counts *c)
{
	r->sum.skipped += c->blank + c->headers + c->totals;
	r->sum.rejects += c->rejects;
}
