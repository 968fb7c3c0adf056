/* SPDX-License-Identifier: ISC */
/* The members of an object as an index has them, against those read again. */
#ifndef JSON_WALK_H
#define JSON_WALK_H

#include "record/json.h"

static inline bool
json_same_value(const struct json_value *a, const struct json_value *b)
{
	return a->type == b->type && a->escaped == b->escaped &&
	    a->raw.p == b->raw.p && a->raw.n == b->raw.n;
}

static inline bool
json_same_walk(const struct json_index *x, const struct json_value *object)
{
	const struct json_member *m;
	struct json_member again;
	struct slice rest = object->raw;
	size_t at = 0;

	while ((m = json_inside(x, object, &at)) != NULL)
		if (!json_next_member(&rest, &again) ||
		    m->key.p != again.key.p || m->key.n != again.key.n ||
		    m->key_escaped != again.key_escaped ||
		    !json_same_value(&m->value, &again.value) ||
		    (m->value.type == JSON_T_OBJECT &&
		    !json_same_walk(x, &m->value)))
			return false;
	return at == object->inside && !json_next_member(&rest, &again);
}

/* Of all objects of a text, but for those in lists. */
static inline bool
json_same_walks(const struct json_index *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->m[i].value.type == JSON_T_OBJECT &&
		    !json_same_walk(x, &x->m[i].value))
			return false;
	return true;
}

#endif
