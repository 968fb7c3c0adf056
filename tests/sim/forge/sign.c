/* SPDX-License-Identifier: ISC */
/* Algorithms as they are declared, and signatures as they are made: mostly the
 * same. RFC 4055, RFC 5758, RFC 8017. */
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "forge.h"

static const struct {
	const char *md, *oid, *rsa, *ecdsa;
} hash[] = {
	{ "sha1", "1.3.14.3.2.26", "1.2.840.113549.1.1.5",
	    "1.2.840.10045.4.1" },
	{ "sha224", "2.16.840.1.101.3.4.2.4", "1.2.840.113549.1.1.14",
	    "1.2.840.10045.4.3.1" },
	{ "sha256", "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11",
	    "1.2.840.10045.4.3.2" },
	{ "sha384", "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12",
	    "1.2.840.10045.4.3.3" },
	{ "sha512", "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13",
	    "1.2.840.10045.4.3.4" },
	{ "md5", "1.2.840.113549.2.5", "1.2.840.113549.1.1.4",
	    "1.2.840.10045.4.99" },
	{ "sha3-256", "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.3.14",
	    "2.16.840.1.101.3.4.3.10" }
};
enum { HASHES = sizeof hash / sizeof *hash };

static size_t
hash_index(const char *md)
{
	size_t i;

	for (i = 0; i < HASHES; i++)
		if (strcmp(hash[i].md, md) == 0)
			return i;
	fprintf(stderr, "forge: no hash %s\n", md);
	exit(2);
}

static void
word(const char *w, size_t n, struct forge_alg *a)
{
	static const char *const flag[] = { "pss", "raw", "nonull", "bad",
		"plain", "odd", "high", "zero" };
	bool *const set[] = { &a->pss, &a->raw, &a->no_null, &a->bad,
		&a->plain, &a->odd, &a->high, &a->zero };
	size_t i;

	for (i = 0; i < sizeof flag / sizeof *flag; i++)
		if (strlen(flag[i]) == n && strncmp(w, flag[i], n) == 0) {
			*set[i] = true;
			return;
		}
	for (i = 0; i < HASHES; i++) {
		if (strlen(hash[i].md) == n && strncmp(w, hash[i].md, n) == 0)
			a->md = hash[i].md;
		if (n > 3 && strncmp(w, "mgf", 3) == 0 &&
		    strlen(hash[i].md) == n - 3 &&
		    strncmp(w + 3, hash[i].md, n - 3) == 0)
			a->mgf = hash[i].md;
	}
	if (strncmp(w, "salt", 4) == 0)
		a->salt = atoi(w + 4);
	if (strncmp(w, "trailer", 7) == 0)
		a->trailer = atoi(w + 7);
}

void
forge_alg_parse(const char *text, struct forge_alg *a)
{
	size_t n;

	*a = (struct forge_alg){ .md = "sha256", .salt = -1, .trailer = 1 };
	for (; *text != '\0'; text += n) {
		n = strcspn(text, "/");
		if (n > 0)
			word(text, n, a);
		else
			n = 1;
	}
	if (a->mgf == NULL)
		a->mgf = a->md;
	if (a->salt < 0)
		a->salt = EVP_MD_get_size(EVP_get_digestbyname(a->md));
}

void
forge_hash_write(const char *md, bool null, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE);

	der_oid(out, hash[hash_index(md)].oid);
	if (null)
		der_null(out);
	der_close(out, at);
}

/* RFC 4055, 3.1: what is the default is left out. */
static void
pss_parameters(const struct forge_alg *a, struct sim_bytes *out)
{
	size_t all = der_open(out, SEQUENCE), at, mgf;

	if (strcmp(a->md, "sha1") != 0) {
		at = der_open(out, 0xa0);
		forge_hash_write(a->md, true, out);
		der_close(out, at);
	}
	if (strcmp(a->mgf, "sha1") != 0) {
		at = der_open(out, 0xa1);
		mgf = der_open(out, SEQUENCE);
		der_oid(out, "1.2.840.113549.1.1.8");
		forge_hash_write(a->mgf, true, out);
		der_close(out, mgf);
		der_close(out, at);
	}
	if (a->salt != 20) {
		at = der_open(out, 0xa2);
		der_int(out, INTEGER, a->salt);
		der_close(out, at);
	}
	if (a->trailer != 1) {
		at = der_open(out, 0xa3);
		der_int(out, INTEGER, a->trailer);
		der_close(out, at);
	}
	der_close(out, all);
}

void
forge_alg_write(const struct forge_alg *a, bool rsa, struct sim_bytes *out)
{
	size_t at = der_open(out, SEQUENCE), i = hash_index(a->md);

	if (!rsa) {
		der_oid(out, a->raw ? "1.2.840.10045.2.1" : hash[i].ecdsa);
		if (a->odd)
			der_null(out);
	} else if (a->pss) {
		der_oid(out, "1.2.840.113549.1.1.10");
		pss_parameters(a, out);
	} else {
		der_oid(out, a->raw ? "1.2.840.113549.1.1.1" : hash[i].rsa);
		if (!a->odd)
			der_null(out);
	}
	der_close(out, at);
}

size_t
forge_hash(const char *md, const void *p, size_t n, uint8_t out[64])
{
	unsigned size = 0;

	if (EVP_Digest(p, n, out, &size, EVP_get_digestbyname(md), NULL) != 1)
		abort();
	return size;
}

/* The block of PKCS#1 v1.5 (RFC 8017, 9.2) with a DigestInfo that leaves out
 * its NULL, by the bare operation. */
static bool
sign_no_null(EVP_PKEY_CTX *ctx, const char *md, const uint8_t *digest,
    size_t size, uint8_t *sig, size_t *n)
{
	struct sim_bytes info = { 0 };
	size_t at = der_open(&info, SEQUENCE);
	uint8_t block[1024];
	bool good;

	forge_hash_write(md, false, &info);
	der_tlv(&info, OCTETS, digest, size);
	der_close(&info, at);
	memset(block, 0xff, *n);
	block[0] = 0;
	block[1] = 1;
	block[*n - info.n - 1] = 0;
	memcpy(block + *n - info.n, info.p, info.n);
	good = EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    EVP_PKEY_sign(ctx, sig, n, block, *n) == 1;
	sim_clear(&info);
	return good;
}

static bool
sign_rsa(EVP_PKEY_CTX *ctx, const struct forge_alg *a, const uint8_t *digest,
    size_t size, uint8_t *sig, size_t *n)
{
	if (a->no_null)
		return sign_no_null(ctx, a->md, digest, size, sig, n);
	if (EVP_PKEY_CTX_set_rsa_padding(ctx, a->pss ? RSA_PKCS1_PSS_PADDING :
	    RSA_PKCS1_PADDING) != 1 || EVP_PKEY_CTX_set_signature_md(ctx,
	    EVP_get_digestbyname(a->md)) != 1)
		return false;
	if (a->pss && (EVP_PKEY_CTX_set_rsa_mgf1_md(ctx,
	    EVP_get_digestbyname(a->mgf)) != 1 ||
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, a->salt) != 1))
		return false;
	return EVP_PKEY_sign(ctx, sig, n, digest, size) == 1;
}

/* r and s side by side, as TR-03111 has it and CMS has not; or s over the
 * order, which is no number of the group though its residue would be right. */
static void
rewrite(const struct forge_key *k, const struct forge_alg *a, uint8_t *sig,
    size_t *n)
{
	const unsigned char *p = sig;
	ECDSA_SIG *e = d2i_ECDSA_SIG(NULL, &p, (long)*n);
	unsigned char *der = sig;
	int half = (EVP_PKEY_get_bits(k->key) + 7) / 8;
	BIGNUM *order = NULL, *r, *s;

	if (e == NULL)
		abort();
	r = BN_dup(ECDSA_SIG_get0_r(e));
	s = BN_dup(ECDSA_SIG_get0_s(e));
	if (a->plain) {
		*n = (size_t)(BN_bn2binpad(r, sig, half) +
		    BN_bn2binpad(s, sig + half, half));
		BN_free(r);
		BN_free(s);
	} else {
		if (EVP_PKEY_get_bn_param(k->key, "order", &order) != 1 ||
		    BN_add(s, s, order) != 1 || ECDSA_SIG_set0(e, r, s) != 1)
			abort();
		*n = (size_t)i2d_ECDSA_SIG(e, &der);
		BN_free(order);
	}
	ECDSA_SIG_free(e);
}

void
forge_sign(const struct forge_key *k, const struct forge_alg *a,
    const void *p, size_t size, struct sim_bytes *out)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(k->key, NULL);
	uint8_t digest[64], sig[1100];
	size_t n = (size_t)EVP_PKEY_get_size(k->key);
	size_t hashed = forge_hash(a->md, p, size, digest);
	bool good = ctx != NULL && n < sizeof sig - 80 &&
	    EVP_PKEY_sign_init(ctx) == 1;

	if (good && k->rsa)
		good = sign_rsa(ctx, a, digest, hashed, sig, &n);
	else if (good)
		good = EVP_PKEY_sign(ctx, sig, &n, digest, hashed) == 1;
	EVP_PKEY_CTX_free(ctx);
	if (!good) {
		fprintf(stderr, "forge: signing with %s\n", k->name);
		exit(2);
	}
	if (!k->rsa && (a->plain || a->high))
		rewrite(k, a, sig, &n);
	if (a->zero) {		/* both numbers */
		n = 8;
		memcpy(sig, "\x30\x06\x02\x01\0\x02\x01", n);
	}
	if (a->bad)
		sig[n - 1] ^= 1;
	sim_add(out, sig, n);
}
