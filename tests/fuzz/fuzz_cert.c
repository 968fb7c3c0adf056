/* SPDX-License-Identifier: ISC */
/* Certificates of any octets: all that is read, and the key used. */
#include <assert.h>

#include "text/utf8.h"
#include "trust/cert.h"
#include "trust/pubkey.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice der = { (const char *)p, n };
	struct buf text = { 0 };
	struct pubkey *k = NULL;
	struct cert c;

	if (cert_parse(der, &c) != ERR_OK)
		return 0;
	assert(c.serial.n > 0 && c.tbs.n < n);
	assert(cert_same_name(c.issuer, c.issuer));
	assert(cert_same_serial(c.serial, c.serial));
	assert(cert_is_self_issued(&c) == cert_same_name(c.subject, c.issuer));
	algorithm_name_text(c.issuer, &text);
	algorithm_name_text(c.subject, &text);
	assert(utf8_is_valid(buf_slice(&text)));
	if (pubkey_new(c.spki, &k) == ERR_OK) {
		assert(pubkey_facts(k)->bits >= 192);
		if (c.algorithm_known)
			(void)pubkey_verify(k, &c.algorithm, &c.tbs, 1,
			    c.signature);
	}
	pubkey_free(k);
	buf_release(&text);
	return 0;
}
