/* SPDX-License-Identifier: ISC */
/* A store, and who signs: a letter, then an anchor, certificate, CRL, signer. */
#include <assert.h>

#include "base/tlv.h"
#include "trust/signer.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const struct signer_cache_limits limits = { 2, 0, 0 };
	struct signer_times t = { true, true, true, true, 1750000000,
	    1750000000, 1780000000, 1790000000 };
	struct slice in = { (const char *)p, n }, kind, der = { NULL, 0 };
	struct store *st = store_new();
	struct findings fs = { .n = 0 };
	struct signer_cache *c;
	struct signer *s;
	struct buf b = { 0 };
	struct tlv x;
	enum err e = ERR_OK;

	while (buf_read(&in, 1, &kind) == ERR_OK && tlv_next(&in, &x) ==
	    ERR_OK)
		if (*kind.p == 's')
			der = x.raw;
		else
			e = *kind.p == 'c' ? store_add_crl(st, x.raw, "crl") :
			    store_add_cert(st, x.raw, *kind.p == 'a', "x");
	(void)e;
	c = signer_cache_new(st, &limits);
	s = signer_get(c, der, SIGNER_OF_DOCUMENTS);
	if (s != NULL) {
		assert((s->trust == SIGNER_ANCHORED) == (s->steps > 0 &&
		    s->path[s->steps - 1]->role == STORE_ANCHOR));
		signer_times(s, &t, &fs);
		signer_explain(c, der, &b);
		buf_release(&b);
	}
	signer_cache_free(c);
	store_free(st);
	return 0;
}
