/* SPDX-License-Identifier: ISC */
/* Signatures: RSA and ECDSA made by OpenSSL's EVP, Ed25519 by RFC 8032, and
 * keys and signatures that are none. */
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "base/tlv.h"
#include "chip/sign.h"
#include "hex.h"
#include "witness.h"

/* x^d mod n by OpenSSL; with `other` the number n less it. */
static void
raw_sign(EVP_PKEY *k, struct slice x, bool other, struct buf *out)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
	BIGNUM *n = NULL, *s;
	size_t size = x.n;

	buf_reset(out);
	buf_grow(out, size);
	if (EVP_PKEY_sign_init(c) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_NO_PADDING) > 0 &&
	    EVP_PKEY_sign(c, (uint8_t *)out->p, &size,
	    (const uint8_t *)x.p, x.n) > 0)
		out->n = size;
	if (other) {
		EVP_PKEY_get_bn_param(k, "n", &n);
		s = BN_bin2bn((uint8_t *)out->p, (int)out->n, NULL);
		BN_sub(s, n, s);
		BN_bn2binpad(s, (uint8_t *)out->p, (int)out->n);
		BN_free(s);
		BN_free(n);
	}
	EVP_PKEY_CTX_free(c);
}

static void
test_rsa(void)
{
	EVP_PKEY *k = EVP_RSA_gen(1024);
	struct buf spki = { 0 }, x = { 0 }, sig = { 0 }, out = { 0 };
	size_t i;

	spki_of(k, &spki);
	buf_add_char(&x, 0x6a);
	for (i = 1; i < 127; i++)
		buf_add_char(&x, (char)(i * 37));
	buf_add_char(&x, (char)0xbc);
	raw_sign(k, buf_slice(&x), false, &sig);
	OK(sign_rsa_recover(buf_slice(&spki), buf_slice(&sig), &out) ==
	    ERR_OK && slice_eq(buf_slice(&out), buf_slice(&x)),
	    "what was signed is recovered");
	raw_sign(k, buf_slice(&x), true, &sig);
	buf_reset(&out);
	OK(sign_rsa_recover(buf_slice(&spki), buf_slice(&sig), &out) ==
	    ERR_OK && slice_eq(buf_slice(&out), buf_slice(&x)),
	    "from n less the signature, too (B.4)");
	buf_reset(&out);
	OK(sign_rsa_recover(buf_slice(&spki), (struct slice){ sig.p, 127 },
	    &out) == ERR_RANGE, "a signature an octet short");
	memset(sig.p, 0xff, sig.n);
	OK(sign_rsa_recover(buf_slice(&spki), buf_slice(&sig), &out) ==
	    ERR_RANGE && out.n == 0, "a signature above the modulus");
	EVP_PKEY_free(k);
	buf_release(&spki);
	buf_release(&x);
	buf_release(&sig);
	buf_release(&out);
}

/* A SubjectPublicKeyInfo of RSA with these numbers. */
static void
rsa_spki(size_t modulus, char last, const char *exponent, struct buf *out)
{
	struct buf key = { 0 }, in = { 0 }, e = { 0 };

	buf_add_char(&in, 0);
	buf_add_char(&in, (char)0x80);
	while (in.n < modulus)
		buf_add_char(&in, 1);
	buf_add_char(&in, last);
	tlv_add(&key, 0x02, buf_slice(&in));
	tlv_add(&key, 0x02, hex(&e, exponent));
	buf_reset(&in);
	buf_add_char(&in, 0);
	tlv_add(&in, 0x30, buf_slice(&key));
	buf_reset(&key);
	hex_add(&key, "300D06092A864886F70D0101010500");
	tlv_add(&key, 0x03, buf_slice(&in));
	buf_reset(out);
	tlv_add(out, 0x30, buf_slice(&key));
	buf_release(&key);
	buf_release(&in);
	buf_release(&e);
}

static void
test_bad_rsa(void)
{
	static const struct {
		const char *name, *exponent;
		size_t modulus;
		char last;
		enum err e;
	} cases[] = {
		{ "1024 bits, 65537", "010001", 128, 1, ERR_RANGE },
		{ "1024 bits, 3", "03", 128, 1, ERR_RANGE },
		{ "8192 bits", "010001", 1024, 1, ERR_RANGE },
		{ "8200 bits", "010001", 1025, 1, ERR_FORMAT },
		{ "1016 bits", "010001", 127, 1, ERR_FORMAT },
		{ "an even modulus", "010001", 128, 2, ERR_FORMAT },
		{ "an even exponent", "010000", 128, 1, ERR_FORMAT },
		{ "exponent 1", "01", 128, 1, ERR_FORMAT },
		{ "exponent 0", "00", 128, 1, ERR_FORMAT },
		{ "a negative exponent", "83", 128, 1, ERR_FORMAT },
		{ "no exponent", "", 128, 1, ERR_FORMAT }
	};
	struct buf spki = { 0 }, out = { 0 };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		rsa_spki(cases[i].modulus, cases[i].last, cases[i].exponent,
		    &spki);
		OK(sign_rsa_recover(buf_slice(&spki), SLICE("x"), &out) ==
		    cases[i].e, "RSA: %s", cases[i].name);
	}
	OK(sign_rsa_recover(SLICE("\x30\x00"), SLICE("x"), &out) == ERR_FORMAT,
	    "RSA: no key");
	buf_release(&spki);
	buf_release(&out);
}

/* OpenSSL's signature as r || s. */
static void
plain_sign(EVP_PKEY *k, const char *md, struct slice message, size_t size,
    struct buf *out)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char der[160];
	const unsigned char *p = der;
	size_t n = sizeof der;
	ECDSA_SIG *sig;

	buf_reset(out);
	if (EVP_DigestSignInit_ex(c, NULL, md, NULL, NULL, k, NULL) > 0 &&
	    EVP_DigestSign(c, der, &n, (const uint8_t *)message.p,
	    message.n) > 0 && (sig = d2i_ECDSA_SIG(NULL, &p, (long)n))) {
		buf_grow(out, 2 * size);
		BN_bn2binpad(ECDSA_SIG_get0_r(sig), (uint8_t *)out->p,
		    (int)size);
		BN_bn2binpad(ECDSA_SIG_get0_s(sig), (uint8_t *)out->p + size,
		    (int)size);
		out->n = 2 * size;
		ECDSA_SIG_free(sig);
	}
	EVP_MD_CTX_free(c);
}

static void
test_ecdsa(void)
{
	static const struct {
		const char *group, *md;
		enum crypto_hash h;
		size_t size;
		bool explicit;
	} cases[] = {
		{ "brainpoolP256r1", "SHA256", CRYPTO_SHA256, 32, true },
		{ "brainpoolP256r1", "SHA512", CRYPTO_SHA512, 32, false },
		{ "prime256v1", "SHA1", CRYPTO_SHA1, 32, false },
		{ "secp224r1", "SHA224", CRYPTO_SHA224, 28, false },
		{ "brainpoolP320r1", "SHA384", CRYPTO_SHA384, 40, true },
		{ "secp384r1", "SHA384", CRYPTO_SHA384, 48, false },
		{ "secp521r1", "SHA512", CRYPTO_SHA512, 66, true }
	};
	struct buf spki = { 0 }, sig = { 0 }, wide = { 0 };
	size_t i, half;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		EVP_PKEY *k = witness(cases[i].group, false,
		    cases[i].explicit);
		struct slice m = SLICE("01234567"), other = SLICE("01234568");
		bool good = false, bad = true, shorter = true, zero = true,
		    longer = true;

		spki_of(k, &spki);
		plain_sign(k, cases[i].md, m, cases[i].size, &sig);
		OK(sign_ecdsa_plain(buf_slice(&spki), cases[i].h, m,
		    buf_slice(&sig), &good) == ERR_OK && good,
		    "ECDSA: %s, %s", cases[i].group, cases[i].md);
		OK(sign_ecdsa_plain(buf_slice(&spki), cases[i].h, other,
		    buf_slice(&sig), &bad) == ERR_OK && !bad &&
		    sign_ecdsa_plain(buf_slice(&spki), cases[i].h, m,
		    (struct slice){ sig.p, sig.n - 1 }, &shorter) == ERR_OK &&
		    !shorter, "ECDSA: another message, a short signature");
		buf_reset(&wide);
		for (half = 0; half < 2; half++) {
			buf_add_char(&wide, 0);
			buf_add(&wide, sig.p + half * sig.n / 2, sig.n / 2);
		}
		OK(sign_ecdsa_plain(buf_slice(&spki), cases[i].h, m,
		    buf_slice(&wide), &longer) == ERR_OK && !longer,
		    "ECDSA: the same numbers in more octets");
		memset(sig.p, 0, sig.n);
		OK(sign_ecdsa_plain(buf_slice(&spki), cases[i].h, m,
		    buf_slice(&sig), &zero) == ERR_OK && !zero,
		    "ECDSA: r and s of zero");
		EVP_PKEY_free(k);
	}
	buf_release(&spki);
	buf_release(&wide);
	buf_release(&sig);
}

static void
test_kinds(void)
{
	EVP_PKEY *k = EVP_RSA_gen(1024);
	struct buf spki = { 0 };
	enum sign_kind kind = SIGN_EC;
	bool good;

	spki_of(k, &spki);
	OK(sign_kind(buf_slice(&spki), &kind) == ERR_OK && kind == SIGN_RSA,
	    "RSA");
	OK(sign_ecdsa_plain(buf_slice(&spki), CRYPTO_SHA1, SLICE("x"),
	    SLICE("y"), &good) == ERR_UNSUPPORTED, "RSA is no ECDSA");
	EVP_PKEY_free(k);
	k = witness("prime256v1", false, false);
	spki_of(k, &spki);
	OK(sign_kind(buf_slice(&spki), &kind) == ERR_OK && kind == SIGN_EC,
	    "EC");
	EVP_PKEY_free(k);
	k = witness("dh_1024_160", true, false);
	spki_of(k, &spki);
	OK(sign_kind(buf_slice(&spki), &kind) == ERR_UNSUPPORTED,
	    "DH does not sign");
	OK(sign_ecdsa_plain(buf_slice(&spki), CRYPTO_SHA1, SLICE("x"),
	    SLICE("y"), &good) == ERR_UNSUPPORTED, "DH is no ECDSA");
	EVP_PKEY_free(k);
	OK(sign_kind(SLICE(""), &kind) == ERR_FORMAT, "nothing");
	buf_release(&spki);
}

/* RFC 8032, 7.1, test 3. */
static void
test_ed25519(void)
{
	static const char secret[] = "c5aa8df43f9f837bedb7442f31dcb7b1"
	    "66d38535076f094b85ce3a2e0b4458f7";
	struct buf seed = { 0 }, m = { 0 };
	uint8_t public[SIGN_PUBLIC], sig[SIGN_SIZE];
	bool good = false;

	hex_add(&seed, secret);
	hex_add(&m, "af82");
	OK(sign_public((uint8_t *)seed.p, public) == ERR_OK &&
	    sign_seal((uint8_t *)seed.p, buf_slice(&m), sig) == ERR_OK,
	    "Ed25519 signs");
	HEX_SAME(public, sizeof public, "fc51cd8e6218a1a38da47ed00230f058"
	    "0816ed13ba3303ac5deb911548908025", "RFC 8032: public key");
	HEX_SAME(sig, sizeof sig, "6291d657deec24024827e69c3abe01a3"
	    "0ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc659"
	    "4a7c15e9716ed28dc027beceea1ec40a", "RFC 8032: signature");
	OK(sign_open(public, buf_slice(&m), sig, &good) == ERR_OK && good,
	    "Ed25519 verifies");
	sig[63] ^= 1;
	OK(sign_open(public, buf_slice(&m), sig, &good) == ERR_OK && !good,
	    "one bit of the signature");
	sig[63] ^= 1;
	OK(sign_open(public, SLICE("x"), sig, &good) == ERR_OK && !good,
	    "another message");
	memset(public, 0xff, sizeof public);
	OK(sign_open(public, buf_slice(&m), sig, &good) == ERR_OK && !good,
	    "a key that is no point");
	buf_release(&seed);
	buf_release(&m);
}

int
main(void)
{
	test_rsa();
	test_bad_rsa();
	test_ecdsa();
	test_kinds();
	test_ed25519();
	return tap_done();
}
