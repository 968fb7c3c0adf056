/* SPDX-License-Identifier: ISC */
/* Rows of invented people as fuzzy takes them. */
#ifndef FUZZY_PEOPLE_H
#define FUZZY_PEOPLE_H

#include <stdlib.h>

#include "../bench/roster/people.h"
#include "base/mem.h"
#include "match/fuzzy.h"

/* A side; person[i].where is i, and its name lies in row[i]. */
struct fuzzy_side {
	struct fuzzy_person *person;
	struct people_row *row;
	uint64_t *truth;
	size_t n;
};

static inline uint64_t
fuzzy_people_digits(struct slice s)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; s.n == 12 && i < s.n; i++)
		v = v * 10 + (uint64_t)(s.p[i] - '0');
	return v;
}

static inline void
fuzzy_people_person(const struct people_row *r, struct fuzzy_person *p)
{
	*p = (struct fuzzy_person){ .name = slice_str(r->name),
	    .sex = r->sex[0] == '\0' ? 0 :
	    strcmp(r->sex, "Nam") == 0 ? 'M' : 'F', .province = r->now,
	    .number = fuzzy_people_digits(slice_str(r->number)) };
	if (date_parse(slice_str(r->birth), &p->birth) != ERR_OK)
		p->birth = (struct date){ 0 };
}

static inline void
fuzzy_people_side(const struct people *p, unsigned side,
    struct fuzzy_side *s)
{
	uint64_t j;
	bool again;

	s->person = xcalloc(p->n, sizeof *s->person);
	s->row = xcalloc(p->n, sizeof *s->row);
	s->truth = xcalloc(p->n, sizeof *s->truth);
	s->n = 0;
	for (j = 0; j < p->n; j++) {
		uint64_t i = people_at(p, j, side);

		if (!people_row(p, i, side, &s->row[s->n], &again))
			continue;
		fuzzy_people_person(&s->row[s->n], &s->person[s->n]);
		s->person[s->n].where = s->n;
		s->truth[s->n++] = i;
	}
}

static inline void
fuzzy_people_free(struct fuzzy_side *s)
{
	free(s->person);
	free(s->row);
	free(s->truth);
}

#endif
