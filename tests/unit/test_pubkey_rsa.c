/* SPDX-License-Identifier: ISC */
/* Keys of RSA: PKCS#1 v1.5, PSS, and what is neither. */
#include <openssl/bn.h>

#include <stdlib.h>

#include "base/tlv.h"
#include "hex.h"
#include "pubkey_help.h"

static void
test_rsa(void)
{
	static const unsigned sizes[] = { 1024, 1031, 2048, 3072 };
	struct signature_algorithm a;
	const struct pubkey_facts *f;
	struct buf sig = { 0 };
	struct pubkey *ours;
	EVP_PKEY *theirs;
	size_t i;

	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		theirs = EVP_RSA_gen(sizes[i]);
		ours = key_of(theirs);
		f = pubkey_facts(ours);
		OK(f->kind == PUBKEY_RSA && f->bits == sizes[i] &&
		    f->exponent == 65537 && f->curve == NULL && !f->pss_only,
		    "RSA of %u bits", sizes[i]);
		OK(all_hashes(theirs, ours, SIGNATURE_RSA), "PKCS#1 v1.5");
		if (sizes[i] > 1031)
			OK(all_hashes(theirs, ours, SIGNATURE_PSS), "PSS");
		a = algorithm(SIGNATURE_ECDSA, CRYPTO_SHA256);
		OK(verify(ours, &a, &sig) == PUBKEY_WRONG_KIND,
		    "no ECDSA with it");
		pubkey_free(ours);
		EVP_PKEY_free(theirs);
	}
	buf_release(&sig);
}

/* PSS: only what is declared. */
static void
test_pss(void)
{
	EVP_PKEY *theirs = EVP_RSA_gen(2048);
	struct pubkey *k = key_of(theirs);
	struct signature_algorithm a, b;
	struct buf sig = { 0 };

	a = algorithm(SIGNATURE_PSS, CRYPTO_SHA256);
	a.mgf_hash = CRYPTO_SHA1;
	a.salt = 20;
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_GOOD,
	    "another hash in the mask, a salt of 20");
	b = a;
	b.salt = 32;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "another salt declared");
	b.salt = 0;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "no salt declared");
	b.salt = 100000;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "a salt beyond the modulus");
	b = a;
	b.mgf_hash = CRYPTO_SHA256;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "another mask declared");
	b = a;
	b.trailer = 2;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "another trailer declared");
	b = a;
	b.kind = SIGNATURE_RSA;
	OK(verify(k, &b, &sig) == PUBKEY_BAD, "PKCS#1 declared");
	a.salt = 0;
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_GOOD, "no salt at all");
	pubkey_free(k);
	EVP_PKEY_free(theirs);
	buf_release(&sig);
}

/* The block signed as it stands. */
static void
sign_block(EVP_PKEY *k, struct slice block, struct buf *out)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL);
	size_t n = block.n;

	buf_reset(out);
	buf_grow(out, n);
	if (EVP_PKEY_sign_init(c) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_NO_PADDING) > 0 &&
	    EVP_PKEY_sign(c, (uint8_t *)out->p, &n,
	    (const uint8_t *)block.p, block.n) > 0)
		out->n = n;
	EVP_PKEY_CTX_free(c);
}

/* A block with this head of the DigestInfo and what stands behind the hash. */
static enum pubkey_answer
with_block(EVP_PKEY *theirs, struct pubkey *k, const char *start,
    const char *info, const char *behind)
{
	struct signature_algorithm a = algorithm(SIGNATURE_RSA,
	    CRYPTO_SHA256);
	struct buf in = { 0 }, block = { 0 }, sig = { 0 };
	struct slice m = message();
	enum pubkey_answer answer;
	uint8_t hash[32];

	crypto_digest(CRYPTO_SHA256, &m, 1, hash);
	buf_add_char(&in, 0);
	hex_add(&in, info);
	buf_add(&in, (char *)hash, 32);
	hex_add(&in, behind);
	hex_add(&block, start);
	while (block.n + in.n < 256)
		buf_add_char(&block, (char)0xff);
	buf_add_slice(&block, buf_slice(&in));
	sign_block(theirs, buf_slice(&block), &sig);
	answer = verify(k, &a, &sig);
	buf_release(&in);
	buf_release(&block);
	buf_release(&sig);
	return answer;
}

#define WITH_NULL "3031300d060960864801650304020105000420"
#define NO_NULL "302f300b06096086480165030402010420"

static void
test_digest_info(void)
{
	EVP_PKEY *theirs = EVP_RSA_gen(2048);
	struct pubkey *k = key_of(theirs);

	OK(with_block(theirs, k, "0001", WITH_NULL, "") == PUBKEY_GOOD,
	    "DigestInfo with NULL");
	OK(with_block(theirs, k, "0001", NO_NULL, "") == PUBKEY_GOOD_NO_NULL,
	    "DigestInfo without NULL is told");
	OK(with_block(theirs, k, "0001", "302f300b0609608648016503040202"
	    "0420", "") == PUBKEY_BAD, "another hash named");
	OK(with_block(theirs, k, "0001", "", "") == PUBKEY_BAD,
	    "no DigestInfo");
	OK(with_block(theirs, k, "0001", "0420", "") == PUBKEY_BAD,
	    "the OCTET STRING alone");
	OK(with_block(theirs, k, "0001", WITH_NULL, "00") == PUBKEY_BAD &&
	    with_block(theirs, k, "0001", NO_NULL, "00") == PUBKEY_BAD,
	    "an octet behind the hash");
	OK(with_block(theirs, k, "0001ffffffffffffffff00", NO_NULL, "") ==
	    PUBKEY_BAD, "padding that ends too early");
	OK(with_block(theirs, k, "0001fffffffffffffffffe", NO_NULL, "") ==
	    PUBKEY_BAD, "padding with another octet");
	OK(with_block(theirs, k, "0002", NO_NULL, "") == PUBKEY_BAD,
	    "a block of encryption");
	OK(with_block(theirs, k, "0000", NO_NULL, "") == PUBKEY_BAD,
	    "a block of type 0");
	OK(with_block(theirs, k, "0001", "30818f300b0609608648016503040201"
	    "0420", "") == PUBKEY_BAD &&
	    with_block(theirs, k, "0001", "3030300b0609608648016503040201"
	    "048120", "") == PUBKEY_BAD, "lengths in long form");
	OK(with_block(theirs, k, "0001", "3033300f0609608648016503040201"
	    "0502ffff0420", "") == PUBKEY_BAD, "a NULL with a value");
	pubkey_free(k);
	EVP_PKEY_free(theirs);
}

static void
test_rsa_sizes(void)
{
	EVP_PKEY *theirs = EVP_RSA_gen(2048);
	struct pubkey *k = key_of(theirs);
	struct signature_algorithm a = algorithm(SIGNATURE_RSA,
	    CRYPTO_SHA256);
	struct buf sig = { 0 }, more = { 0 };
	BIGNUM *n = NULL, *s;

	sign(theirs, &a, &sig);
	buf_add_char(&more, 0);
	buf_add_slice(&more, buf_slice(&sig));
	OK(verify(k, &a, &more) == PUBKEY_BAD, "a zero before a signature");
	EVP_PKEY_get_bn_param(theirs, "n", &n);
	s = BN_bin2bn((uint8_t *)sig.p, (int)sig.n, NULL);
	BN_add(s, s, n);
	if (BN_num_bytes(s) == 256) {
		BN_bn2binpad(s, (uint8_t *)sig.p, 256);
		OK(verify(k, &a, &sig) == PUBKEY_BAD, "s + n");
	}
	sig.n--;
	OK(verify(k, &a, &sig) == PUBKEY_BAD, "an octet short");
	sig.n = 0;
	OK(verify(k, &a, &sig) == PUBKEY_BAD, "none");
	BN_free(n);
	BN_free(s);
	pubkey_free(k);
	EVP_PKEY_free(theirs);
	buf_release(&sig);
	buf_release(&more);
}

/* A SubjectPublicKeyInfo of RSA under any identifier. */
static void
rsa_spki(EVP_PKEY *k, const char *identifier, struct buf *out)
{
	struct slice der, inner, alg, key;
	struct buf spki = { 0 }, in = { 0 }, id = { 0 };

	spki_of(k, &spki);
	der = buf_slice(&spki);
	if (tlv_take(&der, 0x30, &inner) != ERR_OK ||
	    tlv_take(&inner, 0x30, &alg) != ERR_OK ||
	    tlv_take(&inner, 0x03, &key) != ERR_OK)
		abort();
	tlv_add(&in, 0x30, hex(&id, identifier));
	tlv_add(&in, 0x03, key);
	buf_reset(out);
	tlv_add(out, 0x30, buf_slice(&in));
	buf_release(&spki);
	buf_release(&in);
	buf_release(&id);
}

#define PSS_OID "06092a864886f70d01010a"
#define PSS_256 "3034a00f300d06096086480165030402010500" \
	"a11c301a06092a864886f70d010108300d06096086480165030402010500" \
	"a203020120"

static void
test_pss_keys(void)
{
	EVP_PKEY *theirs = EVP_RSA_gen(2048);
	struct signature_algorithm a;
	struct buf spki = { 0 }, sig = { 0 };
	struct pubkey *k = NULL;

	rsa_spki(theirs, PSS_OID, &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_OK &&
	    pubkey_facts(k)->pss_only && !pubkey_facts(k)->pss_restricted,
	    "a key for PSS alone");
	a = algorithm(SIGNATURE_RSA, CRYPTO_SHA256);
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_WRONG_KIND, "no PKCS#1 with it");
	a = algorithm(SIGNATURE_PSS, CRYPTO_SHA384);
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_GOOD, "PSS with any hash");
	pubkey_free(k);
	k = NULL;
	rsa_spki(theirs, PSS_OID PSS_256, &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_OK &&
	    pubkey_facts(k)->pss_restricted &&
	    pubkey_facts(k)->pss.salt == 32 &&
	    pubkey_facts(k)->pss.hash == CRYPTO_SHA256, "a restricted key");
	OK(verify(k, &a, &sig) == PUBKEY_WRONG_KIND, "another hash with it");
	a = algorithm(SIGNATURE_PSS, CRYPTO_SHA256);
	a.salt = 20;
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_WRONG_KIND, "a shorter salt");
	a.salt = 40;
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_GOOD, "a longer salt");
	a.trailer = 2;
	OK(verify(k, &a, &sig) == PUBKEY_WRONG_KIND, "another trailer");
	a.trailer = 1;
	a.mgf_hash = CRYPTO_SHA1;
	sign(theirs, &a, &sig);
	OK(verify(k, &a, &sig) == PUBKEY_WRONG_KIND, "another mask");
	pubkey_free(k);
	k = NULL;
	rsa_spki(theirs, PSS_OID "0500", &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_FORMAT,
	    "PSS with NULL for parameters");
	rsa_spki(theirs, "06092a864886f70d010101040141", &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_FORMAT,
	    "rsaEncryption with parameters");
	rsa_spki(theirs, "06092a864886f70d01010105010" "0", &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_FORMAT,
	    "with a NULL that has a value");
	rsa_spki(theirs, "06092a864886f70d01010105000500", &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_FORMAT, "with two NULLs");
	rsa_spki(theirs, "06092a864886f70d010101", &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_OK, "with nothing");
	pubkey_free(k);
	EVP_PKEY_free(theirs);
	buf_release(&spki);
	buf_release(&sig);
}

/* n and e as given, hexadecimal, positive or not, and what is behind e and
 * behind both. */
static enum err
rsa_with(const char *n_head, size_t n_size, const char *n_tail, const char *e,
    const char *inside, const char *behind)
{
	struct buf n = { 0 }, key = { 0 }, in = { 0 }, id = { 0 }, b = { 0 };
	struct pubkey *k = NULL;
	enum err err;

	hex_add(&n, n_head);
	while (n.n < n_size)
		buf_add_char(&n, 0x55);
	hex_add(&n, n_tail);
	tlv_add(&in, 0x02, buf_slice(&n));
	tlv_add(&in, 0x02, hex(&b, e));
	hex_add(&in, inside);
	buf_add_char(&key, 0);
	tlv_add(&key, 0x30, buf_slice(&in));
	hex_add(&key, behind);
	buf_reset(&in);
	tlv_add(&in, 0x30, hex(&id, "06092a864886f70d0101010500"));
	tlv_add(&in, 0x03, buf_slice(&key));
	buf_reset(&b);
	tlv_add(&b, 0x30, buf_slice(&in));
	err = pubkey_new(buf_slice(&b), &k);
	pubkey_free(k);
	buf_release(&n);
	buf_release(&key);
	buf_release(&in);
	buf_release(&id);
	buf_release(&b);
	return err;
}

static enum err
rsa_of(const char *n_head, size_t n_size, const char *n_tail, const char *e)
{
	return rsa_with(n_head, n_size, n_tail, e, "", "");
}

static void
test_rsa_numbers(void)
{
	char e[80] = "01";

	OK(rsa_with("0080", 128, "01", "03", "020103", "") == ERR_FORMAT,
	    "a third number");
	OK(rsa_with("0080", 128, "01", "03", "", "00") == ERR_FORMAT,
	    "an octet behind the numbers");

	OK(rsa_of("0080", 128, "01", "03") == ERR_OK, "1024 bits, e = 3");
	OK(rsa_of("7f", 127, "01", "03") == ERR_FORMAT, "1023 bits");
	OK(rsa_of("0080", 1024, "01", "010001") == ERR_OK, "8192 bits");
	OK(rsa_of("01", 1024, "01", "010001") == ERR_FORMAT, "8193 bits");
	OK(rsa_of("0080", 128, "02", "010001") == ERR_FORMAT,
	    "an even modulus");
	OK(rsa_of("0080", 128, "01", "010000") == ERR_FORMAT,
	    "an even exponent");
	OK(rsa_of("0080", 128, "01", "01") == ERR_FORMAT, "exponent 1");
	OK(rsa_of("0080", 128, "01", "00") == ERR_FORMAT, "exponent 0");
	OK(rsa_of("0080", 128, "01", "fd") == ERR_FORMAT,
	    "a negative exponent");
	OK(rsa_of("80", 128, "01", "03") == ERR_FORMAT,
	    "a negative modulus");
	memset(e + 2, '5', 62);
	OK(rsa_of("0080", 128, "01", e) == ERR_OK, "an exponent of 256 bits");
	OK(rsa_of("0080", 512, "01", e) == ERR_UNSUPPORTED,
	    "the same behind 4096 bits");
	memset(e + 64, '5', 2);
	OK(rsa_of("0080", 128, "01", e) == ERR_FORMAT, "and of 264 bits");
}

int
main(void)
{
	test_rsa();
	test_pss();
	test_digest_info();
	test_rsa_sizes();
	test_pss_keys();
	test_rsa_numbers();
	return tap_done();
}
