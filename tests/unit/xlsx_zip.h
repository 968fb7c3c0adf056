/* SPDX-License-Identifier: ISC */
/* For tests: a zip file of stored parts, with what one wants wrong in it. */
#ifndef TESTS_XLSX_ZIP_H
#define TESTS_XLSX_ZIP_H

#include <string.h>

#include "base/buf.h"

struct made_zip {
	struct buf file, directory;
	unsigned parts;
};

static inline void
le(struct buf *b, unsigned long v, int n)
{
	for (; n > 0; n--, v >>= 8)
		buf_add_char(b, (char)(v & 0xff));
}

static inline unsigned long
zip_crc(struct slice s)
{
	unsigned long crc = 0xffffffff;
	size_t i;
	int k;

	for (i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.p[i];
		for (k = 0; k < 8; k++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
	}
	return crc ^ 0xffffffff;
}

/* `claim` is the size that the headers say, `flags` and `method` as in them. */
static inline void
zip_add_as(struct made_zip *z, const char *name, struct slice data,
    unsigned long claim, unsigned flags, unsigned method)
{
	unsigned long crc = zip_crc(data);
	unsigned long at = z->file.n;
	struct buf head = { 0 };

	le(&head, 20, 2);
	le(&head, flags, 2);
	le(&head, method, 2);
	le(&head, 0, 4);
	le(&head, crc, 4);
	le(&head, data.n, 4);
	le(&head, claim, 4);
	le(&head, strlen(name), 2);
	le(&head, 0, 2);
	le(&z->file, 0x04034b50, 4);
	buf_add_slice(&z->file, buf_slice(&head));
	buf_add_str(&z->file, name);
	buf_add_slice(&z->file, data);
	le(&z->directory, 0x02014b50, 4);
	le(&z->directory, 20, 2);
	buf_add_slice(&z->directory, buf_slice(&head));
	le(&z->directory, 0, 10);
	le(&z->directory, at, 4);
	buf_add_str(&z->directory, name);
	z->parts++;
	buf_release(&head);
}

static inline void
zip_add(struct made_zip *z, const char *name, const char *text)
{
	zip_add_as(z, name, slice_str(text), strlen(text), 0, 0);
}

/* The end; the file is z->file. */
static inline struct slice
zip_end(struct made_zip *z)
{
	unsigned long at = z->file.n;

	buf_add_slice(&z->file, buf_slice(&z->directory));
	le(&z->file, 0x06054b50, 4);
	le(&z->file, 0, 4);
	le(&z->file, z->parts, 2);
	le(&z->file, z->parts, 2);
	le(&z->file, z->directory.n, 4);
	le(&z->file, at, 4);
	le(&z->file, 0, 2);
	return buf_slice(&z->file);
}

static inline void
zip_release(struct made_zip *z)
{
	buf_release(&z->file);
	buf_release(&z->directory);
	*z = (struct made_zip){ 0 };
}

#define MAIN_NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL_NS "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships"
#define PACK_NS "http://schemas.openxmlformats.org/package/2006/relationships"
#define RELS(r) "<Relationships xmlns=\"" PACK_NS "\">" r "</Relationships>"
#define REL(id, type, target) "<Relationship Id=\"" id "\" Type=\"" REL_NS \
	"/" type "\" Target=\"" target "\"/>"
#define BOOK(x) "<workbook xmlns=\"" MAIN_NS "\" xmlns:r=\"" REL_NS "\">" x \
	"</workbook>"
#define SHEET(x) "<worksheet xmlns=\"" MAIN_NS "\"><sheetData>" x \
	"</sheetData></worksheet>"
#define SST(x) "<sst xmlns=\"" MAIN_NS "\">" x "</sst>"
#define STYLES(x) "<styleSheet xmlns=\"" MAIN_NS "\">" x "</styleSheet>"

/* All but the sheets and what they need. */
static inline void
zip_add_book(struct made_zip *z, const char *book, const char *rels)
{
	zip_add(z, "_rels/.rels",
	    RELS(REL("rId1", "officeDocument", "xl/workbook.xml")));
	zip_add(z, "xl/workbook.xml", book);
	zip_add(z, "xl/_rels/workbook.xml.rels", rels);
}

#endif
