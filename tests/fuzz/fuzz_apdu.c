/* SPDX-License-Identifier: ISC */
/* Answers of any bytes, and the same bytes as the data of a command. */
#include <assert.h>
#include <string.h>

#include "chip/apdu.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice raw = { (const char *)p, n }, data;
	struct apdu a = { .data = raw };
	struct buf out = { 0 };
	uint16_t sw;

	if (apdu_answer(raw, &data, &sw) == ERR_OK) {
		assert(data.n == n - 2 && data.p == raw.p);
		assert(strlen(apdu_sw_text(sw)) > 4);
	}
	if (n > 65535)
		return 0;
	a.le = n > 0 ? p[0] * 257u : 0;
	a.extended = n > 1 && (p[1] & 1) != 0;
	apdu_encode(&a, &out);
	assert(out.n >= 4 + n && out.n <= 9 + n);
	buf_release(&out);
	return 0;
}
