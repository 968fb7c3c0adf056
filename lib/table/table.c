/* SPDX-License-Identifier: ISC */
/* From bytes to rows: what kind of text, which separator, which header. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/csv.h"
#include "table/table_priv.h"
#include "text/utf8.h"

#define GUESS_BYTES (64u << 10)		/* looked at for the separator */
#define GUESS_LINES 10
#define HEADER_ROWS 20			/* rows in which a header may stand */

struct table {
	table_row_fn *row;
	void *ctx;
	struct csv_reader *csv;		/* NULL: still gathering in `start` */
	struct buf start, text;
	enum column column[CSV_MAX_CELLS];
	size_t columns;			/* 0: no header yet */
	unsigned rows;
	unsigned long long line;
	const char *why;
	struct table_row out;
};

struct table *
table_new(table_row_fn *row, void *ctx)
{
	struct table *t = xcalloc(1, sizeof *t);

	t->row = row;
	t->ctx = ctx;
	return t;
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	csv_reader_free(t->csv);
	buf_wipe(&t->start);
	buf_wipe(&t->text);
	mem_wipe(t, sizeof *t);
	free(t);
}

static enum err
refuse(struct table *t, enum err e, const char *why)
{
	t->why = why;
	return e;
}

/* Files that are no text in UTF-8 begin like this. */
static enum err
check_kind(struct table *t, struct slice s)
{
	if (slice_starts(s, "PK\003\004"))
		return refuse(t, ERR_UNSUPPORTED, N_("a workbook (XLSX): "
		    "save the sheet as CSV UTF-8"));
	if (slice_starts(s, "\320\317\021\340"))
		return refuse(t, ERR_UNSUPPORTED, N_("an old workbook (XLS): "
		    "save the sheet as CSV UTF-8"));
	if (slice_starts(s, "\377\376") || slice_starts(s, "\376\377"))
		return refuse(t, ERR_UNSUPPORTED, N_("text in UTF-16: save it "
		    "as CSV UTF-8"));
	return ERR_OK;
}

/* How often `c` stands outside quotes in the line; `s` moves behind it. */
static size_t
count_in_line(struct slice *s, char c)
{
	bool quoted = false;
	size_t n = 0;
	char x;

	while (s->n > 0) {
		x = s->p[0];
		s->p++;
		s->n--;
		if (x == '"')
			quoted = !quoted;
		else if (x == '\n' && !quoted)
			break;
		n += x == c && !quoted;
	}
	return n;
}

/* The sign that stands most often in the line where it stands most often, of
 * the first lines: a title above the header has none. */
static char
guess_separator(struct slice s)
{
	static const char signs[] = { ',', ';', '\t' };
	size_t i, k, n, best = 0;
	char sign = ',';

	for (i = 0; i < sizeof signs; i++) {
		struct slice rest = s;

		for (k = 0; k < GUESS_LINES && rest.n > 0; k++) {
			n = count_in_line(&rest, signs[i]);
			if (n > best) {
				best = n;
				sign = signs[i];
			}
		}
	}
	return sign;
}

/* The header's cells, if this row is one: a number's or a name's column. Of
 * two columns with one meaning the first counts, but a weak name ("ID" may
 * count the rows) yields to a stronger one. */
static bool
is_header(struct table *t, const struct csv_row *row)
{
	bool seen[COLUMNS] = { false }, was_weak[COLUMNS] = { false }, weak;
	size_t at[COLUMNS] = { 0 }, i;
	enum column c;

	for (i = 0; i < row->n; i++) {
		weak = false;
		c = header_column(row->cell[i], &weak);
		t->column[i] = COLUMN_NONE;
		if (c == COLUMN_NONE || (seen[c] && (weak || !was_weak[c])))
			continue;
		if (seen[c])
			t->column[at[c]] = COLUMN_NONE;
		t->column[i] = c;
		seen[c] = true;
		was_weak[c] = weak;
		at[c] = i;
	}
	return seen[COLUMN_ID] || seen[COLUMN_OLD_ID] || seen[COLUMN_DOC_NO];
}

/* A list without a header: the column that holds a number is the number's. */
static bool
is_bare_list(struct table *t, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->n; i++)
		t->column[i] = COLUMN_NONE;
	for (i = 0; i < row->n; i++)
		if (table_is_number(row->cell[i])) {
			t->column[i] = COLUMN_ID;
			return true;
		}
	return false;
}

static enum err
give_row(struct table *t, const struct csv_row *row)
{
	struct slice cell[COLUMNS] = { { NULL, 0 } };
	size_t i;
	enum err e;

	for (i = 0; i < row->n && i < t->columns; i++)
		cell[t->column[i]] = row->cell[i];
	buf_reset(&t->text);
	t->out.line = t->line + row->line;
	e = table_person(cell, &t->text, &t->out);
	return e != ERR_OK ? e : t->row(t->ctx, &t->out);
}

/* Also in columns that nobody asks for: one wrong byte tells the charset of
 * the whole table. */
static bool
is_utf8(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->n; i++)
		if (!utf8_is_valid(row->cell[i]))
			return false;
	return true;
}

static enum err
on_row(void *ctx, const struct csv_row *row)
{
	struct table *t = ctx;

	if (!is_utf8(row))
		return refuse(t, ERR_UTF8, N_("is not valid UTF-8: save the "
		    "table as CSV UTF-8"));
	if (t->columns > 0)
		return give_row(t, row);
	if (is_header(t, row)) {
		t->columns = row->n;
		return ERR_OK;
	}
	if (is_bare_list(t, row)) {
		t->columns = row->n;
		return give_row(t, row);
	}
	if (++t->rows == HEADER_ROWS)
		return refuse(t, ERR_NOT_FOUND, N_("no column of numbers: "
		    "name one of them CCCD in the first row"));
	return ERR_OK;
}

/* What was gathered decides how the rest is read. */
static enum err
start(struct table *t)
{
	struct slice s = buf_slice(&t->start);
	char sign;
	enum err e = check_kind(t, s);

	if (e != ERR_OK)
		return e;
	if (slice_starts(s, "\357\273\277")) {
		s.p += 3;
		s.n -= 3;
	}
	sign = guess_separator(s);
	if (slice_starts(s, "sep=") && s.n > 4) {
		/* Excel's own note, alone on the first line */
		sign = s.p[4];
		(void)count_in_line(&s, sign);
		t->line = 1;
	}
	if (sign == '"' || sign == '\n' || sign == '\r')
		return refuse(t, ERR_FORMAT, NULL);
	t->csv = csv_reader_new(sign, on_row, t);
	return csv_reader_feed(t->csv, s);
}

enum err
table_feed(struct table *t, struct slice block)
{
	if (t->csv != NULL)
		return csv_reader_feed(t->csv, block);
	buf_add_slice(&t->start, block);
	return t->start.n < GUESS_BYTES ? ERR_OK : start(t);
}

enum err
table_end(struct table *t)
{
	enum err e = t->csv == NULL ? start(t) : ERR_OK;

	if (e == ERR_OK)
		e = csv_reader_end(t->csv);
	if (e == ERR_TRUNCATED)
		return refuse(t, e, N_("a quote is opened and not closed"));
	if (e == ERR_OK && t->columns == 0)
		return refuse(t, ERR_NOT_FOUND, N_("no column of numbers: "
		    "name one of them CCCD in the first row"));
	return e;
}

unsigned long long
table_line(const struct table *t)
{
	return t->csv != NULL ? t->line + csv_reader_line(t->csv) : 1;
}

const char *
table_why(const struct table *t)
{
	return t->why;
}
