/* SPDX-License-Identifier: ISC */
/* What a whole roster has of findings: counts that add up, for all of it, for
 * each file and for each unit (commune, class, site). */
#ifndef LINT_LINT_SUM_H
#define LINT_LINT_SUM_H

#include "lint/lint.h"

#define LINT_MAX_PARTS 10000	/* units or files; the others are one more */
#define LINT_MAX_EXAMPLES 1000

/* `found` rows have findings of any kind, `bad` ones of error or warning. A
 * group of duplicates counts for each of its rows but the first. */
struct lint_counts {
	unsigned long long rows, found, bad;
	unsigned long long severity[LINT_SEVERITIES], of[LINTS];
};

struct lint_part {
	char *name;
	size_t was;			/* its index before lint_sum_order */
	struct lint_counts c;
};

/* In the order in which they were met, until lint_sum_order. */
struct lint_parts {
	struct lint_part *p;
	size_t n, cap;
	uint32_t *slot;			/* hash of the names */
	size_t slots;
};

struct lint_place {
	unsigned file;
	enum person_field field;
	unsigned long long line;
};

/* All zero is ready but for `examples`, how many are kept of each finding. */
struct lint_sum {
	struct lint_counts all;
	struct lint_parts files, units;
	unsigned long long skipped, rejects, repaired;
	/* of a list of who should be there */
	unsigned long long expected, there, probably, missing;
	unsigned examples;
	struct lint_place *example[LINTS];
	unsigned kept[LINTS];
};

void lint_sum_release(struct lint_sum *s);

/* The part of that name, made where there is none; the last one ("...") where
 * there are too many. An index that stays. */
size_t lint_parts_find(struct lint_parts *p, struct slice name);

/* One row and its findings; `unit` is an index or SIZE_MAX. */
void lint_sum_row(struct lint_sum *s, const struct lint_list *l, size_t file,
    size_t unit, unsigned long long line);
/* The same in two steps, for rows that others looked at: counts of a row, then
 * of many, and each finding in its order. */
void lint_counts_row(struct lint_counts *c, const struct lint_list *l);
void lint_sum_counts(struct lint_sum *s, const struct lint_counts *c,
    size_t file);
void lint_sum_example(struct lint_sum *s, const struct lint_finding *f,
    size_t file, unsigned long long line);
/* One finding more, on no row that is counted: a row of a group of duplicates
 * beyond the first, a column, somebody who is not there. */
void lint_sum_more(struct lint_sum *s, const struct lint_finding *f,
    size_t file, size_t unit, unsigned long long line);

void lint_sum_add(struct lint_sum *to, const struct lint_sum *s);

/* Files and units by name, so that the same findings give the same bytes. */
void lint_sum_order(struct lint_sum *s);

/* One JSON object and a line feed, and back: ERR_JSON, ERR_FORMAT,
 * ERR_UNSUPPORTED (of another tool or version). Examples are not in it. */
void lint_sum_write(struct lint_sum *s, struct buf *out);
MUST_CHECK enum err lint_sum_read(struct slice json, struct lint_sum *out);
MUST_CHECK enum err lint_sum_add_text(struct lint_sum *to, struct slice json);

#endif
