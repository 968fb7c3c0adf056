/* SPDX-License-Identifier: ISC */
/* SecurityInfos of any octets: what is chosen lies inside them. */
#include <assert.h>

#include "chip/security_info.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
inside(struct slice s, const unsigned char *p, size_t n)
{
	const char *from = (const char *)p;

	assert(s.p >= from && s.n <= n && s.p + s.n <= from + n);
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	enum err (*const parse[])(struct slice, struct security_infos *) = {
	    security_infos_parse, security_infos_dg14,
	    security_infos_card_security };
	struct security_infos s;
	const struct pace_info *pace;
	struct ca_info ca;
	struct ca_key key;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (parse[i]((struct slice){ (const char *)p, n }, &s) !=
		    ERR_OK)
			continue;
		pace = security_infos_pace(&s);
		if (pace != NULL)
			inside(pace->oid, p, n);
		if (security_infos_ca(&s, &ca, &key))
			inside(key.spki, p, n);
	}
	return 0;
}
