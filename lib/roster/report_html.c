/* SPDX-License-Identifier: ISC */
/* The page of a comparison: its head and its items. */
#include "page/page.h"
#include "roster/report_priv.h"

#define WIDE 4			/* columns behind class, person and lines */

static void
put_heading(struct buf *out, page_text_fn *text, const char *label,
    const char *file)
{
	buf_add_str(out, "<th scope=\"col\">");
	page_put_str(out, text(label));
	if (file != NULL) {
		buf_add_str(out, ": ");
		page_put_str(out, file);
	}
	buf_add_str(out, "</th>\n");
}

void
report_html_head(const struct report_html *r, struct buf *out)
{
	page_head(out, r->text, r->text(N_("comparison of two rosters")));
	buf_add_str(out, "<p class=\"dim\">");
	page_put_str(out, r->head->name[0]);
	buf_add_str(out, " ↔ ");
	page_put_str(out, r->head->name[1]);
	buf_add_str(out, "</p>\n<table class=\"list\">\n<thead><tr>\n");
	put_heading(out, r->text, N_("class"), NULL);
	put_heading(out, r->text, N_("person"), NULL);
	put_heading(out, r->text, N_("lines"), NULL);
	put_heading(out, r->text, N_("column"), NULL);
	put_heading(out, r->text, N_("left"), r->head->name[0]);
	put_heading(out, r->text, N_("right"), r->head->name[1]);
	put_heading(out, r->text, N_("cause"), NULL);
	buf_add_str(out, "</tr></thead>\n");
}

/* The words that the item is filtered by. */
static void
put_words(const struct diff_item *i, struct buf *out)
{
	bool seen[CAUSES] = { false };
	size_t k;

	buf_printf(out, "<tbody class=\"i\" data-class=\"%s\" data-cause=\"",
	    diff_class_name(i->class));
	for (k = 0; k < i->cells; k++) {
		if (seen[i->cell[k].cause])
			continue;
		seen[i->cell[k].cause] = true;
		buf_printf(out, "%s ", cause_name(i->cell[k].cause));
	}
	if (i->cells > 0)
		out->n--;
	buf_add_str(out, "\" data-column=\"");
	for (k = 0; k < i->cells; k++)
		buf_printf(out, "%s%zu", k > 0 ? " " : "", i->cell[k].column);
	buf_add_str(out, "\">\n");
}

/* The name, in one column or in two. */
static void
put_name(const struct diff_head *h, const struct diff_row *row,
    struct buf *out)
{
	static const enum column part[] = { COLUMN_NAME, COLUMN_FAMILY,
	    COLUMN_GIVEN };
	size_t k, i;
	bool any = false;

	for (k = 0; k < sizeof part / sizeof part[0]; k++)
		for (i = 0; i < h->columns; i++) {
			if (h->column[i].is != part[k] ||
			    row->cell[i].n == 0)
				continue;
			if (any)
				buf_add_char(out, ' ');
			page_put(out, row->cell[i], false);
			any = true;
		}
}

static void
put_person(const struct report_html *r, const struct diff_item *i,
    size_t rows, struct buf *out)
{
	const struct diff_row *row = i->left != NULL && i->left->cell != NULL ?
	    i->left : i->right;

	buf_printf(out, "<tr><td rowspan=\"%zu\"><span class=\"k %s\" "
	    "title=\"%s\">", rows, diff_class_name(i->class),
	    diff_class_name(i->class));
	page_put_str(out, r->text(report_class_label(i->class)));
	buf_printf(out, "</span></td><td class=\"w\" rowspan=\"%zu\">", rows);
	if (row != NULL && row->cell != NULL) {
		buf_add_str(out, "<span class=\"who\">");
		put_name(r->head, row, out);
		buf_add_str(out, "</span>");
	}
	buf_add_str(out, "<span class=\"key\">");
	if (i->key.n > 0)
		page_put(out, i->key, false);
	else
		buf_add_str(out, "—");
	buf_printf(out, "</span></td><td class=\"key col\" rowspan=\"%zu\">",
	    rows);
	if (i->left != NULL)
		buf_printf(out, "%llu", i->left->line);
	if (i->left != NULL && i->right != NULL)
		buf_add_str(out, " ↔ ");
	if (i->right != NULL)
		buf_printf(out, "%llu", i->right->line);
	buf_add_str(out, "</td>");
}

static void
put_cell(const struct report_html *r, const struct diff_cell *c,
    struct buf *out)
{
	struct buf left = { 0 }, right = { 0 };

	report_marks(c->left, c->right, &left, &right);
	buf_add_str(out, "<td class=\"col\">");
	page_put(out, r->head->column[c->column].name, false);
	buf_add_str(out, c->left.n > 0 ? "</td><td class=\"l\">" :
	    "</td><td class=\"l none\">");
	buf_add_slice(out, buf_slice(&left));
	buf_add_str(out, c->right.n > 0 ? "</td><td class=\"r\">" :
	    "</td><td class=\"r none\">");
	buf_add_slice(out, buf_slice(&right));
	buf_add_str(out, "</td><td>");
	page_put_str(out, r->text(report_cause_label(c->cause)));
	buf_add_str(out, "</td></tr>\n");
	buf_wipe(&left);
	buf_wipe(&right);
}

/* The whole row of the one side that has it. */
static void
put_row(const struct report_html *r, const struct diff_row *row,
    unsigned side, struct buf *out)
{
	size_t k, i, n = report_columns(r->head, side);
	struct slice name;

	buf_printf(out, "<td class=\"%s", side == 0 ? "l" : "r");
	if (row == NULL || row->cell == NULL) {
		buf_add_str(out, " none\"></td>");
		return;
	}
	buf_add_str(out, "\">");
	for (k = 0; k < n; k++) {
		i = report_column(r->head, side, k, &name);
		if (row->cell[i].n == 0)
			continue;
		buf_add_str(out, "<span class=\"v\"><span>");
		page_put(out, name, false);
		buf_add_str(out, ":</span> ");
		page_put(out, row->cell[i], false);
		buf_add_str(out, "</span>");
	}
	buf_add_str(out, "</td>");
}

static void
put_why(const struct report_html *r, const struct diff_item *i,
    struct buf *out)
{
	struct buf why = { 0 };

	if (i->why == NULL)
		return;
	report_why(i, r->text(i->why), &why);
	page_put(out, buf_slice(&why), true);
	buf_release(&why);
}

static void
put_whole(const struct report_html *r, const struct diff_item *i,
    struct buf *out)
{
	if (i->left != NULL && i->right != NULL) {
		buf_printf(out, "<td colspan=\"%d\" class=\"col\">", WIDE);
		page_put_str(out, r->text(N_("no cell differs")));
		if (i->why != NULL)
			buf_add_str(out, ": ");
	} else {
		buf_add_str(out, "<td></td>");
		put_row(r, i->left, 0, out);
		put_row(r, i->right, 1, out);
		buf_add_str(out, "<td class=\"col\">");
	}
	put_why(r, i, out);
	buf_add_str(out, "</td></tr>\n");
}

static void
put_weight(const struct report_html *r, int hundredths, struct buf *out)
{
	struct buf bits = { 0 };
	struct slice rest, whole;

	buf_add_str(out, " <b>");
	if (hundredths > 0)
		buf_add_char(out, '+');
	report_bits(hundredths, &bits);
	rest = buf_slice(&bits);
	(void)slice_split(&rest, '.', &whole);
	buf_add_slice(out, whole);
	/* The sign before a fraction. */
	page_put_str(out, r->text(N_(".")));
	buf_add_slice(out, rest);
	buf_release(&bits);
	buf_add_str(out, "</b></span>");
}

/* What the score is made of, and what else there is to say. */
static void
put_score(const struct report_html *r, const struct diff_item *i,
    struct buf *out)
{
	const struct fuzzy_score *s = i->score;
	unsigned k;

	buf_printf(out, "<tr><td colspan=\"%d\" class=\"e\">", WIDE);
	if (s != NULL) {
		buf_add_str(out, "<span>");
		page_put_str(out, r->text(N_("weight, in bits")));
		put_weight(r, s->total, out);
		buf_add_str(out, "<span>");
		page_put_str(out, r->text(N_("before the next best")));
		put_weight(r, s->lead, out);
	}
	for (k = 0; s != NULL && k < FUZZY_PARTS; k++) {
		if (s->part[k].level == NULL)
			continue;
		buf_add_str(out, "<span class=\"dim\">");
		page_put_str(out, r->text(report_part_label(k)));
		buf_add_str(out, ": ");
		page_put_str(out, r->text(s->part[k].level));
		put_weight(r, s->part[k].weight, out);
	}
	put_why(r, i, out);
	buf_add_str(out, "</td></tr>\n");
}

void
report_html_item(const struct report_html *r, const struct diff_item *i,
    struct buf *out)
{
	bool more = i->score != NULL || (i->why != NULL && i->cells > 0);
	size_t k;

	put_words(i, out);
	put_person(r, i, (i->cells > 0 ? i->cells : 1) + more, out);
	for (k = 0; k < i->cells; k++) {
		if (k > 0)
			buf_add_str(out, "<tr>");
		put_cell(r, &i->cell[k], out);
	}
	if (i->cells == 0)
		put_whole(r, i, out);
	if (more)
		put_score(r, i, out);
	buf_add_str(out, "</tbody>\n");
}
