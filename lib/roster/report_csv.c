/* SPDX-License-Identifier: ISC */
/* Items for spreadsheets. A program that opens a CSV file changes what it takes
 * for numbers and dates (a number of 12 digits loses its zero, 1/2 becomes a
 * day) and calculates what looks like a formula. So a cell that it may take for
 * one of the former is written ="..." , which every spreadsheet shows as that
 * very text (and our own reader undoes), and one of the latter gets an
 * apostrophe in front. Control and bidirectional characters are shown. */
#include <string.h>

#include "roster/report.h"
#include "roster/report_priv.h"
#include "text/utf8.h"

#define BOM "\357\273\277"

/* Of digits and what dates, times, amounts and powers are made of. */
static bool
is_numeric(struct slice s)
{
	bool digit = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digit = true;
		else if (strchr("+-.,:/ eE%$", s.p[i]) == NULL ||
		    s.p[i] == '\0')
			return false;
	}
	return digit;
}

/* Also where blanks stand before the sign, and in full width. */
static bool
is_formula(struct slice s)
{
	static const char *const sign[] = { "=", "+", "-", "@", "\t", "\r",
	    "\n", "\357\274\235", "\357\274\213", "\357\274\215",
	    "\357\274\240" };
	size_t i;

	for (; s.n > 0 && *s.p == ' '; s.p++, s.n--)
		continue;
	for (i = 0; i < sizeof sign / sizeof sign[0]; i++)
		if (slice_starts(s, sign[i]))
			return true;
	return false;
}

static void
quote(struct slice s, struct buf *out)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, s.p[i]);
	}
}

static void
put_text(struct slice s, struct buf *out)
{
	struct buf shown = { 0 };

	if (!utf8_is_valid(s) || utf8_has_unsafe(s)) {
		utf8_add_shown(&shown, s);
		quote(buf_slice(&shown), out);
		buf_wipe(&shown);
	} else
		quote(s, out);
}

static void
put_cell(struct slice s, struct buf *out)
{
	if (s.n == 0)
		return;
	if (is_numeric(s)) {
		buf_add_str(out, "\"=\"\"");
		buf_add_slice(out, s);
		buf_add_str(out, "\"\"\"");
		return;
	}
	buf_add_char(out, '"');
	if (is_formula(s))
		buf_add_char(out, '\'');
	put_text(s, out);
	buf_add_char(out, '"');
}

/* The whole row in one cell: "Ho ten: ... | Ngay sinh: ...". */
static void
put_row(const struct diff_head *h, const struct diff_row *row, unsigned side,
    struct buf *out)
{
	size_t k, i, n = row->cell != NULL ? report_columns(h, side) : 0;
	struct buf text = { 0 };
	struct slice name;

	for (k = 0; k < n; k++) {
		i = report_column(h, side, k, &name);
		if (row->cell[i].n == 0)
			continue;
		if (text.n > 0)
			buf_add_str(&text, " | ");
		buf_add_slice(&text, name);
		buf_add_str(&text, ": ");
		buf_add_slice(&text, row->cell[i]);
	}
	put_cell(buf_slice(&text), out);
	buf_wipe(&text);
}

static void
put_line(const struct diff_row *row, struct buf *out)
{
	if (row != NULL)
		buf_add_number(out, row->line);
	buf_add_char(out, ',');
}

static void
put_item(const struct diff_item *i, struct buf *out)
{
	buf_add_str(out, diff_class_name(i->class));
	buf_add_char(out, ',');
	put_cell(i->key, out);
	buf_add_char(out, ',');
	put_line(i->left, out);
	put_line(i->right, out);
}

static void
put_evidence(const struct diff_item *i, struct buf *out)
{
	struct buf why = { 0 };

	buf_add_char(out, ',');
	if (i->score != NULL)
		report_bits(i->score->total, out);
	buf_add_char(out, ',');
	if (i->score != NULL)
		report_bits(i->score->lead, out);
	buf_add_char(out, ',');
	if (i->why != NULL) {
		report_why(i, i->why, &why);
		put_cell(buf_slice(&why), out);
		buf_release(&why);
	}
	buf_add_str(out, "\r\n");
}

void
report_csv_head(const struct diff_head *h, struct buf *out)
{
	(void)h;
	buf_add_str(out, BOM "class,key,left_line,right_line,column,left,"
	    "right,cause,score,lead,why\r\n");
}

static void
put_whole(const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	bool pair = i->left != NULL && i->right != NULL;

	put_item(i, out);
	buf_add_char(out, ',');
	if (!pair && i->left != NULL)
		put_row(h, i->left, 0, out);
	buf_add_char(out, ',');
	if (!pair && i->right != NULL)
		put_row(h, i->right, 1, out);
	buf_add_char(out, ',');
	put_evidence(i, out);
}

void
report_csv(const struct diff_head *h, const struct diff_item *i,
    struct buf *out)
{
	const struct diff_cell *c;

	for (c = i->cell; c < i->cell + i->cells; c++) {
		put_item(i, out);
		put_cell(h->column[c->column].name, out);
		buf_add_char(out, ',');
		put_cell(c->left, out);
		buf_add_char(out, ',');
		put_cell(c->right, out);
		buf_add_char(out, ',');
		buf_add_str(out, cause_name(c->cause));
		put_evidence(i, out);
	}
	if (i->cells == 0)
		put_whole(h, i, out);
}
