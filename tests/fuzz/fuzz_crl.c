/* SPDX-License-Identifier: ISC */
/* Revocation lists: everything inside, and who is on one is found. */
#include <assert.h>

#include "base/tlv.h"
#include "trust/crl.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void
inside(struct slice s, struct slice all)
{
	assert(s.p == NULL || (s.p >= all.p && s.p + s.n <= all.p + all.n));
}

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n }, rest;
	struct crl_entry at;
	struct tlv entry, serial;
	struct crl c;
	bool found = false;
	size_t i;

	if (crl_parse(in, &c) != ERR_OK)
		return 0;
	inside(c.tbs, in);
	inside(c.issuer, in);
	inside(c.signature, in);
	inside(c.revoked, in);
	inside(c.aki, in);
	inside(c.number, in);
	rest = c.revoked;
	for (i = 0; tlv_next_der(&rest, &entry) == ERR_OK; i++) {
		assert(tlv_next_der(&entry.value, &serial) == ERR_OK);
		assert(i > 9 || (crl_find(&c, serial.value, &found, &at) ==
		    ERR_OK && found));
	}
	assert(i == c.entries && rest.n == 0);
	return 0;
}
