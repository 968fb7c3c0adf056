/* SPDX-License-Identifier: ISC */
/* Files that are open, into a table and out of a buffer. */
#ifndef LINT_LINT_READ_H
#define LINT_LINT_READ_H

#include "table/table.h"

/* All that can be read from `fd`, with its end (nothing at all is nobody);
 * `copy` (NULL: none) gets it too, `beat` is called before each block. ERR_IO,
 * or as of table_feed. */
MUST_CHECK enum err lint_read(struct table *t, int fd, struct buf *copy,
    void (*beat)(void *ctx), void *ctx);
/* The same of a text in memory. */
MUST_CHECK enum err lint_read_text(struct table *t, struct slice text);

/* False with errno. */
bool lint_write_all(int fd, struct slice s);

#endif
