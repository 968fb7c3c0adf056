/* SPDX-License-Identifier: ISC */
/* Between the files of a comparison. */
#ifndef ROSTER_RUN_PRIV_H
#define ROSTER_RUN_PRIV_H

#include <pthread.h>

#include "match/fuzzy.h"
#include "roster/ahead.h"
#include "roster/hash.h"
#include "roster/order.h"
#include "roster/run.h"
#include "roster/side.h"
#include "roster/spill.h"

/* An entry of a row: a = mixed key << 24 | 24 bits of the row's hash,
 * b = place << 25 | unsure << 24 | 24 more. Unsure: the number is not what
 * stands in the cell, letter for letter. */
#define ENTRY_HASH 24
#define ENTRY_UNSURE (1ull << ENTRY_HASH)
#define ENTRY_PLACE (ENTRY_HASH + 1)
#define ENTRY_HASH_MASK (ENTRY_UNSURE - 1)

static inline uint64_t
entry_mixed(const struct spill_pair *p)
{
	return p->a >> ENTRY_HASH;
}

static inline uint64_t
entry_place(const struct spill_pair *p)
{
	return p->b >> ENTRY_PLACE;
}

static inline uint64_t
entry_hash(const struct spill_pair *p)
{
	return (p->a & ENTRY_HASH_MASK) << ENTRY_HASH |
	    (p->b & ENTRY_HASH_MASK);
}

/* What became of a row or a pair: a = place << 25 | key's upper 20 bits << 5 |
 * kind, b = the other row's place << 25 | key's lower 20 bits << 5. The place
 * is the left one where there is a left row. Of MATCH and LOOK the key is the
 * number of the pair, of ALIAS left kind * ALIAS_KINDS + right kind. */
enum found {
	FOUND_SAME, FOUND_PAIR, FOUND_UNSURE, FOUND_ALIAS, FOUND_MATCH,
	FOUND_LOOK,
	FOUND_ALONE, FOUND_DUPLICATE, FOUND_REJECT
};

static inline uint64_t
found_place(const struct spill_pair *p)
{
	return p->a >> 25;
}

static inline uint64_t
found_other(const struct spill_pair *p)
{
	return p->b >> 25;
}

static inline enum found
found_kind(const struct spill_pair *p)
{
	return (enum found)(p->a & 31);
}

static inline uint64_t
found_key(const struct spill_pair *p)
{
	return (p->a >> 5 & 0xfffff) << 20 | (p->b >> 5 & 0xfffff);
}

/* A pair that may be learned from: a = left place << 24 | key's lower bits,
 * b = right place << 1 | same. */
struct run_sample {
	uint64_t a, b;
};

/* What one thread has. */
struct run_part {
	struct run *r;
	unsigned thread;
	struct spill_lists entry[2];	/* r->parts + 2 lists */
	struct spill_lists found[2];	/* r->pieces lists, by the place */
	struct buf left_over[2];	/* places, as uint64_t */
	struct buf sample;		/* of run_sample: for the weights */
	struct diff_summary sum;
	unsigned long long bad_rows[2], bad_line[2];	/* see run_note */
};

struct run {
	const struct run_options *o;
	struct side side[2];
	struct diff_head head;
	struct diff_column *column;
	struct buf names;		/* of them, as reports write them */
	size_t *right;			/* head.right */
	long *at[2];			/* a side's cell of a diff column, -1 */
	size_t key[2][RUN_MAX_KEYS], keys;	/* cells */
	bool numbers;			/* the key is a column of numbers */
	bool raw;			/* both have all columns alike */
	bool alike;			/* and take them for the same */
	unsigned threads, bits;
	size_t parts;			/* 2^bits */
	size_t pieces[2];		/* of 2^piece_bits lines of a chunk */
	unsigned piece_bits[2];
	/* Of each chunk, for they are asked for of every row. */
	uint64_t *chunk_line[2];	/* of its first row, from 1 */
	uint32_t *chunk_piece[2];	/* its first */
	struct ahead *ahead;		/* or NULL */
	const struct left_reading *reading;
	struct spill *spill;
	struct run_part *part;		/* one a thread */
	struct order *order;		/* by key, or NULL */
	struct fuzzy *fuzzy;
	struct fuzzy_pair *pair;
	size_t pairs;

	pthread_mutex_t lock;
	pthread_cond_t turn;
	size_t next, written;		/* work given out, pieces in turn */
	struct far *far;		/* or NULL */
	struct items_out *out;		/* while items are told */
	uint64_t sampled;		/* keys below it, of 2^24 */
	bool resembling;		/* left-overs are scored */
	size_t share;			/* bytes of a list's lists in memory */
	bool like[2];			/* see run_like */
	bool remake, doubt;		/* a side has to be read again */
	const char *doing;
	unsigned done, step;		/* hundredths, and of this step */
	unsigned where;			/* the side in which the error is */
	enum err e;
	const char *why;
	unsigned long long line;
};

#define RUN_UNKEYED(r) ((r)->parts)
#define RUN_REJECT(r) ((r)->parts + 1)

/* The line in the file of a row that side_row gave; a made row says it. */
unsigned long long run_line_of(const struct side *s, struct slice row,
    unsigned long long line);

/* Runs `work`, `percent` of everything, in every thread with its part and waits
 * for all; in this one alone where there is one. */
void run_threads(struct run *r, const char *doing, unsigned percent,
    void (*work)(struct run_part *p));
/* The next of `all` pieces of work; false: no more, or an error. */
bool run_next(struct run *r, size_t all, size_t *i);
void run_fail(struct run *r, enum err e, unsigned side, const char *why,
    unsigned long long line);
bool run_failed(struct run *r);

/* The steps, in their order. */
void run_entries(struct run *r, unsigned side);
void run_join(struct run *r);
void run_left_over(struct run *r);
void run_items(struct run *r);
void run_end(struct run *r);

static inline size_t
run_piece(const struct run *r, unsigned side, uint64_t place)
{
	unsigned shift = r->side[side].shift;

	return r->chunk_piece[side][place >> shift] +
	    ((place & ((1ull << shift) - 1)) >> r->piece_bits[side]);
}

/* As side_line has it. */
static inline unsigned long long
run_line_at(const struct run *r, unsigned side, uint64_t place)
{
	unsigned shift = r->side[side].shift;

	return r->chunk_line[side][place >> shift] +
	    (place & ((1ull << shift) - 1));
}

void run_found(struct run_part *p, unsigned side, enum found kind,
    uint64_t place, uint64_t other, uint64_t key);

/* Of the person of a row what is compared; false: no name. Without units no
 * place. */
struct person;
bool left_over_person(const struct units *units, const struct person *p,
    uint64_t where, struct fuzzy_person *out);
/* Instead of the number of both, when they share one that is in doubt: worth
 * what an equal number is, whatever its digits. */
#define RUN_SHARED 1

#endif
