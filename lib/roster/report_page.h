/* SPDX-License-Identifier: ISC */
/* The page of a comparison on its way into a file. */
#ifndef ROSTER_REPORT_PAGE_H
#define ROSTER_REPORT_PAGE_H

#include "roster/report.h"

/* `html` has text, `fd` is open, `rows` is how many items it may hold. */
struct report_page {
	struct report_html html;
	int fd;
	unsigned long long rows, shown;
};

/* Errors as of engine_write. `end` has where each item ends. */
MUST_CHECK enum err report_page_begin(struct report_page *p,
    const struct diff_head *h);
MUST_CHECK enum err report_page_items(struct report_page *p,
    struct slice items, const size_t *end, size_t n);
MUST_CHECK enum err report_page_end(struct report_page *p,
    const struct diff_summary *s);

#endif
