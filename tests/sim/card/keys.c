/* SPDX-License-Identifier: ISC */
/* The card's own keys, and the SecurityInfos that name them (Doc 9303-11,
 * 9.2). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include "make.h"

/* Standardized domain parameters (9.5.1, table 6). */
static const struct {
	int param;
	const char *name;
} group[] = {
	{ 0, "dh_1024_160" }, { 1, "dh_2048_224" }, { 2, "dh_2048_256" },
	{ 8, "prime192v1" }, { 9, "brainpoolP192r1" }, { 10, "secp224r1" },
	{ 11, "brainpoolP224r1" }, { 12, "prime256v1" },
	{ 13, "brainpoolP256r1" }, { 14, "brainpoolP320r1" },
	{ 15, "secp384r1" }, { 16, "brainpoolP384r1" },
	{ 17, "brainpoolP512r1" }, { 18, "secp521r1" }
};
enum { FIRST_CURVE = 8 };

#define BSI "0.4.0.127.0.7."

static const char *
name_of(int param)
{
	size_t i;

	for (i = 0; i < sizeof group / sizeof *group; i++)
		if (group[i].param == param)
			return group[i].name;
	return NULL;
}

const char *
key_curve(int param)
{
	return param >= FIRST_CURVE ? name_of(param) : NULL;
}

static EVP_PKEY *
generate(const char *type, const OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (ctx == NULL || EVP_PKEY_keygen_init(ctx) <= 0 ||
	    EVP_PKEY_CTX_set_params(ctx, params) <= 0 ||
	    EVP_PKEY_generate(ctx, &key) <= 0)
		fprintf(stderr, "card: no %s key can be made\n", type);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static char *
mutable(const char *s)
{
	return (char *)(uintptr_t)s;	/* OSSL_PARAM does not change it */
}

EVP_PKEY *
key_ec(const char *curve, bool explicit_parameters)
{
	const char *form = explicit_parameters ? "explicit" : "named_curve";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    mutable(curve), 0),
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_EC_ENCODING,
		    mutable(form), 0),
		OSSL_PARAM_construct_end()
	};

	return generate("EC", params);
}

EVP_PKEY *
key_standard(int param, bool explicit_parameters)
{
	const char *name = name_of(param);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    mutable(name), 0),
		OSSL_PARAM_construct_end()
	};

	if (name == NULL) {
		fprintf(stderr, "card: no domain parameters %d\n", param);
		return NULL;
	}
	if (param >= FIRST_CURVE)
		return key_ec(name, explicit_parameters);
	return generate("DHX", params);
}

EVP_PKEY *
key_rsa(void)
{
	static EVP_PKEY *key;		/* it takes a tenth of a second */

	if (key == NULL)
		key = EVP_RSA_gen(2048);
	if (key == NULL || EVP_PKEY_up_ref(key) != 1)
		return NULL;
	return key;
}

/* What every SecurityInfo begins with. */
static size_t
info_open(struct sim_bytes *out, const char *oid, long version)
{
	size_t at = der_open(out, 0x30);

	der_oid(out, oid);
	der_int(out, 0x02, version);
	return at;
}

static void
ca_info(const struct sim_profile *p, struct sim_bytes *out)
{
	char oid[64];
	size_t at;

	snprintf(oid, sizeof oid, BSI "2.2.3.%d.%d", p->ca_dh ? 1 : 2,
	    (int)p->ca_cipher + 1);
	at = info_open(out, oid, 1);
	if (p->ca_key_id >= 0)
		der_int(out, 0x02, p->ca_key_id);
	der_close(out, at);
}

static void
pace_info(const struct sim_profile *p, enum sim_mapping m,
    struct sim_bytes *out)
{
	/* DH-GM 1, ECDH-GM 2, DH-IM 3, ECDH-IM 4, ECDH-CAM 6 */
	int kind = m == SIM_CAM ? 6 : 2 * (int)m + (p->pace_dh ? 1 : 2);
	char oid[64];
	size_t at;

	snprintf(oid, sizeof oid, BSI "2.2.4.%d.%d", kind,
	    (int)p->pace_cipher + 1);
	at = info_open(out, oid, 2);
	der_int(out, 0x02, p->pace_param);
	der_close(out, at);
}

/* 9.2.8: for ECDSA alone, whose hash stands nowhere else. */
static void
aa_info(const struct sim_profile *p, struct sim_bytes *out)
{
	static const char *const hash[] = { "SHA1", "SHA224", "SHA256",
		"SHA384", "SHA512" };
	char oid[64];
	size_t at, i;

	for (i = 0; strcmp(hash[i], p->aa_hash) != 0; i++)
		continue;
	snprintf(oid, sizeof oid, BSI "1.1.4.1.%zu", i + 1);
	at = info_open(out, "2.23.136.1.1.5", 1);
	der_oid(out, oid);
	der_close(out, at);
}

static void
add_spki(EVP_PKEY *key, struct sim_bytes *out)
{
	unsigned char *p = NULL;
	int n = i2d_PUBKEY(key, &p);

	der_given(out, p, n);
}

/* TR-03110-3, A.1.1.1: the number of the curve instead of its parameters. */
static void
standard_spki(int param, EVP_PKEY *key, struct sim_bytes *out)
{
	uint8_t point[160];
	size_t n = 0, at = der_open(out, 0x30), algorithm, bits;

	if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
	    point, sizeof point, &n) != 1)
		abort();
	algorithm = der_open(out, 0x30);
	der_oid(out, BSI "1.2");
	der_int(out, 0x02, param);
	der_close(out, algorithm);
	bits = der_open(out, 0x03);
	der_octet(out, 0);
	sim_add(out, point, n);
	der_close(out, bits);
	der_close(out, at);
}

static void
ca_key_info(const struct sim_profile *p, EVP_PKEY *key, bool standard_form,
    struct sim_bytes *out)
{
	size_t at = der_open(out, 0x30);

	der_oid(out, p->ca_dh ? BSI "2.2.1.1" : BSI "2.2.1.2");
	if (standard_form)
		standard_spki(p->ca_param, key, out);
	else
		add_spki(key, out);
	if (p->ca_key_id >= 0)
		der_int(out, 0x02, p->ca_key_id);
	der_close(out, at);
}

void
infos_set(const struct sim_profile *p, EVP_PKEY *ca, bool standard_form,
    struct sim_bytes *out)
{
	size_t set = der_open(out, 0x31);

	der_close(out, info_open(out, BSI "2.2.2", 1));
	if (p->ca_param >= 0)
		ca_info(p, out);
	if (p->pace_param >= 0)
		pace_info(p, p->mapping, out);
	/* 4.4: a chip with CAM has another mapping too */
	if (p->pace_param >= 0 && p->mapping == SIM_CAM)
		pace_info(p, SIM_GM, out);
	if (ca != NULL)
		ca_key_info(p, ca, standard_form, out);
	if (ca != NULL && p->aa == SIM_AA_ECDSA)
		aa_info(p, out);
	der_close(out, set);
}

void
make_dg14(const struct sim_profile *p, EVP_PKEY *ca, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x6e);

	infos_set(p, ca, false, out);
	der_close(out, all);
}

void
make_dg15(EVP_PKEY *aa, struct sim_bytes *out)
{
	size_t all = der_open(out, 0x6f);

	add_spki(aa, out);
	der_close(out, all);
}
