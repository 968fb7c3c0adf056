/* SPDX-License-Identifier: ISC */
/* One operand of a comparison as text that lies in memory whole: the file
 * where it is, or what became of it through the sheet. */
#ifndef ROSTER_SIDE_H
#define ROSTER_SIDE_H

#include "roster/side_lines.h"
#include "table/plan.h"
#include "table/sheet.h"

#define SIDE_MAX_ROW (1u << 20)		/* bytes */
#define SIDE_MAX_BYTES (1ull << 39)	/* what a place can name */
#define SIDE_MAX_WHYS 16
#define SIDE_MADE_NAME 24

/* A part of the text of 2^shift bytes; its rows are those that begin in it. */
struct side_chunk {
	size_t start, next;		/* the first row, the first not ours */
	unsigned long long line;	/* of the first row, from 0 */
	uint32_t lines;
	struct side_lines index;	/* from `start` on */
};

struct side_column {
	enum column is;
	struct slice header;
};

struct side {
	const char *name;
	const struct plan_options *options;
	struct slice text;
	size_t data_at;
	unsigned long long data_line;	/* from 1 */
	struct plan plan;
	struct side_column *column;
	size_t columns;
	/* Made by the sheet: the first cell is the line number, and with "!3"
	 * behind it the row is not to be used, for the reason why_row[3]. */
	bool made;
	bool once;			/* too large to stay in memory */
	char separator;
	unsigned shift;
	const char *why_row[SIDE_MAX_WHYS];
	size_t whys;
	struct sheet_counts counts;	/* of what the sheet left out */
	struct buf sheets;		/* see sheet_names */

	size_t chunks;
	struct side_chunk *chunk;

	struct buf headers, copy;
	char (*made_name)[SIDE_MADE_NAME];	/* of columns without any */
	void *map;
	size_t mapped;
	int fd;				/* of a temporary file, or -1 */
	int file;			/* of the operand while mapped, or 0 */
	const char *why;		/* of an error: N_ text */
	unsigned long long line;
};

/* Takes what can be read from `fd` (it stays open). `tmp`: where a file may
 * lie that does not fit in `memory` bytes. Errors as of sheet_feed, ERR_IO,
 * ERR_FULL, ERR_RANGE (beyond SIDE_MAX_BYTES). */
MUST_CHECK enum err side_open(struct side *s, int fd, const char *tmp,
    size_t memory);
void side_release(struct side *s);

/* Whether the file is shorter now than when it was mapped. What is missing
 * reads as zeros up to the end of its page, and no signal comes of that. */
#define SIDE_CUT N_("became shorter while it was read: start again")
bool side_cut(const struct side *s);

/* Through the sheet after all: the text turned out to hold several tables. */
MUST_CHECK enum err side_remake(struct side *s, const char *tmp,
    size_t memory);

/* The parts for `threads` threads, of 2^bits bytes (0: as is best); no row is
 * known yet. */
void side_divide(struct side *s, unsigned threads, unsigned bits);
void side_undivide(struct side *s);

/* Cells that a whole row has. */
size_t side_width(const struct side *s);

/* A place is a part and a line in it: 39 bits that sort as the rows do. The
 * row that begins there, without its end, and its line in the file. */
struct slice side_row(const struct side *s, uint64_t place,
    unsigned long long *line);

struct slice side_find(const struct side *s, uint64_t place);

/* The same will be asked for soon, and sooner. */
void side_soon(const struct side *s, uint64_t place);
void side_sooner(const struct side *s, uint64_t place);
unsigned long long side_line(const struct side *s, uint64_t place);

/* The rows of a part have been read: where they cannot all stay in memory, what
 * comes next may have their place. */
void side_behind(const struct side *s, size_t chunk);

/* Few rows of both sides will be read, here and there: where they cannot all
 * stay in memory, without what is around them. */
void side_scattered(const struct side side[2], bool yes);

/* Cells of a row, at most `max`; returns how many there are. Texts that had to
 * be made live in `text`, which is reset. */
size_t side_cells(const struct side *s, struct slice row, struct slice *cell,
    size_t max, struct buf *text);

/* The same where each is borrowed as it stands: quotes round all of a cell and
 * none in it, or else no quote first and no blanks at its ends. 0: there are
 * others, or more than `max`. */
size_t side_plain_cells(const struct side *s, struct slice row,
    struct slice *cell, size_t max);

#endif
