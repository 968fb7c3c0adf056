/* SPDX-License-Identifier: ISC */
/* Reads the portal's catalogues, whose calls each name their members anew. */
#include <stdlib.h>

#include "base/mem.h"
#include "record/json.h"
#include "stay/catalogue.h"
#include "stay/stay.h"

static const char *const code_names[] = {
	"maQT", "maTT", "maPhuongXa", "ma", "id", "code"
};
static const char *const label_names[] = {
	"tenQT", "tenTT", "tenPhuongXa", "name", "ten", "label"
};
#define NAMES (sizeof(code_names) / sizeof(code_names[0]))

void
catalogue_release(struct catalogue *c)
{
	free(c->row);
	buf_release(&c->text);
	c->row = NULL;
	c->n = 0;
}

/* Appends the text or number of the first member of those names; the length
 * that was added, 0 for none. */
static size_t
take(struct slice object, const char *const *names, struct buf *text)
{
	size_t i, before = text->n;
	struct json_member m;
	struct slice rest;

	for (i = 0; i < NAMES; i++)
		for (rest = object; json_next_member(&rest, &m);) {
			if (m.key_escaped || !slice_is(m.key, names[i]))
				continue;
			if (m.value.type == JSON_T_NUMBER)
				buf_add_slice(text, m.value.raw);
			else if (json_text(&m.value, text) != ERR_OK)
				text->n = before;
			if (text->n > before)
				return text->n - before;
		}
	return 0;
}

/* The list inside `v`, bare or as `data`. */
static bool
find_list(const struct json_value *v, struct slice *list)
{
	struct slice rest = v->raw;
	struct json_member m;

	*list = v->raw;
	if (v->type == JSON_T_ARRAY)
		return true;
	if (v->type != JSON_T_OBJECT)
		return false;
	while (json_next_member(&rest, &m))
		if (slice_is(m.key, "data") &&
		    m.value.type == JSON_T_ARRAY) {
			*list = m.value.raw;
			return true;
		}
	return false;
}

enum err
catalogue_parse(struct slice json, struct catalogue *out)
{
	struct catalogue c = { 0 };
	struct catalogue_row *r;
	struct json_value v, one;
	struct slice list;
	size_t at, cap = 0;
	enum err e = json_scan(json, &v, NULL, &at);

	if (e == ERR_OK && !find_list(&v, &list))
		e = ERR_FORMAT;
	while (e == ERR_OK && json_next_element(&list, &one)) {
		if (c.n == CATALOGUE_MAX_ROWS) {
			e = ERR_TOO_LONG;
			break;
		}
		if (c.n == cap) {
			cap = cap == 0 ? 64 : cap * 2;
			c.row = xreallocarray(c.row, cap, sizeof(*c.row));
		}
		r = &c.row[c.n++];
		r->code = c.text.n;
		r->code_n = one.type != JSON_T_OBJECT ? 0 :
		    take(one.raw, code_names, &c.text);
		r->label = c.text.n;
		r->label_n = r->code_n == 0 ? 0 :
		    take(one.raw, label_names, &c.text);
		if (r->label_n == 0)
			e = ERR_FORMAT;
	}
	if (e == ERR_OK && c.n == 0)
		e = ERR_FORMAT;
	if (e != ERR_OK) {
		catalogue_release(&c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

struct slice
catalogue_code_at(const struct catalogue *c, size_t i)
{
	return (struct slice){ c->text.p + c->row[i].code, c->row[i].code_n };
}

struct slice
catalogue_label_at(const struct catalogue *c, size_t i)
{
	return (struct slice){ c->text.p + c->row[i].label,
	    c->row[i].label_n };
}

struct slice
catalogue_label(const struct catalogue *c, struct slice code)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (slice_eq(catalogue_code_at(c, i), code))
			return catalogue_label_at(c, i);
	return (struct slice){ NULL, 0 };
}

bool
catalogue_check(const struct catalogue *const set[KBTT_CATALOGUES],
    const struct stay *s, struct stay_problem *why)
{
	const struct {
		enum kbtt_catalogue c;
		enum stay_field f;
		bool foreign;
		const char *why;
	} t[] = {
		{ KBTT_NATIONALITIES, STAY_NATIONALITY, true,
		    N_("is not in the portal's list of nationalities: its "
		    "codes are not those of ISO (Germany is D)") },
		{ KBTT_REASONS, STAY_REASON, false,
		    N_("is not in the portal's list of reasons") },
		{ KBTT_DOC_TYPES, STAY_DOC_TYPE, false,
		    N_("is not in the portal's list of document types") },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (t[i].foreign == s->foreign && set[t[i].c] != NULL &&
		    catalogue_label(set[t[i].c], s->f[t[i].f]).p == NULL) {
			why->field = stay_field_name(t[i].f);
			why->why = t[i].why;
			return false;
		}
	return true;
}
