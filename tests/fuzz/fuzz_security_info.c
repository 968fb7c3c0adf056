/* SPDX-License-Identifier: ISC */
/* SecurityInfos of any octets: what is chosen lies inside them. */
#include <assert.h>

#include "chip/security_info.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
inside(struct slice s, struct slice all)
{
	assert(s.p >= all.p && s.n <= all.n && s.p + s.n <= all.p + all.n);
}

static void
chosen(const struct security_infos *s, struct slice all)
{
	const struct pace_info *pace = security_infos_pace(s);
	struct ca_info ca;
	struct ca_key key;

	if (pace != NULL)
		inside(pace->oid, all);
	if (security_infos_ca(s, &ca, &key))
		inside(key.spki, all);
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n };
	struct security_infos s;
	struct buf joined = { 0 };

	if (security_infos_parse(in, &s) == ERR_OK)
		chosen(&s, in);
	if (security_infos_dg14(in, &s) == ERR_OK)
		chosen(&s, in);
	if (security_infos_card_security(in, &s, &joined) == ERR_OK)
		chosen(&s, joined.n > 0 ? buf_slice(&joined) : in);
	buf_release(&joined);
	return 0;
}
