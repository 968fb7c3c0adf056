/* SPDX-License-Identifier: ISC */
/* Public keys and signatures made by OpenSSL, right, wrong and odd. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

#include <stdlib.h>

#include "base/tlv.h"
#include "hex.h"
#include "trust/pubkey.h"
#include "witness.h"

#define MESSAGE SLICE("what was signed")

static const char *const hash_names[CRYPTO_HASHES] = {
	"SHA1", "SHA224", "SHA256", "SHA384", "SHA512"
};

static struct slice
message(void)
{
	return MESSAGE;
}

/* A signature of OpenSSL's over the message, by kind and hash. */
static void
sign(EVP_PKEY *k, const struct signature_algorithm *a, struct buf *out)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	EVP_PKEY_CTX *p = NULL;
	struct slice m = message();
	size_t n = 1024;
	bool good;

	buf_reset(out);
	buf_grow(out, n);
	good = EVP_DigestSignInit_ex(c, &p, hash_names[a->hash], NULL, NULL, k,
	    NULL) > 0;
	if (good && a->kind == SIGNATURE_PSS)
		good = EVP_PKEY_CTX_set_rsa_padding(p, RSA_PKCS1_PSS_PADDING) >
		    0 && EVP_PKEY_CTX_set_rsa_pss_saltlen(p, a->salt) > 0 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md_name(p,
		    hash_names[a->mgf_hash], NULL) > 0;
	if (good && EVP_DigestSign(c, (uint8_t *)out->p, &n,
	    (const uint8_t *)m.p, m.n) > 0)
		out->n = n;
	EVP_MD_CTX_free(c);
}

static enum pubkey_answer
verify(struct pubkey *k, const struct signature_algorithm *a,
    const struct buf *sig)
{
	struct slice parts[2] = { message(), message() };

	parts[0].n = 5;
	parts[1].p += 5;
	parts[1].n -= 5;
	return pubkey_verify(k, a, parts, 2, buf_slice(sig));
}

static struct pubkey *
key_of(EVP_PKEY *k)
{
	struct pubkey *out = NULL;
	struct buf spki = { 0 };

	spki_of(k, &spki);
	if (pubkey_new(buf_slice(&spki), &out) != ERR_OK)
		out = NULL;
	buf_release(&spki);
	return out;
}

static struct signature_algorithm
algorithm(enum signature_kind kind, enum crypto_hash h)
{
	return (struct signature_algorithm){ .kind = kind, .hash_given = true,
	    .naming = HASH_KNOWN, .hash = h, .mgf_hash = h, .trailer = 1,
	    .salt = (int)crypto_hash_size(h) };
}

static const struct {
	const char *name;
	unsigned bits;
} curves[] = {
	{ "prime192v1", 192 }, { "brainpoolP192r1", 192 },
	{ "secp224r1", 224 }, { "brainpoolP224r1", 224 },
	{ "prime256v1", 256 }, { "brainpoolP256r1", 256 },
	{ "brainpoolP320r1", 320 }, { "secp384r1", 384 },
	{ "brainpoolP384r1", 384 }, { "brainpoolP512r1", 512 },
	{ "secp521r1", 521 }
};
#define CURVES (sizeof curves / sizeof curves[0])

/* Every hash under this key, and each signature altered. */
static bool
all_hashes(EVP_PKEY *theirs, struct pubkey *ours, enum signature_kind kind)
{
	struct signature_algorithm a;
	struct buf sig = { 0 };
	bool good = true;
	int h;

	for (h = 0; h < CRYPTO_HASHES; h++) {
		a = algorithm(kind, (enum crypto_hash)h);
		sign(theirs, &a, &sig);
		good = good && sig.n > 0 &&
		    verify(ours, &a, &sig) == PUBKEY_GOOD;
		sig.p[sig.n - 1] ^= 1;
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
		sig.p[sig.n - 1] ^= 1;
		a.hash = (enum crypto_hash)((h + 1) % CRYPTO_HASHES);
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
		a.hash = (enum crypto_hash)h;
		a.naming = HASH_MD5;
		good = good && verify(ours, &a, &sig) == PUBKEY_BAD;
	}
	buf_release(&sig);
	return good;
}

static void
test_curves(void)
{
	const struct pubkey_facts *f;
	struct signature_algorithm a;
	struct buf sig = { 0 };
	struct pubkey *ours;
	EVP_PKEY *theirs;
	size_t i;

	for (i = 0; i < 2 * CURVES; i++) {
		theirs = witness(curves[i / 2].name, false, i % 2 == 1);
		ours = key_of(theirs);
		if (!OK(ours != NULL, "%s, %s, is taken", curves[i / 2].name,
		    i % 2 == 1 ? "explicit" : "named"))
			continue;
		f = pubkey_facts(ours);
		OK(f->kind == PUBKEY_EC && f->bits == curves[i / 2].bits &&
		    strcmp(f->curve, curves[i / 2].name) == 0 &&
		    f->explicit_parameters == (i % 2 == 1), "its facts");
		OK(all_hashes(theirs, ours, SIGNATURE_ECDSA),
		    "every hash, longer and shorter than the order");
		a = algorithm(SIGNATURE_RSA, CRYPTO_SHA256);
		OK(verify(ours, &a, &sig) == PUBKEY_WRONG_KIND,
		    "no RSA with it");
		pubkey_free(ours);
		EVP_PKEY_free(theirs);
	}
	buf_release(&sig);
}

/* r and s in any form: what is put round them, and in front. */
static enum pubkey_answer
as_der(struct pubkey *k, const char *sequence, const char *r_head,
    const char *s_head, const struct buf *rs, const char *behind)
{
	struct signature_algorithm a = algorithm(SIGNATURE_ECDSA,
	    CRYPTO_SHA256);
	struct buf der = { 0 };
	enum pubkey_answer answer;
	size_t half = rs->n / 2;

	hex_add(&der, sequence);
	hex_add(&der, r_head);
	buf_add(&der, rs->p, half);
	hex_add(&der, s_head);
	buf_add(&der, rs->p + half, half);
	hex_add(&der, behind);
	answer = verify(k, &a, &der);
	buf_release(&der);
	return answer;
}

/* A signature whose r and s both start with a bit that is clear, or set, and
 * no octet 00: r || s. */
static void
rs_like(EVP_PKEY *theirs, bool set, struct buf *out)
{
	struct signature_algorithm a = algorithm(SIGNATURE_ECDSA,
	    CRYPTO_SHA256);
	struct buf sig = { 0 };
	const uint8_t *p;
	ECDSA_SIG *s;
	uint8_t rs[64];

	do {
		sign(theirs, &a, &sig);
		p = (const uint8_t *)sig.p;
		s = d2i_ECDSA_SIG(NULL, &p, (long)sig.n);
		BN_bn2binpad(ECDSA_SIG_get0_r(s), rs, 32);
		BN_bn2binpad(ECDSA_SIG_get0_s(s), rs + 32, 32);
		ECDSA_SIG_free(s);
	} while (rs[0] == 0 || rs[32] == 0 || (rs[0] >= 0x80) != set ||
	    (rs[32] >= 0x80) != set);
	buf_reset(out);
	buf_add(out, (char *)rs, 64);
	buf_release(&sig);
}

static void
test_ecdsa_form(void)
{
	EVP_PKEY *theirs = witness("prime256v1", false, false);
	struct pubkey *k = key_of(theirs);
	struct buf rs = { 0 };

	rs_like(theirs, false, &rs);
	OK(as_der(k, "3044", "0220", "0220", &rs, "") == PUBKEY_GOOD,
	    "DER as it has to be");
	OK(as_der(k, "3044", "0220", "0220", &rs, "00") == PUBKEY_BAD,
	    "an octet behind it");
	OK(as_der(k, "3045", "0220", "0220", &rs, "00") == PUBKEY_BAD,
	    "an octet behind s, inside");
	OK(as_der(k, "3046", "0220", "0220", &rs, "0500") == PUBKEY_BAD,
	    "a third member");
	OK(as_der(k, "3045", "022100", "0220", &rs, "") == PUBKEY_BAD,
	    "a zero too many before r");
	OK(as_der(k, "3045", "0220", "022100", &rs, "") == PUBKEY_BAD,
	    "a zero too many before s");
	OK(as_der(k, "308144", "0220", "0220", &rs, "") == PUBKEY_BAD,
	    "a length in long form");
	OK(as_der(k, "3045", "028120", "0220", &rs, "") == PUBKEY_BAD,
	    "the same inside");
	OK(as_der(k, "3080", "0220", "0220", &rs, "0000") == PUBKEY_BAD,
	    "an indefinite length");
	OK(as_der(k, "3144", "0220", "0220", &rs, "") == PUBKEY_BAD,
	    "a SET");
	OK(as_der(k, "", "", "", &rs, "") == PUBKEY_BAD,
	    "plain r and s");
	rs_like(theirs, true, &rs);
	OK(as_der(k, "3046", "022100", "022100", &rs, "") == PUBKEY_GOOD,
	    "r and s with the top bit set");
	OK(as_der(k, "3045", "0220", "022100", &rs, "") == PUBKEY_BAD,
	    "r negative");
	OK(as_der(k, "3045", "022100", "0220", &rs, "") == PUBKEY_BAD,
	    "s negative");
	pubkey_free(k);
	EVP_PKEY_free(theirs);
	buf_release(&rs);
}

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
	EVP_PKEY_free(theirs);
	buf_release(&spki);
	buf_release(&sig);
}

/* n and e as given, hexadecimal, positive or not. */
static enum err
rsa_of(const char *n_head, size_t n_size, const char *n_tail, const char *e)
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
	buf_add_char(&key, 0);
	tlv_add(&key, 0x30, buf_slice(&in));
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

static void
test_rsa_numbers(void)
{
	char e[80] = "01";

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

/* Explicit parameters with one value changed: `at` counts octets from where
 * `what` (hexadecimal) stands first in the key. */
static enum err
changed(EVP_PKEY *theirs, const char *what, size_t at, uint8_t by)
{
	struct buf spki = { 0 }, b = { 0 };
	struct slice find = hex(&b, what);
	struct pubkey *k = NULL;
	enum err e;
	char *p;

	spki_of(theirs, &spki);
	p = memmem(spki.p, spki.n, find.p, find.n);
	if (p == NULL)
		abort();
	p[at] = (char)(p[at] ^ by);
	e = pubkey_new(buf_slice(&spki), &k);
	pubkey_free(k);
	buf_release(&spki);
	buf_release(&b);
	return e;
}

#define BP_P "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377"
#define BP_A "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9"
#define BP_B "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6"
#define BP_G "048bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262"
#define BP_N "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7"

static void
test_explicit(void)
{
	EVP_PKEY *k = witness("brainpoolP256r1", false, true);

	OK(changed(k, BP_P, 0, 0) == ERR_OK, "explicit parameters as named");
	OK(changed(k, BP_P, 31, 2) == ERR_UNSUPPORTED, "another p");
	OK(changed(k, BP_A, 31, 1) == ERR_UNSUPPORTED, "another a");
	OK(changed(k, BP_B, 0, 1) == ERR_UNSUPPORTED, "another b");
	OK(changed(k, BP_G, 5, 1) == ERR_UNSUPPORTED, "another generator");
	OK(changed(k, BP_G, 0, 6) == ERR_UNSUPPORTED,
	    "a generator of the compressed kind");
	OK(changed(k, BP_N, 31, 2) == ERR_UNSUPPORTED, "another order");
	OK(changed(k, BP_N "020101", 34, 3) == ERR_UNSUPPORTED,
	    "another cofactor");
	EVP_PKEY_free(k);
}

/* The attack of CVE-2020-0601: the curve with a generator of one's own. */
static void
test_generator(void)
{
	EC_GROUP *g = EC_GROUP_new_by_curve_name(NID_brainpoolP256r1);
	EC_POINT *seven = EC_POINT_new(g);
	BIGNUM *n = BN_dup(EC_GROUP_get0_order(g)), *k = BN_new();
	struct buf spki = { 0 }, point = { 0 }, other = { 0 };
	EVP_PKEY *theirs = witness("brainpoolP256r1", false, true);
	struct pubkey *ours = NULL;
	size_t size = 65;
	char *p;

	BN_set_word(k, 7);
	buf_grow(&point, size);
	EC_POINT_mul(g, seven, k, NULL, NULL, NULL);
	size = EC_POINT_point2oct(g, seven, POINT_CONVERSION_UNCOMPRESSED,
	    (uint8_t *)point.p, size, NULL);
	spki_of(theirs, &spki);
	hex(&other, BP_G);
	p = memmem(spki.p, spki.n, other.p, other.n);
	if (size != 65 || p == NULL)
		abort();
	memcpy(p, point.p, size);
	OK(pubkey_new(buf_slice(&spki), &ours) == ERR_UNSUPPORTED,
	    "brainpoolP256r1 with the generator 7G");
	EC_GROUP_free(g);
	EC_POINT_free(seven);
	BN_free(n);
	BN_free(k);
	EVP_PKEY_free(theirs);
	buf_release(&spki);
	buf_release(&point);
	buf_release(&other);
}

static void
test_points(void)
{
	EVP_PKEY *theirs = witness("secp384r1", false, false);
	struct buf spki = { 0 };
	struct pubkey *k = NULL;

	spki_of(theirs, &spki);
	spki.p[spki.n - 1] ^= 1;
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_FORMAT,
	    "a point off the curve");
	EVP_PKEY_free(theirs);
	theirs = witness("secp256k1", false, false);
	spki_of(theirs, &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_UNSUPPORTED,
	    "a curve of no passport");
	EVP_PKEY_free(theirs);
	theirs = witness("dh_2048_256", true, false);
	spki_of(theirs, &spki);
	OK(pubkey_new(buf_slice(&spki), &k) == ERR_UNSUPPORTED,
	    "a key of Diffie-Hellman");
	OK(pubkey_new(SLICE(""), &k) == ERR_FORMAT, "no key");
	EVP_PKEY_free(theirs);
	buf_release(&spki);
}

int
main(void)
{
	test_curves();
	test_ecdsa_form();
	test_rsa();
	test_pss();
	test_digest_info();
	test_rsa_sizes();
	test_pss_keys();
	test_rsa_numbers();
	test_explicit();
	test_generator();
	test_points();
	return tap_done();
}
