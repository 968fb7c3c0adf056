/* SPDX-License-Identifier: ISC */
/* Between the files that make entries of rows. */
#ifndef ROSTER_ENTRY_PRIV_H
#define ROSTER_ENTRY_PRIV_H

#include "roster/key.h"
#include "roster/run_priv.h"
#include "table/scan.h"

/* A thread's way through the parts of one side. */
struct scanner {
	struct run *r;
	struct run_part *part;
	struct side *side;
	unsigned number;		/* of the side */
	struct spill_lists *out;
	struct side_chunk *chunk;
	uint64_t base;			/* the chunk, as places have it */
	uint32_t line;			/* in it */
	size_t groups;			/* of lines that the next may have */
	size_t limit;			/* rows that begin here are another's */
	size_t width, key;
	size_t cell[PLAN_MAX_COLUMNS], cells;	/* that are hashed */
	bool fast, raw_from, marked;
	unsigned shift;
	struct scan_row *found;		/* of a block */
	uint32_t *mark;			/* of all of them, if `marked` */
	uint32_t *one;			/* of one row */
	char *gather;
	size_t room;
	struct keyer *keyer;
	struct slice *row;		/* cells of one, for the slow way */
	struct buf text;
	bool open, quoted, too_long, remake;
	unsigned long long rows, skipped, short_rows, unkeyed;
};

/* A row that is not as most are, from `from` to `end` in a block. */
void entry_row(struct scanner *sc, struct slice b, uint32_t from, uint32_t end);

/* What is left of the text behind the `n` rows of its last block is a row
 * without an end: it becomes one of them. Returns how many they are. */
size_t entry_last(struct scanner *sc, struct slice b, size_t n);

/* Of a made side: the first cell does not say that the row is no good. */
static inline bool
entry_is_good(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return *p != '!';
}

uint64_t entry_hash_row(struct scanner *sc, const char *p,
    const uint32_t *mark, uint32_t from, uint32_t end);
void entry_put(struct scanner *sc, uint64_t key, uint64_t hash, bool unsure);

/* The row just counted may have more lines than one. */
void entry_lines(struct scanner *sc, const char *p, uint32_t from,
    uint32_t end);

/* Forgets all of a side's entries. */
void entry_again(struct run *r, unsigned side);

#endif
