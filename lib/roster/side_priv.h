/* SPDX-License-Identifier: ISC */
/* Between the files of a side: bytes that are gathered to be mapped. */
#ifndef ROSTER_SIDE_PRIV_H
#define ROSTER_SIDE_PRIV_H

#include "roster/side.h"

/* In `buf` up to `memory` bytes, beyond them in a file without a name. */
struct side_store {
	const char *tmp;
	size_t memory;
	struct buf buf;
	int fd;
	size_t written;
};

/* Writes what is too much. */
MUST_CHECK enum err side_store_check(struct side_store *st);

/* The side's text is what was gathered; the store is empty then. */
MUST_CHECK enum err side_store_end(struct side_store *st, enum err e,
    struct side *s);

/* A cell of a made side's text. */
void side_put_cell(struct buf *out, struct slice cell);

MUST_CHECK enum err side_map(struct side *s, int fd, size_t n);
void side_unmap(struct side *s);

#endif
