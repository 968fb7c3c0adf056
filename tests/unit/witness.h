/* SPDX-License-Identifier: ISC */
/* OpenSSL's EVP as the other side: keys, what they derive, how it writes
 * them. */
#ifndef WITNESS_H
#define WITNESS_H

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/buf.h"

/* A key of OpenSSL's in that group, or NULL. */
static inline EVP_PKEY *
witness(const char *name, bool dh, bool explicit)
{
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, dh ? "DHX" : "EC",
	    NULL);
	EVP_PKEY *k = NULL;
	OSSL_PARAM params[3];

	params[0] = OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_GROUP_NAME, (char *)name, 0);
	params[1] = explicit ? OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_EC_ENCODING, (char *)"explicit", 0) :
	    OSSL_PARAM_construct_end();
	params[2] = OSSL_PARAM_construct_end();
	if (EVP_PKEY_keygen_init(c) <= 0 ||
	    EVP_PKEY_CTX_set_params(c, params) <= 0 ||
	    EVP_PKEY_generate(c, &k) <= 0)
		k = NULL;
	EVP_PKEY_CTX_free(c);
	return k;
}

static inline void
spki_of(EVP_PKEY *k, struct buf *out)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(k, &der);

	buf_reset(out);
	if (n > 0)
		buf_add(out, (char *)der, (size_t)n);
	OPENSSL_free(der);
}

/* What OpenSSL derives between its key and our public one. */
static inline bool
derive(EVP_PKEY *theirs, struct slice ours, bool dh, struct buf *out)
{
	EVP_PKEY *peer = EVP_PKEY_new();
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(theirs, NULL);
	size_t n = 0;
	bool good;

	good = EVP_PKEY_copy_parameters(peer, theirs) > 0 &&
	    EVP_PKEY_set1_encoded_public_key(peer,
	    (const unsigned char *)ours.p, ours.n) > 0 &&
	    EVP_PKEY_derive_init(c) > 0 &&
	    (!dh || EVP_PKEY_CTX_set_dh_pad(c, 1) > 0) &&
	    EVP_PKEY_derive_set_peer(c, peer) > 0 &&
	    EVP_PKEY_derive(c, NULL, &n) > 0;
	if (good) {
		buf_reset(out);
		buf_grow(out, n);
		good = EVP_PKEY_derive(c, (unsigned char *)out->p, &n) > 0;
		out->n = n;
	}
	EVP_PKEY_CTX_free(c);
	EVP_PKEY_free(peer);
	return good;
}

#endif
