/* SPDX-License-Identifier: ISC */
/* Rows that a thread looks at together. */
#ifndef LINT_LINT_PIECE_H
#define LINT_LINT_PIECE_H

#include "lint/lint_run.h"
#include "table/batch.h"

/* All zero is an empty one. `file` is named in messages, `shown` in records. */
struct lint_piece {
	struct batch batch;
	const char *file, *shown;
	struct lint_found found;
};
/* True: there are enough. */
bool lint_piece_add(struct lint_piece *p, const char *file, const char *shown,
    const struct sheet_row *row);
/* See lint_run_take; the piece is empty then. True: a record was none. */
bool lint_piece_take(struct lint_run *r, struct lint_piece *p);
void lint_piece_release(void *piece);			/* wipes */

/* One thread's; `bad` is told of records that are none, `out` is where its
 * records go. What is void * is so for crews of threads. */
struct lint_hand;
typedef void lint_bad_fn(const char *file, const struct table_row *row);
struct lint_hand *lint_hand_new(const struct lint_run_options *o,
    lint_bad_fn *bad, struct buf *(*out)(void));
void lint_hand_end(void *ctx, void *hand);		/* wipes */
/* All rows of the piece, see lint_run_look. */
void lint_hand_work(void *hand, void *piece);

#endif
