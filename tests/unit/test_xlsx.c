/* SPDX-License-Identifier: ISC */
/* Workbooks: cells of every kind, both forms of the standard, and
 * containers that are damaged, made to harm, or something else. */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "table/xlsx_priv.h"
#include "xlsx_zip.h"

/* "LINE[h]|CELL|CELL\n" with the kind before each text, and the charset that
 * the font says behind it. */
static enum err
show(void *ctx, const struct xlsx_row *row)
{
	static const char kinds[] = "-tndbe";
	struct buf *out = ctx;
	size_t i;

	buf_add_number(out, row->line);
	if (row->hidden)
		buf_add_char(out, 'h');
	for (i = 0; i < row->n; i++) {
		buf_add_char(out, '|');
		buf_add_char(out, kinds[row->cell[i].kind]);
		if (row->cell[i].text.p != NULL)
			buf_add_slice(out, row->cell[i].text);
		if (row->cell[i].font == CHARSETS)
			continue;
		buf_printf(out, "<%s%s>", charset_name(row->cell[i].font),
		    row->cell[i].upper ? "^" : "");
	}
	buf_add_char(out, '\n');
	return ERR_OK;
}

static const char rels[] = RELS(
    REL("r1", "worksheet", "worksheets/sheet1.xml")
    REL("r2", "worksheet", "/xl/worksheets/other.xml")
    REL("r3", "chartsheet", "chartsheets/sheet1.xml")
    REL("r4", "styles", "styles.xml")
    REL("r5", "sharedStrings", "./texts/../SharedStrings.xml"));
static const char one_sheet[] =
    BOOK("<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>");

static const char strings[] = SST(
    "<si><t>zero</t></si>"
    "<si><r><t xml:space=\"preserve\">hai </t></r><r><rPr><b/><rFont "
    "val=\".VnTime\"/></rPr><t>ba</t></r></si>"
    "<si><r><rPr><rFont val=\".VnTimeH\"/></rPr><t>TO</t></r>"
    "<rPh sb=\"0\" eb=\"1\"><t>sound</t></rPh><phoneticPr fontId=\"1\"/></si>"
    "<si/><si><t>a_x000D_\nb &lt;&amp;</t></si>");
static const char styles[] = STYLES(
    "<numFmts count=\"2\"><numFmt numFmtId=\"164\" "
    "formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" "
    "formatCode=\"0.00E+00\"/></numFmts>"
    "<fonts><font><name val=\"Arial\"/></font><font><sz val=\"11\"/><name "
    "val=\"VNI-Times\"/></font></fonts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\" fontId=\"0\"/>"
    "<xf numFmtId=\"165\"/><xf numFmtId=\"0\" fontId=\"1\"/>"
    "<xf numFmtId=\"14\"><alignment/></xf><xf numFmtId=\"21\"/></cellXfs>");

/* Reads a workbook of one sheet into `out`. */
static enum err
read_one(const char *sheet, struct buf *out, const char **why)
{
	struct made_zip z = { 0 };
	enum err e;

	zip_add_book(&z, one_sheet, rels);
	zip_add(&z, "xl/worksheets/sheet1.xml", sheet);
	zip_add(&z, "xl/sharedStrings.xml", strings);
	zip_add(&z, "xl/styles.xml", styles);
	buf_reset(out);
	e = xlsx_read(zip_end(&z), NULL, show, out, why);
	zip_release(&z);
	return e;
}

static const struct {
	const char *name, *rows, *want;
} sheets[] = {
	{ "shared texts", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
	    "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
	    "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c>"
	    "</row>", "1|tzero|thai ba|tTO<tcvn3^>|-|ta\r\nb <&\n" },
	{ "kinds", "<row><c><v>5</v></c><c t=\"n\"><v>1.5</v></c>"
	    "<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c>"
	    "<c t=\"e\"><v>#N/A</v></c><c t=\"str\"><v>x</v></c>"
	    "<c t=\"inlineStr\"><is><t>y</t></is></c>"
	    "<c t=\"d\"><v>2000-01-31T00:00:00</v></c></row>",
	    "1|n5|n1.5|bTRUE|bFALSE|e#N/A|tx|ty|d2000-01-31\n" },
	{ "dates by their format", "<row><c s=\"1\"><v>36526</v></c>"
	    "<c s=\"2\"><v>36526</v></c><c s=\"4\"><v>36526.5</v></c>"
	    "<c s=\"5\"><v>0.5</v></c><c s=\"1\"><v>-3</v></c>"
	    "<c s=\"1\" t=\"s\"><v>0</v></c><c s=\"99\"><v>7</v></c></row>",
	    "1|d2000-01-01|n36526|d2000-01-01 12:00:00|d12:00:00|n-3|tzero|n7"
	    "\n" },
	{ "fonts", "<row><c s=\"3\" t=\"s\"><v>0</v></c><c s=\"3\" t=\"s\">"
	    "<v>2</v></c><c s=\"3\"><v>1</v></c></row>",
	    "1|tzero<vni>|tTO<tcvn3^>|n1<vni>\n" },
	{ "gaps", "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"E3\"><v>2</v>"
	    "</c><c><v>3</v></c></row><row r=\"7\" hidden=\"1\"><c r=\"A7\">"
	    "<v>4</v></c><c r=\"C7\"/></row><row><c><v>5</v></c></row>",
	    "3|-|n1|-|-|n2|n3\n7h|n4\n8|n5\n" },
	{ "cells in any order", "<row><c r=\"C1\"><v>3</v></c><c r=\"A1\">"
	    "<v>1</v></c></row><row/><row><c r=\"B3\"><v>2</v></c></row>",
	    "1|n1|-|n3\n3|-|n2\n" },
	{ "formulas", "<row><c><f>1+1</f><v>2</v></c><c><f t=\"shared\" "
	    "ref=\"B1:B9\" si=\"0\">A1*2</f><v>4</v></c><c><f t=\"shared\" "
	    "si=\"0\"/><v>8</v></c><c><f>never</f></c><c t=\"str\"><f>A</f>"
	    "<v>x</v></c></row>", "1|n2|n4|n8|-|tx\n" },
	{ "the last cell of all", "<row r=\"1048576\"><c r=\"A1048576\">"
	    "<v>1</v></c></row>", "1048576|n1\n" },
	{ "runs of one font, runs of two", "<row><c t=\"inlineStr\"><is><r>"
	    "<rPr><rFont val=\".VnTime\"/></rPr><t>a</t></r><r><rPr><rFont "
	    "val=\".VnTime\"/><b/></rPr><t>b</t></r></is></c>"
	    "<c t=\"inlineStr\"><is><r><rPr><rFont val=\".VnTime\"/></rPr>"
	    "<t>a</t></r><r><t> </t></r><r><rPr><rFont val=\"VNI-Times\"/>"
	    "</rPr><t>b</t></r></is></c></row>", "1|tab<tcvn3>|ta b\n" },
	{ "elements of others", "<row><c><v>1</v><extLst><ext><x:v "
	    "xmlns:x=\"urn:x\">9</x:v></ext></extLst></c><y:c xmlns:y=\"urn:y\">"
	    "<v>8</v></y:c><c><v>2</v></c></row>", "1|n1|n2\n" },
	{ "numbers that are none", "<row><c><v>abc</v></c><c><v> 7 </v></c>"
	    "<c><v></v></c><c t=\"new\"><v>1E2</v></c></row>",
	    "1|tabc|n7|-|t1E2\n" },
	{ "nothing but comments and CDATA", "<!-- a --><row><c t=\"str\"><v>"
	    "<![CDATA[a<b]]>c</v></c></row>", "1|ta<bc\n" },
};

static void
cells(void)
{
	struct buf out = { 0 }, sheet = { 0 };
	const char *why = NULL;
	size_t i;

	for (i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
		buf_reset(&sheet);
		buf_printf(&sheet, SHEET("%s"), sheets[i].rows);
		OK(read_one(buf_cstr(&sheet), &out, &why) == ERR_OK, "%s",
		    sheets[i].name);
		tap_same(buf_slice(&out), sheets[i].want, sheets[i].name);
	}
	buf_release(&out);
	buf_release(&sheet);
}

static const struct {
	const char *name, *rows, *why;
	enum err want;
} bad[] = {
	{ "a row twice", "<row r=\"2\"/><row r=\"2\"/>", "not in order",
	    ERR_DAMAGED },
	{ "rows backwards", "<row r=\"5\"/><row r=\"4\"/>", "not in order",
	    ERR_DAMAGED },
	{ "row 0", "<row r=\"0\"/>", "not in order", ERR_DAMAGED },
	{ "no number", "<row r=\"x\"/>", "no sheet has", ERR_DAMAGED },
	{ "beyond the last row", "<row r=\"1048577\"/>", "no sheet has",
	    ERR_DAMAGED },
	{ "after the last row", "<row r=\"1048576\"/><row/>", "no sheet has",
	    ERR_DAMAGED },
	{ "beyond XFD", "<row><c r=\"XFE1\"><v>1</v></c></row>",
	    "no sheet has", ERR_DAMAGED },
	{ "after XFD", "<row><c r=\"XFD1\"/><c/></row>", "no sheet has",
	    ERR_DAMAGED },
	{ "a cell twice", "<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v>"
	    "</c></row>", "two places", ERR_DAMAGED },
	{ "a cell of another row", "<row r=\"1\"><c r=\"A2\"/></row>",
	    "no sheet has", ERR_DAMAGED },
	{ "no such text", "<row><c t=\"s\"><v>5</v></c></row>",
	    "does not hold", ERR_DAMAGED },
	{ "a text of 10 digits", "<row><c t=\"s\"><v>9999999999</v></c></row>",
	    "does not hold", ERR_DAMAGED },
	{ "a text of no number", "<row><c t=\"s\"><v>-1</v></c></row>",
	    "does not hold", ERR_DAMAGED },
	{ "no end", "<row><c>", "no well-formed", ERR_DAMAGED },
	{ "bytes that are no UTF-8", "<row><c t=\"str\"><v>\xff</v></c></row>",
	    "no well-formed", ERR_DAMAGED },
	{ "an entity", "<row><c t=\"str\"><v>&x;</v></c></row>",
	    "no well-formed", ERR_DAMAGED },
};

/* Whether the call failed as it should. */
static void
fails(enum err got, const char *why, enum err want, const char *text,
    const char *name)
{
	OK(got == want, "%s: %s", name, err_word(got));
	if (!OK(why != NULL && strstr(why, text) != NULL, "%s: says so", name))
		printf("# %s\n", why != NULL ? why : "nothing");
}

static void
bad_cells(void)
{
	struct buf out = { 0 }, sheet = { 0 };
	const char *why;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		buf_reset(&sheet);
		buf_printf(&sheet, SHEET("%s"), bad[i].rows);
		why = NULL;
		e = read_one(buf_cstr(&sheet), &out, &why);
		fails(e, why, bad[i].want, bad[i].why, bad[i].name);
	}
	buf_release(&out);
	buf_release(&sheet);
}

/* One name, and parts as they are said here: NULL ends them. */
struct container {
	const char *name;
	const char *part[10];		/* name, text, name, text */
	const char *sheet, *want, *why;
	enum err e;
};

#define ROOT "_rels/.rels", RELS(REL("rId1", "officeDocument", \
	"xl/workbook.xml"))
#define A1(text) SHEET("<row><c t=\"str\"><v>" text "</v></c></row>")
#define STRICT_REL "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define STRICT_MAIN "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define THREE BOOK("<sheets><sheet name=\"An\" r:id=\"r3\"/><sheet " \
	"name=\"Hai\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"2\" " \
	"r:id=\"r1\"/></sheets>")
#define WORKSHEETS "xl/_rels/workbook.xml.rels", RELS( \
	REL("r1", "worksheet", "worksheets/one.xml") \
	REL("r2", "worksheet", "/XL/worksheets/two.xml") \
	REL("r3", "chartsheet", "chart.xml"))
#define ONE "xl\\Worksheets\\One.xml", A1("one")
#define TWO "xl/worksheets/two.xml", A1("two")

static const struct container containers[] = {
	{ "the first sheet that is shown and has cells",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    NULL, "1|tone\n", NULL, ERR_OK },
	{ "a hidden one by its name, in small letters",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    "hai", "1|ttwo\n", NULL, ERR_OK },
	{ "a name that is a number wins",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    "2", "1|tone\n", NULL, ERR_OK },
	{ "by number",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    "3", "1|tone\n", NULL, ERR_OK },
	{ "a chart",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    "An", "", "is a chart", ERR_UNSUPPORTED },
	{ "no such sheet",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE, TWO },
	    "4", "", "no sheet of that name", ERR_NOT_FOUND },
	{ "nothing in it, but something is hidden",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS,
	    "xl/worksheets/one.xml", SHEET("<row/>"), TWO },
	    NULL, "", "only hidden sheets", ERR_NOT_FOUND },
	{ "the part of a sheet is not there",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, TWO },
	    "3", "", "does not hold the part", ERR_DAMAGED },
	{ "the strict form, other prefixes, dates since 1904",
	    { "_rels/.rels", RELS("<Relationship Id=\"a\" Type=\""
	    STRICT_REL "/officeDocument\" Target=\"/b/w.xml\"/>"),
	    "b/w.xml", "<x:workbook xmlns:x=\"" STRICT_MAIN "\" xmlns:rel=\""
	    STRICT_REL "\"><x:workbookPr date1904=\"true\"/><x:sheets><x:sheet "
	    "name=\"S\" rel:id=\"z\"/></x:sheets></x:workbook>",
	    "b/_rels/w.xml.rels", RELS("<Relationship Id=\"z\" Type=\""
	    STRICT_REL "/worksheet\" Target=\"../s.xml\"/><Relationship "
	    "Id=\"y\" Type=\"" STRICT_REL "/styles\" Target=\"st.xml\"/>"),
	    "s.xml", "<x:worksheet xmlns:x=\"" STRICT_MAIN "\"><x:sheetData>"
	    "<x:row><x:c s=\"0\"><x:v>35064</x:v></x:c></x:row>"
	    "</x:sheetData></x:worksheet>",
	    "b/st.xml", "<styleSheet xmlns=\"" STRICT_MAIN "\"><cellXfs><xf "
	    "numFmtId=\"14\"/></cellXfs></styleSheet>" },
	    NULL, "1|d2000-01-01\n", NULL, ERR_OK },
	{ "a document type",
	    { ROOT, "xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>"
	    THREE, WORKSHEETS, ONE },
	    NULL, "", "document type", ERR_DAMAGED },
	{ "a document type without anything",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS,
	    "xl/worksheets/one.xml", "<!DOCTYPE worksheet>" A1("x") },
	    "3", "", "document type", ERR_DAMAGED },
	{ "another form for a sheet",
	    { ROOT, "xl/workbook.xml", THREE, WORKSHEETS,
	    "xl/worksheets/one.xml", SST("") },
	    "3", "", "is not what its place says", ERR_DAMAGED },
	{ "no relations of the workbook", { ROOT, "xl/workbook.xml", THREE },
	    NULL, "", "does not hold", ERR_DAMAGED },
	{ "a binary workbook",
	    { "_rels/.rels", RELS(REL("rId1", "officeDocument",
	    "xl/workbook.bin")), "xl/workbook.bin", "x" },
	    NULL, "", "XLSB", ERR_UNSUPPORTED },
	{ "a text document",
	    { "_rels/.rels", RELS(REL("rId1", "officeDocument",
	    "word/document.xml")), "word/document.xml",
	    "<w:document xmlns:w=\"urn:w\"/>" },
	    NULL, "", "text document", ERR_UNSUPPORTED },
	{ "OpenDocument", { "mimetype", "application/vnd.oasis.opendocument."
	    "spreadsheet", "content.xml", "<a/>" },
	    NULL, "", "OpenDocument", ERR_UNSUPPORTED },
	{ "a zip of anything", { "roster.csv", "id,name\n" },
	    NULL, "", "no workbook", ERR_UNSUPPORTED },
	{ "a part twice", { ROOT, "xl/workbook.xml", THREE, WORKSHEETS, ONE,
	    "XL/worksheets/one.xml", A1("other") },
	    NULL, "", "same name", ERR_DAMAGED },
};

static void
make(struct made_zip *z, const struct container *c)
{
	size_t i;

	for (i = 0; i < 10 && c->part[i] != NULL; i += 2)
		zip_add(z, c->part[i], c->part[i + 1]);
	(void)zip_end(z);
}

static void
whole_files(void)
{
	const struct container *c;
	struct made_zip z = { 0 };
	struct buf out = { 0 };
	const char *why;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof containers / sizeof containers[0]; i++) {
		c = &containers[i];
		make(&z, c);
		why = NULL;
		buf_reset(&out);
		e = xlsx_read(buf_slice(&z.file), c->sheet, show, &out, &why);
		if (c->why != NULL)
			fails(e, why, c->e, c->why, c->name);
		else
			OK(e == ERR_OK, "%s", c->name);
		tap_same(buf_slice(&out), c->want, c->name);
		zip_release(&z);
	}
	make(&z, &containers[0]);
	buf_reset(&out);
	OK(xlsx_sheets(buf_slice(&z.file), &out, &why) == ERR_OK, "names");
	tap_same(buf_slice(&out), "An\nHai\n2\n", "of all sheets");
	zip_release(&z);
	buf_release(&out);
}

/* Every beginning of a good file, and every octet of it changed, is an answer
 * without a crash; a shorter file is never a whole one. */
static void
pieces(void)
{
	struct made_zip z = { 0 };
	struct buf out = { 0 };
	unsigned long good = 0, errors = 0;
	const char *why;
	size_t i;

	make(&z, &containers[0]);
	for (i = 0; i < z.file.n; i++) {
		buf_reset(&out);
		good += xlsx_read((struct slice){ z.file.p, i }, NULL, show,
		    &out, &why) == ERR_OK;
	}
	OK(good == 0, "no beginning is a workbook");
	for (i = 0; i < z.file.n; i++) {
		z.file.p[i] ^= 0x5a;
		buf_reset(&out);
		errors += xlsx_read(buf_slice(&z.file), NULL, show, &out,
		    &why) != ERR_OK;
		z.file.p[i] ^= 0x5a;
	}
	OK(errors > z.file.n / 2, "changes of what is read are seen: %lu of "
	    "%zu", errors, z.file.n);
	zip_release(&z);
	buf_release(&out);
}

static enum err
stop(void *ctx, const struct xlsx_row *row)
{
	(void)row;
	++*(int *)ctx;
	return ERR_FULL;
}

static void
others(void)
{
	static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" "Root "
	    "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	struct made_zip z = { 0 };
	const char *why = NULL;
	int calls = 0;
	enum err e;

	e = xlsx_read(SLICE(ole), NULL, show, NULL, &why);
	fails(e, why, ERR_UNSUPPORTED, "locked", "an encrypted workbook");
	e = xlsx_read((struct slice){ ole, 20 }, NULL, show, NULL, &why);
	fails(e, why, ERR_UNSUPPORTED, "XLS", "an old workbook");
	e = xlsx_read(SLICE("id,name\n"), NULL, show, NULL, &why);
	fails(e, why, ERR_UNSUPPORTED, "no workbook", "text");
	e = xlsx_read(SLICE(""), NULL, show, NULL, &why);
	fails(e, why, ERR_UNSUPPORTED, "no workbook", "nothing");
	make(&z, &containers[0]);
	e = xlsx_read(buf_slice(&z.file), NULL, stop, &calls, &why);
	OK(e == ERR_FULL && why == NULL && calls == 1,
	    "what the callback answers ends it");
	zip_release(&z);
}

static void
harm(void)
{
	static const struct {
		unsigned long claim;
		unsigned flags, method;
		enum err e;
		const char *why;
	} t[] = {
		{ 1ul << 31, 0, 0, ERR_TOO_LONG, "far more" },
		{ 0xfffffffeul, 0, 8, ERR_TOO_LONG, "far more" },
		{ 2ul << 20, 0, 0, ERR_TOO_LONG, "far more" },
		{ 500, 0, 8, ERR_DAMAGED, "damaged" },
		{ 20, 0, 0, ERR_DAMAGED, "" },
		{ 10, 1, 0, ERR_UNSUPPORTED, "locked" },
		{ 10, 0, 12, ERR_UNSUPPORTED, "packed" },
	};
	struct made_zip z = { 0 };
	struct buf out = { 0 };
	const char *why;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		zip_add_book(&z, one_sheet, rels);
		zip_add_as(&z, "xl/worksheets/sheet1.xml", SLICE(A1("x")),
		    t[i].claim, t[i].flags, t[i].method);
		why = NULL;
		e = xlsx_read(zip_end(&z), NULL, show, &out, &why);
		fails(e, why, t[i].e, t[i].why, "a sheet that lies");
		zip_release(&z);
	}
	buf_release(&out);
}

int
main(void)
{
	cells();
	bad_cells();
	whole_files();
	pieces();
	others();
	harm();
	return tap_done();
}
