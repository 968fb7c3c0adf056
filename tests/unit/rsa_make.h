/* SPDX-License-Identifier: ISC */
/* RSA keys of any size, by OpenSSL. */
#ifndef RSA_MAKE_H
#define RSA_MAKE_H

#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

static inline EVP_PKEY *
make_rsa(size_t bits, unsigned e)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM p[] = {
		OSSL_PARAM_construct_size_t("bits", &bits),
		OSSL_PARAM_construct_uint("e", &e), OSSL_PARAM_END
	};

	if (ctx == NULL || EVP_PKEY_keygen_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_params(ctx, p) != 1 ||
	    EVP_PKEY_generate(ctx, &key) != 1)
		abort();
	EVP_PKEY_CTX_free(ctx);
	return key;
}

#endif
