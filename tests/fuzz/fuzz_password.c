/* SPDX-License-Identifier: ISC */
/* Zones, numbers and records of any bytes: what is taken has the form that BAC
 * and PACE need. */
#include <assert.h>
#include <string.h>

#include "chip/password.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
look(const struct password *p)
{
	struct buf info = { 0 };

	assert(p->can[0] != '\0' || p->document[0] != '\0');
	assert(p->expiries <= PASSWORD_MAX_EXPIRIES);
	if (password_has_mrz(p))
		password_mrz_info(p, p->expiries - 1, &info);
	assert(info.n == 0 || (info.n >= 24 && info.n <= 38));
	buf_wipe(&info);
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	const struct slice in = { (const char *)p, n };
	const struct date d = { n > 0 ? 1900 + p[0] : 0, 2, 29 };
	struct record r = { 0 };
	struct password w;
	size_t at;

	if (password_from_mrz(in, &w) == ERR_OK)
		look(&w);
	if (password_from_fields(in, d, d, n % 2 == 0, &w) == ERR_OK)
		look(&w);
	if (record_parse(&r, in, &at) == ERR_OK &&
	    password_from_record(&r, &w) == ERR_OK)
		look(&w);
	record_release(&r);
	return 0;
}
