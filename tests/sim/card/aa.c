/* SPDX-License-Identifier: ISC */
/* Active Authentication of the chip: Doc 9303-11, 6.1. */
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#include "priv.h"

#define NONCE 8
#define MAX_SIGNATURE 512

/* 6.1.2.2 */
static const struct {
	const char *name;
	size_t size, trailer_n;
	uint8_t trailer[2];
} hashes[] = {
	{ "SHA1", 20, 1, { 0xBC } },
	{ "SHA224", 28, 2, { 0x38, 0xCC } },
	{ "SHA256", 32, 2, { 0x34, 0xCC } },
	{ "SHA384", 48, 2, { 0x36, 0xCC } },
	{ "SHA512", 64, 2, { 0x35, 0xCC } },
};

/* A key that nobody signed, like the one that somebody did. */
static EVP_PKEY *
cloned(struct sim_card *c)
{
	EVP_PKEY *key = c->files->aa_key;
	char group[64] = "";

	if (c->clone != NULL)
		return c->clone;
	if (c->profile->aa == SIM_AA_RSA)
		c->clone = EVP_RSA_gen((unsigned)EVP_PKEY_get_bits(key));
	else if (EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1)
		c->clone = EVP_EC_gen(group);
	if (c->clone == NULL)
		abort();
	return c->clone;
}

/* ISO/IEC 9796-2, scheme 1: 6A, M1, H(M1 || M2), trailer, the whole raised to
 * the private exponent. */
static void
sign_rsa(struct sim_card *c, EVP_PKEY *key, size_t h, const uint8_t *nonce,
    struct sim_bytes *out)
{
	uint8_t f[MAX_SIGNATURE], message[MAX_SIGNATURE], sig[MAX_SIGNATURE];
	size_t k = (size_t)EVP_PKEY_get_size(key), n = sizeof sig, m1;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);

	if (k > MAX_SIGNATURE || k < 64 + hashes[h].size || ctx == NULL)
		abort();
	m1 = k - 1 - hashes[h].size - hashes[h].trailer_n;
	f[0] = 0x6A;
	sim_random(c, f + 1, m1);
	memcpy(message, f + 1, m1);
	memcpy(message + m1, nonce, NONCE);
	sim_hash(hashes[h].name, message, m1 + NONCE, f + 1 + m1);
	memcpy(f + k - hashes[h].trailer_n, hashes[h].trailer,
	    hashes[h].trailer_n);
	if (EVP_PKEY_decrypt_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) != 1 ||
	    EVP_PKEY_decrypt(ctx, sig, &n, f, k) != 1)
		abort();
	EVP_PKEY_CTX_free(ctx);
	sim_add(out, sig, n);
}

/* TR-03111: r and s with as many octets as the order. */
static void
sign_ecdsa(EVP_PKEY *key, size_t h, const uint8_t *nonce,
    struct sim_bytes *out)
{
	uint8_t md[64], der[MAX_SIGNATURE], plain[MAX_SIGNATURE];
	const uint8_t *p = der;
	size_t n = sizeof der;
	int half;
	BIGNUM *order = NULL;
	ECDSA_SIG *sig;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);

	sim_hash(hashes[h].name, nonce, NONCE, md);
	if (ctx == NULL || EVP_PKEY_sign_init(ctx) != 1 ||
	    EVP_PKEY_sign(ctx, der, &n, md, hashes[h].size) != 1 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) != 1)
		abort();
	sig = d2i_ECDSA_SIG(NULL, &p, (long)n);
	half = BN_num_bytes(order);
	if (sig == NULL ||
	    BN_bn2binpad(ECDSA_SIG_get0_r(sig), plain, half) < 0 ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), plain + half, half) < 0)
		abort();
	sim_add(out, plain, 2 * (size_t)half);
	ECDSA_SIG_free(sig);
	BN_free(order);
	EVP_PKEY_CTX_free(ctx);
}

uint16_t
sim_internal_authenticate(struct sim_card *c, const struct sim_apdu *a,
    struct sim_bytes *out)
{
	const struct sim_profile *p = c->profile;
	const char *name = p->aa_hash;
	EVP_PKEY *key = c->files->aa_key;
	size_t h = 0;

	if (p->aa == SIM_AA_NONE || key == NULL)
		return SW_INS;
	if (a->p1 != 0 || a->p2 != 0)
		return SW_P1P2;
	if (!c->access)
		return SW_SECURITY;
	if (!c->applet)
		return SW_CONDITIONS;
	if (a->lc != NONCE || a->le == 0)
		return SW_LENGTH;
	if (name == NULL)
		name = p->aa == SIM_AA_RSA ? "SHA1" : "SHA256";
	while (h < sizeof hashes / sizeof *hashes &&
	    strcmp(hashes[h].name, name) != 0)
		h++;
	if (h == sizeof hashes / sizeof *hashes)
		abort();
	/* The signature goes whole or not at all. */
	if (p->aa == SIM_AA_RSA && (size_t)EVP_PKEY_get_size(key) > a->room)
		return SW_LENGTH;
	if (sim_faulty(c, SIM_F_CLONE))
		key = cloned(c);
	if (p->aa == SIM_AA_RSA)
		sign_rsa(c, key, h, a->data, out);
	else
		sign_ecdsa(key, h, a->data, out);
	c->seen.aa = !sim_faulty(c, SIM_F_CLONE);
	return SW_OK;
}
