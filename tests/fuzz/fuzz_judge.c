/* SPDX-License-Identifier: ISC */
/* Records of any bytes before a judge that knows nobody: nothing is proved, the
 * same record comes to the same a second time, and what is written is JSON. */
#include <assert.h>

#include "trust/judge.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct judge_terms terms = { .store = store_new(), .max_age = 600,
	    .policy.level = (enum policy_level)(n % 3) };
	struct judge *j = judge_new(&terms);
	struct judge_result first, again;
	struct checks cs, same;
	struct record r = { 0 };
	struct json_value v;
	struct buf out = { 0 };
	const char *bad;
	size_t at;

	judge_set_now(j, n % 2 == 0, 1769821260);
	if (record_parse(&r, (struct slice){ (const char *)p, n }, &at) !=
	    ERR_OK || judge_record(j, &r, &cs, &first, &bad) != ERR_OK)
		goto out;
	assert(judge_record(j, &r, &same, &again, &bad) == ERR_OK);
	assert(cs.n == same.n && first.proved == ASSURANCE_NONE);
	assert(checks_verdict(&cs, judge_assurance(&first, &cs)) !=
	    VERDICT_VERIFIED);
	json_open(&out, '{');
	checks_write(&cs, judge_assurance(&first, &cs), NULL, &out);
	judge_write(j, &first, &out);
	json_close(&out, '}');
	assert(json_scan(buf_slice(&out), &v, NULL, &at) == ERR_OK);
out:
	record_release(&r);
	buf_release(&out);
	judge_free(j);
	store_free((struct store *)terms.store);
	return 0;
}
