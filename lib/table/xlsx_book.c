/* SPDX-License-Identifier: ISC */
/* The workbook's own part: its sheets by name, and by relation, never by a
 * fixed path, where they lie. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/xlsx_priv.h"

static const char why_harm[] =
    N_("the workbook names more parts than a spreadsheet program writes: it is "
    "made to harm, do not open it");
static const char why_broken[] =
    N_("the workbook names a part that it does not hold: open it in a "
    "spreadsheet program and save it anew");
static const char why_xlsb[] =
    N_("is a binary workbook (XLSB): save it as XLSX");
static const char why_ods[] =
    N_("is an OpenDocument file: save it as XLSX or CSV");
static const char why_word[] =
    N_("is a text document, no workbook: copy its table into a spreadsheet and "
    "save that as XLSX");
static const char why_zip[] =
    N_("is a zip file that holds no workbook: unpack it, and name the roster "
    "in it");

struct slice
xlsx_book_text(const struct xlsx_book *b, struct xlsx_span s)
{
	return s.n == 0 ? SLICE("") : (struct slice){ b->text.p + s.at, s.n };
}

static struct xlsx_span
keep(struct xlsx_book *b, struct slice s)
{
	struct xlsx_span span = { b->text.n, s.n };

	buf_add_slice(&b->text, s);
	return span;
}

static enum err
fail(enum err e, const char *text, const char **why)
{
	*why = text;
	return e;
}

/* The last word of a type, in both forms of the standard. */
static int
relation_is(struct slice type)
{
	static const struct {
		const char *word;
		int is;
	} words[] = {
		{ "/officeDocument", REL_BOOK }, { "/worksheet", REL_SHEET },
		{ "/chartsheet", REL_CHART }, { "/dialogsheet", REL_CHART },
		{ "/sharedStrings", REL_STRINGS }, { "/styles", REL_STYLES },
	};
	size_t i, n;

	if (!slice_starts(type, "http://schemas.openxmlformats.org/office") &&
	    !slice_starts(type, "http://purl.oclc.org/ooxml/officeDocument"))
		return REL_OTHER;
	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		n = strlen(words[i].word);
		if (type.n > n && memcmp(type.p + type.n - n, words[i].word,
		    n) == 0)
			return words[i].is;
	}
	return REL_OTHER;
}

static enum err
relations_start(void *ctx, struct xlsx_xml *x, const char *name,
    const char **att)
{
	struct xlsx_book *b = ctx;
	struct slice id, target;
	int is = relation_is(xlsx_att(att, "Type"));

	if (strcmp(name, "Relationships") == 0)
		return ERR_OK;
	xlsx_xml_skip(x);
	id = xlsx_att(att, "Id");
	target = xlsx_att(att, "Target");
	if (strcmp(name, "Relationship") != 0 || is == REL_OTHER ||
	    id.n > XLSX_MAX_NAME || target.n > XLSX_MAX_NAME ||
	    slice_is(xlsx_att(att, "TargetMode"), "External"))
		return ERR_OK;
	if (b->rels == XLSX_MAX_RELATIONS) {
		xlsx_xml_why(x, why_harm);
		return ERR_TOO_LONG;
	}
	if (b->rels == b->rels_cap) {
		b->rels_cap = b->rels_cap == 0 ? 16 : b->rels_cap * 2;
		b->rel = xreallocarray(b->rel, b->rels_cap, sizeof *b->rel);
	}
	b->rel[b->rels].id = keep(b, id);
	b->rel[b->rels].target = keep(b, target);
	b->rel[b->rels++].is = is;
	return ERR_OK;
}

static enum err
nothing_ends(void *ctx, struct xlsx_xml *x, const char *name)
{
	struct xlsx_book *b = ctx;

	(void)x;
	if (strcmp(name, "sheets") == 0)
		b->in_sheets = false;
	return ERR_OK;
}

static const struct xlsx_events relations_events =
    { "Relationships", relations_start, nothing_ends, NULL };

static enum err
add_sheet(struct xlsx_book *b, struct xlsx_xml *x, const char **att)
{
	struct slice name = xlsx_att(att, "name"), state;
	struct slice id = xlsx_att_rel(att, "id");
	struct xlsx_sheet *s;

	if (b->sheets == XLSX_MAX_SHEETS || name.n > XLSX_MAX_NAME ||
	    id.n > XLSX_MAX_NAME) {
		xlsx_xml_why(x, why_harm);
		return ERR_TOO_LONG;
	}
	if (b->sheets == b->sheets_cap) {
		b->sheets_cap = b->sheets_cap == 0 ? 8 : b->sheets_cap * 2;
		b->sheet = xreallocarray(b->sheet, b->sheets_cap,
		    sizeof *b->sheet);
	}
	s = &b->sheet[b->sheets++];
	*s = (struct xlsx_sheet){ .name = keep(b, name), .id = keep(b, id) };
	state = xlsx_att(att, "state");
	s->hidden = slice_is(state, "hidden") || slice_is(state, "veryHidden");
	return ERR_OK;
}

static enum err
book_start(void *ctx, struct xlsx_xml *x, const char *name, const char **att)
{
	struct xlsx_book *b = ctx;

	if (strcmp(name, "workbook") == 0)
		return ERR_OK;
	if (strcmp(name, "sheets") == 0 && !b->in_sheets) {
		b->in_sheets = true;
		return ERR_OK;
	}
	xlsx_xml_skip(x);
	if (b->in_sheets && strcmp(name, "sheet") == 0)
		return add_sheet(b, x, att);
	if (!b->in_sheets && strcmp(name, "workbookPr") == 0)
		b->since_1904 = xlsx_att_true(att, "date1904");
	return ERR_OK;
}

static const struct xlsx_events book_events =
    { "workbook", book_start, nothing_ends, NULL };

/* The folder of a part's name, with its slash. */
static struct slice
folder(struct slice name)
{
	while (name.n > 0 && name.p[name.n - 1] != '/')
		name.n--;
	return name;
}

/* A part's name from `target`, as it is seen from the folder `from`. */
static void
resolve(struct slice from, struct slice target, struct buf *out)
{
	struct slice part, rest = target;

	if (target.n > 0 && target.p[0] == '/')
		rest = (struct slice){ target.p + 1, target.n - 1 };
	else
		buf_add_slice(out, from);
	while (slice_split(&rest, '/', &part)) {
		if (slice_is(part, "."))
			continue;
		if (slice_is(part, "..")) {
			if (out->n > 0)
				out->n--;
			out->n = folder(buf_slice(out)).n;
			continue;
		}
		buf_add_slice(out, part);
		if (rest.p != NULL)
			buf_add_char(out, '/');
	}
}

/* The part that `target` names, if the file holds it. */
static struct xlsx_span
part_of(struct xlsx_book *b, const struct xlsx_zip *z, struct xlsx_span from,
    struct xlsx_span target)
{
	struct buf name = { 0 };
	struct xlsx_span s = { 0, 0 };

	resolve(folder(xlsx_book_text(b, from)), xlsx_book_text(b, target),
	    &name);
	if (xlsx_zip_has(z, buf_slice(&name)))
		s = keep(b, buf_slice(&name));
	buf_release(&name);
	return s;
}

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static enum err
read_relations(struct xlsx_book *b, struct xlsx_zip *z, struct xlsx_span of,
    const char **why)
{
	struct slice part = xlsx_book_text(b, of), dir = folder(part);
	struct buf name = { 0 };
	enum err e;

	buf_add_slice(&name, dir);
	buf_add_str(&name, "_rels/");
	buf_add(&name, part.p + dir.n, part.n - dir.n);
	buf_add_str(&name, ".rels");
	b->rels = 0;
	e = xlsx_xml_part(z, buf_slice(&name), &relations_events, b, why);
	buf_release(&name);
	return e;
}

static int
by_id(const void *a, const void *b, void *book)
{
	struct slice l = xlsx_book_text(book,
	    ((const struct xlsx_relation *)a)->id);
	struct slice r = xlsx_book_text(book,
	    ((const struct xlsx_relation *)b)->id);
	int c = memcmp(l.p, r.p, l.n < r.n ? l.n : r.n);

	return c != 0 ? c : (l.n > r.n) - (l.n < r.n);
}

static const struct xlsx_relation *
find_id(struct xlsx_book *b, struct xlsx_span id)
{
	struct xlsx_relation key = { .id = id };
	size_t from = 0, to = b->rels, mid;
	int c;

	while (from < to) {
		mid = from + (to - from) / 2;
		c = by_id(&key, &b->rel[mid], b);
		if (c == 0)
			return &b->rel[mid];
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}

static void
place_parts(struct xlsx_book *b, const struct xlsx_zip *z)
{
	const struct xlsx_relation *r;
	struct xlsx_sheet *s;
	size_t i;

	qsort_r(b->rel, b->rels, sizeof *b->rel, by_id, b);
	for (i = 0; i < b->rels; i++) {
		r = &b->rel[i];
		if (r->is == REL_STRINGS && b->strings.n == 0)
			b->strings = part_of(b, z, b->main, r->target);
		else if (r->is == REL_STYLES && b->styles.n == 0)
			b->styles = part_of(b, z, b->main, r->target);
	}
	for (i = 0; i < b->sheets; i++) {
		s = &b->sheet[i];
		r = find_id(b, s->id);
		s->chart = r != NULL && r->is == REL_CHART;
		if (r != NULL && r->is == REL_SHEET)
			s->part = part_of(b, z, b->main, r->target);
	}
}

/* What a container without a workbook is. */
static const char *
other(const struct xlsx_zip *z)
{
	if (xlsx_zip_has(z, SLICE("xl/workbook.bin")))
		return why_xlsb;
	if (xlsx_zip_has(z, SLICE("word/document.xml")))
		return why_word;
	if (xlsx_zip_has(z, SLICE("content.xml")))
		return why_ods;
	return why_zip;
}

static enum err
find_main(struct xlsx_book *b, struct xlsx_zip *z, const char **why)
{
	struct xlsx_span root = { 0, 0 };
	enum err e;
	size_t i;

	if (!xlsx_zip_has(z, SLICE("_rels/.rels")))
		return fail(ERR_UNSUPPORTED, other(z), why);
	e = read_relations(b, z, root, why);
	if (e != ERR_OK)
		return e == ERR_FORMAT ? ERR_DAMAGED : e;
	for (i = 0; i < b->rels && b->main.n == 0; i++)
		if (b->rel[i].is == REL_BOOK)
			b->main = part_of(b, z, root, b->rel[i].target);
	if (b->main.n == 0)
		return fail(ERR_UNSUPPORTED, other(z), why);
	return ERR_OK;
}

enum err
xlsx_book_read(struct xlsx_book *b, struct xlsx_zip *z, const char **why)
{
	struct slice part;
	enum err e;

	e = find_main(b, z, why);
	if (e != ERR_OK)
		return e;
	part = xlsx_book_text(b, b->main);
	if (part.n > 4 && memcmp(part.p + part.n - 4, ".bin", 4) == 0)
		return fail(ERR_UNSUPPORTED, why_xlsb, why);
	e = xlsx_xml_part(z, part, &book_events, b, why);
	if (e == ERR_FORMAT)
		return fail(ERR_UNSUPPORTED, other(z), why);
	if (e != ERR_OK)
		return e;
	e = read_relations(b, z, b->main, why);
	if (e == ERR_NOT_FOUND)
		return fail(ERR_DAMAGED, why_broken, why);
	if (e == ERR_OK)
		place_parts(b, z);
	return e == ERR_FORMAT ? ERR_DAMAGED : e;
}

void
xlsx_book_release(struct xlsx_book *b)
{
	buf_release(&b->text);
	free(b->sheet);
	free(b->rel);
	*b = (struct xlsx_book){ 0 };
}
