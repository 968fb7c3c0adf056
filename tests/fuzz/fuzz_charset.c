/* SPDX-License-Identifier: ISC */
/* Any bytes as a column of cells: what is decoded is valid UTF-8 and NFC, an
 * error adds nothing, and the winner can read what made it win. */
#include <stdlib.h>

#include "text/charset.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
decode(enum charset c, struct slice cell)
{
	struct buf out = { 0 }, nfc = { 0 };
	enum err e = charset_cell(c, cell.n % 2 == 1, cell, &out);

	if ((e != ERR_OK && out.n > 0) ||
	    utf8_nfc(&nfc, buf_slice(&out)) != ERR_OK ||
	    !slice_eq(buf_slice(&nfc), buf_slice(&out)))
		abort();
	(void)charset_case_lost(buf_slice(&out));
	buf_release(&out);
	buf_release(&nfc);
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice rest = { (const char *)p, n }, cell;
	struct charset_votes v = { 0 };
	bool sure;

	while (slice_split(&rest, '\n', &cell)) {
		charset_vote(&v, cell);
		for (int c = 0; c < CHARSETS; c++)
			decode((enum charset)c, cell);
	}
	(void)charset_winner(&v, CHARSET_VNI, &sure);
	return 0;
}
