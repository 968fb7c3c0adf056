/* SPDX-License-Identifier: ISC */
/* Where the rows of a part begin and end: the length of each of its lines, so
 * that a row is found without a look at the text, in a byte and a fifteenth a
 * line. */
#ifndef ROSTER_SIDE_LINES_H
#define ROSTER_SIDE_LINES_H

#include <stddef.h>
#include <stdint.h>

/* Of SIDE_LINES lines, one cache line. A row of several lines has all of its
 * length in the first, and 0 in the others. */
#define SIDE_LINES 60
struct side_group {
	uint8_t length[SIDE_LINES];
	uint32_t at;			/* where the first one begins */
};

/* All zero is empty, but for `hint`: how many groups there will be. Where a
 * line is longer than a byte can say, each has two bytes in the group, or
 * four. */
struct side_lines {
	struct side_group *group;
	uint8_t *next;			/* of the last group, one byte wide */
	uint32_t left, below;		/* room of it; what fits in `next` */
	uint32_t wide;			/* bytes of a length, 0: empty */
	size_t groups, cap, hint;
};

/* Appends a line of `n` bytes, its end with them, that begins at `at`, which is
 * where the one before ended. */
void side_lines_more(struct side_lines *l, uint32_t at, uint32_t n);

static inline void
side_lines_add(struct side_lines *l, uint32_t at, uint32_t n)
{
	if (l->left == 0 || n >= l->below) {
		side_lines_more(l, at, n);
		return;
	}
	*l->next++ = (uint8_t)n;
	l->left--;
}

/* Where line `i` begins; its length goes to *n. */
uint32_t side_lines_find(const struct side_lines *l, uint32_t i, uint32_t *n);

/* It will be asked for soon. */
static inline void
side_lines_soon(const struct side_lines *l, uint32_t i)
{
	__builtin_prefetch(&l->group[i / (SIDE_LINES / l->wide)]);
}

void side_lines_release(struct side_lines *l);

#endif
