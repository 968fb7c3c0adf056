/* SPDX-License-Identifier: ISC */
/* Any record to a stay; what is accepted must come back from its own JSON and
 * go into a request. */
#include <assert.h>

#include "record/record.h"
#include "stay/kbtt.h"
#include "stay/stay.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct stay_defaults d = { .nights = 1, .room = "1" };
	struct stay s = { 0 }, back = { 0 };
	struct buf json = { 0 }, body = { 0 };
	struct stay_problem why;
	struct record r = { 0 };
	size_t at;

	if (record_parse(&r, (struct slice){ (const char *)p, n }, &at) ==
	    ERR_OK && stay_from_record(&r, &d, 1795593600, &s, &why) ==
	    ERR_OK) {
		stay_write(&s, &json);
		assert(stay_read(buf_slice(&json), &back) == ERR_OK);
		assert(stay_due(&s) <= stay_last_moment(&back));
		kbtt_body(&back, &body);
	}
	stay_release(&s);
	stay_release(&back);
	buf_release(&json);
	buf_release(&body);
	record_release(&r);
	return 0;
}
