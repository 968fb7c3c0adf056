/* SPDX-License-Identifier: ISC */
/* Keys on curves, named and written out, and the form of their signatures. */
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/objects.h>

#include <stdlib.h>

#include "hex.h"
#include "pubkey_help.h"

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
	test_explicit();
	test_generator();
	test_points();
	return tap_done();
}
