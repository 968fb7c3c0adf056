/* SPDX-License-Identifier: ISC */
/* The plan, for people who ask what was understood. */
#include "record/json.h"
#include "table/plan.h"
#include "text/utf8.h"

static const char *
container(const struct plan *p)
{
	return p->container == CONTAINER_XLSX ? "xlsx" :
	    p->container == CONTAINER_RECORDS ? "records" :
	    p->units != TEXT_BYTES ? "utf-16" : "text";
}

static void
flag(struct buf *out, const char *name, bool set)
{
	if (!set)
		return;
	json_key(out, name);
	json_put_bool(out, true);
}

static void
write_column(const struct plan_column *c, size_t number, struct buf *out)
{
	static const char *const orders[] = { "both", "dmy", "mdy" };

	json_open(out, '{');
	json_key(out, "column");
	json_put_int(out, (long long)number);
	json_pair(out, "header", c->header);
	if (c->is != COLUMN_NONE)
		json_pair_str(out, "member", column_name(c->is));
	if (!c->ascii)
		json_pair_str(out, "charset", charset_name(c->charset));
	flag(out, "guessed", c->guessed);
	flag(out, "left_out", c->ignored);
	flag(out, "undone", c->undo);
	flag(out, "capitals", c->upper);
	flag(out, "unsure", c->unsure || c->doubtful);
	if (c->is == COLUMN_DOB || c->is == COLUMN_ISSUED ||
	    c->is == COLUMN_EXPIRES)
		json_pair_str(out, "order", orders[c->order]);
	flag(out, "converted", c->converted);
	flag(out, "family_last", c->reversed);
	json_close(out, '}');
}

void
plan_write(const struct plan *p, struct buf *out)
{
	size_t i;

	json_open(out, '{');
	json_pair_str(out, "container", container(p));
	if (p->container == CONTAINER_TEXT)
		json_pair(out, "separator",
		    (struct slice){ &p->separator, 1 });
	json_key(out, "header");
	json_put_bool(out, p->has_header);
	json_key(out, "line");
	json_put_int(out, (long long)p->data_line);
	json_key(out, "columns");
	json_open(out, '[');
	for (i = 0; i < p->columns; i++)
		write_column(&p->column[i], i + 1, out);
	json_close(out, ']');
	json_close(out, '}');
}

void
plan_say_columns(const struct plan *p, struct buf *out)
{
	bool any = false;
	size_t i;

	for (i = 0; i < p->columns; i++) {
		const struct plan_column *c = &p->column[i];

		if (c->header.n == 0 && c->is == COLUMN_NONE)
			continue;
		buf_add_str(out, any ? ", " : "");
		any = true;
		if (c->header.n > 0)
			utf8_add_shown(out, c->header);
		else
			buf_add_str(out, column_name(c->is));
	}
}
