/* SPDX-License-Identifier: ISC */
/* Between the files of the sheet: what every container does with a row. */
#ifndef TABLE_SHEET_PRIV_H
#define TABLE_SHEET_PRIV_H

#include "base/line.h"
#include "record/record.h"
#include "table/rows.h"
#include "table/sheet.h"
#include "table/utf16.h"

/* `start` gathers what the plan is made of. One of rows, lines and file is in
 * use then. */
struct sheet {
	const struct plan_options *o;
	sheet_row_fn *row;
	void (*change)(void *ctx);	/* or NULL */
	void *ctx;
	struct buf start;
	bool started;
	struct plan plan;
	struct rows *rows;
	struct utf16 utf16;
	struct line_reader lines;
	struct record record;
	char *kept[PLAN_MAX_COLUMNS];	/* names of members */
	struct buf text;		/* of decoded cells */
	struct slice cell[PLAN_MAX_COLUMNS];
	struct sheet_counts counts;
	bool utf8;			/* all columns of the plan */
	unsigned version;		/* of it, for which this is so */
	struct buf name;		/* of the workbook's sheet */
	struct buf names;		/* of all, where it is not there */
	const char *note;		/* of the row */
	bool unset;			/* it has formulas without result */
	unsigned long long line;
	const char *why;
	const enum plan_font *said;	/* of the row's cells, or NULL */
};

/* A row of the file's cells: sorted out, decoded and passed on. */
MUST_CHECK enum err sheet_take(struct sheet *s, const struct rows_row *row);

/* The same of cells in UTF-8 and NFC behind the header. */
MUST_CHECK enum err sheet_give(struct sheet *s, const struct rows_row *row,
    const char *reject);

/* Lines of records (sheet_records.c). */
MUST_CHECK enum err sheet_records_feed(struct sheet *s, struct slice block);
MUST_CHECK enum err sheet_records_end(struct sheet *s);

/* A workbook, gathered in `start` (sheet_xlsx.c). */
MUST_CHECK enum err sheet_xlsx_feed(struct sheet *s, struct slice block);
MUST_CHECK enum err sheet_xlsx_end(struct sheet *s);

#endif
