/* SPDX-License-Identifier: ISC */
/* Which file it is, which of its sheets, and its rows. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"
#include "text/vi.h"

static const char why_size[] =
    N_("the workbook is larger than 512 MiB: save the sheet as CSV");
static const char why_locked[] =
    N_("the workbook is locked with a password: save it without one and try "
    "again");
static const char why_xls[] =
    N_("is an old workbook (XLS): save it as XLSX");
static const char why_other[] =
    N_("is no workbook");
static const char why_sheet[] =
    N_("the workbook has no sheet of that name or number");
static const char why_chart[] =
    N_("that sheet is a chart: name one that has cells");
static const char why_lost[] =
    N_("the workbook does not hold the part of that sheet: open it in a "
    "spreadsheet program and save it anew");
static const char why_empty[] =
    N_("no sheet of the workbook has rows");
static const char why_hidden[] =
    N_("only hidden sheets of the workbook may have rows: name one with "
    "--sheet");

/* An open workbook. */
struct work {
	struct xlsx_zip *zip;
	struct xlsx_book book;
	struct xlsx_styles styles;
	struct xlsx_strings strings;
	xlsx_merged_fn *merged;		/* or NULL */
};

static enum err
fail(enum err e, const char *text, const char **why)
{
	*why = text;
	return e;
}

/* OLE's own container: an encrypted workbook lies in it (MS-OFFCRYPTO), and
 * the old form. */
static enum err
ole(struct slice file, const char **why)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0"
	    "P\0a\0c\0k\0a\0g\0e";

	if (memmem(file.p, file.n, name, sizeof name) != NULL)
		return fail(ERR_UNSUPPORTED, why_locked, why);
	return fail(ERR_UNSUPPORTED, why_xls, why);
}

void
xlsx_prepare(void)
{
	/* what is missing is told when there is a workbook */
	(void)xlsx_zip_ready();
	(void)xlsx_xml_ready();
}

static enum err
work_open(struct work *w, struct slice file, const char **why)
{
	enum err e;

	*why = NULL;
	if (file.n > XLSX_MAX_FILE)
		return fail(ERR_TOO_LONG, why_size, why);
	if (slice_starts(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
		return ole(file, why);
	if (!slice_starts(file, "PK"))
		return fail(ERR_UNSUPPORTED, why_other, why);
	e = xlsx_zip_open(file, &w->zip, why);
	if (e == ERR_OK)
		e = xlsx_book_read(&w->book, w->zip, why);
	return e;
}

static void
work_close(struct work *w)
{
	xlsx_zip_close(w->zip);
	xlsx_book_release(&w->book);
	xlsx_styles_release(&w->styles);
	xlsx_strings_release(&w->strings);
}

/* What all sheets share. */
static enum err
read_shared(struct work *w, const char **why)
{
	enum err e = ERR_OK;

	if (w->book.styles.n > 0)
		e = xlsx_xml_part(w->zip, xlsx_book_text(&w->book,
		    w->book.styles), &xlsx_styles_events, &w->styles, why);
	xlsx_styles_done(&w->styles);
	if (e == ERR_OK && w->book.strings.n > 0)
		e = xlsx_xml_part(w->zip, xlsx_book_text(&w->book,
		    w->book.strings), &xlsx_strings_events, &w->strings, why);
	return e == ERR_FORMAT ? ERR_DAMAGED : e;
}

static enum err
read_rows(struct work *w, const struct xlsx_sheet *s, xlsx_row_fn *row,
    void *ctx, const char **why, bool *any)
{
	struct xlsx_rows *r;
	enum err e;

	if (s->chart)
		return fail(ERR_UNSUPPORTED, why_chart, why);
	if (s->part.n == 0)
		return fail(ERR_DAMAGED, why_lost, why);
	r = xlsx_rows_new(&w->strings, &w->styles, xlsx_book_text(&w->book,
	    s->name), row, ctx);
	if (w->book.since_1904)
		xlsx_rows_since_1904(r);
	xlsx_rows_merged(r, w->merged);
	e = xlsx_xml_part(w->zip, xlsx_book_text(&w->book, s->part),
	    &xlsx_rows_events, r, why);
	*any = xlsx_rows_seen(r) > 0;
	xlsx_rows_free(r);
	return e == ERR_FORMAT ? ERR_DAMAGED : e;
}

/* By name as it stands, by number, then by name as people type it. */
static const struct xlsx_sheet *
find(const struct xlsx_book *b, const char *want)
{
	struct slice name, key = slice_str(want);
	const struct xlsx_sheet *found = NULL;
	unsigned long number = 0;
	size_t i;

	for (i = 0; i < b->sheets; i++)
		if (slice_eq(xlsx_book_text(b, b->sheet[i].name), key))
			return &b->sheet[i];
	if (slice_digits(key) && key.n <= 4) {
		for (i = 0; i < key.n; i++)
			number = number * 10 + (unsigned long)(key.p[i] - '0');
		if (number >= 1 && number <= b->sheets)
			return &b->sheet[number - 1];
	}
	for (i = 0; i < b->sheets; i++) {
		name = xlsx_book_text(b, b->sheet[i].name);
		if (vi_agree(name, key) > VI_K1)
			continue;
		if (found != NULL)
			return NULL;
		found = &b->sheet[i];
	}
	return found;
}

static enum err
on_any_row(void *ctx, const struct xlsx_row *row)
{
	bool *some = ctx;
	size_t i;

	for (i = 0; i < row->n && !*some; i++)
		*some = row->cell[i].text.n > 0;
	return *some ? ERR_EOF : ERR_OK;
}

/* Sheets from `i` on that have something in them; what is wrong with them does
 * not matter here. */
static void
name_others(struct work *w, size_t i, struct buf *others)
{
	const struct xlsx_sheet *s;
	const char *why;
	bool any, some;

	w->merged = NULL;
	for (; i < w->book.sheets; i++) {
		s = &w->book.sheet[i];
		some = false;
		if (s->hidden || s->chart || s->part.n == 0)
			continue;
		(void)!read_rows(w, s, on_any_row, &some, &why, &any);
		if (!some)
			continue;
		buf_add_slice(others, xlsx_book_text(&w->book, s->name));
		buf_add_char(others, '\n');
	}
}

static enum err
read_first(struct work *w, const struct xlsx_reading *o, const char **why)
{
	const struct xlsx_sheet *s;
	bool any = false, hidden = false;
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < w->book.sheets && !any && e == ERR_OK; i++) {
		s = &w->book.sheet[i];
		hidden |= s->hidden;
		if (!s->hidden && !s->chart)
			e = read_rows(w, s, o->row, o->ctx, why, &any);
	}
	if (e == ERR_OK && !any)
		return fail(ERR_NOT_FOUND, hidden ? why_hidden : why_empty,
		    why);
	if (e == ERR_OK && o->others != NULL)
		name_others(w, i, o->others);
	return e;
}

enum err
xlsx_read(struct slice file, const char *sheet, xlsx_row_fn *row, void *ctx,
    const char **why)
{
	struct xlsx_reading o = { .sheet = sheet, .row = row, .ctx = ctx };

	return xlsx_read_all(file, &o, why);
}

enum err
xlsx_read_all(struct slice file, const struct xlsx_reading *o,
    const char **why)
{
	struct work w = { .merged = o->merged };
	const struct xlsx_sheet *s;
	enum err e;
	bool any;

	e = work_open(&w, file, why);
	if (e != ERR_OK)
		goto out;
	s = o->sheet != NULL ? find(&w.book, o->sheet) : NULL;
	if (o->sheet != NULL && s == NULL) {
		e = fail(ERR_NOT_FOUND, why_sheet, why);
		goto out;
	}
	e = read_shared(&w, why);
	if (e != ERR_OK)
		goto out;
	if (s != NULL)
		e = read_rows(&w, s, o->row, o->ctx, why, &any);
	else
		e = read_first(&w, o, why);
out:
	work_close(&w);
	return e;
}

enum err
xlsx_sheets(struct slice file, struct buf *names, const char **why)
{
	struct work w = { 0 };
	enum err e;
	size_t i;

	e = work_open(&w, file, why);
	for (i = 0; e == ERR_OK && i < w.book.sheets; i++) {
		buf_add_slice(names, xlsx_book_text(&w.book,
		    w.book.sheet[i].name));
		buf_add_char(names, '\n');
	}
	work_close(&w);
	return e;
}
