/* SPDX-License-Identifier: ISC */
/* Head, the first items, and the end; what is beyond is counted. */
#include <errno.h>

#include "roster/engine.h"
#include "roster/report_page.h"
#include "roster/spill.h"

static enum err
put(struct report_page *p, struct buf *b)
{
	enum err e = engine_write(p->fd, buf_slice(b));

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

enum err
report_page_items(struct report_page *p, struct slice items,
    const size_t *end, size_t n)
{
	size_t room = p->rows - p->shown, take = n < room ? n : room;

	p->shown += take;
	p->html.left_out += n - take;
	if (take == 0)
		return ERR_OK;
	return engine_write(p->fd, (struct slice){ items.p, end[take - 1] });
}

enum err
report_page_end(struct report_page *p, const struct diff_summary *s)
{
	struct buf b = { 0 };

	report_html_end(&p->html, s, &b);
	return put(p, &b);
}
