/* SPDX-License-Identifier: ISC */
/* Items for spreadsheets. */
#include "roster/report.h"
#include "roster/report_priv.h"
#include "table/csv.h"

#define BOM "\357\273\277"

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
	csv_put(buf_slice(&text), out);
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
	csv_put(i->key, out);
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
		csv_put(buf_slice(&why), out);
		buf_release(&why);
	}
	buf_add_str(out, "\r\n");
}

void
report_csv_head(bool brief, struct buf *out)
{
	buf_add_str(out, BOM "class,key,left_line,right_line,column,");
	buf_add_str(out, brief ? "cause," : "left,right,cause,");
	buf_add_str(out, "score,lead,why\r\n");
}

static void
put_whole(const struct diff_head *h, const struct diff_item *i, bool brief,
    struct buf *out)
{
	bool pair = i->left != NULL && i->right != NULL;

	put_item(i, out);
	buf_add_char(out, ',');
	if (!brief) {
		if (!pair && i->left != NULL)
			put_row(h, i->left, 0, out);
		buf_add_char(out, ',');
		if (!pair && i->right != NULL)
			put_row(h, i->right, 1, out);
		buf_add_char(out, ',');
	}
	put_evidence(i, out);
}

void
report_csv(const struct diff_head *h, const struct diff_item *i, bool brief,
    struct buf *out)
{
	const struct diff_cell *c;

	for (c = i->cell; c < i->cell + i->cells; c++) {
		put_item(i, out);
		csv_put(h->column[c->column].name, out);
		buf_add_char(out, ',');
		if (!brief) {
			csv_put(c->left, out);
			buf_add_char(out, ',');
			csv_put(c->right, out);
			buf_add_char(out, ',');
		}
		buf_add_str(out, cause_name(c->cause));
		put_evidence(i, out);
	}
	if (i->cells == 0)
		put_whole(h, i, brief, out);
}

void
report_head(struct report_form f, struct buf *out)
{
	if (f.csv)
		report_csv_head(f.brief, out);
}

void
report_item(struct report_form f, const struct diff_head *h,
    const struct diff_item *i, struct buf *out)
{
	if (report_plain(f, h, i, out))
		return;
	if (f.csv)
		report_csv(h, i, f.brief, out);
	else
		report_json(h, i, f.brief, out);
}
