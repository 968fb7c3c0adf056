/* SPDX-License-Identifier: ISC */
/* Reading a record by names and writing it again. */
#include <string.h>

#include "base/mem.h"
#include "record/record.h"

void
record_release(struct record *r)
{
	json_index_release(&r->index);
	buf_wipe(&r->text);
	r->line = (struct slice){ NULL, 0 };
}

enum err
record_parse(struct record *r, struct slice line, size_t *at)
{
	struct json_value v;
	enum err e;

	r->line = line;
	r->index.n = 0;
	r->index.unique = true;
	buf_reset(&r->text);
	e = json_scan(line, &v, &r->index, at);
	if (e != ERR_OK)
		return e;
	if (v.type != JSON_T_OBJECT) {
		*at = 0;
		return ERR_NOT_OBJECT;
	}
	if (r->index.n > RECORD_MAX_MEMBERS) {
		*at = (size_t)(r->index.m[RECORD_MAX_MEMBERS].key.p - line.p);
		return ERR_TOO_LONG;
	}
	return ERR_OK;
}

const struct json_value *
record_find(const struct record *r, const char *name)
{
	size_t n = strlen(name), i;

	for (i = 0; i < r->index.n; i++)
		if (r->index.m[i].key.n == n &&
		    r->index.m[i].key.p[0] == name[0] &&
		    memcmp(r->index.m[i].key.p, name, n) == 0)
			return &r->index.m[i].value;
	return NULL;
}

enum err
record_value_text(struct record *r, const struct json_value *v,
    struct slice *out)
{
	size_t from = r->text.n;
	enum err e;

	if (v == NULL || v->type == JSON_T_NULL)
		return ERR_NOT_FOUND;
	if (v->type != JSON_T_STRING)
		return ERR_FORMAT;
	if (!v->escaped) {
		*out = (struct slice){ v->raw.p + 1, v->raw.n - 2 };
		return ERR_OK;
	}
	/* Unescaping never lengthens, so one growth keeps slices in place. */
	if (r->text.cap < r->line.n + 1)
		buf_grow(&r->text, r->line.n + 1);
	if (r->text.cap - from < v->raw.n)
		return ERR_TOO_LONG;
	e = json_text(v, &r->text);
	if (e == ERR_OK)
		*out = (struct slice){ r->text.p + from, r->text.n - from };
	return e;
}

enum err
record_text(struct record *r, const char *name, struct slice *out)
{
	return record_value_text(r, record_find(r, name), out);
}

bool
record_nested(const struct record *r, const char *outer, const char *inner,
    struct json_value *out)
{
	const struct json_value *v = record_find(r, outer);
	const struct slice wanted = slice_str(inner);
	const struct json_member *m;
	size_t at = 0;

	if (v == NULL || v->type != JSON_T_OBJECT)
		return false;
	while ((m = json_inside(&r->index, v, &at)) != NULL)
		if (slice_eq(m->key, wanted)) {
			*out = m->value;
			return true;
		}
	return false;
}

static const struct record_edit *
edit_of(const struct record_edit *edits, size_t n, struct slice key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (key.n > 0 && key.p[0] == edits[i].name[0] &&
		    slice_is(key, edits[i].name))
			return &edits[i];
	return NULL;
}

static const char *
value_end(const struct json_member *m)
{
	return m->value.raw.p + m->value.raw.n;
}

/* True when nothing but `":` stands between key and value. */
static bool
is_compact(const struct json_member *m)
{
	return m->value.raw.p == m->key.p + m->key.n + 2;
}

/* The last of the members from `i` to before `end` that stand in the line as
 * they are to be written, so that one copy takes them all. */
static size_t
run_end(const struct record *r, size_t i, size_t end,
    const struct record_edit *edits, size_t n)
{
	const struct json_member *m = r->index.m;

	while (i + 1 < end && is_compact(&m[i + 1]) &&
	    m[i + 1].key.p == value_end(&m[i]) + 2 &&
	    edit_of(edits, n, m[i + 1].key) == NULL)
		i++;
	return i;
}

static void
write_member(const struct json_member *m, const struct record_edit *ed,
    struct buf *out)
{
	buf_add_char(out, '"');
	buf_add_slice(out, m->key);
	buf_add(out, "\":", 2);
	buf_add_slice(out, ed != NULL ? ed->json : m->value.raw);
}

/* Those from `i` to before `end`. *any: one stands before them, then before
 * what follows. */
static void
write_members(const struct record *r, size_t i, size_t end,
    const struct record_edit *edits, size_t n, bool *any, struct buf *out)
{
	const struct json_member *m = r->index.m;
	const struct record_edit *ed;
	size_t last;

	for (; i < end; i++) {
		ed = edit_of(edits, n, m[i].key);
		if (ed != NULL && ed->json.p == NULL)
			continue;
		if (*any)
			buf_add_char(out, ',');
		*any = true;
		if (ed != NULL || !is_compact(&m[i])) {
			write_member(&m[i], ed, out);
			continue;
		}
		last = run_end(r, i, end, edits, n);
		buf_add(out, m[i].key.p - 1,
		    (size_t)(value_end(&m[last]) - m[i].key.p) + 1);
		i = last;
	}
}

void
record_write(const struct record *r, const struct record_edit *edits, size_t n,
    struct buf *out)
{
	bool any = false;
	size_t i;

	buf_grow(out, r->line.n + 2);
	buf_add_char(out, '{');
	write_members(r, 0, r->index.n, edits, n, &any, out);
	for (i = 0; i < n; i++) {
		if (edits[i].json.p == NULL ||
		    record_find(r, edits[i].name) != NULL)
			continue;
		json_key(out, edits[i].name);
		json_put_raw(out, edits[i].json);
	}
	buf_add(out, "}\n", 2);
}

/* Where the member of that name stands, or the end. */
static size_t
place_of(const struct record *r, const char *name)
{
	const struct slice wanted = slice_str(name);
	size_t i = 0;

	while (i < r->index.n && !slice_eq(r->index.m[i].key, wanted))
		i++;
	return i;
}

struct slice
record_start(const struct record *r, const char *name, size_t *from)
{
	const struct json_member *m = r->index.m;
	size_t end = place_of(r, name);
	const char *line = r->line.p;

	*from = 0;
	if (end == 0 || m[0].key.p != line + 2 || !is_compact(&m[0]))
		return (struct slice){ "", 0 };
	*from = run_end(r, 0, end, NULL, 0) + 1;
	return (struct slice){ line, (size_t)(value_end(&m[*from - 1]) -
	    line) };
}

void
record_write_before(const struct record *r, const char *name, size_t from,
    struct buf *out)
{
	bool any = from > 0;

	buf_grow(out, r->line.n + 2);
	if (!any)
		buf_add_char(out, '{');
	write_members(r, from, place_of(r, name), NULL, 0, &any, out);
	if (any)
		buf_add_char(out, ',');
	buf_add_char(out, '"');
	buf_add_str(out, name);
	buf_add(out, "\":", 2);
}

void
record_write_behind(const struct record *r, const char *name,
    struct buf *out)
{
	size_t i = place_of(r, name);
	bool any = true;

	if (i < r->index.n)
		write_members(r, i + 1, r->index.n, NULL, 0, &any, out);
	buf_add(out, "}\n", 2);
}
