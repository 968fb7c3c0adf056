/* SPDX-License-Identifier: ISC */
/* Any bytes as a code, seen and typed: a record is always a record, and the
 * exact bytes are in it. */
#include <assert.h>

#include "identity/payload.h"
#include "record/person.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct payload_origin o = { .from = "f:1" };
	struct slice raw = { (const char *)p, n };
	struct record r = { 0 };
	struct buf out = { 0 };
	struct person who;
	enum person_field bad;
	enum payload_kind k;
	size_t at;
	int i;

	for (i = 0; i < 2; i++) {
		o.typed = i == 1;
		buf_reset(&out);
		k = payload_record(raw, &o, &out);
		assert(payload_kind_name(k) != NULL);
		assert((k == PAYLOAD_CARD) == (out.n > 0));
		if (out.n == 0)
			continue;
		assert(out.p[--out.n] == '\n');
		assert(record_parse(&r, buf_slice(&out), &at) == ERR_OK);
		assert(person_read(&r, &who, &bad) == ERR_OK);
		assert(record_find(&r, "qr") != NULL);
	}
	record_release(&r);
	buf_release(&out);
	return 0;
}
