/* SPDX-License-Identifier: ISC */
/* Findings for people: the table on a terminal, the page for the boss. Pure:
 * appends to buffers. `text` is gettext. */
#ifndef LINT_LINT_REPORT_H
#define LINT_LINT_REPORT_H

#include "lint/lint_index.h"
#include "lint/lint_sum.h"
#include "page/page.h"

/* Words for people: N_ texts. */
const char *lint_criterion_label(enum lint_criterion c);
const char *lint_severity_label(enum lint_severity s);
const char *lint_field_label(enum person_field f);

/* How many of each finding and where the first are, then units, then files
 * where there are several. No person is named. */
void lint_table(struct lint_sum *s, page_text_fn *text, struct buf *out);

/* Rows are kept in memory until the page is written: `max` rows and as many
 * groups; how many more there are is said. All zero but for the first two. */
struct lint_html {
	page_text_fn *text;
	unsigned long long max;
	unsigned long long rows, groups, left_out;
	unsigned long long severity[LINT_SEVERITIES], criterion[LINT_CRITERIA];
	struct buf list;
};
void lint_html_release(struct lint_html *h);	/* wipes */
void lint_html_row(struct lint_html *h, const struct lint_sum *s, size_t file,
    const struct table_row *row, const struct lint_list *l);
void lint_html_group(struct lint_html *h, const struct lint_sum *s,
    const struct lint_group *g);
void lint_html_page(struct lint_html *h, struct lint_sum *s,
    const char *title, struct buf *out);

#endif
