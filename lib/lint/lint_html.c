/* SPDX-License-Identifier: ISC */
/* The list of a page: rows and groups as they are found. */
#include "lint/lint_report.h"

void
lint_html_release(struct lint_html *h)
{
	buf_wipe(&h->list);
}

static void
put_place(struct lint_html *h, const struct lint_sum *s, size_t file,
    unsigned long long line)
{
	if (s->files.n > 1) {
		page_put_str(&h->list, s->files.p[file].name);
		buf_add_char(&h->list, ':');
	}
	buf_add_number(&h->list, line);
}

/* data-criterion holds each word once. */
static void
open_item(struct lint_html *h, const struct lint_list *l)
{
	bool seen[LINT_CRITERIA] = { false };
	enum lint_severity worst = lint_worst(l);
	size_t i;

	buf_printf(&h->list, "<tbody class=\"i\" data-severity=\"%s\" "
	    "data-criterion=\"", lint_severity_word(worst));
	h->severity[worst]++;
	for (i = 0; i < l->n; i++)
		seen[lint_rule(l->f[i].what)->criterion] = true;
	for (i = 0; i < LINT_CRITERIA; i++)
		if (seen[i]) {
			buf_printf(&h->list, "%s ",
			    lint_criterion_word((enum lint_criterion)i));
			h->criterion[i]++;
		}
	buf_add_str(&h->list, "\" data-finding=\"");
	for (i = 0; i < l->n; i++)
		buf_printf(&h->list, "%s ", lint_rule(l->f[i].what)->name);
	buf_add_str(&h->list, "\"><tr><td class=\"key\">");
}

static void
put_findings(struct lint_html *h, const struct lint_list *l)
{
	size_t i;

	buf_add_str(&h->list, "<td>");
	for (i = 0; i < l->n; i++) {
		const struct lint_rule *r = lint_rule(l->f[i].what);

		buf_printf(&h->list, "<span class=\"v\"><b class=\"k %s\">",
		    lint_severity_word(r->severity));
		page_put_str(&h->list,
		    h->text(lint_severity_label(r->severity)));
		buf_add_str(&h->list, "</b> ");
		if (l->f[i].field < PERSON_FIELDS)
			buf_printf(&h->list, "<span>%s:</span> ",
			    h->text(lint_field_label(l->f[i].field)));
		page_put_str(&h->list, h->text(r->why));
		buf_add_str(&h->list, "</span>");
	}
	buf_add_str(&h->list, "</td></tr></tbody>\n");
}

static bool
has_room(struct lint_html *h, unsigned long long *n)
{
	if (*n >= h->max) {
		h->left_out++;
		return false;
	}
	(*n)++;
	return true;
}

/* The member, else the cell that could not be taken as one. */
static struct slice
raw_of(const struct table_row *row, enum person_field f)
{
	size_t i;

	for (i = 0; row->person.f[f].n == 0 && i < row->notes; i++)
		if (row->note[i].field == f && row->note[i].to.p == NULL)
			return row->note[i].from;
	return row->person.f[f];
}

void
lint_html_row(struct lint_html *h, const struct lint_sum *s, size_t file,
    const struct table_row *row, const struct lint_list *l)
{
	struct slice number;

	if (!has_room(h, &h->rows))
		return;
	open_item(h, l);
	put_place(h, s, file, row->line);
	buf_add_str(&h->list, "</td><td class=\"key\">");
	number = raw_of(row, PERSON_ID);
	if (number.n == 0)
		number = raw_of(row, PERSON_OLD_ID);
	page_put(&h->list, number.n > 0 ? number :
	    row->person.f[PERSON_DOC_NO], false);
	buf_add_str(&h->list, "</td><td>");
	page_put(&h->list, raw_of(row, PERSON_NAME), false);
	buf_add_str(&h->list, "</td>");
	put_findings(h, l);
}

#define MOST_PLACES 50

void
lint_html_group(struct lint_html *h, const struct lint_sum *s,
    const struct lint_group *g)
{
	struct lint_list l = { .f = { { g->what, g->field } }, .n = 1 };
	size_t i;

	if (!has_room(h, &h->groups))
		return;
	open_item(h, &l);
	put_place(h, s, g->twin[0].file, g->twin[0].line);
	buf_add_str(&h->list, "</td><td></td><td>");
	for (i = 1; i < g->n && i < MOST_PLACES; i++) {
		buf_add_str(&h->list, i > 1 ? ", " : "= ");
		put_place(h, s, g->twin[i].file, g->twin[i].line);
	}
	if (i < g->n)
		buf_add_str(&h->list, ", ...");
	buf_add_str(&h->list, "</td>");
	put_findings(h, &l);
}
