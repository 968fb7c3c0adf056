/* SPDX-License-Identifier: ISC */
/* A CA and a certificate for 127.0.0.1, made anew at every start. */
#include <stdio.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "portal.h"

static X509 *
certificate(EVP_PKEY *key, const char *name, const char *alt, long from,
    long until)
{
	X509 *x = X509_new();
	X509_EXTENSION *e;
	X509V3_CTX ctx;

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), alt == NULL ? 1 : 2);
	X509_gmtime_adj(X509_getm_notBefore(x), from);
	X509_gmtime_adj(X509_getm_notAfter(x), until);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
	    MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_pubkey(x, key);
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	e = alt == NULL ?
	    X509V3_EXT_conf_nid(NULL, &ctx, NID_basic_constraints,
	    "critical,CA:TRUE") :
	    X509V3_EXT_conf_nid(NULL, &ctx, NID_subject_alt_name, alt);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	return x;
}

static bool
write_ca(const struct portal *p, X509 *ca)
{
	char path[512];
	FILE *f;
	bool good;

	snprintf(path, sizeof(path), "%s/ca.pem", p->dir);
	f = fopen(path, "w");
	if (f == NULL)
		return false;
	good = PEM_write_X509(f, ca) == 1;
	return fclose(f) == 0 && good;
}

/* --cert: good, expired, not-yet, other-host, self-signed (by nobody known) */
bool
tls_start(struct portal *p)
{
	const long day = 86400;
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = certificate(ca_key, "portal double CA", NULL, -day,
	    3650 * day), *x;
	bool good;

	X509_set_issuer_name(ca, X509_get_subject_name(ca));
	X509_sign(ca, ca_key, EVP_sha256());
	x = certificate(key, "portal double",
	    strcmp(p->cert, "other-host") == 0 ? "DNS:example.invalid" :
	    "IP:127.0.0.1,IP:::1,DNS:localhost",
	    strcmp(p->cert, "not-yet") == 0 ? 30 * day :
	    strcmp(p->cert, "expired") == 0 ? -60 * day : -day,
	    strcmp(p->cert, "expired") == 0 ? -30 * day : 3650 * day);
	if (strcmp(p->cert, "self-signed") == 0) {
		X509_set_issuer_name(x, X509_get_subject_name(x));
		X509_sign(x, key, EVP_sha256());
	} else {
		X509_set_issuer_name(x, X509_get_subject_name(ca));
		X509_sign(x, ca_key, EVP_sha256());
	}
	p->tls = SSL_CTX_new(TLS_server_method());
	good = p->tls != NULL && SSL_CTX_use_certificate(p->tls, x) == 1 &&
	    SSL_CTX_use_PrivateKey(p->tls, key) == 1 && write_ca(p, ca);
	X509_free(x);
	X509_free(ca);
	EVP_PKEY_free(key);
	EVP_PKEY_free(ca_key);
	return good;
}
