/* SPDX-License-Identifier: ISC */
/* Between the files of the workbook reader: container, XML, styles, strings,
 * numbers, rows. `why` is always the N_ text of an error. */
#ifndef TABLE_XLSX_PRIV_H
#define TABLE_XLSX_PRIV_H

#include "table/xlsx.h"

#define XLSX_MAX_ENTRIES 16384		/* parts of a container */
#define XLSX_MAX_NAME 1024		/* bytes of a part's name */
#define XLSX_MAX_SHEETS 4096
#define XLSX_MAX_UNPACKED (4096ull << 20)	/* all parts together */
#define XLSX_MAX_TOKEN (1u << 20)	/* one tag or comment */
#define XLSX_MAX_DEPTH 64
#define XLSX_MAX_STYLES 65536
#define XLSX_MAX_STRINGS (1u << 27)
#define XLSX_MAX_RELATIONS 65536
#define XLSX_MAX_CELL (128u << 10)	/* 32767 signs, four bytes each */
#define XLSX_MAX_ROW_TEXT (16u << 20)
#define XLSX_COLUMNS 16384		/* XFD */
#define XLSX_ROWS 1048576

/* What a font says, in one byte: 0 nothing. */
typedef uint8_t xlsx_hint;
xlsx_hint xlsx_hint_of(struct slice font);
enum charset xlsx_hint_charset(xlsx_hint h, bool *upper);

/* --- xlsx_zip.c: the container, in memory. Names compare without case and
 * with either slash, as OPC has it. */
struct xlsx_zip;

/* Brings minizip in; false: it is not there. */
bool xlsx_zip_ready(void);
extern const char xlsx_why_library[];

MUST_CHECK enum err xlsx_zip_open(struct slice file, struct xlsx_zip **out,
    const char **why);
void xlsx_zip_close(struct xlsx_zip *z);	/* NULL is fine */
bool xlsx_zip_has(const struct xlsx_zip *z, struct slice name);

/* One part at a time: start, read until *got is 0, finish (which checks size
 * and CRC; after an error it only closes). ERR_NOT_FOUND: no such part. */
MUST_CHECK enum err xlsx_zip_start(struct xlsx_zip *z, struct slice name,
    const char **why);
MUST_CHECK enum err xlsx_zip_read(struct xlsx_zip *z, void *p, size_t n,
    size_t *got, const char **why);
MUST_CHECK enum err xlsx_zip_finish(struct xlsx_zip *z, const char **why);

/* --- xlsx_xml.c: XML, block by block. Elements of other namespaces, and what
 * is in them, are left out; those of the strict and the transitional form
 * look the same. */
struct xlsx_xml;

bool xlsx_xml_ready(void);		/* the same of expat */

/* `att` is for the functions below. Text comes only while xlsx_xml_want says
 * so. */
struct xlsx_events {
	const char *root;
	enum err (*start)(void *ctx, struct xlsx_xml *x, const char *name,
	    const char **att);
	enum err (*end)(void *ctx, struct xlsx_xml *x, const char *name);
	enum err (*text)(void *ctx, struct xlsx_xml *x, struct slice s);
};

void xlsx_xml_want(struct xlsx_xml *x, bool text);
void xlsx_xml_skip(struct xlsx_xml *x);	/* in start: the element is left out */
void xlsx_xml_why(struct xlsx_xml *x, const char *why);

/* An attribute without namespace, or of the relationships; p NULL: none. */
struct slice xlsx_att(const char **att, const char *name);
struct slice xlsx_att_rel(const char **att, const char *name);
/* "1", "true", "on". */
bool xlsx_att_true(const char **att, const char *name);
/* Digits alone, up to `max`; false (untouched) where there are none. */
bool xlsx_att_number(const char **att, const char *name, unsigned long max,
    unsigned long *out);

/* ERR_FORMAT: another root element. */
MUST_CHECK enum err xlsx_xml_part(struct xlsx_zip *z, struct slice name,
    const struct xlsx_events *ev, void *ctx, const char **why);

/* --- xlsx_styles.c: of each cell format its font's hint, and whether numbers
 * are shown as dates. */
enum xlsx_shown { XLSX_AS_NUMBER, XLSX_AS_DATE, XLSX_AS_TIME };

struct xlsx_style {
	xlsx_hint hint;
	uint8_t shown;			/* enum xlsx_shown */
};

struct xlsx_styles {
	struct xlsx_style *xf;		/* cellXfs */
	size_t n, cap;
	/* While the part is read. */
	xlsx_hint *font;
	size_t fonts, fonts_cap;
	struct xlsx_xf { uint32_t font, format; } *raw;
	size_t raw_cap;
	uint8_t *custom;		/* by number format id */
	uint8_t where;
};

extern const struct xlsx_events xlsx_styles_events;	/* ctx: the styles */
void xlsx_styles_done(struct xlsx_styles *s);	/* after the part was read */
void xlsx_styles_release(struct xlsx_styles *s);
struct xlsx_style xlsx_style(const struct xlsx_styles *s, unsigned long i);

/* A number format's text; `id` of one that is built in. */
enum xlsx_shown xlsx_format_shown(struct slice code);
enum xlsx_shown xlsx_format_builtin(unsigned long id);

/* --- xlsx_strings.c: shared strings, and the texts that have runs. */
struct xlsx_rich {
	struct buf *out;		/* the text is appended here */
	size_t from, part;		/* where it, and this run's, start */
	xlsx_hint hint, run;
	bool mixed, in_run, in_t;
};

/* Between <si> or <is> and its end. */
void xlsx_rich_open(struct xlsx_rich *r, struct buf *out);
MUST_CHECK enum err xlsx_rich_start(struct xlsx_rich *r, struct xlsx_xml *x,
    const char *name, const char **att);
void xlsx_rich_end(struct xlsx_rich *r, struct xlsx_xml *x, const char *name);
MUST_CHECK enum err xlsx_rich_text(struct xlsx_rich *r, struct xlsx_xml *x,
    struct slice s);
xlsx_hint xlsx_rich_hint(const struct xlsx_rich *r);

/* Takes the escapes _xHHHH_ off what `b` has from `from` on. */
void xlsx_unescape(struct buf *b, size_t from);

/* Texts lie one behind the other, each after the byte of its hint. */
struct xlsx_strings {
	struct buf text;
	uint32_t *at;
	size_t n, cap;
	struct xlsx_rich rich;		/* while the part is read */
	bool in_si;
};

extern const struct xlsx_events xlsx_strings_events;	/* ctx: the strings */
void xlsx_strings_release(struct xlsx_strings *s);
/* False: there is no such string. */
bool xlsx_string(const struct xlsx_strings *s, unsigned long i,
    struct slice *text, xlsx_hint *hint);

/* --- xlsx_number.c. */
/* "AB12" or "AB" from 0 and from 1 (*row 0: none named). False: no such cell
 * in any sheet. */
bool xlsx_cell_ref(struct slice ref, unsigned *column, unsigned long *row);

/* A number as it is stored to the form of struct xlsx_cell, appended, and its
 * value. False (nothing appended): no number. */
bool xlsx_number(struct slice stored, struct buf *out, double *value);

/* A serial to "YYYY-MM-DD", with " HH:MM:SS" where there is a time of day, or
 * that alone. False: no day of the calendar. */
bool xlsx_serial(double serial, bool since_1904, enum xlsx_shown shown,
    struct buf *out);

/* "2000-01-31T00:00:00" of a cell of type d; its serial since 1899-12-30. */
bool xlsx_iso_date(struct slice text, struct buf *out, double *serial);

/* --- xlsx_book.c: the workbook's own part and its relations. */
struct xlsx_span {
	size_t at, n;			/* in xlsx_book.text */
};

/* `part`: n 0 where it is not in the file. */
struct xlsx_sheet {
	struct xlsx_span name, id, part;
	bool hidden, chart;
};

struct xlsx_relation {
	struct xlsx_span id, target;
	enum { REL_OTHER, REL_BOOK, REL_SHEET, REL_CHART, REL_STRINGS,
	    REL_STYLES } is;
};

struct xlsx_book {
	struct buf text;
	struct xlsx_sheet *sheet;
	size_t sheets, sheets_cap;
	struct xlsx_relation *rel;	/* of the part read last */
	size_t rels, rels_cap;
	bool since_1904, in_sheets;
	struct xlsx_span main, strings, styles;		/* n 0: none */
};

/* ERR_UNSUPPORTED: the container is something else, *why tells what. */
MUST_CHECK enum err xlsx_book_read(struct xlsx_book *b, struct xlsx_zip *z,
    const char **why);
void xlsx_book_release(struct xlsx_book *b);
struct slice xlsx_book_text(const struct xlsx_book *b, struct xlsx_span s);

/* --- xlsx_sheet.c: a sheet's rows. */
struct xlsx_rows;

/* `name` and the rest are borrowed. */
struct xlsx_rows *xlsx_rows_new(const struct xlsx_strings *strings,
    const struct xlsx_styles *styles, struct slice name, xlsx_row_fn *row,
    void *ctx);
void xlsx_rows_since_1904(struct xlsx_rows *r);
void xlsx_rows_merged(struct xlsx_rows *r, xlsx_merged_fn *merged);
void xlsx_rows_free(struct xlsx_rows *r);	/* wipes; NULL is fine */
unsigned long long xlsx_rows_seen(const struct xlsx_rows *r);	/* with text */
extern const struct xlsx_events xlsx_rows_events;	/* ctx: the rows */

#endif
