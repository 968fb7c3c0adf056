/* SPDX-License-Identifier: ISC */
/* Rows on their way through an engine, a line each (man/cccd-roster.5):
 *
 *	key TAB side TAB {"line":17,"row":{"so_dinh_danh":"..","ho_ten":".."}}
 *
 * `key` is the normalised key, empty where a row has none; side is L or R. The
 * record has the row under its own headers; "is" names the meaning of columns
 * whose headers say another, "reject" why a row cannot be compared. */
#ifndef ROSTER_TAGGED_H
#define ROSTER_TAGGED_H

#include "roster/diff.h"
#include "roster/run.h"

/* Appends the member "is" of a side's rows, nothing where none is needed. */
void tagged_is(const struct diff_head *h, unsigned side, struct buf *out);

/* Appends the line of an item that one side alone has. */
void tagged_write(const struct diff_head *h, const struct diff_item *i,
    struct slice is, struct buf *out);

/* What stands before the first TAB; p NULL: there is none. */
struct slice tagged_key(struct slice line);

/* Rows of both sides, gathered from lines in any order. */
struct tagged;
struct tagged *tagged_new(const char *tmp, size_t memory);
void tagged_free(struct tagged *t);

/* ERR_FORMAT and others: no such line, and `why` (N_ text) says more. ERR_FULL,
 * ERR_IO: of the temporary file. */
MUST_CHECK enum err tagged_add(struct tagged *t, struct slice line,
    const char **why);
/* Reads a line and keeps nothing: its side, the original line and the cells by
 * their meaning (p NULL: none), valid until the next call. */
MUST_CHECK enum err tagged_look(struct tagged *t, struct slice line,
    unsigned *side, uint64_t *number, struct slice of[COLUMNS],
    const char **why);
size_t tagged_bytes(const struct tagged *t);	/* gathered */
size_t tagged_rows(const struct tagged *t);

/* Gives the rows to a run, in the order of their lines: `t` is empty then, and
 * lives as long as the run. A side without rows is like the other; both may
 * not be empty. */
MUST_CHECK enum err tagged_give(struct tagged *t, struct run *r);

#endif
