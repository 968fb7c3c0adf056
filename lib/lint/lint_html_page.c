/* SPDX-License-Identifier: ISC */
/* The page: counts first, then the list with its filters. */
#include "lint/lint_report.h"

static void
put_text(const struct lint_html *h, const char *message, struct buf *out)
{
	page_put_str(out, h->text(message));
}

static void
put_number(const struct lint_html *h, unsigned long long n, struct buf *out)
{
	buf_add_str(out, "<td class=\"num\">");
	page_number(out, h->text, n);
	buf_add_str(out, "</td>");
}

/* Of two columns the first is text. */
static void
open_table(const struct lint_html *h, const char *title,
    const char *const *heading, size_t n, struct buf *out)
{
	size_t i;

	buf_add_str(out, "<section>\n<h2>");
	put_text(h, title, out);
	buf_add_str(out, "</h2>\n<table>\n<thead><tr><th></th>");
	for (i = 0; i < n; i++) {
		buf_add_str(out, i == 0 && n == 2 ?
		    "<th>" : "<th class=\"num\">");
		put_text(h, heading[i], out);
		buf_add_str(out, "</th>");
	}
	buf_add_str(out, "</tr></thead>\n<tbody>\n");
}

static void
close_table(struct buf *out)
{
	buf_add_str(out, "</tbody>\n</table>\n</section>\n");
}

static void
put_criteria(const struct lint_html *h, const struct lint_sum *s,
    struct buf *out)
{
	static const char *const heads[] = { N_("errors"), N_("warnings"),
	    N_("notes") };
	unsigned long long of[LINT_CRITERIA][LINT_SEVERITIES] = { { 0 } };
	unsigned c, i;

	for (i = 0; i < LINTS; i++) {
		const struct lint_rule *r = lint_rule((enum lint)i);

		of[r->criterion][r->severity] += s->all.of[i];
	}
	open_table(h, N_("criteria"), heads, 3, out);
	for (c = 0; c < LINT_CRITERIA; c++) {
		buf_add_str(out, "<tr><td>");
		put_text(h, lint_criterion_label((enum lint_criterion)c), out);
		buf_add_str(out, "</td>");
		for (i = LINT_SEVERITIES; i-- > 0;)
			put_number(h, of[c][i], out);
		buf_add_str(out, "</tr>\n");
	}
	close_table(out);
}

static void
put_finding(const struct lint_html *h, const struct lint_sum *s,
    enum lint what, struct buf *out)
{
	const struct lint_rule *r = lint_rule(what);

	buf_printf(out, "<tr><td><span class=\"k %s\">",
	    lint_severity_word(r->severity));
	put_text(h, lint_severity_label(r->severity), out);
	buf_add_str(out, "</span></td><td>");
	put_text(h, r->why, out);
	buf_printf(out, " <span class=\"dim\">%s</span></td>", r->name);
	put_number(h, s->all.of[what], out);
	buf_add_str(out, "</tr>\n");
}

static void
put_found(const struct lint_html *h, const struct lint_sum *s,
    struct buf *out)
{
	static const char *const heads[] = { N_("finding"), N_("how many") };
	unsigned severity, i;

	open_table(h, N_("findings"), heads, 2, out);
	for (severity = LINT_SEVERITIES; severity-- > 0;)
		for (i = 0; i < LINTS; i++)
			if (s->all.of[i] > 0 && lint_rule((enum lint)i)->
			    severity == severity)
				put_finding(h, s, (enum lint)i, out);
	close_table(out);
}

static void
put_counts(const struct lint_html *h, const struct lint_counts *c,
    struct buf *out)
{
	put_number(h, c->rows, out);
	put_number(h, c->found, out);
	put_number(h, c->severity[LINT_ERROR], out);
	put_number(h, c->severity[LINT_WARNING], out);
	put_number(h, c->severity[LINT_NOTE], out);
	buf_add_str(out, "</tr>\n");
}

static void
put_parts(const struct lint_html *h, const struct lint_sum *s,
    const struct lint_parts *p, const char *title, struct buf *out)
{
	static const char *const heads[] = { N_("rows"), N_("found"),
	    N_("errors"), N_("warnings"), N_("notes") };
	size_t i;

	open_table(h, title, heads, 5, out);
	for (i = 0; i < p->n; i++) {
		buf_add_str(out, "<tr><td>");
		page_put(out, slice_str(p->p[i].name), false);
		buf_add_str(out, "</td>");
		put_counts(h, &p->p[i].c, out);
	}
	buf_add_str(out, "<tr><td><b>");
	put_text(h, N_("together"), out);
	buf_add_str(out, "</b></td>");
	put_counts(h, &s->all, out);
	close_table(out);
}

static void
put_filters(const struct lint_html *h, const struct lint_sum *s,
    struct buf *out)
{
	unsigned i;

	page_filters(out, h->text);
	for (i = LINT_SEVERITIES; i-- > 0;)
		page_box(out, h->text, "severity",
		    lint_severity_word((enum lint_severity)i),
		    lint_severity_label((enum lint_severity)i),
		    h->severity[i]);
	for (i = 0; i < LINT_CRITERIA; i++)
		page_box(out, h->text, "criterion",
		    lint_criterion_word((enum lint_criterion)i),
		    lint_criterion_label((enum lint_criterion)i),
		    h->criterion[i]);
	page_choice(out, "finding", h->text(N_("finding")),
	    h->text(N_("all")));
	for (i = 0; i < LINTS; i++)
		if (s->all.of[i] > 0)
			page_option(out, lint_rule((enum lint)i)->name,
			    slice_str(lint_rule((enum lint)i)->name));
	page_choice_end(out);
	page_filters_end(out, h->text);
}

static void
put_list(const struct lint_html *h, const struct lint_sum *s, struct buf *out)
{
	static const char *const heads[] = { N_("row"), N_("number"),
	    N_("name"), N_("findings") };
	size_t i;

	put_filters(h, s, out);
	buf_add_str(out, "<table class=\"list\">\n<thead><tr>");
	for (i = 0; i < 4; i++) {
		buf_add_str(out, "<th>");
		put_text(h, heads[i], out);
		buf_add_str(out, "</th>");
	}
	buf_add_str(out, "</tr></thead>\n");
	buf_add_slice(out, buf_slice(&h->list));
	buf_add_str(out, "</table>\n");
	if (h->left_out == 0)
		return;
	buf_add_str(out, "<p class=\"dim\">");
	put_text(h, N_("not on this page, only counted:"), out);
	buf_add_char(out, ' ');
	page_number(out, h->text, h->left_out);
	buf_add_str(out, "</p>\n");
}

void
lint_html_page(struct lint_html *h, struct lint_sum *s, const char *title,
    struct buf *out)
{
	page_head(out, h->text, title);
	lint_sum_order(s);
	buf_add_str(out, "<div class=\"sum\">\n");
	put_criteria(h, s, out);
	if (s->units.n > 0)
		put_parts(h, s, &s->units, N_("units"), out);
	buf_add_str(out, "</div>\n<div class=\"sum\">\n");
	put_parts(h, s, &s->files, N_("files"), out);
	buf_add_str(out, "</div>\n<div class=\"sum\">\n");
	put_found(h, s, out);
	buf_add_str(out, "</div>\n");
	put_list(h, s, out);
	page_end(out);
}
