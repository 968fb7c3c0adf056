/* SPDX-License-Identifier: ISC */
/* Records in and out: notes that a record brings, the member `lint`, and
 * groups of duplicates. */
#include <string.h>

#include "lint/lint_run_priv.h"

static bool
holds(struct slice s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

/* A text of a note, with a NUL behind it; {NULL, 0} where there is none. */
static struct slice
keep_text(struct lint_run *r, const struct json_value *v)
{
	size_t from = r->text.n;

	if (v->type != JSON_T_STRING || json_text(v, &r->text) != ERR_OK)
		return (struct slice){ NULL, 0 };
	buf_add_char(&r->text, '\0');
	return (struct slice){ r->text.p + from, r->text.n - from - 1 };
}

static enum person_field
field_by_name(struct slice name)
{
	unsigned f;

	for (f = 0; f < PERSON_FIELDS; f++)
		if (slice_is(name, person_field_name((enum person_field)f)))
			break;
	return (enum person_field)f;
}

/* {"field":..,"from":..,"to":..,"why":..} */
static bool
read_note(struct lint_run *r, const struct json_value *v,
    struct table_note *note)
{
	struct slice rest = v->raw, s;
	struct json_member m;

	*note = (struct table_note){ .field = PERSON_FIELDS };
	if (v->type != JSON_T_OBJECT)
		return false;
	while (json_next_member(&rest, &m)) {
		s = keep_text(r, &m.value);
		if (s.p == NULL)
			continue;
		if (slice_is(m.key, "field"))
			note->field = field_by_name(s);
		else if (slice_is(m.key, "from"))
			note->from = s;
		else if (slice_is(m.key, "to"))
			note->to = s;
		else if (slice_is(m.key, "why"))
			note->why = s.p;
	}
	return note->field < PERSON_FIELDS && note->why != NULL;
}

static size_t
read_notes(struct lint_run *r, const char *member, struct table_note *note,
    size_t n)
{
	const struct json_value *v = record_find(&r->record, member);
	struct slice rest;
	struct json_value one;

	if (v == NULL || v->type != JSON_T_ARRAY)
		return n;
	rest = v->raw;
	while (n < LINT_MAX_NOTES && json_next_element(&rest, &one))
		n += read_note(r, &one, &note[n]);
	return n;
}

size_t
lint_record_notes(struct lint_run *r, const struct table_row *row,
    struct table_note note[LINT_MAX_NOTES])
{
	struct slice line = row->row->record;
	size_t n, at;

	for (n = 0; n < row->notes; n++)
		note[n] = row->note[n];
	if ((!holds(line, "\"repairs\"") && !holds(line, "\"warnings\"")) ||
	    record_parse(&r->record, line, &at) != ERR_OK)
		return n;
	buf_reset(&r->text);
	/* texts become no longer, each with its NUL: none moves */
	buf_grow(&r->text, 2 * line.n);
	n = read_notes(r, "repairs", note, n);
	return read_notes(r, "warnings", note, n);
}

/* A record stays as it came, but for the member. */
static void
write_record(struct lint_run *r, const struct table_row *row,
    const struct lint_list *l, struct buf *out)
{
	struct record_edit edit = { .name = "lint" };
	size_t at;

	if (record_parse(&r->record, row->row->record, &at) != ERR_OK)
		return;
	buf_reset(&r->text);
	if (l->n > 0) {
		lint_write(l, row->line, &r->text);
		edit.json = buf_slice(&r->text);
	}
	record_write(&r->record, &edit, 1, out);
}

void
lint_write_row(struct lint_run *r, const struct table_row *row,
    const struct lint_list *l, struct buf *out)
{
	size_t from = out->n;

	if (row->row->record.p != NULL && row->row->reject == NULL) {
		write_record(r, row, l, out);
		return;
	}
	person_write(r->writer, row, out);
	if (l->n == 0 || out->n < from + 3)
		return;
	out->n -= 2;			/* the brace and the line feed */
	json_key(out, "lint");
	lint_write(l, row->line, out);
	json_close(out, '}');
	buf_add_char(out, '\n');
}

struct end {
	struct lint_run *r;
	struct buf *out;
	lint_run_done_fn *done;
	void *ctx;
};

/* A part of a group: its first row, and those from `i` on. */
static size_t
write_part(struct end *e, const struct lint_group *g,
    const struct lint_list *l, size_t i)
{
	struct buf *out = e->out;
	size_t k, to = i + LINT_MAX_LINES - 1;

	if (to > g->n)
		to = g->n;
	json_open(out, '{');
	json_key(out, "lint");
	lint_write(l, 0, out);
	json_key(out, "lines");
	json_open(out, '[');
	json_put_int(out, (long long)g->twin[0].line);
	for (k = i; k < to; k++)
		json_put_int(out, (long long)g->twin[k].line);
	json_close(out, ']');
	json_key(out, "files");
	json_open(out, '[');
	json_put(out, slice_str(e->r->sum.files.p[g->twin[0].file].name));
	for (k = i; k < to; k++)
		json_put(out, slice_str(e->r->sum.files.p[g->twin[k].file]
		    .name));
	json_close(out, ']');
	json_close(out, '}');
	buf_add_char(out, '\n');
	return to;
}

static void
on_group(void *ctx, const struct lint_group *g)
{
	struct lint_list l = { .n = 0 };
	struct end *e = ctx;
	struct lint_run *r = e->r;
	size_t i;

	lint_add(&r->o.terms, &l, g->what, g->field);
	if (l.n == 0)
		return;
	for (i = 1; i < g->n; i++)
		lint_sum_more(&r->sum, &l.f[0], g->twin[i].file,
		    r->o.unit != NULL ? r->unit_of[g->twin[i].row] : SIZE_MAX,
		    g->twin[i].line);
	if (r->o.html != NULL)
		lint_html_group(r->o.html, &r->sum, g);
	for (i = 1; !r->o.quiet && i < g->n;) {
		i = write_part(e, g, &l, i);
		if (e->done != NULL)
			e->done(e->ctx);
	}
}

void
lint_run_end(struct lint_run *r, struct buf *out, lint_run_done_fn *done,
    void *ctx)
{
	struct end e = { r, out, done, ctx };

	lint_index_groups(r->index, on_group, &e);
}
