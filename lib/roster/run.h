/* SPDX-License-Identifier: ISC */
/* A comparison of two rosters from end to end, on several threads, in bounded
 * memory, with the same answer for any number of either. */
#ifndef ROSTER_RUN_H
#define ROSTER_RUN_H

#include "roster/diff.h"
#include "table/plan.h"

#define RUN_MAX_THREADS 256
#define RUN_MAX_KEYS 8

enum run_fuzzy { RUN_FUZZY_LIST, RUN_FUZZY_OFF, RUN_FUZZY_JOIN };

struct run_options {
	unsigned threads;		/* 1 or more */
	size_t memory;			/* bytes; 0: no limit */
	const char *tmp;
	const char *keys, *columns, *exclude;	/* lists by commas; NULL */
	bool all;			/* rows that are the same too */
	bool quiet;			/* nothing is written */
	bool verify;			/* bytes, not hashes */
	bool by_key;			/* order of the items */
	enum run_fuzzy fuzzy;
	uint32_t ignore;		/* 1 << cause: cells are equal */
	const struct units *units;
	bool far;			/* as where files are larger than the
					 * memory for them: for tests */
	unsigned part_bits;		/* parts of 2^n bytes, and spilling at
					 * once: for tests; 0: by size */
	struct slice weights;		/* of fuzzy_weights_read; n 0: none */
	/* A part of two rosters (roster/engine.h): what has no partner may have
	 * it elsewhere and is told as it is, nothing is learned. */
	bool pieces, alone;
	struct buf *learned;		/* gets the weights; NULL */
	struct slice scores;		/* of pairs, from other machines: see
					 * roster/blocks.h; p NULL: none */

	/* Appends an item, in any thread. */
	void (*item)(void *ctx, const struct diff_head *h,
	    const struct diff_item *i, struct buf *out);
	/* The same of many rows that are the same at once; NULL: one by one. */
	void (*same)(void *ctx, const struct diff_same *row, size_t n,
	    struct buf *out);
	/* Takes what was appended, one call after the other, in order and in
	 * any thread; where each of the items ends is in `ends`, unless there
	 * is `same`: then nobody knows. */
	enum err (*write)(void *ctx, struct slice text, const size_t *ends,
	    size_t items);
	/* Now and then, and never while `write` is called: which step (a
	 * constant), and hundredths of all the work that are done. Or NULL. */
	void (*progress)(void *ctx, const char *step, unsigned percent);
	void *ctx;
};

struct run;
struct side;
struct run *run_new(const struct run_options *o);	/* borrows */
void run_free(struct run *r);

/* Opens side 0 or 1 (see side_open); run_why and run_line tell more. */
MUST_CHECK enum err run_open(struct run *r, unsigned side, int fd,
    const char *name, const struct plan_options *plan);
/* An empty side with the columns of the other, which is open; and one that was
 * made elsewhere (now the run's). */
void run_like(struct run *r, unsigned side, const char *name);
void run_take(struct run *r, unsigned side, struct side *made);
/* Matches the columns: ERR_NOT_FOUND, no column to find rows by, or one of
 * the lists names none. */
MUST_CHECK enum err run_columns(struct run *r);
const struct diff_head *run_head(const struct run *r);

/* What is to be said of a side, as sheet_note does: columns that it has alone,
 * but for a number of the row, which nobody misses; at the end what it has as
 * a whole. */
typedef bool run_note_fn(const struct run *r, unsigned side, unsigned *at,
    const char *(*text)(const char *), struct buf *out);
run_note_fn run_only, run_note;
/* After ERR_NOT_FOUND of run_open: as sheet_lacks. */
bool run_sheets(const struct run *r, unsigned side,
    const char *(*text)(const char *), struct buf *out);
/* Takes for run_note what a sheet has that the caller read. */
struct sheet;
void run_sheet(struct run *r, unsigned side, const struct sheet *s);

/* The rest. ERR_TRUNCATED, ERR_TOO_LONG of a side (run_side tells which),
 * ERR_FULL and others of the temporary files, or what write answered.
 * ERR_DAMAGED: the sum does not come out, which is a mistake of ours. */
MUST_CHECK enum err run_all(struct run *r, struct diff_summary *out);
unsigned run_side(const struct run *r);		/* 2: neither */
/* Whose error it is: a side's name, the temporary folder, or NULL: options. */
const char *run_name(const struct run *r);
const char *run_why(const struct run *r);
unsigned long long run_line(const struct run *r);

#endif
