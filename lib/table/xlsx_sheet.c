/* SPDX-License-Identifier: ISC */
/* A sheet's rows out of its XML. Only what a row holds is touched: a cell at
 * the far end costs no more than one at the start. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"

static const char why_place[] =
    N_("a cell stands in a row or column that no sheet has, or in two places: "
    "open the workbook in a spreadsheet program and save it anew");
static const char why_order[] =
    N_("the rows of the sheet are not in order: open the workbook in a "
    "spreadsheet program and save it anew");
static const char why_string[] =
    N_("a cell names a text that the workbook does not hold: open it in a "
    "spreadsheet program and save it anew");
static const char why_long[] =
    N_("a cell holds more text than any spreadsheet program allows: mend the "
    "cell");
static const char why_row[] =
    N_("a row holds more text than a roster can: mend the row");

enum where { TOP, IN_DATA, IN_ROW, IN_CELL, IN_VALUE, IN_INLINE, IN_MERGED };
enum type { NUMBER, SHARED, INLINE, STRING, BOOLEAN, DATE, ERROR };

struct xlsx_rows {
	const struct xlsx_strings *strings;
	const struct xlsx_styles *styles;
	bool since_1904;
	xlsx_row_fn *row;
	xlsx_merged_fn *merged;
	void *ctx;
	enum where where;
	struct xlsx_row out;
	unsigned next;			/* column after the last cell */
	unsigned long long seen;
	/* The cell that is being read. */
	unsigned column;
	enum type type;
	struct xlsx_style style;
	bool formula;
	struct buf value;
	struct xlsx_rich rich;
	/* The row's cells, those that are there, and their texts. */
	struct xlsx_cell *cell;
	size_t *at;			/* FREE, SHARED_TEXT or in `text` */
	size_t columns;			/* that there is room for */
	uint16_t set[XLSX_COLUMNS];
	size_t sets;
	struct buf text;
};

#define FREE SIZE_MAX
#define SHARED_TEXT (SIZE_MAX - 1)
#define FEW_COLUMNS 64

struct xlsx_rows *
xlsx_rows_new(const struct xlsx_strings *strings,
    const struct xlsx_styles *styles, struct slice name, xlsx_row_fn *row,
    void *ctx)
{
	struct xlsx_rows *r = xcalloc(1, sizeof *r);

	r->strings = strings;
	r->styles = styles;
	r->out.sheet = name;
	r->row = row;
	r->ctx = ctx;
	return r;
}

void
xlsx_rows_since_1904(struct xlsx_rows *r)
{
	r->since_1904 = r->out.since_1904 = true;
}

void
xlsx_rows_merged(struct xlsx_rows *r, xlsx_merged_fn *merged)
{
	r->merged = merged;
}

void
xlsx_rows_free(struct xlsx_rows *r)
{
	if (r == NULL)
		return;
	buf_wipe(&r->value);
	buf_wipe(&r->text);
	free(r->cell);
	free(r->at);
	free(r);
}

unsigned long long
xlsx_rows_seen(const struct xlsx_rows *r)
{
	return r->seen;
}

static enum err
fail(struct xlsx_xml *x, enum err e, const char *why)
{
	xlsx_xml_why(x, why);
	return e;
}

static enum err
start_row(struct xlsx_rows *r, struct xlsx_xml *x, const char **att)
{
	unsigned long line = (unsigned long)r->out.line + 1;

	if (xlsx_att(att, "r").p != NULL &&
	    !xlsx_att_number(att, "r", XLSX_ROWS, &line))
		return fail(x, ERR_DAMAGED, why_place);
	if (line <= r->out.line)
		return fail(x, ERR_DAMAGED, why_order);
	if (line > XLSX_ROWS)
		return fail(x, ERR_DAMAGED, why_place);
	r->out.line = line;
	r->out.hidden = xlsx_att_true(att, "hidden");
	r->out.unset = false;
	r->next = 0;
	r->where = IN_ROW;
	return ERR_OK;
}

static enum type
type_of(struct slice t)
{
	static const struct {
		const char *word;
		enum type type;
	} words[] = {
		{ "s", SHARED }, { "n", NUMBER }, { "str", STRING },
		{ "inlineStr", INLINE }, { "b", BOOLEAN }, { "d", DATE },
		{ "e", ERROR },
	};
	size_t i;

	if (t.p == NULL)
		return NUMBER;
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (slice_is(t, words[i].word))
			return words[i].type;
	return STRING;
}

static enum err
start_cell(struct xlsx_rows *r, struct xlsx_xml *x, const char **att)
{
	struct slice ref = xlsx_att(att, "r");
	unsigned long row = 0, style = 0;

	r->column = r->next;
	if (ref.p != NULL && !xlsx_cell_ref(ref, &r->column, &row))
		return fail(x, ERR_DAMAGED, why_place);
	if (r->column >= XLSX_COLUMNS || (row != 0 && row != r->out.line))
		return fail(x, ERR_DAMAGED, why_place);
	r->next = r->column + 1;
	r->type = type_of(xlsx_att(att, "t"));
	(void)xlsx_att_number(att, "s", XLSX_MAX_STYLES, &style);
	r->style = xlsx_style(r->styles, style);
	r->formula = false;
	buf_reset(&r->value);
	r->where = IN_CELL;
	return ERR_OK;
}

/* "B3:B7"; one that is none is no matter. */
static void
merged(const struct xlsx_rows *r, struct slice ref)
{
	unsigned long line, last;
	unsigned column, to;
	struct slice from;

	if (r->merged != NULL && slice_split(&ref, ':', &from) &&
	    xlsx_cell_ref(from, &column, &line) &&
	    xlsx_cell_ref(ref, &to, &last) && line > 0 && last > line)
		r->merged(r->ctx, column, line, last);
}

/* Below the sheet itself. */
static bool
start_part(struct xlsx_rows *r, const char *name)
{
	if (strcmp(name, "sheetData") == 0)
		r->where = IN_DATA;
	else if (strcmp(name, "mergeCells") == 0)
		r->where = IN_MERGED;
	else
		return strcmp(name, "worksheet") == 0;
	return true;
}

static enum err
on_start(void *ctx, struct xlsx_xml *x, const char *name, const char **att)
{
	struct xlsx_rows *r = ctx;

	switch (r->where) {
	case IN_DATA:
		if (strcmp(name, "row") == 0)
			return start_row(r, x, att);
		break;
	case IN_ROW:
		if (strcmp(name, "c") == 0)
			return start_cell(r, x, att);
		break;
	case IN_CELL:
		if (strcmp(name, "v") == 0) {
			r->where = IN_VALUE;
			buf_reset(&r->value);
			xlsx_xml_want(x, true);
			return ERR_OK;
		}
		if (strcmp(name, "is") == 0) {
			r->where = IN_INLINE;
			buf_reset(&r->value);
			xlsx_rich_open(&r->rich, &r->value);
			return ERR_OK;
		}
		r->formula = r->formula || strcmp(name, "f") == 0;
		break;
	case IN_INLINE:
		return xlsx_rich_start(&r->rich, x, name, att);
	case TOP:
		if (start_part(r, name))
			return ERR_OK;
		break;
	case IN_MERGED:
		if (strcmp(name, "mergeCell") == 0)
			merged(r, xlsx_att(att, "ref"));
		break;
	case IN_VALUE:
		break;
	}
	xlsx_xml_skip(x);
	return ERR_OK;
}

static enum err
on_text(void *ctx, struct xlsx_xml *x, struct slice s)
{
	struct xlsx_rows *r = ctx;

	if (r->where == IN_INLINE)
		return xlsx_rich_text(&r->rich, x, s);
	if (r->value.n + s.n > XLSX_MAX_CELL)
		return fail(x, ERR_TOO_LONG, why_long);
	buf_add_slice(&r->value, s);
	return ERR_OK;
}

static void
make_room(struct xlsx_rows *r)
{
	size_t n = r->columns == 0 ? FEW_COLUMNS : r->columns;

	while (n <= r->column)
		n *= 2;
	r->cell = xreallocarray(r->cell, n, sizeof *r->cell);
	r->at = xreallocarray(r->at, n, sizeof *r->at);
	for (; r->columns < n; r->columns++) {
		r->cell[r->columns] = (struct xlsx_cell){ .font = CHARSETS };
		r->at[r->columns] = FREE;
	}
}

/* The cell's place in the row. */
static struct xlsx_cell *
take(struct xlsx_rows *r, xlsx_hint hint, size_t at)
{
	struct xlsx_cell *c = &r->cell[r->column];

	r->set[r->sets++] = (uint16_t)r->column;
	r->at[r->column] = at;
	c->font = xlsx_hint_charset(hint != 0 ? hint : r->style.hint,
	    &c->upper);
	return c;
}

static enum err
shared(struct xlsx_rows *r, struct xlsx_xml *x)
{
	struct slice s = slice_trim(buf_slice(&r->value)), text;
	struct xlsx_cell *c;
	unsigned long i = 0;
	xlsx_hint hint;
	size_t k;

	for (k = 0; k < s.n && k < 10; k++)
		i = i * 10 + (unsigned long)(s.p[k] - '0');
	if (!slice_digits(s) || s.n > 10 ||
	    !xlsx_string(r->strings, i, &text, &hint))
		return fail(x, ERR_DAMAGED, why_string);
	c = take(r, hint, SHARED_TEXT);
	c->text = text;
	c->kind = text.n > 0 ? XLSX_TEXT : XLSX_EMPTY;
	return ERR_OK;
}

/* A number, or a date where its format says so; anything else is text. */
static void
number(struct xlsx_rows *r, struct xlsx_cell *c, struct slice s)
{
	size_t from = r->text.n, date;

	c->kind = XLSX_NUMBER;
	if (!xlsx_number(s, &r->text, &c->serial)) {
		c->kind = XLSX_TEXT;
		buf_add_slice(&r->text, s);
		return;
	}
	date = r->text.n;
	if (r->style.shown == XLSX_AS_NUMBER ||
	    !xlsx_serial(c->serial, r->since_1904,
	    (enum xlsx_shown)r->style.shown, &r->text))
		return;
	memmove(r->text.p + from, r->text.p + date, r->text.n - date);
	r->text.n -= date - from;
	c->kind = XLSX_DATE;
}

static void
value(struct xlsx_rows *r, struct xlsx_cell *c)
{
	struct slice s;

	xlsx_unescape(&r->value, 0);
	s = buf_slice(&r->value);
	c->kind = XLSX_TEXT;
	switch (r->type) {
	case NUMBER:
		number(r, c, s);
		return;
	case BOOLEAN:
		c->kind = XLSX_BOOL;
		s = slice_trim(s);
		if (slice_is(s, "1") || slice_is(s, "true"))
			s = SLICE("TRUE");
		else if (slice_is(s, "0") || slice_is(s, "false"))
			s = SLICE("FALSE");
		break;
	case DATE:
		if (xlsx_iso_date(s, &r->text, &c->serial)) {
			c->kind = XLSX_DATE;
			return;
		}
		break;
	case ERROR:
		c->kind = XLSX_ERROR;
		break;
	default:
		break;
	}
	buf_add_slice(&r->text, s);
}

static enum err
end_cell(struct xlsx_rows *r, struct xlsx_xml *x)
{
	size_t from = r->text.n;
	struct xlsx_cell *c;

	if (r->column >= r->columns)
		make_room(r);
	if (r->at[r->column] != FREE)
		return fail(x, ERR_DAMAGED, why_place);
	/* a text that is empty is a result too */
	r->out.unset = r->out.unset || (r->formula && r->value.n == 0 &&
	    r->type != STRING);
	if (r->value.n == 0)
		return ERR_OK;
	if (r->type == SHARED)
		return shared(r, x);
	c = take(r, r->type == INLINE ? xlsx_rich_hint(&r->rich) : 0,
	    from);
	if (r->type == INLINE) {
		c->kind = XLSX_TEXT;
		buf_add_slice(&r->text, buf_slice(&r->value));
	} else
		value(r, c);
	c->text.n = r->text.n - from;
	if (r->text.n > XLSX_MAX_ROW_TEXT)
		return fail(x, ERR_TOO_LONG, why_row);
	return ERR_OK;
}

static enum err
end_row(struct xlsx_rows *r)
{
	enum err e = ERR_OK;
	unsigned column;
	size_t i;

	r->out.cell = r->cell;
	r->out.n = 0;
	for (i = 0; i < r->sets; i++) {
		column = r->set[i];
		if (r->at[column] != SHARED_TEXT)
			r->cell[column].text.p = r->text.p + r->at[column];
		if (r->cell[column].text.n > 0 && column >= r->out.n)
			r->out.n = column + 1;
	}
	if (r->out.n > 0 || r->out.unset) {
		r->seen++;
		e = r->row(r->ctx, &r->out);
	}
	for (i = 0; i < r->sets; i++) {
		column = r->set[i];
		r->cell[column] = (struct xlsx_cell){ .font = CHARSETS };
		r->at[column] = FREE;
	}
	r->sets = 0;
	buf_reset(&r->text);
	return e;
}

static enum err
on_end(void *ctx, struct xlsx_xml *x, const char *name)
{
	struct xlsx_rows *r = ctx;

	switch (r->where) {
	case IN_VALUE:
		r->where = IN_CELL;
		return ERR_OK;
	case IN_INLINE:
		if (strcmp(name, "is") == 0)
			r->where = IN_CELL;
		else
			xlsx_rich_end(&r->rich, x, name);
		return ERR_OK;
	case IN_CELL:
		r->where = IN_ROW;
		return end_cell(r, x);
	case IN_ROW:
		r->where = IN_DATA;
		return end_row(r);
	case IN_DATA:
	case IN_MERGED:
	case TOP:
		r->where = TOP;
		break;
	}
	return ERR_OK;
}

const struct xlsx_events xlsx_rows_events =
    { "worksheet", on_start, on_end, on_text };
