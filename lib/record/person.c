/* SPDX-License-Identifier: ISC */
/* Between members by name and fields by number. */
#include <string.h>

#include "record/person.h"

static const struct slice names[] = {
#define PERSON_NAME_OF(code, name) { name, sizeof(name) - 1 },
	PERSON_TABLE(PERSON_NAME_OF)
#undef PERSON_NAME_OF
};

const char *
person_field_name(enum person_field f)
{
	return names[f].p;
}

/* Members mostly stand in the order of the table: the search starts at
 * `from` and goes round. */
static enum person_field
field_of(struct slice key, unsigned from)
{
	unsigned i, k;

	for (k = 0; k < PERSON_FIELDS; k++) {
		i = from + k < PERSON_FIELDS ? from + k :
		    from + k - PERSON_FIELDS;
		if (names[i].n == key.n && names[i].p[0] == key.p[0] &&
		    memcmp(names[i].p, key.p, key.n) == 0)
			return (enum person_field)i;
	}
	return PERSON_FIELDS;
}

enum err
person_read(struct record *r, struct person *p, enum person_field *bad)
{
	unsigned from = 0;
	enum person_field f;
	size_t i;
	enum err e;

	*p = (struct person){ 0 };
	for (i = 0; i < r->index.n; i++) {
		const struct json_member *m = &r->index.m[i];

		f = m->key.n > 0 ? field_of(m->key, from) : PERSON_FIELDS;
		if (f == PERSON_FIELDS)
			continue;
		from = (f + 1) % PERSON_FIELDS;
		e = record_value_text(r, &m->value, &p->f[f]);
		if (e != ERR_OK && e != ERR_NOT_FOUND) {
			*bad = f;
			return e;
		}
	}
	return ERR_OK;
}
