/* SPDX-License-Identifier: ISC */
/* One table for the spreadsheet: the columns of the first one. */
#include <stdlib.h>

#include "base/mem.h"
#include "table/csv.h"
#include "table/person_csv.h"
#include "text/utf8.h"

#define BOM "\357\273\277"

/* `name`: of the columns that have no member, each ended by NUL in `names`. */
struct person_csv {
	struct buf from, names, notes;
	size_t from_n;
	size_t name_at[PLAN_MAX_COLUMNS], columns;
	bool begun, has[PERSON_FIELDS];
};

struct person_csv *
person_csv_new(void)
{
	return xcalloc(1, sizeof(struct person_csv));
}

void
person_csv_free(struct person_csv *w)
{
	if (w == NULL)
		return;
	buf_wipe(&w->from);
	buf_wipe(&w->names);
	buf_wipe(&w->notes);
	free(w);
}

void
person_csv_file(struct person_csv *w, struct slice name)
{
	buf_reset(&w->from);
	if (utf8_is_valid(name))
		buf_add_slice(&w->from, name);
	else
		utf8_add_shown(&w->from, name);
	w->from_n = w->from.n;
}

static void
put(struct buf *out, struct slice s)
{
	csv_put(s, out);
	buf_add_char(out, ',');
}

/* A column of numbers may give any of three. */
static void
find_members(struct person_csv *w, const struct plan *p)
{
	static const struct {
		enum column column;
		enum person_field field;
	} from[] = {
		{ COLUMN_ID, PERSON_ID }, { COLUMN_ID, PERSON_OLD_ID },
		{ COLUMN_ID, PERSON_DOC_NO }, { COLUMN_OLD_ID, PERSON_ID },
		{ COLUMN_OLD_ID, PERSON_OLD_ID },
		{ COLUMN_CANCELLED_ID, PERSON_CANCELLED_ID },
		{ COLUMN_DOC_NO, PERSON_DOC_NO }, { COLUMN_NAME, PERSON_NAME },
		{ COLUMN_FAMILY, PERSON_NAME }, { COLUMN_GIVEN, PERSON_NAME },
		{ COLUMN_DOB, PERSON_DOB }, { COLUMN_SEX, PERSON_SEX },
		{ COLUMN_FEMALE, PERSON_SEX }, { COLUMN_FEMALE, PERSON_DOB },
		{ COLUMN_MALE, PERSON_SEX }, { COLUMN_MALE, PERSON_DOB },
		{ COLUMN_NATIONALITY, PERSON_NATIONALITY },
		{ COLUMN_ETHNICITY, PERSON_ETHNICITY },
		{ COLUMN_RELIGION, PERSON_RELIGION },
		{ COLUMN_HOMETOWN, PERSON_HOMETOWN },
		{ COLUMN_RESIDENCE, PERSON_RESIDENCE },
		{ COLUMN_ISSUED, PERSON_ISSUED },
		{ COLUMN_EXPIRES, PERSON_EXPIRES },
		{ COLUMN_FATHER, PERSON_FATHER },
		{ COLUMN_MOTHER, PERSON_MOTHER },
		{ COLUMN_SPOUSE, PERSON_SPOUSE },
	};
	size_t i;

	for (i = 0; i < sizeof from / sizeof *from; i++)
		if (plan_find(p, from[i].column) >= 0)
			w->has[from[i].field] = true;
}

static void
write_header(struct person_csv *w, const struct plan *p, bool records,
    struct buf *out)
{
	enum person_field f;
	size_t i;

	w->begun = true;
	buf_add_str(out, BOM);
	find_members(w, p);
	for (f = PERSON_ID; f < PERSON_SOURCE; f++)
		if (w->has[f])
			put(out, slice_str(person_field_name(f)));
	for (i = 0; !records && i < p->columns; i++) {
		const struct plan_column *c = &p->column[i];

		if (c->is != COLUMN_NONE || c->ignored)
			continue;
		w->name_at[w->columns++] = w->names.n;
		buf_add_slice(&w->names, c->header);
		buf_add_char(&w->names, '\0');
		put(out, c->header);
	}
	buf_add_str(out, "\"from\",\"notes\"\r\n");
}

static struct slice
name_of(const struct person_csv *w, size_t i)
{
	return slice_str(w->names.p + w->name_at[i]);
}

/* The cell of the row that belongs to column i, and is *used up. */
static struct slice
cell_for(const struct person_csv *w, const struct table_row *row, size_t i,
    bool *used)
{
	const struct plan_column *c = row->row->plan->column;
	size_t k;

	for (k = 0; k < row->others; k++)
		if (!used[k] && c[row->other[k].column].is == COLUMN_NONE &&
		    slice_eq(c[row->other[k].column].header, name_of(w, i))) {
			used[k] = true;
			return row->other[k].cell;
		}
	return (struct slice){ "", 0 };
}

static void
add_note(struct person_csv *w, struct slice what, const char *why,
    struct slice was)
{
	struct buf *b = &w->notes;

	if (b->n > 0)
		buf_add_str(b, "; ");
	buf_add_slice(b, what);
	buf_add_str(b, ": ");
	if (why != NULL)
		buf_add_str(b, why);
	if (why != NULL && was.p != NULL)
		buf_add_str(b, ": ");
	buf_add_slice(b, was);
}

static void
make_notes(struct person_csv *w, const struct table_row *row,
    const bool *used)
{
	const struct plan_column *c = row->row->plan->column;
	enum person_field f;
	size_t i;

	buf_reset(&w->notes);
	for (f = PERSON_ID; f < PERSON_SOURCE; f++)
		if (!w->has[f] && row->person.f[f].p != NULL)
			add_note(w, slice_str(person_field_name(f)), NULL,
			    row->person.f[f]);
	if (row->row->reject != NULL)
		add_note(w, SLICE("reject"), row->row->reject,
		    (struct slice){ NULL, 0 });
	for (i = 0; i < row->notes; i++)
		add_note(w, slice_str(person_field_name(row->note[i].field)),
		    row->note[i].why, row->note[i].from);
	for (i = 0; i < row->others; i++)
		if (!used[i])
			add_note(w, c[row->other[i].column].header, NULL,
			    row->other[i].cell);
	for (i = 0; row->row->reject != NULL && i < row->row->n; i++)
		if (row->row->cell[i].n > 0)
			add_note(w, SLICE("cell"), NULL, row->row->cell[i]);
}

void
person_csv_write(struct person_csv *w, const struct table_row *row,
    struct buf *out)
{
	bool used[PLAN_MAX_COLUMNS] = { false };
	enum person_field f;
	size_t i;

	if (!w->begun)
		write_header(w, row->row->plan, row->row->record.p != NULL,
		    out);
	for (f = PERSON_ID; f < PERSON_SOURCE; f++) {
		if (w->has[f])
			put(out, row->person.f[f]);
	}
	for (i = 0; i < w->columns; i++)
		put(out, cell_for(w, row, i, used));
	w->from.n = w->from_n;
	if (row->row->sheet.n > 0) {
		buf_add_char(&w->from, '!');
		buf_add_slice(&w->from, row->row->sheet);
	}
	buf_add_char(&w->from, ':');
	buf_add_number(&w->from, row->line);
	put(out, buf_slice(&w->from));
	make_notes(w, row, used);
	csv_put(buf_slice(&w->notes), out);
	buf_add(out, "\r\n", 2);
}
