/* SPDX-License-Identifier: ISC */
/* Records of any bytes: the evidence read back, what its seal signs, and the
 * judgement as if every file were signed, by who knows nobody. */
#include <assert.h>

#include "trust/active.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static bool
knows(void *ctx, struct slice nonce)
{
	return ctx == NULL && nonce.p[0] == '\xa0';
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct signer_times times = { .now = 1769821260 };
	struct store *store = store_new();
	struct evidence_given g = { 0 };
	struct active_case c = { .given = &g, .store = store, .times = &times,
	    .covered = UINT32_MAX, .has_now = n % 2 == 0, .now = times.now,
	    .knows_nonce = n % 3 == 0 ? knows : NULL };
	struct active_result out = { 0 };
	struct record r = { 0 };
	struct findings fs = { .n = 0 };
	struct buf sealed = { 0 };
	const char *bad;
	size_t at;

	c.signers = signer_cache_new(store,
	    &(struct signer_cache_limits){ .max = 4 });
	if (record_parse(&r, (struct slice){ (const char *)p, n }, &at) ==
	    ERR_OK && evidence_read(&r, &g, &bad) == ERR_OK)
		active_judge(&c, &out, &fs);
	evidence_given_sealed(&g, &sealed);
	assert(!out.genuine || out.aa_once.p != NULL);
	buf_release(&sealed);
	record_release(&r);
	evidence_given_release(&g);
	signer_cache_free(c.signers);
	store_free(store);
	return 0;
}
