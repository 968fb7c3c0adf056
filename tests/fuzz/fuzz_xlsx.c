/* SPDX-License-Identifier: ISC */
/* Any bytes as a workbook: an answer, and rows that are rows. */
#include "xlsx.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice file = { (const char *)p, n };
	unsigned long long line = 0;
	struct buf names = { 0 };
	const char *why = NULL;
	enum err e;

	e = xlsx_read(file, NULL, fuzz_row, &line, &why);
	if ((e == ERR_OK) != (why == NULL) || (e == ERR_OK && line == 0))
		abort();
	e = xlsx_sheets(file, &names, &why);
	if ((e == ERR_OK) != (why == NULL))
		abort();
	line = 0;
	e = xlsx_read(file, "1", fuzz_row, &line, &why);
	if ((e == ERR_OK) != (why == NULL))
		abort();
	buf_release(&names);
	return 0;
}
