/* SPDX-License-Identifier: ISC */
/* Between the files of the scanner. */
#ifndef RECORD_JSON_PRIV_H
#define RECORD_JSON_PRIV_H

#include "record/json.h"

/* The names of the objects that are open, the innermost last. What stands
 * before the names of an object has no text; it says where those of the object
 * around it begin, and what that one's marks were. */
struct json_name {
	struct slice text;
	uint64_t marks;
};

void json_names_grow(struct json_index *x);

/* Of the innermost object: where a name stands twice, its second place in the
 * text; else NULL. May change their order. */
const char *json_names_twice(struct json_index *x);

static inline struct json_name *
json_names_slot(struct json_index *x)
{
	if (x->names_n == x->names_cap)
		json_names_grow(x);
	return &x->names[x->names_n++];
}

static inline void
json_names_open(struct json_index *x)
{
	*json_names_slot(x) = (struct json_name){ { NULL, x->names_from },
	    x->marks };
	x->names_from = x->names_n;
	x->marks = 0;
}

/* A name has one mark of 63; most names of one object have different ones.
 * The lowest bit says that two had the same. */
static inline void
json_names_add(struct json_index *x, struct slice text)
{
	unsigned h = (unsigned)text.n;
	uint64_t mark;

	if (text.n > 0)
		h += (unsigned char)text.p[0] * 7u +
		    (unsigned char)text.p[text.n - 1] * 29u;
	mark = (uint64_t)2 << h % 63;
	x->marks |= mark | ((x->marks & mark) != 0 ? 1 : 0);
	json_names_slot(x)->text = text;
}

/* Drops the innermost; answers as json_names_twice. */
static inline const char *
json_names_close(struct json_index *x)
{
	const char *twice = (x->marks & 1) != 0 ? json_names_twice(x) : NULL;

	x->names_n = x->names_from - 1;
	x->marks = x->names[x->names_n].marks;
	x->names_from = x->names[x->names_n].text.n;
	return twice;
}

#endif
