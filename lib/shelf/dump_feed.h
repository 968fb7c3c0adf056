/* SPDX-License-Identifier: ISC */
/* Dump folders as input of a filter: a process of its own walks each folder and
 * writes the records into a pipe, so that the filter needs no right to open
 * files. It is fenced in as well: it can read files, and nothing else. */
#ifndef SHELF_DUMP_FEED_H
#define SHELF_DUMP_FEED_H

#include "shelf/dump.h"

/* All zero is none. */
struct dump_feeds {
	int *word;
	size_t n;
};

/* Before the fence and before any thread. *records: a line each, to be read to
 * its end; whoever reads closes it. t->report is called in the other process.
 * ERR_NOT_FOUND: no folder. ERR_BUSY: no process could be made. */
MUST_CHECK enum err dump_feeds_add(struct dump_feeds *f, const char *folder,
    const struct dump_terms *t, int *records);

/* After the last record: true where all was read, and every card of every
 * folder was a record. */
bool dump_feeds_end(struct dump_feeds *f);

#endif
