/* SPDX-License-Identifier: ISC */
/* What a roster's first rows tell about all of it: container, separator,
 * header, what each column means and in which charset it is. */
#ifndef TABLE_PLAN_H
#define TABLE_PLAN_H

#include "table/header.h"
#include "text/charset.h"

#define PLAN_MAX_COLUMNS 512
#define PLAN_SAMPLE (256u << 10)	/* bytes that a plan is made of */

enum container {
	CONTAINER_TEXT,			/* separated values */
	CONTAINER_RECORDS,		/* JSON lines */
	CONTAINER_XLSX
};

/* What the user says; all zero: nothing. `map` is "id=2,name=Họ tên,-=4": our
 * member (see column_by_name), a column's number from 1 or its header. */
struct plan_options {
	const char *map;
	char separator;			/* 0: guess */
	bool charset_given, no_header;
	enum charset charset;		/* for all columns */
	const char *sheet;		/* XLSX: name or number from 1 */
	enum date_order { DATE_GUESS, DATE_DMY, DATE_MDY } date_order;
};

struct plan_column {
	enum column is;			/* COLUMN_NONE: kept by its header */
	struct slice header;		/* UTF-8 in NFC; n 0: none */
	enum charset charset;
	bool guessed;			/* by content, no or a lying header */
	bool ignored;			/* the user does not want it */
	bool ascii;			/* the first cells are: no charset
					 * matters to them */
	bool undo;			/* the bytes hide in UTF-8 */
	bool upper;			/* capitals drawn as small letters */
	bool by_font;			/* only in cells whose font says so */
	bool unsure;			/* no charset makes sense of it */
	bool doubtful;			/* UTF-8, but may be a disguise */
	enum date_order order;		/* of a column of dates; DATE_GUESS:
					 * both orders were met */
	bool converted;			/* days up to the twelfth became dates
					 * of a spreadsheet, others did not */
	bool since_1904;		/* its days count from there */
	bool reversed;			/* family names stand last */
	char digit[3];			/* 'M' or 'F' for 0, 1 and 2; or 0 */
};

/* What a cell's font says. */
enum plan_font { FONT_NOTHING, FONT_LEGACY, FONT_CAPITALS };

/* `plain`: the text can be read where it lies: UTF-8 in NFC as far as the
 * sample shows, no legacy column, one table. */
struct plan {
	enum container container;
	enum { TEXT_BYTES, TEXT_UTF16LE, TEXT_UTF16BE } units;
	char separator;
	bool plain, has_header;
	size_t data_at;			/* offset of the first data row */
	unsigned long long data_line;
	struct plan_column *column;
	size_t columns;
	unsigned version;		/* other columns, another version */
	struct buf text;		/* owns the headers */
	const char *why;		/* of an error: N_ text */
	unsigned long long line;	/* of an error */
};

/* `sample`: the first bytes, `whole` when they are all. Text only; records
 * and workbooks are named in container and have no columns yet. ERR_UTF8,
 * ERR_UNSUPPORTED (XLS, another zip), ERR_NOT_FOUND (no column that tells who
 * somebody is), ERR_DUPLICATE (two columns with one meaning: --map decides),
 * ERR_FORMAT (`map`); `why` and `line` tell more. */
MUST_CHECK enum err plan_make(struct slice sample, bool whole,
    const struct plan_options *o, struct plan *out);
void plan_release(struct plan *p);

/* Another table begins in the same text: its header. Charsets stay. */
void plan_other_header(struct plan *p, const struct slice *cell, size_t n);

/* Whether a file that begins so is a container of parts, as workbooks are. */
bool plan_is_packed(struct slice start);

/* The text of a cell as the column's charset has it, in NFC. ERR_UTF8: it has
 * none; then what can be shown of it is appended. */
MUST_CHECK enum err plan_decode(const struct plan_column *c,
    struct slice cell, struct buf *out);
/* The same of a cell with a font. */
MUST_CHECK enum err plan_decode_as(const struct plan_column *c,
    enum plan_font said, struct slice cell, struct buf *out);

/* One JSON object: what was understood. */
void plan_write(const struct plan *p, struct buf *out);

/* Their names for people, with commas: the headers, else ours. */
void plan_say_columns(const struct plan *p, struct buf *out);

/* The column of that meaning, or -1. */
long plan_find(const struct plan *p, enum column is);

/* A row of decoded cells: a person, or something else that rosters hold. */
enum plan_row {
	ROW_DATA, ROW_BLANK,
	ROW_HEADER,			/* the header again */
	ROW_OTHER_HEADER,		/* of another table: a new plan */
	ROW_TOTAL,			/* a sum, a signature, a title */
};
enum plan_row plan_row(const struct plan *p, const struct slice *cell,
    size_t n);

#endif
