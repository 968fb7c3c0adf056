/* SPDX-License-Identifier: ISC */
/* Reads the text of the table and makes it ready for looking up by name. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "identity/units_priv.h"

#define NOTHING 0xffffu
#define MAX_CODE 100000
#define MAX_PROVINCE 100
#define MAX_TABLE (8u << 20)
#define MAX_PLACES 60000
#define MAX_LINKS (4 * MAX_PLACES)
#define LINK_ROOM 4096

/* What the rows so far have begun; 0xffff: nothing. */
struct loader {
	struct units_table *u;
	uint16_t now, old, district;
	uint16_t by_code[MAX_CODE];	/* communes of today */
	uint16_t province[MAX_PROVINCE];
};

static bool
number(struct slice s, uint32_t max, uint32_t *out)
{
	uint32_t v = 0;
	size_t i;

	if (!slice_digits(s) || s.n > 5)
		return false;
	for (i = 0; i < s.n; i++)
		v = v * 10 + (uint32_t)(s.p[i] - '0');
	*out = v;
	return v < max;
}

/* The word before the name; types stand in full in the table. Returns how many
 * words of `t` it takes. */
static size_t
take_type(const struct unit_letters *u, const struct tokens *t, struct place *p)
{
	enum unit_type type;
	size_t k, first;

	for (k = 1; k <= 2 && k < t->n; k++) {
		type = units_word(u, t, k, &first);
		if (type != TYPE_NONE && first == 0 &&
		    (t->t[0].len > 2 || type == TYPE_XA)) {
			p->type = (uint8_t)type;
			return k;
		}
	}
	return 0;
}

/* The name's own words: "Phường 01" is 1. */
static bool
take_name(struct units_table *u, struct slice name, struct place *p)
{
	struct tokens t;
	size_t i, k;
	uint32_t bare = 0;

	units_fold(&u->letters, name, &t);
	i = take_type(&u->letters, &t, p);
	if (t.n == i || t.n - i > UNITS_NAME_TOKENS)
		return false;
	for (k = t.n; k-- > i; ) {
		p->exact = units_mix(p->exact, t.t[k].exact);
		p->marks = units_mix(p->marks, t.t[k].marks);
		bare = units_mix(bare, t.t[k].bare);
	}
	p->bare = bare;
	p->key = (uint32_t)u->keys.n;
	buf_add(&u->keys, t.text + t.t[i].at,
	    (size_t)(t.t[t.n - 1].at + t.t[t.n - 1].len - t.t[i].at));
	p->key_n = (uint8_t)(u->keys.n - p->key);
	return true;
}

static bool
add(struct units_table *u, enum unit_kind kind, struct slice name,
    uint32_t code, uint16_t parent)
{
	struct place *p;

	if (u->g.places == MAX_PLACES || name.n == 0 ||
	    name.n > UNITS_MAX_NAME)
		return false;
	if (u->g.places == u->room) {
		u->room = u->room == 0 ? 16384 : u->room * 2;
		u->place = xreallocarray(u->place, u->room, sizeof *u->place);
	}
	p = &u->place[u->g.places];
	*p = (struct place){ .name = (uint32_t)(name.p - u->text.p),
	    .name_n = (uint8_t)name.n, .kind = (uint8_t)kind, .code = code,
	    .parent = parent, .first = (uint32_t)u->g.links };
	if (!take_name(u, name, p))
		return false;
	p->same = (uint16_t)u->g.places++;
	return true;
}

void
units_add_link(struct units_table *u, uint16_t to)
{
	if (u->g.links % LINK_ROOM == 0)
		u->link = xreallocarray(u->link, u->g.links + LINK_ROOM,
		    sizeof *u->link);
	u->link[u->g.links++] = to;
}

void
units_link(struct units_table *u, struct place *p, uint16_t to)
{
	units_add_link(u, to);
	p->links++;
}

/* Codes of communes of today, all of the province that has the old one. */
static bool
take_links(struct loader *l, struct slice codes)
{
	struct units_table *u = l->u;
	struct place *p = &u->place[u->g.places - 1];
	struct slice one;
	uint32_t code;
	uint16_t to;

	while (slice_split(&codes, ' ', &one)) {
		if (!number(one, MAX_CODE, &code) || p->links == UNITS_MAX_SET)
			return false;
		to = l->by_code[code];
		if (to == NOTHING ||
		    u->place[to].parent != u->place[l->old].parent)
			return false;
		units_link(u, p, to);
	}
	return u->g.links <= MAX_LINKS;
}

static bool
take_now(struct loader *l, char type, struct slice name, uint32_t code)
{
	struct units_table *u = l->u;

	if (type == 'P') {
		if (code >= MAX_PROVINCE || l->province[code] != NOTHING)
			return false;
		l->now = l->province[code] = (uint16_t)u->g.places;
		return add(u, NOW_PROVINCE, name, code, NOTHING);
	}
	if (l->now == NOTHING || l->by_code[code] != NOTHING)
		return false;
	l->by_code[code] = (uint16_t)u->g.places;
	return add(u, NOW_COMMUNE, name, code, l->now);
}

static bool
take_old(struct loader *l, char type, struct slice name, uint32_t code,
    struct slice more)
{
	struct units_table *u = l->u;
	uint32_t today;

	if (type == 'O') {
		if (!number(more, MAX_PROVINCE, &today) ||
		    l->province[today] == NOTHING)
			return false;
		l->old = (uint16_t)u->g.places;
		l->district = NOTHING;
		return add(u, OLD_PROVINCE, name, code, l->province[today]);
	}
	if (l->old == NOTHING || (type == 'W' && l->district == NOTHING))
		return false;
	if (type == 'D')
		l->district = (uint16_t)u->g.places;
	if (!add(u, type == 'D' ? OLD_DISTRICT : OLD_COMMUNE, name, code,
	    type == 'D' ? l->old : l->district))
		return false;
	if (type == 'W' || more.p != NULL)
		return more.p != NULL && take_links(l, more);
	return true;
}

/* Another name of the row above, which is whole. */
static bool
take_alias(struct units_table *u, struct slice name)
{
	struct place above;

	if (u->g.places == 0)
		return false;
	above = u->place[u->g.places - 1];
	if (!add(u, above.kind, name, above.code, above.parent))
		return false;
	u->place[u->g.places - 1].same = above.same;
	u->place[u->g.places - 1].first = above.first;
	u->place[u->g.places - 1].links = above.links;
	return true;
}

static bool
take_line(struct loader *l, struct slice line)
{
	struct slice type, code, name = { NULL, 0 }, more = { NULL, 0 };
	uint32_t v;

	if (line.n == 0 || line.p[0] == '#')
		return true;
	if (!slice_split(&line, '\t', &type) || type.n != 1 ||
	    !slice_split(&line, '\t', &code))
		return false;
	if (type.p[0] == 'A')
		return line.p == NULL && take_alias(l->u, code);
	if (!slice_split(&line, '\t', &name) || !number(code, MAX_CODE, &v))
		return false;
	if (line.p != NULL && (!slice_split(&line, '\t', &more) ||
	    line.p != NULL))
		return false;
	switch (type.p[0]) {
	case 'P': case 'C':
		return more.p == NULL && take_now(l, type.p[0], name, v);
	case 'O': case 'D': case 'W':
		return take_old(l, type.p[0], name, v, more);
	default:
		return false;
	}
}

static enum err
load(struct units_table *u, struct slice rest)
{
	struct loader *l = xcalloc(1, sizeof *l);
	struct slice one;
	enum err e = ERR_OK;

	memset(l, 0xff, sizeof *l);
	l->u = u;
	if (rest.n > MAX_TABLE)
		e = ERR_TOO_LONG;
	while (e == ERR_OK && rest.n > 0 && slice_split(&rest, '\n', &one)) {
		u->line++;
		if (!take_line(l, one))
			e = ERR_FORMAT;
	}
	free(l);
	return e;
}

static void
forget(struct units_table *u)
{
	free(u->place);
	free(u->link);
	u->place = NULL;
	u->link = NULL;
	u->g.places = u->room = u->g.links = 0;
}

/* What is damaged knows nothing. */
enum err
units_table_read(struct units_table *u, struct slice text)
{
	enum err e;

	units_fold_tables(&u->letters);
	buf_add_slice(&u->text, text);
	e = load(u, buf_slice(&u->text));
	if (e != ERR_OK)
		forget(u);
	units_index(u);
	u->g.letters = &u->letters;
	u->g.names = u->text.p;
	u->g.keys = u->keys.p;
	u->g.place = u->place;
	u->g.link = u->link;
	return e;
}

void
units_table_release(struct units_table *u)
{
	forget(u);
	buf_release(&u->text);
	buf_release(&u->keys);
	free(u->slot);
	free(u->seen);
}
