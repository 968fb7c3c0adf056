/* SPDX-License-Identifier: ISC */
/* Active Authentication: the hash's number, the challenge, DG15 behind its
 * length in two octets, the signature. */
#include "chip/aa.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	struct slice in = { (const char *)p, n }, head, rnd, dg15;
	enum crypto_hash h;
	enum aa_result r;
	uint16_t size;

	if (buf_read(&in, 1, &head) != ERR_OK ||
	    buf_read(&in, AA_RND, &rnd) != ERR_OK ||
	    buf_read_be16(&in, &size) != ERR_OK ||
	    buf_read(&in, size, &dg15) != ERR_OK)
		return 0;
	h = (enum crypto_hash)((unsigned char)head.p[0] % CRYPTO_HASHES);
	(void)!aa_check(dg15, (head.p[0] & 0x80) != 0 ? NULL : &h,
	    (const uint8_t *)rnd.p, in, &r);
	return 0;
}
