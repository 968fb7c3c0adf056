/* SPDX-License-Identifier: ISC */
/* Master lists: as many certificates as are counted, verified under the one
 * that they begin with. */
#include <assert.h>

#include "base/tlv.h"
#include "trust/master_list.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const struct signer_cache_limits limits = { 2, 0, 0 };
	struct slice in = { (const char *)p, n }, rest;
	struct signer_times t = { .has_now = true, .now = 1790000000 };
	struct findings fs = { .n = 0 };
	struct master_list m;
	struct signer_cache *c;
	struct store *s;
	struct tlv cert;
	size_t i;
	enum err e;

	if (master_list_parse(in, &m, &fs) != ERR_OK)
		return 0;
	s = store_new();
	rest = m.certs;
	for (i = 0; tlv_next_der(&rest, &cert) == ERR_OK; i++) {
		e = store_add_cert(s, cert.raw, i == 0 ? STORE_ANCHOR :
		    STORE_KNOWN, "x");
		(void)e;
	}
	assert(i == m.count && rest.n == 0);
	c = signer_cache_new(s, &limits);
	if (master_list_verify(&m, c, &t, &fs))
		assert(findings_worst(&fs) != FINDING_BROKEN);
	signer_cache_free(c);
	store_free(s);
	master_list_release(&m);
	return 0;
}
