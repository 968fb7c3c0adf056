/* SPDX-License-Identifier: ISC */
/* Head, the first items, and the end; what is beyond is counted. */
#include <errno.h>

#include "roster/engine.h"
#include "roster/report_page.h"
#include "roster/spill.h"

static enum err
put(struct report_page *p, struct buf *b)
{
	enum err e = b->n > 0 ? engine_write(p->fd, buf_slice(b)) : ERR_OK;

	buf_wipe(b);
	return e;
}

enum err
report_page_begin(struct report_page *p, const struct diff_head *h)
{
	struct buf b = { 0 };

	p->fd = spill_nameless(p->tmp);
	if (p->fd < 0)
		return spill_errno(errno);
	p->html.head = h;
	report_html_head(&p->html, &b);
	return put(p, &b);
}

/* A NUL stands between the two; neither holds one. What no longer gets on the
 * page is not made, nor the NUL: the writer of the next record looks at what
 * stands before it. */
void
report_page_item(const struct report_page *p, const struct diff_item *i,
    struct buf *out)
{
	if (__atomic_load_n(&p->full, __ATOMIC_RELAXED))
		return;
	buf_add_char(out, '\0');
	report_html_item(&p->html, i, out);
}

enum err
report_page_items(struct report_page *p, struct slice items,
    const size_t *end, size_t n, struct buf *records)
{
	struct buf page = { 0 };
	struct slice item;
	size_t i, from = 0, k;

	for (i = 0; i < n; from = end[i++]) {
		item = (struct slice){ items.p + from, end[i] - from };
		for (k = item.n; k > 0 && item.p[k - 1] != '\0'; k--)
			;
		buf_add(records, item.p, k > 0 ? k - 1 : item.n);
		if (p->shown == p->rows) {
			p->html.left_out++;
			continue;
		}
		buf_add(&page, item.p + k, item.n - k);
		p->shown++;
	}
	if (p->shown == p->rows)
		__atomic_store_n(&p->full, true, __ATOMIC_RELAXED);
	return put(p, &page);
}

enum err
report_page_end(struct report_page *p, const struct diff_summary *s)
{
	struct buf b = { 0 };

	report_html_end(&p->html, s, &b);
	return put(p, &b);
}
