/* SPDX-License-Identifier: ISC */
/* Who stands in a roster twice, found at its end: 24 bytes for each row (and
 * 24 more for one with two numbers) are kept, sorted where they lie, and read
 * in groups. */
#ifndef LINT_LINT_INDEX_H
#define LINT_LINT_INDEX_H

#include "lint/lint.h"
#include "record/person.h"

struct lint_index;

struct lint_index *lint_index_new(void);
void lint_index_free(struct lint_index *x);	/* wipes; NULL is fine */

/* What is kept of a row: its numbers, name with birth date, address; 0 where it
 * has none. */
struct lint_key {
	uint64_t id, old, name;
	uint32_t third;
};
void lint_index_key(const struct person *p, uint64_t name_key,
    struct lint_key *out);

/* The next row, of `line` in `file` (a number that the caller gives). */
void lint_index_put(struct lint_index *x, const struct lint_key *k,
    unsigned file, unsigned long long line);
void lint_index_add(struct lint_index *x, const struct person *p,
    uint64_t name_key, unsigned file, unsigned long long line);

/* A row of a group: `row` counts all rows added, from 0. */
struct lint_twin {
	uint64_t row;
	unsigned file;
	unsigned long long line;
};

/* Rows that go together, in the order in which they were added; `n` is two or
 * more. Borrowed until the callback returns. */
struct lint_group {
	enum lint what;
	enum person_field field;
	const struct lint_twin *twin;
	size_t n;
};
typedef void lint_group_fn(void *ctx, const struct lint_group *g);

/* All groups: by number, by old number, by name and birth date, each in the
 * order of their first rows. The index is empty afterwards. */
void lint_index_groups(struct lint_index *x, lint_group_fn *group, void *ctx);

/* The key of a name in plain letters (lint_fold) and a birth date, 0 without
 * either or where the day is not known: too many share a year. Its highest bit
 * is free. */
uint64_t lint_index_name_key(struct slice folded, struct slice dob);

#endif
