/* SPDX-License-Identifier: ISC */
/* Protected answers of any bytes; bit 1 of the first: with a right MAC. */
#include <assert.h>

#include "base/tlv.h"
#include "chip/sm.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int
LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
	static const uint8_t key[CRYPTO_KEY_MAX] = { 1, 2, 3 };
	static const char ssc[CRYPTO_BLOCK_MAX + 1] = { [16] = 1 };
	enum crypto_cipher c = n > 0 && p[0] & 1 ? CRYPTO_AES128 : CRYPTO_3DES;
	size_t block = crypto_block_size(c);
	struct buf in = { 0 }, data = { 0 };
	struct crypto_key *k = crypto_key_new(c, key);
	struct sm *s = sm_new(c, key, key, NULL);
	bool right = n > 2 && (p[0] & 2) != 0;
	struct slice all;
	uint8_t mac[CRYPTO_MAC_SIZE];
	uint16_t sw;

	buf_add(&in, ssc + 17 - block, block);
	buf_add(&in, (const char *)p + (n > 0), n - (n > 0) - right * 2);
	if (right) {
		crypto_pad(&in, block);
		all = buf_slice(&in);
		crypto_mac(k, &all, 1, mac);
		in.n = block + n - 3;
		tlv_add(&in, 0x8e, (struct slice){ (const char *)mac, 8 });
		buf_add(&in, (const char *)p + n - 2, 2);
	}
	all = (struct slice){ in.p + block, in.n - block };
	if (sm_unwrap(s, all, &data, &sw) != ERR_OK)
		assert(data.n == 0);
	else
		assert(right && data.n < n);
	sm_free(s);
	crypto_key_free(k);
	buf_release(&in);
	buf_release(&data);
	return 0;
}
