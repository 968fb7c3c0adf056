/* SPDX-License-Identifier: ISC */
/* A row as a line that any engine can carry. */
#include <string.h>

#include "record/json.h"
#include "roster/report_priv.h"
#include "roster/tagged.h"
#include "text/utf8.h"

void
tagged_is(const struct diff_head *h, unsigned side, struct buf *out)
{
	size_t k, n = report_columns(h, side);
	bool any = false, weak;
	struct slice name;
	enum column is;

	for (k = 0; k < n; k++) {
		is = h->column[report_column(h, side, k, &name)].is;
		if (header_column(name, &weak) == is || !utf8_is_valid(name))
			continue;
		buf_add_str(out, any ? "," : ",\"is\":{");
		json_put(out, name);
		buf_add_str(out, ":");
		json_put(out, slice_str(is != COLUMN_NONE ? column_name(is) :
		    "-"));
		any = true;
	}
	if (any)
		buf_add_char(out, '}');
}

void
tagged_write(const struct diff_head *h, const struct diff_item *i,
    struct slice is, struct buf *out)
{
	unsigned side = i->left == NULL;
	const struct diff_row *row = side == 0 ? i->left : i->right;

	utf8_add_shown(out, i->key);
	buf_add_str(out, side == 0 ? "\tL\t{\"line\":" : "\tR\t{\"line\":");
	buf_add_number(out, row->line);
	if (i->class == DIFF_REJECT_LEFT || i->class == DIFF_REJECT_RIGHT)
		json_pair_str(out, "reject", i->why);
	json_key(out, "row");
	report_row(h, row, side, out);
	buf_add_slice(out, is);
	buf_add_str(out, "}\n");
}

struct slice
tagged_key(struct slice line)
{
	const char *tab = line.n > 0 ? memchr(line.p, '\t', line.n) : NULL;

	if (tab == NULL)
		return (struct slice){ NULL, 0 };
	return (struct slice){ line.p, (size_t)(tab - line.p) };
}
