/* SPDX-License-Identifier: ISC */
/* Between the files of the index of duplicates. */
#ifndef LINT_LINT_INDEX_PRIV_H
#define LINT_LINT_INDEX_PRIV_H

#include "lint/lint_index.h"

#define LINT_ROW_BITS 40
#define LINT_ROW_MASK (((uint64_t)1 << LINT_ROW_BITS) - 1)
#define LINT_OLD_NUMBERS 1000000000000u		/* added to nine digits */
#define LINT_SECOND ((uint64_t)1 << 63)	/* the row has another entry */

/* `number` and `name` are 0 where the row has none; above the row's number
 * stand 24 bits of its address. */
struct lint_entry {
	uint64_t number, name, row;
};

struct lint_entries {
	struct lint_entry *e;
	size_t n, cap, bytes;
};
void lint_entries_add(struct lint_entries *a, const struct lint_entry *e);
void lint_entries_release(struct lint_entries *a);	/* wipes */

uint64_t lint_index_mix(uint64_t x);
/* A citizen number as itself, an old one above all of them, each plus one; 0
 * for anything else. */
uint64_t lint_index_number_key(struct slice s);

enum lint_order { LINT_BY_NUMBER, LINT_BY_NAME };
/* By number or name, equal ones by row; where it lies, and as fast for a
 * million equal ones. */
void lint_entries_sort(struct lint_entry *e, size_t n, enum lint_order o);

void lint_index_give(struct lint_index *x, const struct lint_entry *e,
    size_t n, struct lint_group *g, lint_group_fn *group, void *ctx);
void lint_groups_by_number(struct lint_index *x, struct lint_entries *a,
    lint_group_fn *group, void *ctx);
void lint_groups_by_name(struct lint_index *x, struct lint_entries *a,
    lint_group_fn *group, void *ctx);

#endif
