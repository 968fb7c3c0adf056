/* SPDX-License-Identifier: ISC */
/* Who resembles whom, on many machines: a row without a partner goes to every
 * block that it belongs to (tagged lines whose key is the block), each block is
 * scored by itself, and the last step resolves all scores one to one. A score:
 *
 *	left line TAB right line TAB hundredths of a bit TAB doubt (0 or 1)
 */
#ifndef ROSTER_BLOCKS_H
#define ROSTER_BLOCKS_H

#include "match/fuzzy.h"
#include "table/header.h"

/* Beyond so many pairs a block tells nothing and is left out. */
#define BLOCKS_MAX_PAIRS (1u << 20)

/* Cells sorted by their meaning as a person of the last stage; its texts live
 * in `m` until the next call. False: nobody to be found by a name. */
struct block_maker;
struct units;
struct block_maker *block_maker_new(const struct units *units);
void block_maker_free(struct block_maker *m);	/* wipes; NULL is fine */
bool block_person(struct block_maker *m, const struct slice of[COLUMNS],
    struct fuzzy_person *out);

/* Persons of one block; names are copied. */
struct block;
struct block *block_new(void);
void block_free(struct block *b);		/* wipes; NULL is fine */
void block_add(struct block *b, unsigned side, const struct fuzzy_person *p);
/* Appends the scores of all pairs and empties the block. Or how many pairs
 * there are, where they are too many. */
unsigned long long block_score(struct block *b, struct fuzzy *f,
    struct buf *out);

/* The next line of scores. ERR_EOF; ERR_FORMAT. */
MUST_CHECK enum err block_read(struct slice *rest, struct fuzzy_scored *out);

#endif
