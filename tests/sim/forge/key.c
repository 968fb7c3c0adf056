/* SPDX-License-Identifier: ISC */
/* Keys, and the forms in which a curve's parameters are written. */
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "forge.h"

enum { MAX_KEYS = 400, FACTOR = 7 };

static const struct {
	const char *word, *name;
} curve[] = {
	{ "p192", "prime192v1" }, { "p224", "secp224r1" },
	{ "p256", "prime256v1" }, { "p384", "secp384r1" },
	{ "p521", "secp521r1" }, { "bp192", "brainpoolP192r1" },
	{ "bp224", "brainpoolP224r1" }, { "bp256", "brainpoolP256r1" },
	{ "bp320", "brainpoolP320r1" }, { "bp384", "brainpoolP384r1" },
	{ "bp512", "brainpoolP512r1" }, { "k256", "secp256k1" },
	{ "t256", "brainpoolP256t1" }
};

static void
must(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "forge: %s does not work\n", what);
		exit(2);
	}
}

/* RFC 5280, 4.2.1.2, method 1. */
static void
key_id(struct forge_key *k, const uint8_t *p, size_t n)
{
	uint8_t hash[64];

	forge_hash("sha1", p, n, hash);
	memcpy(k->id, hash, sizeof k->id);
}

static EC_GROUP *
group_of(const char *alg)
{
	size_t i;

	for (i = 0; i < sizeof curve / sizeof *curve; i++)
		if (strcmp(alg, curve[i].word) == 0)
			return EC_GROUP_new_by_curve_name(
			    OBJ_sn2nid(curve[i].name));
	return NULL;
}

/* With as many octets as the field has. */
static void
put_field(struct sim_bytes *out, const BIGNUM *n, const EC_GROUP *g)
{
	uint8_t octets[80];
	int size = (EC_GROUP_get_degree(g) + 7) / 8;

	must(BN_bn2binpad(n, octets, size) == size, "a field element");
	der_tlv(out, OCTETS, octets, (size_t)size);
}

static void
put_number(struct sim_bytes *out, const BIGNUM *n)
{
	uint8_t octets[80] = { 0 };
	int size = BN_bn2bin(n, octets);

	der_unsigned(out, octets, size > 0 ? (size_t)size : 1);
}

/* The curve's coefficients and seed, in form "a" with another a, in form "b"
 * with another b. */
static void
put_curve(const EC_GROUP *g, const BIGNUM *a, const BIGNUM *b,
    const char *form, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE), bits;
	BIGNUM *other = BN_dup(*form == 'a' ? a : b);

	must(other != NULL && BN_add_word(other, 1) == 1, "a number");
	put_field(out, strcmp(form, "a") == 0 ? other : a, g);
	put_field(out, strcmp(form, "b") == 0 ? other : b, g);
	if (strcmp(form, "seed") == 0 && EC_GROUP_get_seed_len(g) > 0) {
		bits = der_open(out, BITS);
		der_octet(out, 0);
		sim_add(out, EC_GROUP_get0_seed(g), EC_GROUP_get_seed_len(g));
		der_close(out, bits);
	}
	der_close(out, at);
	BN_free(other);
}

/* RFC 3279, 2.3.5: EcpkParameters, written out. `g` has the generator that is
 * to stand there. */
static void
put_explicit(const EC_GROUP *g, const char *form, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE), field, n;
	BIGNUM *p = BN_new(), *a = BN_new(), *b = BN_new();
	BIGNUM *order = BN_dup(EC_GROUP_get0_order(g));
	uint8_t point[160];

	must(order != NULL && EC_GROUP_get_curve(g, p, a, b, NULL) == 1,
	    "a curve");
	der_int(out, INTEGER, 1);
	field = der_open(out, SEQUENCE);
	der_oid(out, "1.2.840.10045.1.1");
	if (strcmp(form, "p") == 0)
		BN_add_word(p, 2);
	put_number(out, p);
	der_close(out, field);
	put_curve(g, a, b, form, out);
	n = EC_POINT_point2oct(g, EC_GROUP_get0_generator(g),
	    strcmp(form, "compressed") == 0 ? POINT_CONVERSION_COMPRESSED :
	    POINT_CONVERSION_UNCOMPRESSED, point, sizeof point, NULL);
	der_tlv(out, OCTETS, point, n);
	if (strcmp(form, "order") == 0)
		BN_sub_word(order, 2);
	put_number(out, order);
	if (strcmp(form, "no-cofactor") != 0)
		der_int(out, INTEGER, strcmp(form, "cofactor") == 0 ? 2 : 1);
	der_close(out, at);
	BN_free(p);
	BN_free(a);
	BN_free(b);
	BN_free(order);
}

static void
put_parameters(const EC_GROUP *g, const char *form, struct sim_bytes *out)
{
	unsigned char *p = NULL;
	int n;

	if (strcmp(form, "named") == 0) {
		n = i2d_ASN1_OBJECT(OBJ_nid2obj(EC_GROUP_get_curve_name(g)),
		    &p);
		der_given(out, p, n);
	} else if (strcmp(form, "implicit") == 0) {
		der_null(out);		/* RFC 3279: implicitlyCA */
	} else {
		put_explicit(g, form, out);
	}
}

/* A key over the same curve with another generator, right in itself: what
 * whoever may choose the generator makes of anybody's public key. */
static void
other_generator(EC_GROUP *g)
{
	EC_POINT *p = EC_POINT_new(g);
	BIGNUM *k = BN_new(), *h = BN_new();

	must(p != NULL && BN_set_word(k, FACTOR) == 1 && BN_one(h) == 1 &&
	    EC_POINT_mul(g, p, k, NULL, NULL, NULL) == 1 &&
	    EC_GROUP_set_generator(g, p, EC_GROUP_get0_order(g), h) == 1,
	    "another generator");
	EC_POINT_free(p);
	BN_free(k);
	BN_free(h);
}

/* RFC 5915, so that OpenSSL takes any parameters. */
static EVP_PKEY *
key_of(const EC_GROUP *g, const char *form, const BIGNUM *secret,
    const uint8_t *point, size_t n)
{
	struct sim_bytes der = { 0 };
	size_t at = der_open(&der, SEQUENCE), part, bits;
	uint8_t d[80];
	int size = BN_num_bytes(EC_GROUP_get0_order(g));
	const unsigned char *p;
	EVP_PKEY *key;

	must(BN_bn2binpad(secret, d, size) == size, "a secret");
	der_int(&der, INTEGER, 1);
	der_tlv(&der, OCTETS, d, (size_t)size);
	part = der_open(&der, 0xa0);
	put_parameters(g, form, &der);
	der_close(&der, part);
	part = der_open(&der, 0xa1);
	bits = der_open(&der, BITS);
	der_octet(&der, 0);
	sim_add(&der, point, n);
	der_close(&der, bits);
	der_close(&der, part);
	der_close(&der, at);
	p = der.p;
	key = d2i_PrivateKey(EVP_PKEY_EC, NULL, &p, (long)der.n);
	must(key != NULL, "an elliptic key");
	sim_clear(&der);
	return key;
}

static void
put_spki(const EC_GROUP *g, const char *form, const uint8_t *point, size_t n,
    struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE), part = der_open(out, SEQUENCE);

	der_oid(out, "1.2.840.10045.2.1");
	put_parameters(g, form, out);
	der_close(out, part);
	part = der_open(out, BITS);
	der_octet(out, 0);
	sim_add(out, point, n);
	der_close(out, part);
	der_close(out, at);
}

/* Point form: "squeezed": the public point compressed, on a named curve;
 * "off": not on its curve. */
static void
elliptic(struct forge_key *k, EC_GROUP *g, const char *form)
{
	bool squeezed = strcmp(form, "squeezed") == 0;
	bool off = strcmp(form, "off") == 0;
	bool real = strcmp(form, "generator") == 0;
	BIGNUM *secret = BN_new();
	EC_POINT *q;
	uint8_t point[160];
	size_t n;

	if (real)
		other_generator(g);
	q = EC_POINT_new(g);
	must(q != NULL && BN_priv_rand_range(secret,
	    EC_GROUP_get0_order(g)) == 1 &&
	    EC_POINT_mul(g, q, secret, NULL, NULL, NULL) == 1, "a key");
	n = EC_POINT_point2oct(g, q, POINT_CONVERSION_UNCOMPRESSED, point,
	    sizeof point, NULL);
	k->key = key_of(g, real ? form : "named", secret, point, n);
	if (squeezed)
		n = EC_POINT_point2oct(g, q, POINT_CONVERSION_COMPRESSED,
		    point, sizeof point, NULL);
	if (off)
		point[n - 1] ^= 1;
	put_spki(g, squeezed || off ? "named" : form, point, n, &k->spki);
	key_id(k, point, n);
	EC_POINT_free(q);
	BN_free(secret);
}

/* "rsa3072", "rsa2048e3", and in form "pss" with id-RSASSA-PSS for its
 * algorithm (RFC 4055, 1.2). */
static void
rsa(struct forge_key *k, const char *alg, const char *form)
{
	char *end;
	size_t bits = strtoul(alg + 3, &end, 10);
	unsigned exponent = *end == 'e' ? (unsigned)strtoul(end + 1, NULL, 10) :
	    65537;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_size_t(OSSL_PKEY_PARAM_RSA_BITS, &bits),
		OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_E, &exponent),
		OSSL_PARAM_construct_end()
	};
	unsigned char *p = NULL;
	size_t at, part;
	int n;

	must(ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_params(ctx, params) == 1 &&
	    EVP_PKEY_generate(ctx, &k->key) == 1, alg);
	EVP_PKEY_CTX_free(ctx);
	k->rsa = true;
	n = i2d_PublicKey(k->key, &p);
	must(n > 0, "a public key");
	key_id(k, p, (size_t)n);
	at = der_open(&k->spki, SEQUENCE);
	part = der_open(&k->spki, SEQUENCE);
	der_oid(&k->spki, strcmp(form, "pss") == 0 ? "1.2.840.113549.1.1.10" :
	    "1.2.840.113549.1.1.1");
	if (strcmp(form, "pss") != 0)
		der_null(&k->spki);
	der_close(&k->spki, part);
	part = der_open(&k->spki, BITS);
	der_octet(&k->spki, 0);
	der_given(&k->spki, p, n);
	der_close(&k->spki, part);
	der_close(&k->spki, at);
}

const struct forge_key *
forge_key(const char *alg, const char *form, const char *pool)
{
	static struct forge_key made[MAX_KEYS];
	struct forge_key *k = made;
	char name[sizeof k->name];
	EC_GROUP *g;

	must((size_t)snprintf(name, sizeof name, "%s %s %s", alg, form, pool) <
	    sizeof name, "a long name");
	for (; k->key != NULL && strcmp(k->name, name) != 0; k++)
		must(k < made + MAX_KEYS - 2, "so many keys");
	if (k->key != NULL)
		return k;
	memcpy(k->name, name, sizeof name);
	g = group_of(alg);
	if (g != NULL)
		elliptic(k, g, form);
	else if (strncmp(alg, "rsa", 3) == 0)
		rsa(k, alg, form);
	must(k->key != NULL, alg);
	EC_GROUP_free(g);
	return k;
}
