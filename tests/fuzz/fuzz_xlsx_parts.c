/* SPDX-License-Identifier: ISC */
/* Up to five texts, divided by NUL, as the parts of a workbook: what the
 * container's checksums keep other inputs from. */
#include "../unit/xlsx_zip.h"
#include "xlsx.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static const char *const parts[] = { "xl/worksheets/sheet1.xml",
	"xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
	"xl/_rels/workbook.xml.rels" };
static const char *const usual[] = { "", SST("<si><t>a</t></si>"),
	STYLES("<cellXfs><xf numFmtId=\"14\"/></cellXfs>"),
	BOOK("<sheets><sheet name=\"S\" r:id=\"a\"/></sheets>"),
	RELS(REL("a", "worksheet", "worksheets/sheet1.xml")
	REL("b", "styles", "styles.xml")
	REL("c", "sharedStrings", "sharedStrings.xml")) };

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice rest = { (const char *)p, n }, part;
	unsigned long long line = 0;
	struct made_zip z = { 0 };
	const char *why = NULL;
	size_t i;

	zip_add(&z, "_rels/.rels",
	    RELS(REL("r", "officeDocument", "xl/workbook.xml")));
	for (i = 0; i < 5; i++) {
		if (!slice_split(&rest, '\0', &part) || part.n == 0)
			part = slice_str(usual[i]);
		zip_add_as(&z, parts[i], part, part.n, 0, 0);
	}
	if ((xlsx_read(zip_end(&z), NULL, fuzz_row, &line, &why) == ERR_OK) !=
	    (why == NULL))
		abort();
	zip_release(&z);
	return 0;
}
