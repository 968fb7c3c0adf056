/* SPDX-License-Identifier: ISC */
/* SignedData: everything lies inside the input or the content that was
 * joined. */
#include "signed.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n }, any = { NULL, 0 };
	struct findings fs = { .n = 0 };
	struct cms c;
	size_t i;

	if (cms_parse(in, &c, &fs) != ERR_OK)
		return 0;
	if (!inside(c.content, c.joined.p != NULL ? buf_slice(&c.joined) : in))
		abort();
	for (i = 0; i < c.certs; i++)
		if (!inside(c.cert[i], in))
			abort();
	for (i = 0; i < c.signers; i++)
		if (!inside(c.signer[i].attributes, in) ||
		    !inside(c.signer[i].attr_digest, c.signer[i].attributes) ||
		    !inside(c.signer[i].signature, in))
			abort();
	verify_embedded(&c, any, &fs);
	cms_release(&c);
	return 0;
}
