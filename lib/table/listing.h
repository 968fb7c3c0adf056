/* SPDX-License-Identifier: ISC */
/* Who is on a list, by number: a table (see table.h) or records, told apart
 * by the first sign. Millions of rows fit into memory: 24 bytes and the name
 * for each. */
#ifndef TABLE_LISTING_H
#define TABLE_LISTING_H

#include "base/date.h"
#include "record/person.h"

struct listing;

struct listing *listing_new(void);
void listing_free(struct listing *l);		/* wipes; NULL is fine */

/* The list's bytes, block by block, and its end. On an error of the table
 * (see table.h) or of a record (ERR_JSON and others) listing_line names the
 * line and listing_why what to do, or NULL. A list of nobody is no error. */
MUST_CHECK enum err listing_feed(struct listing *l, struct slice block);
MUST_CHECK enum err listing_end(struct listing *l);
/* All that can be read from `fd`, with its end. ERR_IO, or as above. */
MUST_CHECK enum err listing_read(struct listing *l, int fd);
unsigned long long listing_line(const struct listing *l);
const char *listing_why(const struct listing *l);

/* What the reading met: rows with a usable number, rows without one, and rows
 * whose number got zeros back or lost signs. */
struct listing_counts {
	unsigned long long listed, unusable, repaired;
};
struct listing_counts listing_counts(const struct listing *l);

/* A row that was found: its line, the member that matched, and what the row
 * says further (name.p NULL, birth all zero: nothing). `repaired`: its number
 * had lost zeros or gained signs. */
struct listing_hit {
	unsigned long long line;
	enum person_field by;
	struct slice name;
	struct date birth;
	bool repaired;
};

/* Looks for the person's number, then its cancelled, old and document ones,
 * among all numbers of all rows. The first row of the list wins. */
bool listing_find(const struct listing *l, const struct person *p,
    struct listing_hit *hit);

#endif
