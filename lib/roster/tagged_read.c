/* SPDX-License-Identifier: ISC */
/* Tagged lines back into two sides: text such as the sheet makes, in the order
 * of the original lines, whatever order they came in. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/json.h"
#include "roster/side.h"
#include "roster/side_priv.h"
#include "roster/tagged.h"

#define MAX_LINE 1000000000000ull
#define MAX_DIGITS 13

/* Where a row stands in the text. */
struct row_at {
	uint64_t line, from, to;
};

struct gathered {
	struct side_store store;
	struct column_at {
		enum column is;
		char *raw;		/* the header as JSON writes it */
		size_t raw_n;
		char *header;
		size_t header_n;
	} *column;
	size_t columns;
	struct row_at *row;
	size_t rows, cap;
	bool unordered;
	char *why[SIDE_MAX_WHYS];
	size_t whys;
};

struct tagged {
	struct gathered side[2];
	const char *tmp;
	size_t memory;
	struct json_index members;
	struct buf text;		/* cells of a row */
	struct { size_t from, n; } cell[PLAN_MAX_COLUMNS];
};

struct tagged *
tagged_new(const char *tmp, size_t memory)
{
	struct tagged *t = xcalloc(1, sizeof *t);
	unsigned i;

	t->tmp = tmp;
	t->memory = memory;
	for (i = 0; i < 2; i++)
		t->side[i].store = (struct side_store){ .tmp = tmp,
		    .memory = memory, .fd = -1 };
	return t;
}

static void
release(struct gathered *g)
{
	struct side none = { .fd = -1 };
	size_t i;

	for (i = 0; i < g->columns; i++) {
		free(g->column[i].raw);
		free(g->column[i].header);
	}
	for (i = 0; i < g->whys; i++)
		free(g->why[i]);
	free(g->column);
	free(g->row);
	/* an error on the way wipes and closes, and gives nothing */
	(void)!side_store_end(&g->store, ERR_IO, &none);
}

void
tagged_free(struct tagged *t)
{
	if (t == NULL)
		return;
	release(&t->side[0]);
	release(&t->side[1]);
	json_index_release(&t->members);
	buf_wipe(&t->text);
	free(t);
}

static bool
read_line(const struct json_value *v, uint64_t *out)
{
	uint64_t n = 0;
	size_t i;

	if (v->type != JSON_T_NUMBER || !slice_digits(v->raw) ||
	    v->raw.n > MAX_DIGITS)
		return false;
	for (i = 0; i < v->raw.n; i++)
		n = n * 10 + (uint64_t)(v->raw.p[i] - '0');
	*out = n;
	return n <= MAX_LINE;
}

/* What "is" says of a column, else what its header does. */
static bool
meaning(struct slice raw, struct slice header, struct slice is,
    enum column *out)
{
	struct json_member m;
	struct slice word;
	bool weak;

	*out = header_column(header, &weak);
	while (is.p != NULL && json_next_member(&is, &m)) {
		if (!slice_eq(m.key, raw))
			continue;
		if (m.value.type != JSON_T_STRING || m.value.raw.n < 2)
			return false;
		word = (struct slice){ m.value.raw.p + 1, m.value.raw.n - 2 };
		*out = column_by_name(word);
		return *out != COLUMN_NONE || slice_is(word, "-");
	}
	return true;
}

/* A string between its quotes. */
static enum err
text_of(struct slice raw, bool escaped, struct buf *out)
{
	struct buf quoted = { 0 };
	struct json_value v = { .type = JSON_T_STRING, .escaped = true };
	enum err e;

	if (!escaped) {
		buf_add_slice(out, raw);
		return ERR_OK;
	}
	buf_add_char(&quoted, '"');
	buf_add_slice(&quoted, raw);
	buf_add_char(&quoted, '"');
	v.raw = buf_slice(&quoted);
	e = json_text(&v, out);
	buf_wipe(&quoted);
	return e;
}

static enum err
new_column(struct gathered *g, const struct json_member *m, struct slice is)
{
	struct column_at c = { .is = COLUMN_NONE };
	struct buf name = { 0 };
	enum err e = text_of(m->key, m->key_escaped, &name);

	if (e == ERR_OK && g->columns == PLAN_MAX_COLUMNS)
		e = ERR_TOO_LONG;
	if (e == ERR_OK && !meaning(m->key, buf_slice(&name), is, &c.is))
		e = ERR_FORMAT;
	if (e == ERR_OK) {
		c.raw = xmemdup0(m->key.p, m->key.n);
		c.raw_n = m->key.n;
		c.header = xmemdup0(name.n > 0 ? name.p : "", name.n);
		c.header_n = name.n;
		g->column = xreallocarray(g->column, g->columns + 1,
		    sizeof *g->column);
		g->column[g->columns++] = c;
	}
	buf_release(&name);
	return e;
}

/* The column of a member; the `next` one as a rule. Of two of one name the
 * second is the second again. */
static bool
find_column(const struct gathered *g, struct slice raw, size_t next,
    const bool *taken, size_t *out)
{
	size_t i, k;

	for (k = 0; k < g->columns; k++) {
		i = (next + k) % g->columns;
		if (!taken[i] && slice_eq(raw, (struct slice){
		    g->column[i].raw, g->column[i].raw_n })) {
			*out = i;
			return true;
		}
	}
	return false;
}

static enum err
take_cells(struct tagged *t, struct gathered *g, struct slice row,
    struct slice is)
{
	bool taken[PLAN_MAX_COLUMNS] = { false };
	struct json_member m;
	size_t i, next = 0;
	enum err e = ERR_OK;

	buf_reset(&t->text);
	for (i = 0; i < g->columns; i++)
		t->cell[i].from = t->cell[i].n = 0;
	while (json_next_member(&row, &m)) {
		if (m.value.type != JSON_T_STRING)
			return ERR_FORMAT;
		if (!find_column(g, m.key, next, taken, &i)) {
			e = new_column(g, &m, is);
			if (e != ERR_OK)
				return e;
			i = g->columns - 1;
		}
		taken[i] = true;
		next = i + 1;
		t->cell[i].from = t->text.n;
		e = text_of((struct slice){ m.value.raw.p + 1,
		    m.value.raw.n - 2 }, m.value.escaped, &t->text);
		if (e != ERR_OK)
			return e;
		t->cell[i].n = t->text.n - t->cell[i].from;
	}
	return ERR_OK;
}

/* The number of a reason; those beyond so many different ones are the first. */
static enum err
number_of(struct gathered *g, const struct json_value *v, size_t *out)
{
	struct buf text = { 0 };
	enum err e = json_text(v, &text);

	for (*out = 0; e == ERR_OK && *out < g->whys; (*out)++)
		if (slice_is(buf_slice(&text), g->why[*out]))
			break;
	if (e == ERR_OK && *out == g->whys) {
		if (g->whys < SIDE_MAX_WHYS)
			g->why[g->whys++] = xmemdup0(text.n > 0 ? text.p : "",
			    text.n);
		else
			*out = 0;
	}
	buf_release(&text);
	return e;
}

static enum err
put_row(struct tagged *t, struct gathered *g, uint64_t line,
    const struct json_value *reject)
{
	struct buf *out = &g->store.buf;
	uint64_t from = g->store.written + out->n;
	size_t i, why;
	enum err e;

	if (reject != NULL && (e = number_of(g, reject, &why)) != ERR_OK)
		return e;
	buf_add_number(out, line);
	if (reject != NULL) {
		buf_add_char(out, '!');
		buf_add_number(out, why);
	}
	for (i = 0; i < g->columns; i++) {
		buf_add_char(out, ',');
		if (t->cell[i].n > 0)
			side_put_cell(out, (struct slice){
			    t->text.p + t->cell[i].from, t->cell[i].n });
	}
	buf_add_char(out, '\n');
	if (g->rows == g->cap) {
		g->cap = g->cap * 2 + 1024;
		g->row = xreallocarray(g->row, g->cap, sizeof *g->row);
	}
	if (g->rows > 0 && g->row[g->rows - 1].line >= line)
		g->unordered = true;
	g->row[g->rows++] = (struct row_at){ line, from,
	    g->store.written + out->n };
	return side_store_check(&g->store);
}

/* The members of the record that we know; the cells are in t->cell. */
static enum err
take_record(struct tagged *t, struct gathered *g, uint64_t *line,
    const struct json_value **reject, const char **why)
{
	const struct json_value *row = NULL;
	struct slice is = { NULL, 0 };
	bool has_line = false;
	size_t i;

	*reject = NULL;

	for (i = 0; i < t->members.n; i++) {
		const struct json_member *m = &t->members.m[i];

		if (slice_is(m->key, "line"))
			has_line = read_line(&m->value, line);
		else if (slice_is(m->key, "row"))
			row = &m->value;
		else if (slice_is(m->key, "reject"))
			*reject = &m->value;
		else if (slice_is(m->key, "is") &&
		    m->value.type == JSON_T_OBJECT)
			is = m->value.raw;
	}
	*why = N_("a tagged record has \"line\" and \"row\", an object of "
	    "texts");
	if (!has_line || row == NULL || row->type != JSON_T_OBJECT)
		return ERR_FORMAT;
	return take_cells(t, g, row->raw, is);
}

static enum err
take_line(struct tagged *t, struct slice line, unsigned *side,
    uint64_t *number, const struct json_value **reject, const char **why)
{
	struct slice key = tagged_key(line), rest;
	struct json_value v;
	size_t at;
	enum err e;

	*why = N_("a tagged line is: key, tab, L or R, tab, record");
	if (key.p == NULL || line.n < key.n + 3)
		return ERR_FORMAT;
	rest = (struct slice){ line.p + key.n + 1, line.n - key.n - 1 };
	if ((rest.p[0] != 'L' && rest.p[0] != 'R') || rest.p[1] != '\t')
		return ERR_FORMAT;
	e = json_scan((struct slice){ rest.p + 2, rest.n - 2 }, &v,
	    &t->members, &at);
	if (e == ERR_OK && v.type != JSON_T_OBJECT)
		e = ERR_FORMAT;
	*side = rest.p[0] == 'R';
	return e != ERR_OK ? e : take_record(t, &t->side[*side], number,
	    reject, why);
}

enum err
tagged_add(struct tagged *t, struct slice line, const char **why)
{
	const struct json_value *reject;
	uint64_t number;
	unsigned side;
	enum err e = take_line(t, line, &side, &number, &reject, why);

	return e == ERR_OK ? put_row(t, &t->side[side], number, reject) : e;
}

enum err
tagged_look(struct tagged *t, struct slice line, unsigned *side,
    uint64_t *number, struct slice of[COLUMNS], const char **why)
{
	const struct json_value *reject;
	enum err e = take_line(t, line, side, number, &reject, why);
	size_t i;

	memset(of, 0, COLUMNS * sizeof *of);
	for (i = 0; e == ERR_OK && i < t->side[*side].columns; i++) {
		const struct column_at *c = &t->side[*side].column[i];

		if (c->is != COLUMN_NONE)
			of[c->is] = (struct slice){ (t->text.p != NULL ?
			    t->text.p : "") + t->cell[i].from, t->cell[i].n };
	}
	return e;
}

size_t
tagged_bytes(const struct tagged *t)
{
	return t->side[0].store.buf.n + t->side[0].store.written +
	    t->side[1].store.buf.n + t->side[1].store.written +
	    (t->side[0].rows + t->side[1].rows) * sizeof(struct row_at);
}

size_t
tagged_rows(const struct tagged *t)
{
	return t->side[0].rows + t->side[1].rows;
}

static int
by_line(const void *a, const void *b)
{
	const struct row_at *x = a, *y = b;

	return x->line != y->line ? x->line < y->line ? -1 : 1 :
	    x->from < y->from ? -1 : x->from > y->from;
}

/* The rows of `s` again, in the order of their lines. */
static enum err
set_in_order(struct tagged *t, struct gathered *g, struct side *s)
{
	struct side_store store = { .tmp = t->tmp, .memory = t->memory,
	    .fd = -1 };
	struct side made = { .fd = -1 };
	enum err e = ERR_OK;
	size_t i;

	qsort(g->row, g->rows, sizeof *g->row, by_line);
	for (i = 0; i < g->rows && e == ERR_OK; i++) {
		buf_add(&store.buf, s->text.p + g->row[i].from,
		    (size_t)(g->row[i].to - g->row[i].from));
		e = side_store_check(&store);
	}
	e = side_store_end(&store, e, &made);
	side_unmap(s);
	buf_wipe(&s->copy);
	s->map = made.map;
	s->mapped = made.mapped;
	s->fd = made.fd;
	s->copy = made.copy;
	s->text = made.text;
	return e;
}

static void
give_columns(const struct gathered *g, struct side *s)
{
	size_t i;

	s->columns = g->columns;
	s->column = xcalloc(g->columns + 1, sizeof *s->column);
	for (i = 0; i < g->columns; i++)
		s->column[i] = (struct side_column){ g->column[i].is,
		    { g->column[i].header, g->column[i].header_n } };
	s->whys = g->whys;
	for (i = 0; i < g->whys; i++)
		s->why_row[i] = g->why[i];
}

static enum err
give(struct tagged *t, unsigned side, struct run *r)
{
	struct gathered *g = &t->side[side];
	struct side s = { .name = side == 0 ? "L" : "R", .fd = -1,
	    .made = true, .separator = ',', .data_line = 1 };
	enum err e = side_store_end(&g->store, ERR_OK, &s);

	if (e == ERR_OK && g->unordered)
		e = set_in_order(t, g, &s);
	g->store = (struct side_store){ .tmp = t->tmp, .memory = t->memory,
	    .fd = -1 };
	give_columns(g, &s);
	run_take(r, side, &s);
	free(g->row);
	g->row = NULL;
	g->rows = g->cap = 0;
	g->unordered = false;
	return e;
}

enum err
tagged_give(struct tagged *t, struct run *r)
{
	bool some[2] = { t->side[0].rows > 0, t->side[1].rows > 0 };
	enum err e = ERR_OK;
	unsigned i;

	for (i = 0; i < 2 && e == ERR_OK; i++)
		if (some[i])
			e = give(t, i, r);
	for (i = 0; i < 2 && e == ERR_OK; i++)
		if (!some[i])
			run_like(r, i, i == 0 ? "L" : "R");
	return e;
}
