/* SPDX-License-Identifier: ISC */
/* Between the files of the table: cells into members. */
#ifndef TABLE_TABLE_PRIV_H
#define TABLE_TABLE_PRIV_H

#include "base/date.h"
#include "table/table.h"

/* A row on its way: `cell` and `by` are of each meaning (p NULL, by NULL:
 * there is no such column), cells are valid UTF-8 in NFC. Texts that have to
 * be made live in `text`, which has room for all of them. `filled` has the
 * bit of each column whose cell is not empty, `bytes` are those of all cells.
 * `taken` has the bit of each column whose cell went into a member. */
struct cells {
	struct slice cell[COLUMNS];
	const struct plan_column *by[COLUMNS];
	struct buf *text;
	struct table_row *row;
	uint32_t filled, taken;
	size_t bytes;
	bool plain;			/* as of struct sheet_row */
};

/* Fills row->person and its notes. */
void cells_person(struct cells *c);

/* A repair, and a warning. */
void cells_note(struct cells *c, enum person_field field, struct slice from,
    struct slice to, const char *why);
void cells_warn(struct cells *c, enum person_field field, struct slice from,
    const char *why);
/* Sets the member and marks the column. */
void cells_set(struct cells *c, enum column from, enum person_field field,
    struct slice value);
/* Blanks of every kind off both ends, and what Excel puts round a number kept
 * as text: '001.. and ="001..". */
struct slice cells_strip_more(struct slice s);
struct slice cells_unwrap(struct slice s);

/* 1: a blank may begin with this byte, 2: may end, 3: both. */
extern const uint8_t cells_edge[256];

static inline struct slice
cells_strip(struct slice s)
{
	return s.n == 0 || ((cells_edge[(unsigned char)s.p[0]] & 1) |
	    (cells_edge[(unsigned char)s.p[s.n - 1]] & 2)) == 0 ? s :
	    cells_strip_more(s);
}

/* One file each: numbers (cells_number.c), days, the sex, names. Numbers come
 * last, for the others bear them out; cells_year looks at the number before. */
int cells_year(const struct cells *c);
void cells_take_numbers(struct cells *c);
void cells_take_days(struct cells *c);
void cells_take_sex(struct cells *c);
void cells_take_name(struct cells *c);
void cells_take_text(struct cells *c, enum column from,
    enum person_field field);

/* True for a cell that is a citizen number without more ado. */
bool table_is_number(struct slice cell);

/* How a cell writes a day. `first` is it, or where day and month could be
 * either way the reading with the day first, and `other` the one with the
 * month first. Where short_year is set, y is 0..99; of a serial number only
 * `serial` is. `why`: what was done to read it (N_ text), or NULL. */
enum day_kind {
	DAY_EXACT,			/* one reading */
	DAY_DMY, DAY_MDY,		/* one, by a day beyond the twelfth */
	DAY_EITHER, DAY_SERIAL
};
struct table_day {
	enum day_kind kind;
	struct date first, other;
	bool short_year;
	bool iso;			/* the year stands first */
	long serial;
	const char *why;
};
bool table_day_read(struct slice cell, struct table_day *out);
/* A spreadsheet's date, as its count of days (then `first` is set) or as
 * YYYY-MM-DD, with a day and a month that could be exchanged or not. */
bool table_day_is_made(struct table_day *day, bool since_1904);

/* 'M', 'F', or 0 for a cell that is no word for a sex. */
char table_sex_word(struct slice cell);

/* Whether a cell reads like a name of a person; *family: it begins with a
 * family name that is common. */
bool table_is_name(struct slice cell, bool *family);
/* Whether its first and its last word are family names, also of "MAU, NGUYEN
 * VAN", whose family is behind the comma. False: no name of two words. */
bool table_families(struct slice cell, bool *first, bool *last);
/* The same; *reversed: the last one is, and not the first. */
bool table_is_reversed(struct slice cell, bool *reversed);

#endif
