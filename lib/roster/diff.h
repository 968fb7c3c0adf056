/* SPDX-License-Identifier: ISC */
/* The words of a comparison: classes, items, the sum that must come out. */
#ifndef ROSTER_DIFF_H
#define ROSTER_DIFF_H

#include "match/cause.h"
#include "match/fuzzy.h"

/* Every row of a side stands in exactly one item. Both sides have a row of the
 * first six. A repaired key: the same or changed, paired by a number whose
 * zeros came back, or by an old or cancelled one; another person: one number,
 * two people; a match: by name and birth date; look: a person must decide;
 * reject: cannot be read. */
#define DIFF_TABLE(X)							\
	X(DIFF_SAME, N_("same"))					\
	X(DIFF_CHANGED, N_("changed"))					\
	X(DIFF_KEY_REPAIRED, N_("key-repaired"))			\
	X(DIFF_OTHER_PERSON, N_("other-person"))			\
	X(DIFF_MATCH, N_("match"))					\
	X(DIFF_LOOK, N_("look"))					\
	X(DIFF_REMOVED, N_("removed")) /* left only */			\
	X(DIFF_ADDED, N_("added")) /* right only */		\
	X(DIFF_DUPLICATE_LEFT, N_("duplicate-left"))			\
	X(DIFF_DUPLICATE_RIGHT, N_("duplicate-right"))			\
	X(DIFF_REJECT_LEFT, N_("reject-left"))				\
	X(DIFF_REJECT_RIGHT, N_("reject-right"))

enum diff_class {
#define DIFF_CODE(code, name) code,
	DIFF_TABLE(DIFF_CODE)
#undef DIFF_CODE
	DIFF_CLASSES
};

const char *diff_class_name(enum diff_class c);
/* 1 where an item of this class holds a row of that side (0 left, 1 right). */
unsigned diff_has_side(enum diff_class c, unsigned side);

/* The columns that are compared, in the order of the left side; cells of items
 * are in this order. No two have one name. */
struct diff_column {
	enum column is;
	struct slice name;		/* the left header, or the member's */
	struct slice right;		/* the right one; p NULL: the same */
	bool key, compared;
	struct slice shown[2];		/* see report_names; p NULL: not made */
};

struct diff_cell {
	size_t column;			/* index of a diff_column */
	struct slice left, right;	/* UTF-8, as the sides have them */
	enum cause cause;
};

/* A row of one side: `cell[i]` belongs to diff column i, p NULL: the side has
 * no such column. */
struct diff_row {
	unsigned long long line;
	const struct slice *cell;
};

struct diff_item {
	enum diff_class class;
	struct slice key;		/* n 0: none usable */
	const struct diff_row *left, *right;	/* NULL: not there */
	const struct diff_cell *cell;	/* the differing ones */
	size_t cells;
	const struct fuzzy_score *score;	/* match, look, other-person */
	const char *why;		/* of rejects, duplicates, repairs */
	unsigned long long why_line;	/* stands behind it; 0: none */
};

/* Two rows that are the same and are found by a number that is no hash (see
 * roster/key.h); the left line and the right one. */
struct diff_same {
	uint64_t number;
	unsigned long long line[2];
};

/* A row that one side has alone is told under that side's own headers in their
 * order, so that it looks the same whatever the other side is: `right` has the
 * diff columns of the right side as they stand there. NULL: in our order. */
struct diff_head {
	const struct diff_column *column;
	size_t columns;
	const size_t *right;
	size_t rights;
	const char *name[2];		/* the files, as named by the user */
};

/* What adds up: man/cccd-roster.5. rows = the sum of the classes of the side
 * plus `skipped` (blank rows, repeated headers, totals). */
struct diff_summary {
	unsigned long long rows[2], skipped[2];
	unsigned long long of[DIFF_CLASSES];
	unsigned long long cause[CAUSES];		/* cells */
	unsigned long long short_rows[2], bad_bytes[2], unkeyed[2];
	unsigned long long left_out[2];		/* see below */
};

/* What was not decided: old and cancelled numbers that more than one row of a
 * side has, and so joined nobody; pairs that nobody looked at, for too many
 * rows have a name, a birth date or a place in common. */
enum { DIFF_NUMBERS, DIFF_PAIRS };

/* True when the sum comes out on both sides. */
bool diff_balances(const struct diff_summary *s);
/* Whether any row is not the same. */
bool diff_is_any(const struct diff_summary *s);
void diff_summary_add(struct diff_summary *to, const struct diff_summary *s);

/* One JSON object and a line feed, and back: ERR_JSON, ERR_FORMAT (not exactly
 * these counts), ERR_RANGE, ERR_UNSUPPORTED (of another tool or version).
 * Whether it balances is asked apart. */
void diff_summary_write(const struct diff_summary *s, struct buf *out);
MUST_CHECK enum err diff_summary_read(struct slice json,
    struct diff_summary *out);
/* Reads and adds one; ERR_DAMAGED: it does not balance. */
MUST_CHECK enum err diff_summary_take(struct slice json,
    struct diff_summary *to);

#endif
