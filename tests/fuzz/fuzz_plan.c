/* SPDX-License-Identifier: ISC */
/* Plans of any bytes: whatever is understood can be said, as one JSON object,
 * and a map of the user's changes no more than meanings. */
#include <stdlib.h>

#include "record/json.h"
#include "table/plan.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const char *const maps[] = { NULL, "id=1", "name=2,-=1",
	    "dob=Họ tên" };
	struct plan_options o = { .map = NULL };
	struct slice s = { (const char *)p, n };
	struct buf out = { 0 };
	struct json_value v;
	struct plan plan;
	size_t at;

	if (n > 0) {
		o.map = maps[p[n - 1] & 3];
		o.no_header = (p[n - 1] & 4) != 0;
	}
	if (plan_make(s, (n & 1) != 0, &o, &plan) == ERR_OK) {
		plan_write(&plan, &out);
		if (json_scan(buf_slice(&out), &v, NULL, &at) != ERR_OK)
			abort();
	}
	plan_release(&plan);
	buf_release(&out);
	return 0;
}
