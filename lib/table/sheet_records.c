/* SPDX-License-Identifier: ISC */
/* Lines of records as rows: a column for each member that has been met. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/sheet_priv.h"

/* A new column; its name is kept as long as the sheet. */
static size_t
add_column(struct sheet *s, struct slice name)
{
	struct plan *p = &s->plan;
	size_t i = p->columns;

	if (i == PLAN_MAX_COLUMNS)
		return i;
	if (s->change != NULL)
		s->change(s->ctx);
	if (p->column == NULL)
		p->column = xcalloc(PLAN_MAX_COLUMNS, sizeof *p->column);
	p->columns++;
	p->column[i].charset = CHARSET_UTF8;
	p->column[i].order = s->o->date_order != DATE_GUESS ?
	    s->o->date_order : DATE_DMY;
	p->column[i].is = column_by_name(name);
	s->kept[i] = xmemdup0(name.p, name.n);
	p->column[i].header = (struct slice){ s->kept[i], name.n };
	return i;
}

/* Members come in the same order nearly always: `hint` is where to look. */
static size_t
column_of(struct sheet *s, struct slice name, size_t hint)
{
	const struct plan *p = &s->plan;
	size_t i;

	if (hint < p->columns && slice_eq(p->column[hint].header, name))
		return hint;
	for (i = 0; i < p->columns; i++)
		if (slice_eq(p->column[i].header, name))
			return i;
	return add_column(s, name);
}

static enum err
take_line(struct sheet *s, struct slice line)
{
	struct sheet_row row = { .plan = &s->plan, .cell = s->cell,
	    .line = s->lines.number, .record = line };
	size_t i, k = 0, at;
	enum err e;

	s->line = s->lines.number;
	if (slice_trim(line).n == 0) {
		s->counts.blank++;
		return ERR_OK;
	}
	for (i = 0; i < PLAN_MAX_COLUMNS; i++)
		s->cell[i] = (struct slice){ NULL, 0 };
	e = record_parse(&s->record, line, &at);
	for (i = 0; e == ERR_OK && i < s->record.index.n; i++) {
		const struct json_member *m = &s->record.index.m[i];

		if (m->value.type != JSON_T_STRING)
			continue;
		k = column_of(s, m->key, k);
		if (k < PLAN_MAX_COLUMNS)
			e = record_value_text(&s->record, &m->value,
			    &s->cell[k]);
		k++;
	}
	if (e != ERR_OK)
		row.reject = err_str(e);
	row.n = s->plan.columns;
	s->counts.rows++;
	s->counts.rejects += row.reject != NULL;
	return s->row(s->ctx, &row);
}

static enum err
drain(struct sheet *s)
{
	struct slice line;
	enum err e;

	while ((e = line_next(&s->lines, &line)) == ERR_OK)
		if ((e = take_line(s, line)) != ERR_OK)
			return e;
	s->line = s->lines.number;
	return e == ERR_AGAIN || e == ERR_EOF ? ERR_OK : e;
}

enum err
sheet_records_feed(struct sheet *s, struct slice block)
{
	enum err e = ERR_OK;
	size_t room;
	char *p;

	while (e == ERR_OK && block.n > 0) {
		p = line_space(&s->lines, &room);
		if (room > block.n)
			room = block.n;
		memcpy(p, block.p, room);
		line_filled(&s->lines, room);
		block.p += room;
		block.n -= room;
		e = drain(s);
	}
	return e;
}

enum err
sheet_records_end(struct sheet *s)
{
	line_filled(&s->lines, 0);
	return drain(s);
}
