/* SPDX-License-Identifier: ISC */
/* The summary of a comparison's page, and its filters. They are known last,
 * and the page's script puts them first. */
#include <stdio.h>

#include "page/page.h"
#include "roster/report_priv.h"

static void
put_text(const struct report_html *r, const char *message, struct buf *out)
{
	page_put_str(out, r->text(message));
}

/* "1,000 rows = 900 the same + 90 changed + 10 only on the left". */
static void
put_equation(const struct report_html *r, const struct diff_summary *s,
    unsigned side, struct buf *out)
{
	bool first = true;
	unsigned c;

	buf_add_str(out, "<div>");
	put_text(r, side == 0 ? N_("left") : N_("right"), out);
	buf_add_str(out, ": <b>");
	page_number(out, r->text, s->rows[side]);
	buf_add_str(out, "</b> ");
	put_text(r, N_("rows"), out);
	buf_add_str(out, " =");
	for (c = 0; c <= DIFF_CLASSES; c++) {
		unsigned long long n = c == DIFF_CLASSES ? s->skipped[side] :
		    diff_has_side((enum diff_class)c, side) ? s->of[c] : 0;

		if (n == 0)
			continue;
		buf_add_str(out, first ? " <b>" : " + <b>");
		page_number(out, r->text, n);
		buf_add_str(out, "</b> ");
		put_text(r, c == DIFF_CLASSES ? N_("left out (blank, heading, "
		    "total)") : report_class_label((enum diff_class)c), out);
		first = false;
	}
	buf_add_str(out, first ? " <b>0</b></div>\n" : "</div>\n");
}

static void
put_balance(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	bool good = diff_balances(s);

	buf_add_str(out, good ? "<div class=\"eq\">\n" :
	    "<div class=\"eq bad\">\n");
	put_equation(r, s, 0, out);
	put_equation(r, s, 1, out);
	buf_add_str(out, "<div>");
	put_text(r, good ? N_("every row stands in exactly one class") :
	    N_("THE SUM DOES NOT COME OUT: rows were lost, do not use this "
	    "report"), out);
	buf_add_str(out, "</div>\n</div>\n");
}

static void
put_class(const struct report_html *r, const struct diff_summary *s,
    enum diff_class c, struct buf *out)
{
	unsigned side;

	buf_printf(out, "<tr%s><td><span class=\"k %s\">",
	    s->of[c] == 0 ? " class=\"zero\"" : "", diff_class_name(c));
	put_text(r, report_class_label(c), out);
	buf_add_str(out, "</span></td>");
	for (side = 0; side < 2; side++) {
		buf_add_str(out, "<td class=\"num\">");
		if (diff_has_side(c, side))
			page_number(out, r->text, s->of[c]);
		buf_add_str(out, "</td>");
	}
	buf_add_str(out, "</tr>\n");
}

static void
put_classes(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	unsigned c;

	buf_add_str(out, "<section>\n<h2>");
	put_text(r, N_("classes"), out);
	buf_add_str(out, "</h2>\n<table>\n<thead><tr><th></th>"
	    "<th class=\"num\">");
	put_text(r, N_("left"), out);
	buf_add_str(out, "</th><th class=\"num\">");
	put_text(r, N_("right"), out);
	buf_add_str(out, "</th></tr></thead>\n<tbody>\n");
	for (c = 0; c < DIFF_CLASSES; c++)
		put_class(r, s, (enum diff_class)c, out);
	buf_add_str(out, "</tbody>\n</table>\n</section>\n");
}

static void
put_cause(const struct report_html *r, const struct diff_summary *s,
    enum cause c, unsigned long long most, struct buf *out)
{
	buf_add_str(out, "<tr><td>");
	put_text(r, report_cause_label(c), out);
	buf_add_str(out, "</td><td class=\"num\">");
	page_number(out, r->text, s->cause[c]);
	buf_printf(out, "</td><td><svg class=\"bar\" viewBox=\"0 0 100 1\" "
	    "preserveAspectRatio=\"none\"><rect width=\"%u\" height=\"1\"/>"
	    "</svg></td></tr>\n", (unsigned)(100.0 * (double)s->cause[c] /
	    (double)most + 0.5));
}

static void
put_causes(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	unsigned long long most = 0;
	unsigned c;

	for (c = 0; c < CAUSES; c++)
		if (s->cause[c] > most)
			most = s->cause[c];
	buf_add_str(out, "<section>\n<h2>");
	put_text(r, N_("why cells differ"), out);
	buf_add_str(out, "</h2>\n");
	if (most == 0) {
		buf_add_str(out, "<p class=\"dim\">");
		put_text(r, N_("no cell differs"), out);
		buf_add_str(out, "</p>\n</section>\n");
		return;
	}
	buf_add_str(out, "<table>\n<thead><tr><th>");
	put_text(r, N_("cause"), out);
	buf_add_str(out, "</th><th class=\"num\">");
	put_text(r, N_("cells"), out);
	buf_add_str(out, "</th><th></th></tr></thead>\n<tbody>\n");
	for (c = 0; c < CAUSES; c++)
		if (s->cause[c] > 0)
			put_cause(r, s, (enum cause)c, most, out);
	buf_add_str(out, "</tbody>\n</table>\n</section>\n");
}

static void
put_filters(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	char value[24];
	size_t i;
	unsigned c;

	page_filters(out, r->text);
	for (c = 0; c < DIFF_CLASSES; c++)
		if (s->of[c] > 0)
			page_box(out, r->text, "class",
			    diff_class_name((enum diff_class)c),
			    report_class_label((enum diff_class)c), 0);
	page_choice(out, "column", r->text(N_("column")), r->text(N_("all")));
	for (i = 0; i < r->head->columns; i++) {
		if (!r->head->column[i].compared)
			continue;
		snprintf(value, sizeof value, "%zu", i);
		page_option(out, value, r->head->column[i].name);
	}
	page_choice_end(out);
	page_choice(out, "cause", r->text(N_("cause")), r->text(N_("all")));
	for (c = 0; c < CAUSES; c++)
		if (s->cause[c] > 0)
			page_option(out, cause_name((enum cause)c), slice_str(
			    r->text(report_cause_label((enum cause)c))));
	page_choice_end(out);
	page_filters_end(out, r->text);
}

static void
put_undecided(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	struct buf line = { 0 };
	unsigned i;

	for (i = 2; i < REPORT_LINES; i++) {
		report_line(s, i, r->text, &line);
		if (line.n > 0) {
			buf_add_str(out, "<p class=\"more\">");
			page_put(out, buf_slice(&line), false);
			buf_add_str(out, "</p>\n");
		}
		buf_reset(&line);
	}
	buf_release(&line);
}

void
report_html_end(const struct report_html *r, const struct diff_summary *s,
    struct buf *out)
{
	buf_add_str(out, "</table>\n");
	if (r->left_out > 0) {
		buf_add_str(out, "<p class=\"more\">");
		put_text(r, N_("differences that are not on this page:"), out);
		buf_add_char(out, ' ');
		page_number(out, r->text, r->left_out);
		buf_add_str(out, " (--html-rows, --csv)</p>\n");
	}
	put_undecided(r, s, out);
	put_filters(r, s, out);
	buf_add_str(out, "<div id=\"sum\">\n");
	put_balance(r, s, out);
	buf_add_str(out, "<div class=\"sum\">\n");
	put_classes(r, s, out);
	put_causes(r, s, out);
	buf_add_str(out, "</div>\n</div>\n");
	page_end(out);
}
