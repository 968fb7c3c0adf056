/* SPDX-License-Identifier: ISC */
/* Workbooks (ECMA-376, "XLSX"), read from memory: one sheet's rows of cells.
 * Only this module knows minizip and expat. Hostile until parsed: sizes,
 * ratios, entries, nesting are bounded, and a document type is refused. */
#ifndef TABLE_XLSX_H
#define TABLE_XLSX_H

#include "text/charset.h"

#define XLSX_MAX_FILE (512u << 20)	/* packed */
#define XLSX_MAX_PART (2048ull << 20)	/* one part, unpacked */
#define XLSX_MAX_RATIO 200		/* unpacked by packed, beyond 1 MiB */

/* `text`: a number as stored (all digits of the double, never an exponent where
 * 15 digits do), a date of a date format as YYYY-MM-DD with its serial in
 * `serial`, a formula's stored result. */
struct xlsx_cell {
	struct slice text;		/* p NULL: no cell */
	enum { XLSX_EMPTY, XLSX_TEXT, XLSX_NUMBER, XLSX_DATE, XLSX_BOOL,
	    XLSX_ERROR } kind;
	double serial;
	enum charset font;		/* what the font says; CHARSETS: none */
	bool upper;			/* charset_by_font's */
};

struct xlsx_row {
	const struct xlsx_cell *cell;
	size_t n;			/* up to the last cell that is there */
	unsigned long long line;	/* the row's number in the sheet */
	struct slice sheet;		/* its name */
	bool hidden;
	bool unset;			/* a formula without a stored result */
	bool since_1904;		/* the workbook counts its days so */
};
typedef enum err xlsx_row_fn(void *ctx, const struct xlsx_row *row);
/* Cells that are one: all have the value of the first, at row `line`, down to
 * row `last`. They come after all rows, for so they stand in the file. */
typedef void xlsx_merged_fn(void *ctx, unsigned column,
    unsigned long line, unsigned long last);

/* Both libraries are loaded when the first workbook is read, so that nothing
 * else waits for them. A program that will not be able to load them any more
 * then, as behind a fence, does it before. */
void xlsx_prepare(void);

/* `sheet`: name, number from 1, or NULL for the first visible one that has
 * rows. *why (N_ text) tells more of an error: ERR_DAMAGED, ERR_TOO_LONG (a
 * bomb), ERR_UNSUPPORTED (encrypted, another container), ERR_NOT_FOUND (the
 * sheet), or what the callback answered. */
MUST_CHECK enum err xlsx_read(struct slice file, const char *sheet,
    xlsx_row_fn *row, void *ctx, const char **why);

/* The same, with what is merged over two rows or more; into `others` go the
 * names of the visible sheets behind the one that was read which have rows
 * too, one a line, where no sheet was asked for. */
struct xlsx_reading {
	const char *sheet;
	xlsx_row_fn *row;
	xlsx_merged_fn *merged;		/* NULL: of no interest */
	void *ctx;
	struct buf *others;		/* NULL: of no interest */
};
MUST_CHECK enum err xlsx_read_all(struct slice file,
    const struct xlsx_reading *o, const char **why);

/* The names of the sheets, one a line, for messages; errors as above. */
MUST_CHECK enum err xlsx_sheets(struct slice file, struct buf *names,
    const char **why);

#endif
