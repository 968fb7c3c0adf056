/* SPDX-License-Identifier: ISC */
/* Signatures over OpenSSL: RSA with recovery, plain ECDSA, Ed25519. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <stdlib.h>

#include "base/tlv.h"
#include "chip/group.h"
#include "chip/sign.h"
#include "chip/spki.h"

#define MIN_MODULUS 1024			/* bits */
#define MAX_MODULUS 8192
#define MAX_EXPONENT 256

/* An OpenSSL without memory or Ed25519 is no machine to go on with. */
static void
must(bool good)
{
	if (!good)
		abort();
}

static BIGNUM *
number(struct slice s)
{
	BIGNUM *n = BN_bin2bn((const uint8_t *)s.p, (int)s.n, NULL);

	must(n != NULL);
	return n;
}

enum err
sign_kind(struct slice der, enum sign_kind *out)
{
	struct spki s;
	enum err e = spki_parse(der, &s);

	if (e != ERR_OK)
		return e;
	if (slice_eq(s.oid, SPKI_RSA))
		*out = SIGN_RSA;
	else if (slice_eq(s.oid, SPKI_EC))
		*out = SIGN_EC;
	else
		return ERR_UNSUPPORTED;
	return ERR_OK;
}

/* RSAPublicKey (RFC 8017, A.1.1): modulus and exponent. */
static enum err
rsa_key(struct slice der, BIGNUM **n, BIGNUM **e)
{
	struct slice in, modulus, exponent;
	struct spki s;

	if (spki_parse(der, &s) != ERR_OK || !slice_eq(s.oid, SPKI_RSA) ||
	    tlv_take(&s.key, 0x30, &in) != ERR_OK || s.key.n != 0 ||
	    tlv_take(&in, 0x02, &modulus) != ERR_OK ||
	    tlv_take(&in, 0x02, &exponent) != ERR_OK || in.n != 0 ||
	    tlv_unsigned(modulus, &modulus) != ERR_OK ||
	    tlv_unsigned(exponent, &exponent) != ERR_OK ||
	    modulus.n > MAX_MODULUS / 8 || exponent.n > MAX_EXPONENT / 8)
		return ERR_FORMAT;
	*n = number(modulus);
	*e = number(exponent);
	if (BN_num_bits(*n) >= MIN_MODULUS && BN_is_odd(*n) &&
	    BN_is_odd(*e) && !BN_is_one(*e))
		return ERR_OK;
	BN_free(*n);
	BN_free(*e);
	return ERR_FORMAT;
}

enum err
sign_rsa_recover(struct slice spki, struct slice sig, struct buf *out)
{
	BIGNUM *n, *e, *s = NULL;
	BN_CTX *ctx = BN_CTX_new();
	enum err err = rsa_key(spki, &n, &e);
	int size;

	must(ctx != NULL);
	if (err != ERR_OK)
		goto out;
	size = BN_num_bytes(n);
	err = ERR_RANGE;
	if (sig.n == (size_t)size) {
		s = number(sig);
		if (BN_ucmp(s, n) < 0)
			err = ERR_OK;
	}
	if (err == ERR_OK) {
		must(BN_mod_exp_mont(s, s, e, n, ctx, NULL));
		buf_grow(out, sig.n);
		must(BN_bn2binpad(s, (uint8_t *)out->p + out->n, size) ==
		    size);
		out->n += sig.n;
		/* n is odd, so that one of the two at most ends in 12. */
		if ((BN_mod_word(s, 16)) != 12 && BN_sub(s, n, s) &&
		    BN_mod_word(s, 16) == 12)
			must(BN_bn2binpad(s, (uint8_t *)out->p + out->n -
			    sig.n, size) == size);
	}
	BN_free(n);
	BN_free(e);
	BN_free(s);
out:
	BN_CTX_free(ctx);
	return err;
}

/* OpenSSL's form of a public key in a named group. */
static EVP_PKEY *
ec_key(const char *group, struct slice point)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *k = NULL;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    (char *)group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
		    (void *)point.p, point.n),
		OSSL_PARAM_construct_end()
	};

	must(c != NULL && EVP_PKEY_fromdata_init(c) > 0);
	if (EVP_PKEY_fromdata(c, &k, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		k = NULL;
	EVP_PKEY_CTX_free(c);
	return k;
}

/* r || s as the SEQUENCE that OpenSSL takes. */
static void
ecdsa_der(struct slice sig, struct buf *out)
{
	struct slice half = { sig.p, sig.n / 2 };
	struct buf in = { 0 };
	size_t i;

	for (i = 0; i < 2; i++, half.p += half.n) {
		struct buf n = { 0 };
		struct slice v = half;

		while (v.n > 1 && v.p[0] == 0) {
			v.p++;
			v.n--;
		}
		if ((uint8_t)v.p[0] >= 0x80)
			buf_add_char(&n, 0);
		buf_add_slice(&n, v);
		tlv_add(&in, 0x02, buf_slice(&n));
		buf_release(&n);
	}
	tlv_add(out, 0x30, buf_slice(&in));
	buf_release(&in);
}

enum err
sign_ecdsa_plain(struct slice spki, enum crypto_hash h, struct slice message,
    struct slice sig, bool *good)
{
	uint8_t digest[CRYPTO_HASH_MAX];
	struct buf der = { 0 };
	struct slice point;
	struct group *g = NULL;
	EVP_PKEY *k = NULL;
	EVP_PKEY_CTX *c = NULL;
	enum err e;

	e = group_spki(spki, &g, &point);
	if (e != ERR_OK)
		return e;
	e = ERR_UNSUPPORTED;
	if (!group_is_ec(g))
		goto out;
	*good = false;
	e = ERR_OK;
	/* The order of every curve that we take has as many octets as p. */
	if (sig.n != 2 * group_field_size(g))
		goto out;
	ecdsa_der(sig, &der);
	crypto_digest(h, &message, 1, digest);
	k = ec_key(group_name(g), point);
	must(k != NULL);
	c = EVP_PKEY_CTX_new(k, NULL);
	must(c != NULL && EVP_PKEY_verify_init(c) > 0);
	*good = EVP_PKEY_verify(c, (const uint8_t *)der.p, der.n, digest,
	    crypto_hash_size(h)) == 1;
out:
	EVP_PKEY_CTX_free(c);
	EVP_PKEY_free(k);
	buf_release(&der);
	group_free(g);
	return e;
}

enum err
sign_public(const uint8_t seed[SIGN_SEED], uint8_t out[SIGN_PUBLIC])
{
	size_t n = SIGN_PUBLIC;
	EVP_PKEY *k = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    seed, SIGN_SEED);

	must(k != NULL);
	must(EVP_PKEY_get_raw_public_key(k, out, &n) > 0 && n == SIGN_PUBLIC);
	EVP_PKEY_free(k);
	return ERR_OK;
}

enum err
sign_seal(const uint8_t seed[SIGN_SEED], struct slice message,
    uint8_t out[SIGN_SIZE])
{
	size_t n = SIGN_SIZE;
	EVP_PKEY *k = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    seed, SIGN_SEED);
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	must(k != NULL && c != NULL &&
	    EVP_DigestSignInit(c, NULL, NULL, NULL, k) > 0);
	must(EVP_DigestSign(c, out, &n, (const uint8_t *)message.p,
	    message.n) > 0 && n == SIGN_SIZE);
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(k);
	return ERR_OK;
}

enum err
sign_open(const uint8_t public[SIGN_PUBLIC], struct slice message,
    const uint8_t sig[SIGN_SIZE], bool *good)
{
	EVP_PKEY *k = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    public, SIGN_PUBLIC);
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	must(c != NULL);
	*good = k != NULL &&
	    EVP_DigestVerifyInit(c, NULL, NULL, NULL, k) > 0 &&
	    EVP_DigestVerify(c, sig, SIGN_SIZE, (const uint8_t *)message.p,
	    message.n) == 1;
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(k);
	return ERR_OK;
}
