/* SPDX-License-Identifier: ISC */
/* Hashes, ciphers, MACs and key derivation: the standards' own examples, and
 * OpenSSL's other ways and libmrtd as witnesses.
 * libs: -lmrtd */
#include <mrtd/crypto.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "chip/crypto.h"
#include "hex.h"

#define AES128 "2b7e151628aed2a6abf7158809cf4f3c"
#define AES192 "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b"
#define AES256 "603deb1015ca71be2b73aef0857d7781" \
	"1f352c073b6108d72d9810a30914dff4"
#define IV "000102030405060708090a0b0c0d0e0f"
/* The four blocks of NIST SP 800-38A and 800-38B. */
#define NIST "6bc1bee22e409f96e93d7e117393172a" \
	"ae2d8a571e03ac9c9eb76fac45af8e51" \
	"30c81c46a35ce411e5fbc1191a0a52ef" \
	"f69f2445df4f9b17ad2b417be66c3710"
#define DES_KEYS "0123456789abcdeffedcba9876543210"

static struct crypto_key *
key(enum crypto_cipher c, const char *text)
{
	struct buf b = { 0 };
	struct crypto_key *k = crypto_key_new(c, hex_p(&b, text));

	buf_release(&b);
	return k;
}

/* FIPS 180-4: "abc", in two parts. */
static void
test_digests(void)
{
	static const struct {
		enum crypto_hash hash;
		const char *want;
	} cases[] = {
		{ CRYPTO_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ CRYPTO_SHA224, "23097d223405d8228642a477bda255b3"
		    "2aadbce4bda0b3f7e36c9da7" },
		{ CRYPTO_SHA256, "ba7816bf8f01cfea414140de5dae2223"
		    "b00361a396177a9cb410ff61f20015ad" },
		{ CRYPTO_SHA384,
		    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
		    "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7" },
		{ CRYPTO_SHA512, "ddaf35a193617abacc417349ae204131"
		    "12e6fa4e89a97ea20a9eeee64b55d39a"
		    "2192992a274fc1a836ba3c23a3feebbd"
		    "454d4423643ce80e2a9ac94fa54ca49f" },
	};
	const struct slice parts[] = { SLICE("a"), { NULL, 0 }, SLICE("bc") };
	uint8_t out[CRYPTO_HASH_MAX], again[CRYPTO_HASH_MAX];
	struct crypto_hasher *k;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		crypto_digest(cases[i].hash, parts, 3, out);
		k = crypto_hasher_new();
		crypto_hasher_digest(k, CRYPTO_SHA1, parts, 1, again);
		crypto_hasher_digest(k, cases[i].hash, parts, 3, again);
		crypto_hasher_free(k);
		OK(memcmp(out, again, crypto_hash_size(cases[i].hash)) == 0,
		    "and once more by one that is kept");
		HEX_SAME(out, crypto_hash_size(cases[i].hash), cases[i].want,
		    "FIPS 180-4: abc");
	}
}

static void
test_hash_oids(void)
{
	static const struct {
		const char *name;
		enum crypto_hash hash;
	} cases[] = {
		{ "2b0e03021a", CRYPTO_SHA1 },
		{ "608648016503040204", CRYPTO_SHA224 },
		{ "608648016503040201", CRYPTO_SHA256 },
		{ "608648016503040202", CRYPTO_SHA384 },
		{ "608648016503040203", CRYPTO_SHA512 },
	};
	static const char *unknown[] = { "", "2b0e0302", "2b0e03021a00",
	    "608648016503040208", "2a864886f70d0205" };
	struct buf b = { 0 };
	enum crypto_hash h;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		OK(crypto_hash_oid(hex(&b, cases[i].name), &h) == ERR_OK &&
		    h == cases[i].hash, "the name of a hash: %zu", i);
	for (i = 0; i < sizeof unknown / sizeof *unknown; i++)
		OK(crypto_hash_oid(hex(&b, unknown[i]), &h) ==
		    ERR_UNSUPPORTED, "no hash of ours: '%s'", unknown[i]);
	buf_release(&b);
}

/* NIST SP 800-38A, F.2; FIPS 197, C.1 to C.3 as one block under a zero iv. */
static void
test_ciphers(void)
{
	static const struct {
		enum crypto_cipher cipher;
		const char *key, *iv, *plain, *want;
	} cases[] = {
		{ CRYPTO_AES128, AES128, IV, NIST,
		    "7649abac8119b246cee98e9b12e9197d"
		    "5086cb9b507219ee95db113a917678b2"
		    "73bed6b8e3c1743b7116e69e22229516"
		    "3ff1caa1681fac09120eca307586e1a7" },
		{ CRYPTO_AES192, AES192, IV, NIST,
		    "4f021db243bc633d7178183a9fa071e8"
		    "b4d9ada9ad7dedf4e5e738763f69145a"
		    "571b242012fb7ae07fa9baac3df102e0"
		    "08b0e27988598881d920a9e64f5615cd" },
		{ CRYPTO_AES256, AES256, IV, NIST,
		    "f58c4c04d6e5f1ba779eabfb5f7bfbd6"
		    "9cfc4e967edb808d679f777bc6702c7d"
		    "39f23369a9d9bacfa530e26304231461"
		    "b2eb05e2c39be9fcda6c19078c6a9d1b" },
		{ CRYPTO_AES128, "000102030405060708090a0b0c0d0e0f", NULL,
		    "00112233445566778899aabbccddeeff",
		    "69c4e0d86a7b0430d8cdb78070b4c55a" },
		{ CRYPTO_3DES, "AB94FDECF2674FDFB9B391F85D7F76F2", NULL,
		    "781723860C06C2264608F91988702212"
		    "0B795240CB7049B01C19B33E32804F0B",
		    "72C29C2371CC9BDB65B779B8E8D37B29"
		    "ECC154AA56A8799FAE2F498F76ED92F2" },
	};
	struct buf in = { 0 }, iv = { 0 };
	const uint8_t *ivp;
	struct crypto_key *k;
	uint8_t out[64];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ivp = cases[i].iv != NULL ? hex_p(&iv, cases[i].iv) : NULL;
		hex(&in, cases[i].plain);
		k = key(cases[i].cipher, cases[i].key);
		crypto_encrypt(k, ivp, in.p, in.n, out);
		HEX_SAME(out, in.n, cases[i].want, "encrypted");
		crypto_decrypt(k, ivp, out, in.n, out);
		HEX_SAME(out, in.n, cases[i].plain, "and back, in place");
		crypto_encrypt(k, ivp, out, in.n, out);
		HEX_SAME(out, in.n, cases[i].want, "and again, in place");
		crypto_encrypt(k, ivp, NULL, 0, NULL);
		crypto_key_free(k);
	}
	crypto_key_free(NULL);
	buf_release(&in);
	buf_release(&iv);
}

/* NIST SP 800-38B, D.1 to D.3 (and RFC 4493), the first eight octets; ISO/IEC
 * 9797-1, B.4 with its paddings 1 and 2 written out. */
static void
test_mac_examples(void)
{
	static const struct {
		enum crypto_cipher cipher;
		const char *key;
		size_t n;
		const char *want;
	} cases[] = {
		{ CRYPTO_AES128, AES128, 0, "bb1d6929e9593728" },
		{ CRYPTO_AES128, AES128, 16, "070a16b46b4d4144" },
		{ CRYPTO_AES128, AES128, 40, "dfa66747de9ae630" },
		{ CRYPTO_AES128, AES128, 64, "51f0bebf7e3b9d92" },
		{ CRYPTO_AES192, AES192, 0, "d17ddf46adaacde5" },
		{ CRYPTO_AES192, AES192, 16, "9e99a7bf31e71090" },
		{ CRYPTO_AES192, AES192, 40, "8a1de5be2eb31aad" },
		{ CRYPTO_AES192, AES192, 64, "a1d5df0eed790f79" },
		{ CRYPTO_AES256, AES256, 0, "028962f61b7bf89e" },
		{ CRYPTO_AES256, AES256, 16, "28a7023f452e8f82" },
		{ CRYPTO_AES256, AES256, 40, "aaf3d8f1de5640c2" },
		{ CRYPTO_AES256, AES256, 64, "e1992190549f6ed5" },
	};
	struct slice part, now[] = { SLICE("Now is the time for all "),
	    SLICE("\x80\0\0\0\0\0\0\0") };
	struct crypto_key *k;
	struct buf b = { 0 };
	uint8_t mac[CRYPTO_MAC_SIZE];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		part = hex(&b, NIST);
		part.n = cases[i].n;
		k = key(cases[i].cipher, cases[i].key);
		crypto_mac(k, &part, 1, mac);
		HEX_SAME(mac, sizeof mac, cases[i].want, "SP 800-38B");
		crypto_key_free(k);
	}
	k = key(CRYPTO_3DES, DES_KEYS);
	crypto_mac(k, now, 1, mac);
	HEX_SAME(mac, sizeof mac, "a1c72e74ea3fa9b6", "9797-1, padding 1");
	crypto_mac(k, now, 2, mac);
	HEX_SAME(mac, sizeof mac, "e9086230ca3be796", "9797-1, padding 2");
	crypto_key_free(k);
	buf_release(&b);
}

static void
evp_cmac(const char *name, const uint8_t *k, size_t kn, struct slice in,
    uint8_t out[16])
{
	EVP_MAC *m = EVP_MAC_fetch(NULL, "CMAC", NULL);
	EVP_MAC_CTX *c = EVP_MAC_CTX_new(m);
	char cipher[16];
	OSSL_PARAM p[2] = { OSSL_PARAM_END, OSSL_PARAM_END };
	size_t n = 0;

	snprintf(cipher, sizeof cipher, "%s", name);
	p[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher,
	    0);
	if (EVP_MAC_init(c, k, kn, p) != 1 ||
	    EVP_MAC_update(c, (const uint8_t *)in.p, in.n) != 1 ||
	    EVP_MAC_final(c, out, &n, 16) != 1 || n != 16)
		memset(out, 0, 16);
	EVP_MAC_CTX_free(c);
	EVP_MAC_free(m);
}

/* Every length up to 300, cut into parts at places that move. */
static void
test_mac_witnesses(void)
{
	static const struct {
		enum crypto_cipher cipher;
		const char *evp, *key;
	} cases[] = {
		{ CRYPTO_3DES, NULL, DES_KEYS },
		{ CRYPTO_AES128, "AES-128-CBC", AES128 },
		{ CRYPTO_AES192, "AES-192-CBC", AES192 },
		{ CRYPTO_AES256, "AES-256-CBC", AES256 },
	};
	struct buf kb = { 0 };
	char text[300];
	uint8_t ours[CRYPTO_MAC_SIZE], theirs[16];
	struct slice parts[3];
	struct crypto_key *k;
	size_t i, n, step, wrong;

	for (n = 0; n < sizeof text; n++)
		text[n] = (char)(n * 7 + n / 256);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		k = key(cases[i].cipher, cases[i].key);
		hex(&kb, cases[i].key);
		step = cases[i].evp == NULL ? 8 : 1;
		for (wrong = 0, n = step; n <= sizeof text; n += step) {
			parts[0] = (struct slice){ text, n / 3 };
			parts[1] = (struct slice){ text + n / 3, 0 };
			parts[2] = (struct slice){ text + n / 3, n - n / 3 };
			crypto_mac(k, parts, 3, ours);
			if (cases[i].evp != NULL)
				evp_cmac(cases[i].evp, (const uint8_t *)kb.p,
				    kb.n, (struct slice){ text, n }, theirs);
			else
				mrtd_crypto_mac((const uint8_t *)text, theirs,
				    (int)n, (const uint8_t *)kb.p);
			wrong += memcmp(ours, theirs, sizeof ours) != 0;
		}
		OK(wrong == 0 && n > sizeof text, "%s: the same MACs",
		    cases[i].evp != NULL ? cases[i].evp : "libmrtd");
		crypto_key_free(k);
	}
	buf_release(&kb);
}

static const struct {
	enum crypto_cipher cipher;
	unsigned counter;
	const char *secret, *want, *name;
} derived[] = {
	{ CRYPTO_3DES, 1, "239AB9CB282DAF66231DC5A4DF6BFBAE",
	    "AB94FDECF2674FDFB9B391F85D7F76F2", "D.2 KEnc" },
	{ CRYPTO_3DES, 2, "239AB9CB282DAF66231DC5A4DF6BFBAE",
	    "7962D9ECE03D1ACD4C76089DCE131543", "D.2 KMAC" },
	{ CRYPTO_3DES, 1, "0036D272F5C350ACAC50C3F572D23600",
	    "979EC13B1CBFE9DCD01AB0FED307EAE5", "D.3 KSEnc" },
	{ CRYPTO_3DES, 2, "0036D272F5C350ACAC50C3F572D23600",
	    "F1CB1F1FB5ADF208806B89DC579DC1F8", "D.3 KSMAC" },
	{ CRYPTO_AES128, 3, "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD",
	    "89DED1B26624EC1E634C1989302849DD", "Kpi of an MRZ" },
	{ CRYPTO_AES128, 3, "313233343536",
	    "591468CDA83D65219CCCB8560233600F", "H.1 Kpi of 123456" },
	{ CRYPTO_AES128, 1, "28768D20701247DAE81804C9E780EDE5"
	    "82A9996DB4A315020B2733197DB84925",
	    "F5F0E35C0D7161EE6724EE513A0D9A7F", "G.1 KSEnc" },
	{ CRYPTO_AES128, 2, "28768D20701247DAE81804C9E780EDE5"
	    "82A9996DB4A315020B2733197DB84925",
	    "FE251C7858B356B24514B3BD5F4297D1", "G.1 KSMAC" },
	{ CRYPTO_AES128, 1, "4F150FDE1D4F0E38E95017B891BAE171"
	    "33A0DF45B0D3E18B60BA7BEAFDC2C713",
	    "0D3FEB33251A6370893D62AE8DAAF51B", "H.1 KSEnc" },
	{ CRYPTO_AES128, 2, "4F150FDE1D4F0E38E95017B891BAE171"
	    "33A0DF45B0D3E18B60BA7BEAFDC2C713",
	    "B01E89E3D9E8719E586B50B4A7506E0B", "H.1 KSMAC" },
	{ CRYPTO_AES128, 1, "67950559D0C06B4D4B86972D14460837"
	    "461087F8419FDBC36AAF6CEAAC462832",
	    "0A9DA4DB03BDDE39FC5202BC44B2E89E", "I.1 KSEnc" },
	{ CRYPTO_AES128, 2, "67950559D0C06B4D4B86972D14460837"
	    "461087F8419FDBC36AAF6CEAAC462832",
	    "4B1C06491ED5140CA2B537D344C6C0B1", "I.1 KSMAC" },
};

/* Doc 9303-11, 9.7.1, with D.2, D.3, G.1, H.1 and I.1. */
static void
test_kdf(void)
{
	struct slice info = SLICE("T22000129364081251010318"), secret;
	struct buf b = { 0 };
	uint8_t out[CRYPTO_HASH_MAX], sha[32];
	unsigned n = 0;
	size_t i;

	for (i = 0; i < sizeof derived / sizeof *derived; i++) {
		crypto_kdf(derived[i].cipher, hex(&b, derived[i].secret),
		    derived[i].counter, out);
		HEX_SAME(out, crypto_key_size(derived[i].cipher),
		    derived[i].want,
		    derived[i].name);
	}
	crypto_digest(CRYPTO_SHA1, &info, 1, out);
	HEX_SAME(out, 20, derived[4].secret, "K of T22000129, 640812, 101031");
	/* The long keys are SHA-256 over the same (no published example). */
	secret = hex(&b, "00112233445566778899");
	hex_add(&b, "01020304");
	OK(EVP_Digest(b.p, b.n, sha, &n, EVP_sha256(), NULL) == 1 && n == 32,
	    "the witness hashes");
	crypto_kdf(CRYPTO_AES192, secret, 0x01020304, out);
	OK(memcmp(out, sha, 24) == 0, "AES-192: 24 octets of SHA-256");
	crypto_kdf(CRYPTO_AES256, secret, 0x01020304, out);
	OK(memcmp(out, sha, 32) == 0, "AES-256: all of SHA-256");
	buf_release(&b);
}

/* The parity bit of every octet, against libmrtd. */
static void
test_parity(void)
{
	struct slice secret = SLICE("any");
	uint8_t out[16], plain[16], theirs[16];
	size_t wrong = 0;
	uint32_t i;
	int n;

	for (i = 0; i < 500; i++) {
		crypto_kdf(CRYPTO_3DES, secret, i, out);
		crypto_kdf(CRYPTO_AES128, secret, i, plain);
		mrtd_crypto_fix_parity(plain, theirs, 16, &n);
		wrong += memcmp(out, theirs, 16) != 0;
	}
	OK(wrong == 0, "a key of triple DES has odd parity");
}

static void
test_padding(void)
{
	static const struct {
		const char *text, *padded;
		size_t block;
	} cases[] = {
		{ "", "8000000000000000", 8 },
		{ "11", "1180000000000000", 8 },
		{ "11223344556677", "1122334455667780", 8 },
		{ "1122334455667788", "11223344556677888000000000000000", 8 },
		{ "", "80000000000000000000000000000000", 16 },
		{ "1100", "11008000000000000000000000000000", 16 },
	};
	static const char *bad[] = { "", "00", "0000000000000000",
	    "8001", "1122334455667788",
	    "8000000000000000000000000000000000" };
	struct buf b = { 0 };
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		n = 99;
		hex(&b, cases[i].text);
		crypto_pad(&b, cases[i].block);
		hex_same(buf_slice(&b), cases[i].padded, "padded");
		OK(crypto_unpad(buf_slice(&b), &n) == ERR_OK &&
		    n == strlen(cases[i].text) / 2, "and back");
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		n = 99;
		OK(crypto_unpad(hex(&b, bad[i]), &n) == ERR_FORMAT && n == 99,
		    "no padding: '%s'", bad[i]);
	}
	buf_release(&b);
}

int
main(void)
{
	test_digests();
	test_hash_oids();
	test_ciphers();
	test_mac_examples();
	test_mac_witnesses();
	test_kdf();
	test_parity();
	test_padding();
	OK(crypto_same("abc", "abd", 2) && !crypto_same("abc", "abd", 3) &&
	    crypto_same("a", "b", 0), "compared to the length, no more");
	OK(crypto_block_size(CRYPTO_3DES) == 8 && crypto_key_size(CRYPTO_3DES)
	    == 16 && crypto_block_size(CRYPTO_AES256) == 16 &&
	    crypto_key_size(CRYPTO_AES192) == 24, "sizes");
	return tap_done();
}
