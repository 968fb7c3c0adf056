/* SPDX-License-Identifier: ISC */
/* Diffie-Hellman keys with their numbers written out, by PKCS#3 and X9.42: the
 * same secret as OpenSSL's, and numbers that nobody may compute with. */
#include <openssl/bn.h>

#include "base/tlv.h"
#include "chip/group.h"
#include "given.h"
#include "witness.h"

static uint64_t seed = 0x5b;
static const struct random sequence = { given_sequence, &seed };

/* PKCS#3 by OpenSSL, for a safe prime (RFC 7919): the order is not known. */
static void
test_pkcs3(void)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
	EVP_PKEY *k = NULL;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    (char *)"ffdhe2048", 0),
		OSSL_PARAM_construct_end()
	};
	struct buf spki = { 0 }, a = { 0 }, b = { 0 };
	struct group *g = NULL;
	struct group_key *ours = NULL;
	struct slice public;

	EVP_PKEY_keygen_init(c);
	EVP_PKEY_CTX_set_params(c, params);
	EVP_PKEY_generate(c, &k);
	spki_of(k, &spki);
	OK(group_spki(buf_slice(&spki), &g, &public) == ERR_OK &&
	    group_key_new(g, &sequence, &ours) == ERR_OK &&
	    group_private(ours).n == 256 &&
	    group_agree(ours, public, &a) == ERR_OK &&
	    derive(k, group_public(ours), true, &b) &&
	    slice_eq(buf_slice(&a), buf_slice(&b)),
	    "PKCS#3: the same secret as OpenSSL's");
	group_key_free(ours);
	group_free(g);
	EVP_PKEY_free(k);
	EVP_PKEY_CTX_free(c);
	buf_release(&spki);
	buf_release(&a);
	buf_release(&b);
}

/* X9.42 names q: a generator of another order is refused before the key is
 * looked at. */
static void
test_x942_order(void)
{
	EVP_PKEY *k = witness("dh_2048_256", true, false);
	BIGNUM *q = NULL;
	struct buf spki = { 0 }, octets = { 0 };
	struct group *g = NULL;
	struct slice public;
	char *at;

	EVP_PKEY_get_bn_param(k, OSSL_PKEY_PARAM_FFC_Q, &q);
	buf_grow(&octets, 32);
	BN_bn2bin(q, (uint8_t *)octets.p);
	spki_of(k, &spki);
	OK(group_spki(buf_slice(&spki), &g, &public) == ERR_OK,
	    "X9.42 with its order");
	group_free(g);
	at = memmem(spki.p, spki.n, octets.p, 32);
	at[31] ^= 2;
	OK(group_spki(buf_slice(&spki), &g, &public) == ERR_UNSUPPORTED,
	    "and with another");
	BN_free(q);
	EVP_PKEY_free(k);
	buf_release(&spki);
	buf_release(&octets);
}

/* PKCS#3 with numbers in hex, the prime as often FF as it has octets. */
static void
test_bad_pkcs3(void)
{
	static const struct {
		const char *name;
		size_t size;
		const char *last, *g, *y;
		enum err e;
	} cases[] = {
		{ "1024 bits", 128, "61", "02", "03", ERR_OK },
		{ "1016 bits", 127, "61", "02", "03", ERR_UNSUPPORTED },
		{ "4096 bits", 512, "61", "02", "03", ERR_OK },
		{ "4104 bits", 513, "61", "02", "03", ERR_UNSUPPORTED },
		{ "an even p", 128, "60", "02", "03", ERR_UNSUPPORTED },
		{ "g = 1", 128, "61", "01", "03", ERR_UNSUPPORTED },
		{ "g = 0", 128, "61", "00", "03", ERR_UNSUPPORTED },
		{ "y = 0", 128, "61", "02", "00", ERR_FORMAT },
		{ "y = 1", 128, "61", "02", "01", ERR_FORMAT },
		{ "a negative y", 128, "61", "02", "81", ERR_FORMAT }
	};
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf in = { 0 }, params = { 0 }, key = { 0 }, v = { 0 };
		struct group *g = NULL;
		struct slice public;

		buf_add_char(&in, 0);
		for (n = 1; n < cases[i].size; n++)
			buf_add_char(&in, (char)0xff);
		hex_add(&in, cases[i].last);
		tlv_add(&params, 0x02, buf_slice(&in));
		tlv_add(&params, 0x02, hex(&v, cases[i].g));
		hex(&in, "06092A864886F70D010301");
		tlv_add(&in, 0x30, buf_slice(&params));
		tlv_add(&key, 0x30, buf_slice(&in));
		buf_reset(&in);
		buf_add_char(&in, 0);
		tlv_add(&in, 0x02, hex(&v, cases[i].y));
		tlv_add(&key, 0x03, buf_slice(&in));
		buf_reset(&in);
		tlv_add(&in, 0x30, buf_slice(&key));
		OK(group_spki(buf_slice(&in), &g, &public) == cases[i].e,
		    "PKCS#3: %s", cases[i].name);
		group_free(g);
		buf_release(&in);
		buf_release(&params);
		buf_release(&key);
		buf_release(&v);
	}
}

int
main(void)
{
	test_pkcs3();
	test_x942_order();
	test_bad_pkcs3();
	return tap_done();
}
