/* SPDX-License-Identifier: ISC */
/* A file that is open, into a table. */
#ifndef TABLE_TABLE_READ_H
#define TABLE_TABLE_READ_H

#include "table/table.h"

/* All that can be read from `fd`, with its end (nothing at all is nobody);
 * `copy` (NULL: none) gets it too. `beat` is called before each block: false
 * ends with ERR_EOF. ERR_IO with errno, or as of table_feed. */
MUST_CHECK enum err table_read(struct table *t, int fd, struct buf *copy,
    bool (*beat)(void *ctx), void *ctx);
/* The same of a text in memory. */
MUST_CHECK enum err table_read_text(struct table *t, struct slice text);

/* Before a fence that nothing can be loaded behind: what is needed to read
 * what stands there, unless it plainly is no workbook. */
void table_prepare(int fd);

#endif
