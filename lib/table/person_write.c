/* SPDX-License-Identifier: ISC */
/* Members, what has none, and what was done to them: written straight into
 * memory that is known to be enough. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/person_write.h"
#include "text/utf8.h"

#define ESCAPED 6			/* \u0000: the most that a byte takes */

/* `key` has the names of the columns as they stand in a record, ready with
 * quotes and colon; of the plan of that version. */
struct person_writer {
	struct buf from;	/* "source":"roster","from":"FILE!SHEET: */
	struct buf file, sheet;
	struct buf keys, edits[PERSON_FIELDS], list[2];
	size_t key_at[PLAN_MAX_COLUMNS + 1];
	const struct plan *plan;
	unsigned version;
	size_t columns;
	struct record record;
};

struct person_writer *
person_writer_new(void)
{
	return xcalloc(1, sizeof(struct person_writer));
}

void
person_writer_free(struct person_writer *w)
{
	size_t i;

	if (w == NULL)
		return;
	buf_wipe(&w->from);
	buf_wipe(&w->file);
	buf_wipe(&w->sheet);
	buf_wipe(&w->keys);
	for (i = 0; i < PERSON_FIELDS; i++)
		buf_wipe(&w->edits[i]);
	buf_wipe(&w->list[0]);
	buf_wipe(&w->list[1]);
	record_release(&w->record);
	free(w);
}

static void
make_from(struct person_writer *w, struct slice sheet)
{
	struct buf place = { 0 };

	buf_add_slice(&place, buf_slice(&w->file));
	if (sheet.n > 0) {
		buf_add_char(&place, '!');
		buf_add_slice(&place, sheet);
	}
	buf_add_char(&place, ':');
	buf_reset(&w->sheet);
	buf_add_slice(&w->sheet, sheet);
	buf_reset(&w->from);
	json_open(&w->from, '{');
	json_pair_str(&w->from, "source", "roster");
	json_pair(&w->from, "from", buf_slice(&place));
	w->from.n--;			/* the line comes before the quote */
	buf_release(&place);
}

void
person_writer_file(struct person_writer *w, struct slice name)
{
	buf_reset(&w->file);
	if (utf8_is_valid(name))
		buf_add_slice(&w->file, name);
	else
		utf8_add_shown(&w->file, name);
	make_from(w, (struct slice){ NULL, 0 });
	w->plan = NULL;
}

static void
add_name(struct buf *b, const struct plan_column *c, size_t number)
{
	char name[32] = "column ";
	struct buf digits = { 0 };

	if (c->header.n > 0 && utf8_is_valid(c->header)) {
		json_put(b, c->header);
		return;
	}
	buf_add_str(&digits, name);
	buf_add_number(&digits, number);
	json_put(b, buf_slice(&digits));
	buf_release(&digits);
}

static void
make_keys(struct person_writer *w, const struct plan *p)
{
	size_t i;

	buf_reset(&w->keys);
	for (i = 0; i < p->columns; i++) {
		w->key_at[i] = w->keys.n;
		buf_add_char(&w->keys, '{');
		add_name(&w->keys, &p->column[i], i + 1);
		buf_add_char(&w->keys, ':');
	}
	w->key_at[i] = w->keys.n;
	w->plan = p;
	w->version = p->version;
	w->columns = p->columns;
}

/* Letters, digits and what needs no escape; as the writer of JSON has it. */
static bool
is_suspect(unsigned char c)
{
	static const uint64_t map[4] = { 0x00000004ffffffff,
	    0x8000000010000000, 0, 0x0000800401000004 };

	return map[c >> 6] >> (c & 63) & 1;
}

/* Nearly all texts are short: a call for each would take longer than they. */
static inline char *
put_raw(char *p, const char *s, size_t n)
{
	if (n > 32)
		memcpy(p, s, n);
	else if (n >= 16) {
		memcpy(p, s, 16);
		memcpy(p + n - 16, s + n - 16, 16);
	} else if (n >= 8) {
		memcpy(p, s, 8);
		memcpy(p + n - 8, s + n - 8, 8);
	} else if (n >= 4) {
		memcpy(p, s, 4);
		memcpy(p + n - 4, s + n - 4, 4);
	} else if (n > 0) {
		p[0] = s[0];
		p[n / 2] = s[n / 2];
		p[n - 1] = s[n - 1];
	}
	return p + n;
}

static inline char *
put_known(char *p, const char *s, size_t n)
{
	memcpy(p, s, n);
	return p + n;
}
#define PUT(p, text) put_known(p, text, sizeof(text) - 1)

/* A text behind its opening quote, and the closing one; there is room. Nothing
 * in a plain one is escaped. */
static inline char *
put_inside(char *p, struct slice s, bool plain)
{
	struct buf b = { 0 };
	size_t i = 0;

	if (plain)
		i = s.n;
	while (i < s.n && !is_suspect((unsigned char)s.p[i]))
		i++;
	if (i < s.n) {
		json_put(&b, s);
		memcpy(p, b.p + 1, b.n - 1);
		p += b.n - 1;
		buf_wipe(&b);
		return p;
	}
	p = put_raw(p, s.p, s.n);
	*p++ = '"';
	return p;
}

static char *
put(char *p, struct slice s, bool plain)
{
	*p++ = '"';
	return put_inside(p, s, plain);
}

/* Each name with what goes round it up to its value's opening quote, in memory
 * of one size. */
#define KEY_BYTES 16
struct key {
	char text[KEY_BYTES];
	size_t n;
};
#define KEY(code, name) { "\"" name "\":\"", sizeof("\"" name "\":\"") - 1 },
static const struct key keys[PERSON_FIELDS] = { PERSON_TABLE(KEY) };
#define SLICE_OF(s) { s, sizeof(s) - 1 },
#define FIELD(code, name) SLICE_OF(name "\"")
static const struct slice fields[PERSON_FIELDS] = { PERSON_TABLE(FIELD) };

static size_t
room_for(const struct person_writer *w, const struct table_row *row)
{
	size_t i, sum = 0;

	for (i = 0; i < PERSON_SOURCE; i++)
		sum += row->person.f[i].n;
	for (i = 0; i < row->others; i++)
		sum += row->other[i].cell.n;
	for (i = 0; i < row->notes; i++)
		sum += row->note[i].from.n + row->note[i].to.n;
	return ESCAPED * sum + w->from.n + w->keys.n + 1024 +
	    row->notes * 512;
}

static char *
put_others(const struct person_writer *w, const struct table_row *row,
    char *p)
{
	size_t i, at;

	if (row->others == 0)
		return p;
	p = PUT(p, ",\"other\":");
	for (i = 0; i < row->others; i++) {
		at = row->other[i].column;
		p = put_raw(p, w->keys.p + w->key_at[at],
		    w->key_at[at + 1] - w->key_at[at]);
		if (i > 0)
			p[-(ptrdiff_t)(w->key_at[at + 1] - w->key_at[at])] =
			    ',';
		p = put(p, row->other[i].cell, row->row->plain);
	}
	*p++ = '}';
	return p;
}

/* The entries of repairs or of warnings, with commas. */
static void
add_notes(const struct table_row *row, bool repairs, struct buf *out)
{
	size_t i;

	for (i = 0; i < row->notes; i++) {
		const struct table_note *n = &row->note[i];

		if ((n->to.p != NULL) != repairs)
			continue;
		json_open(out, '{');
		json_pair_str(out, "field", person_field_name(n->field));
		json_pair(out, "from", n->from);
		json_pair(out, "to", n->to);
		json_pair_str(out, "why", n->why);
		json_close(out, '}');
	}
}

/* The same list straight into memory, with its name. */
static char *
put_notes(const struct table_row *row, bool repairs, char *p)
{
	bool any = false;
	size_t i;

	for (i = 0; i < row->notes; i++) {
		const struct table_note *n = &row->note[i];

		if ((n->to.p != NULL) != repairs)
			continue;
		if (any)
			p = PUT(p, ",{\"field\":\"");
		else if (repairs)
			p = PUT(p, ",\"repairs\":[{\"field\":\"");
		else
			p = PUT(p, ",\"warnings\":[{\"field\":\"");
		any = true;
		p = put_raw(p, fields[n->field].p, fields[n->field].n);
		if (n->from.p != NULL) {
			p = PUT(p, ",\"from\":");
			p = put(p, n->from, false);
		}
		if (repairs) {
			p = PUT(p, ",\"to\":");
			p = put(p, n->to, false);
		}
		p = PUT(p, ",\"why\":");
		p = put(p, slice_str(n->why), false);
		*p++ = '}';
	}
	if (any)
		*p++ = ']';
	return p;
}

static void
write_reject(const struct table_row *row, struct buf *out)
{
	size_t i;

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

static void
write_row(struct person_writer *w, const struct table_row *row,
    struct buf *out)
{
	const bool plain = row->row->plain;
	char *p;
	enum person_field f;

	if (w->plan != row->row->plan || w->version != row->row->plan->version
	    || w->columns != row->row->plan->columns)
		make_keys(w, row->row->plan);
	if (!slice_eq(buf_slice(&w->sheet), row->row->sheet))
		make_from(w, row->row->sheet);
	buf_grow(out, room_for(w, row));
	p = out->p + out->n;
	*p++ = '{';
	for (f = PERSON_ID; f < PERSON_SOURCE; f++) {
		if (row->person.f[f].p == NULL)
			continue;
		memcpy(p, keys[f].text, KEY_BYTES);
		p = put_inside(p + keys[f].n, row->person.f[f], plain);
		*p++ = ',';
	}
	p = put_raw(p, w->from.p + 1, w->from.n - 1);
	out->n = (size_t)(p - out->p);
	buf_add_number(out, row->line);
	p = out->p + out->n;
	*p++ = '"';
	p = put_others(w, row, p);
	if (row->notes > 0) {
		p = put_notes(row, true, p);
		p = put_notes(row, false, p);
	}
	p = PUT(p, "}\n");
	out->n = (size_t)(p - out->p);
}

/* The list of that name in the record, and what is new behind it. */
static void
extend(struct person_writer *w, const char *name, unsigned which)
{
	const struct json_value *v = record_find(&w->record, name);
	struct buf *list = &w->list[which], made = { 0 };

	buf_add_char(&made, '[');
	if (v != NULL && v->type == JSON_T_ARRAY) {
		struct slice old = { v->raw.p + 1, v->raw.n - 2 };

		buf_add_slice(&made, slice_trim(old));
		if (made.n > 1)
			buf_add_char(&made, ',');
	}
	buf_add_slice(&made, buf_slice(list));
	buf_add_char(&made, ']');
	buf_release(list);
	*list = made;			/* now owned by w */
}

/* Members whose form was mended replace the old ones; all else stays. */
static void
write_record(struct person_writer *w, const struct table_row *row,
    struct buf *out)
{
	struct record_edit edit[PERSON_FIELDS + 2];
	struct slice was;
	enum person_field f;
	size_t n = 0, at;
	enum err e;

	e = record_parse(&w->record, row->row->record, &at);
	for (f = PERSON_ID; e == ERR_OK && f < PERSON_SOURCE; f++) {
		if (row->person.f[f].p == NULL ||
		    (record_text(&w->record, person_field_name(f), &was) ==
		    ERR_OK && slice_eq(was, row->person.f[f])))
			continue;
		buf_reset(&w->edits[f]);
		json_put(&w->edits[f], row->person.f[f]);
		edit[n++] = (struct record_edit){ person_field_name(f),
		    buf_slice(&w->edits[f]) };
	}
	for (at = 2; e == ERR_OK && row->notes > 0 && at-- > 0;) {
		buf_reset(&w->list[at]);
		add_notes(row, at == 1, &w->list[at]);
		if (w->list[at].n == 0)
			continue;
		extend(w, at == 1 ? "repairs" : "warnings", (unsigned)at);
		edit[n].name = at == 1 ? "repairs" : "warnings";
		edit[n++].json = buf_slice(&w->list[at]);
	}
	if (n == 0) {
		buf_add_slice(out, row->row->record);
		buf_add_char(out, '\n');
	} else
		record_write(&w->record, edit, n, out);
}

void
person_write(struct person_writer *w, const struct table_row *row,
    struct buf *out)
{
	if (row->row->reject != NULL)
		write_reject(row, out);
	else if (row->row->record.p != NULL)
		write_record(w, row, out);
	else
		write_row(w, row, out);
}
