/* SPDX-License-Identifier: ISC */
/* JSON of any bytes: what is accepted is written again and accepted again. */
#include <assert.h>

#include "../unit/json_walk.h"
#include "record/person.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice text = { (const char *)p, n }, rest;
	struct record r = { 0 }, again = { 0 };
	struct buf out = { 0 };
	struct json_value v;
	struct json_member m;
	struct person who;
	enum person_field bad;
	size_t at, members = 0;

	if (json_scan(text, &v, NULL, &at) != ERR_OK)
		assert(at <= n);
	if (record_parse(&r, text, &at) != ERR_OK)
		goto out;
	for (rest = text; json_next_member(&rest, &m); members++)
		if (json_text(&m.value, &out) == ERR_OK)
			assert(m.value.type == JSON_T_STRING);
	assert(members == r.index.n && json_same_walks(&r.index));
	if (person_read(&r, &who, &bad) != ERR_OK)
		assert(bad < PERSON_FIELDS);
	buf_reset(&out);
	record_write(&r, NULL, 0, &out);
	assert(record_parse(&again, buf_slice(&out), &at) == ERR_OK &&
	    again.index.n == members);
out:
	record_release(&again);
	record_release(&r);
	buf_release(&out);
	return 0;
}
