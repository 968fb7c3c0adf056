/* SPDX-License-Identifier: ISC */
/* Records of any bytes through every check: what is written is JSON. */
#include <assert.h>

#include "identity/examine.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const struct date today = { 2026, 6, 15 };
	struct examine_case c = { .today = n % 2 == 0 ? &today : NULL };
	struct record r = { 0 };
	struct buf out = { 0 };
	struct json_value v;
	struct checks cs;
	const char *bad;
	size_t at;

	if (record_parse(&r, (struct slice){ (const char *)p, n }, &at) !=
	    ERR_OK || examine_read(&r, &c, &bad) != ERR_OK)
		goto out;
	checks_reset(&cs);
	examine_person(&c, &cs);
	json_open(&out, '{');
	checks_write(&cs, examine_assurance(&c, &cs), NULL, &out);
	json_close(&out, '}');
	assert(json_scan(buf_slice(&out), &v, NULL, &at) == ERR_OK);
out:
	record_release(&r);
	buf_release(&out);
	return 0;
}
