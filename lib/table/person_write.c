/* SPDX-License-Identifier: ISC */
/* Members, what has none, and what was done to them. */
#include <stdlib.h>

#include "base/mem.h"
#include "table/person_write.h"

struct person_writer {
	struct buf from;
	size_t from_n;
};

struct person_writer *
person_writer_new(void)
{
	return xcalloc(1, sizeof(struct person_writer));
}

void
person_writer_free(struct person_writer *w)
{
	if (w == NULL)
		return;
	buf_wipe(&w->from);
	free(w);
}

void
person_writer_from(struct person_writer *w, struct slice from)
{
	buf_reset(&w->from);
	buf_add_slice(&w->from, from);
	w->from_n = w->from.n;
}

static void
write_others(const struct table_row *row, struct buf *out)
{
	const struct plan_column *c = row->row->plan->column;
	char name[32];
	size_t i;

	if (row->others == 0)
		return;
	json_key(out, "other");
	json_open(out, '{');
	for (i = 0; i < row->others; i++) {
		struct slice h = c[row->other[i].column].header;

		if (h.n > 0)
			json_put(out, h);
		else {
			struct buf b = { 0 };

			buf_printf(&b, "column %zu", row->other[i].column + 1);
			json_put(out, buf_slice(&b));
			buf_release(&b);
		}
		buf_add_char(out, ':');
		json_put(out, row->other[i].cell);
	}
	(void)name;
	json_close(out, '}');
}

static void
write_notes(const struct table_row *row, bool repairs, struct buf *out)
{
	bool any = false;
	size_t i;

	for (i = 0; i < row->notes; i++) {
		const struct table_note *n = &row->note[i];

		if ((n->to.p != NULL) != repairs)
			continue;
		if (!any) {
			json_key(out, repairs ? "repairs" : "warnings");
			json_open(out, '[');
		}
		any = true;
		json_open(out, '{');
		json_pair_str(out, "field", person_field_name(n->field));
		json_pair(out, "from", n->from);
		json_pair(out, "to", n->to);
		json_pair_str(out, "why", n->why);
		json_close(out, '}');
	}
	if (any)
		json_close(out, ']');
}

static void
write_reject(struct person_writer *w, const struct table_row *row,
    struct buf *out)
{
	size_t i;

	(void)w;
	json_open(out, '{');
	json_key(out, "reject");
	json_open(out, '{');
	json_pair_str(out, "why", row->row->reject);
	json_key(out, "line");
	json_put_int(out, (long long)row->line);
	json_key(out, "cells");
	json_open(out, '[');
	for (i = 0; i < row->row->n; i++)
		if (row->row->cell[i].p != NULL)
			json_put(out, row->row->cell[i]);
	json_close(out, ']');
	json_close(out, '}');
	json_close(out, '}');
	buf_add_char(out, '\n');
}

void
person_write(struct person_writer *w, const struct table_row *row,
    struct buf *out)
{
	enum person_field f;

	if (row->row->reject != NULL) {
		write_reject(w, row, out);
		return;
	}
	json_open(out, '{');
	for (f = PERSON_ID; f < PERSON_SOURCE; f++)
		json_pair(out, person_field_name(f), row->person.f[f]);
	json_pair_str(out, "source", "roster");
	w->from.n = w->from_n;
	buf_add_number(&w->from, row->line);
	json_pair(out, "from", buf_slice(&w->from));
	write_others(row, out);
	write_notes(row, true, out);
	write_notes(row, false, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
}
