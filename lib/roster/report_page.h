/* SPDX-License-Identifier: ISC */
/* The page of a comparison on its way into a file. */
#ifndef ROSTER_REPORT_PAGE_H
#define ROSTER_REPORT_PAGE_H

#include "roster/report.h"

/* `html` has text, `tmp` is a folder, `rows` is how many items it may hold. The
 * page grows in a file without a name, `fd`, and is copied when it is whole:
 * what was cut off would look like one with few differences. */
struct report_page {
	struct report_html html;
	const char *tmp;
	int fd;
	unsigned long long rows, shown;
	bool full;			/* shown == rows; threads look at it */
};

/* Appends what the page has of an item to the item's record, in any thread. */
void report_page_item(const struct report_page *p, const struct diff_item *i,
    struct buf *out);

/* Errors as of engine_write; of report_page_begin also of spill_errno for
 * `tmp`. `end` has where each item ends; records go to `records`. */
MUST_CHECK enum err report_page_begin(struct report_page *p,
    const struct diff_head *h);
MUST_CHECK enum err report_page_items(struct report_page *p,
    struct slice items, const size_t *end, size_t n, struct buf *records);
MUST_CHECK enum err report_page_end(struct report_page *p,
    const struct diff_summary *s);

#endif
