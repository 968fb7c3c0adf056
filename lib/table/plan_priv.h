/* SPDX-License-Identifier: ISC */
/* Between the files of the plan: the first rows, and what they tell. */
#ifndef TABLE_PLAN_PRIV_H
#define TABLE_PLAN_PRIV_H

#include "table/plan.h"
#include "table/rows.h"

#define SAMPLE_ROWS 300
#define FEW_ROWS 16			/* that confirm what is plain */
#define HEADER_ROWS 20			/* rows in which a header may stand */

/* The first rows, as the file has them and then in UTF-8; blank rows are left
 * out. Row i has the cells from `from` on. Cells lie in `source`, or one
 * behind the other in `text`. */
struct sample_row {
	size_t from, n;
	unsigned long long line, at, end;
	bool beyond;			/* as of struct rows_row */
};
struct sample {
	struct slice source;		/* borrowed; or n 0 */
	struct buf text;
	struct slice *cell;
	size_t cells, cap, widest;
	bool plain;			/* so utf8_is_plain says of all */
	size_t voted;			/* the first row with a vote */
	struct sample_row row[SAMPLE_ROWS];
	size_t rows, first;		/* first: behind Excel's note */
	long header;			/* the row of the header, or -1 */
	/* The row that the text breaks off in: its line, its bytes, an open
	 * quote, or what the cutter says of it. */
	unsigned long long last_line;
	size_t last;
	bool open;
	enum err broke;
	unsigned header_rows;		/* 2: names stand below names */
	bool since_1904;		/* the workbook's days */
	/* What a workbook's fonts say of each cell (an enum plan_font) and of
	 * each column: NULL or PLAN_MAX_COLUMNS of them. */
	uint8_t *said;
	size_t said_cap;
	struct sample_font {
		enum charset charset;
		bool upper, mixed;
		bool any;		/* else nothing is said */
	} *font;
};
void sample_take(struct sample *s, struct slice text, char separator,
    bool whole);
void sample_release(struct sample *s);

/* Row by row instead, up to SAMPLE_ROWS; sample_done after the last. */
void sample_add(struct sample *s, const struct rows_row *row);
/* The font of a cell of the row that was added last. */
void sample_font(struct sample *s, size_t column, enum charset c, bool upper);
void sample_done(struct sample *s);
/* Finds the cells again that lie in `text`: those without a place. */
void sample_place(struct sample *s);

/* The plan of a sample, whose cells are in UTF-8 then; `s->first` is set.
 * Errors as of plan_make. */
MUST_CHECK enum err plan_sample(struct plan *p, struct sample *s,
    const struct plan_options *o);

/* Whether cells may end at it. */
bool plan_may_separate(char c);

/* p NULL where the row is shorter. */
struct slice sample_cell(const struct sample *s, size_t row, size_t column);
/* The first row of data. */
size_t sample_data(const struct sample *s);

/* Which charset each column is in (p->column, as wide as the sample); the
 * cells of the sample are in UTF-8 then. `nfc`: they are already, in NFC. A
 * column of which `ascii` is set is so from row `voted` on. */
void plan_charsets(struct plan *p, struct sample *s,
    const struct plan_options *o, bool nfc);

/* Where the header is: sets s->header and s->header_rows. */
void plan_header(struct sample *s);
/* How well a row names columns: 0 for none that tells who somebody is. Fills
 * `is` and `weak`, one for each of the first PLAN_MAX_COLUMNS cells. */
size_t plan_names(const struct slice *cell, size_t n, enum column *is,
    bool *weak);

/* What the cells of one column look like: how many are filled, look like a
 * citizen number, another number of a person, a day, a sex, a name; begin with
 * a family name; are a day in the year of the row's number. */
struct shape {
	size_t filled, twelve, number, day, sex, name, family, year;
};
/* `year` is what the row's number says, or 0. */
void shape_add(struct shape *s, struct slice cell, int year);
bool shape_fits(const struct shape *s, enum column c);

/* Of all columns in all rows of data. */
struct shape *plan_shapes(const struct plan *p, const struct sample *s);

/* Sets the meaning of the columns. Errors as of plan_make. */
MUST_CHECK enum err plan_columns(struct plan *p, struct sample *s,
    const struct plan_options *o);
/* What stands in the columns: those that the header names wrongly or not. */
MUST_CHECK enum err plan_content(struct plan *p, const struct sample *s,
    const bool *fixed);
/* What the user says in `map`; *fixed where he did. ERR_FORMAT. */
MUST_CHECK enum err plan_map(struct plan *p, const char *map, bool *fixed);
/* The order of days and months, what 0, 1 and 2 mean for the sex. */
void plan_forms(struct plan *p, const struct sample *s,
    const struct plan_options *o);

enum err plan_refuse(struct plan *p, enum err e, unsigned long long line,
    const char *why);

#endif
