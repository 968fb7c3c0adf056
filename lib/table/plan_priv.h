/* SPDX-License-Identifier: ISC */
/* Between the files of the plan: the first rows, and what they tell. */
#ifndef TABLE_PLAN_PRIV_H
#define TABLE_PLAN_PRIV_H

#include "table/plan.h"

#define SAMPLE_ROWS 300
#define HEADER_ROWS 20			/* rows in which a header may stand */

/* The first rows, cells in UTF-8 or as the file has them; blank rows are left
 * out. Row i has the cells from `from` on. */
struct sample_row {
	size_t from, n;
	unsigned long long line, at, end;
};
struct sample {
	struct buf text;
	struct slice *cell;
	size_t *start;			/* of each cell, in text */
	size_t cells, cap;
	struct sample_row row[SAMPLE_ROWS];
	size_t rows, first;		/* first: behind Excel's note */
	long header;			/* the row of the header, or -1 */
	/* What a workbook's fonts say of each column: NULL or PLAN_MAX_COLUMNS
	 * of them. */
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
void sample_add(struct sample *s, const struct slice *cell, size_t n,
    unsigned long long line);
void sample_font(struct sample *s, size_t column, enum charset c, bool upper);
void sample_done(struct sample *s);

/* The plan of a sample; `s->first` is set. Errors as of plan_make. */
MUST_CHECK enum err plan_sample(struct plan *p, struct sample *s,
    const struct plan_options *o);

/* The separator of the text; its first line may say so ("sep=;"), and then
 * *note is that line's length. False: one that cannot be. */
bool plan_separator(struct slice text, char *separator, size_t *note);

/* How well a row names columns: 0 for none that tells who somebody is. Fills
 * `is` and `weak`, one for each cell. */
size_t plan_names(const struct slice *cell, size_t n, enum column *is,
    bool *weak);

/* What the cells of one column look like. */
struct shape {
	size_t filled, twelve, nine, ten, date, sex, name, digits;
};
void shape_add(struct shape *s, struct slice cell);

/* Sets the columns of `p`. Errors as of plan_make. */
MUST_CHECK enum err plan_columns(struct plan *p, const struct sample *s,
    const struct plan_options *o);
/* What the user says in `o->map` goes before all else. */
MUST_CHECK enum err plan_map(struct plan *p, const char *map);

#endif
